import type { CParser, SyntaxNode, SyntaxTree } from '../ports/c-parser.ts';
import type { KlpFuncEntry } from './model.ts';
import { prepare } from './prepare.ts';

/**
 * The entries of every `struct klp_func` table in a livepatch module's source
 * (`include/linux/livepatch.h`), in the text's order, each with the exact place of its `.old_name`
 * string. Entries without such a string (the empty one at the end) are left out. A text without
 * tables, or no C at all, gives none.
 */
export function klpFunctions(parser: CParser, text: string): readonly KlpFuncEntry[] {
  if (!text.includes('klp_func')) {
    return [];
  }
  const tree: SyntaxTree = parser.parse(prepare(text).text);
  try {
    const tables: Table[] = [];
    const objects = new Map<string, string>();
    collect(tree.root, tables, objects, 0);
    return tables.flatMap(({ name, entries }) =>
      entries.map((entry) => ({ ...entry, object: objects.get(name) })),
    );
  } finally {
    tree.dispose();
  }
}

interface Table {
  readonly name: string;
  readonly entries: readonly Omit<KlpFuncEntry, 'object'>[];
}

const deepest = 60;

function collect(
  node: SyntaxNode,
  tables: Table[],
  objects: Map<string, string>,
  depth: number,
): void {
  for (const child of node.namedChildren) {
    const type = child.childForField('type');
    const struct = type?.type === 'struct_specifier' ? type.childForField('name')?.text : undefined;
    if (child.type === 'declaration' && struct === 'klp_func') {
      tables.push(...readTables(child));
    } else if (child.type === 'declaration' && struct === 'klp_object') {
      readObjects(child, objects, 0);
    } else if (depth < deepest) {
      collect(child, tables, objects, depth + 1);
    }
  }
}

function readTables(declaration: SyntaxNode): readonly Table[] {
  return declaration.namedChildren
    .filter((child) => child.type === 'init_declarator')
    .map((declarator) => {
      const value = declarator.childForField('value');
      return {
        name: declaredName(declarator),
        entries: value === undefined ? [] : entriesOf(value),
      };
    });
}

function declaredName(node: SyntaxNode): string {
  let declarator: SyntaxNode | undefined = node;
  while (declarator !== undefined && declarator.type !== 'identifier') {
    declarator = declarator.childForField('declarator');
  }
  return declarator?.text ?? '';
}

/** One entry in braces, or several in the braces of an array. */
function entriesOf(list: SyntaxNode): readonly Omit<KlpFuncEntry, 'object'>[] {
  const entry = readEntry(list);
  if (entry !== undefined) {
    return [entry];
  }
  return list.namedChildren.flatMap((child) => {
    const inner = child.type === 'initializer_pair' ? child.childForField('value') : child;
    const found = inner?.type === 'initializer_list' ? readEntry(inner) : undefined;
    return found === undefined ? [] : [found];
  });
}

function readEntry(list: SyntaxNode): Omit<KlpFuncEntry, 'object'> | undefined {
  const fields = fieldsOf(list);
  const oldName = stringOf(fields.get('old_name'));
  if (oldName === undefined) {
    return undefined;
  }
  const sympos = fields.get('old_sympos')?.text ?? '';
  return {
    oldName: oldName.text,
    oldNameRange: { start: oldName.start, end: oldName.end },
    newName: fields.get('new_func')?.text.replace(/^&/, ''),
    oldSympos: /^\d+$/.test(sympos) ? Number(sympos) : undefined,
  };
}

function fieldsOf(list: SyntaxNode): ReadonlyMap<string, SyntaxNode> {
  const fields = new Map<string, SyntaxNode>();
  for (const pair of list.namedChildren) {
    const value = pair.childForField('value');
    const designator = pair.childForField('designator');
    if (pair.type === 'initializer_pair' && value !== undefined && designator !== undefined) {
      fields.set(designator.text.replace(/^[.\s]+|[\s:]+$/g, ''), value);
    }
  }
  return fields;
}

/** The text between a literal's quotes. */
function stringOf(
  node: SyntaxNode | undefined,
): Pick<SyntaxNode, 'text' | 'start' | 'end'> | undefined {
  if (node?.type !== 'string_literal') {
    return undefined;
  }
  const [content] = node.namedChildren;
  return content?.type === 'string_content' ? content : undefined;
}

function readObjects(node: SyntaxNode, objects: Map<string, string>, depth: number): void {
  if (node.type === 'initializer_list') {
    const fields = fieldsOf(node);
    const table = fields.get('funcs')?.text;
    const name = stringOf(fields.get('name'))?.text;
    if (table !== undefined && name !== undefined) {
      objects.set(table.replace(/^&/, ''), name);
    }
  }
  if (depth < deepest) {
    for (const child of node.namedChildren) {
      readObjects(child, objects, depth + 1);
    }
  }
}
