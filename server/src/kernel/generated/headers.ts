import type { FilesAtHand } from '../../ports/files.ts';
import type { Options } from '../scan/conditionals.ts';
import { type FileText, type Macro, readFileText } from './macros.ts';

const decoder = new TextDecoder('latin1');

/** Where the headers lie that every directory includes from; what user space sees defines no functions. */
const roots = (arch: string): readonly string[] => [`arch/${arch}/include`, 'include'];
const passedOver = /^include\/(uapi|dt-bindings)$|\/uapi$/;

/** A macro that takes arguments, or that is only another name of something. */
const shortDefinition =
  /^[ \t]*#[ \t]*define[ \t]+([A-Za-z_]\w*)(?:\(|[ \t]+[A-Za-z_]\w*[ \t]*\r?$)/gm;

/** The files of a tree as text, each read once, and the macros of its shared headers by name. */
export class Headers {
  private readonly raw = new Map<string, string>();
  private readonly texts = new Map<string, FileText>();
  private readonly sharedFiles = new Map<string, string[]>();
  private readonly sharedMacros = new Map<string, Macro | undefined>();

  private readonly defining = new Map<string, boolean>();

  /** Reads every shared header of the tree. */
  constructor(
    private readonly files: FilesAtHand,
    arch: string,
    private readonly options: Options | undefined,
  ) {
    for (const root of roots(arch)) this.readFolder(root, 0);
  }

  /** A file's raw text, or `undefined` where there is none. */
  load(path: string): string | undefined {
    const known = this.raw.get(path);
    if (known !== undefined) return known;
    const bytes = this.files.read(path);
    if (bytes === undefined) return undefined;
    const text = decoder.decode(bytes);
    if (path.endsWith('.h')) this.raw.set(path, text);
    return text;
  }

  /** Reads a text's directives; kept for headers. */
  parse(path: string, text: string): FileText {
    const known = this.texts.get(path);
    if (known !== undefined) return known;
    const parsed = readFileText(text, path, this.options);
    if (path.endsWith('.h')) this.texts.set(path, parsed);
    return parsed;
  }

  hasShared(name: string): boolean {
    return this.sharedFiles.has(name);
  }

  /** What a name means by the shared headers: of several definitions, the surest and nearest. */
  shared(name: string): Macro | undefined {
    if (this.sharedMacros.has(name)) return this.sharedMacros.get(name);
    let best: Macro | undefined;
    for (const path of this.sharedFiles.get(name) ?? []) {
      const { directives } = this.parse(path, this.raw.get(path) ?? '');
      for (const each of directives) {
        if (each.kind !== 'define' || each.macro.name !== name) continue;
        if (best === undefined || rank(each.macro) > rank(best)) best = each.macro;
      }
    }
    this.sharedMacros.set(name, best);
    return best;
  }

  /** Whether a shared macro may make functions, by its body or by the macros in it. */
  definesFunctions(name: string): boolean {
    const known = this.defining.get(name);
    if (known !== undefined) return known;
    this.defining.set(name, false);
    const macro = this.hasShared(name) ? this.shared(name) : undefined;
    const answer = macro !== undefined && mayDefine(macro, (inner) => this.definesFunctions(inner));
    this.defining.set(name, answer);
    return answer;
  }

  private readFolder(folder: string, depth: number): void {
    if (depth > 8 || passedOver.test(folder)) return;
    for (const name of this.files.list(folder)) {
      const path = `${folder}/${name}`;
      if (name.endsWith('.h')) {
        const text = this.load(path);
        for (const [, macro = ''] of text?.matchAll(shortDefinition) ?? []) {
          const known = this.sharedFiles.get(macro);
          if (known === undefined) this.sharedFiles.set(macro, [path]);
          else if (known.at(-1) !== path) known.push(path);
        }
      } else if (!name.includes('.')) this.readFolder(path, depth + 1);
    }
  }
}

/** Whether a macro's body holds a function's braces or another name of a function, or uses a macro that does. */
export function mayDefine(macro: Macro, defines: (name: string) => boolean): boolean {
  return macro.body.some((each, at) => {
    const before = macro.body[at - 1] ?? '';
    if (each === '{') return before !== '=' && before !== '(' && before !== 'do';
    if (each === '__alias') return true;
    const isName = /^[A-Za-z_]/.test(each);
    return isName && (macro.body[at + 1] === '(' || macro.body.length === 1) && defines(each);
  });
}

function rank({ truth, file }: Macro): number {
  const sure = truth === 'true' ? 8 : 0;
  if (file.startsWith('arch/')) return sure + 4;
  if (file.startsWith('include/linux/')) return sure + 3;
  return sure + (file.startsWith('include/asm-generic/') ? 1 : 2);
}
