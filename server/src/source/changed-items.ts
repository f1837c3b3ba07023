import type { Confidence, FilePatch, Hunk, HunkLine } from '../patch/model.ts';
import type { CParser } from '../ports/c-parser.ts';
import { readSide } from './hunk-side.ts';
import type { ChangedItem, SourceItem } from './model.ts';
import { lastLine } from './text-position.ts';
import { type FileVersions, placedLines } from './tree-functions.ts';

/** A changed line and what outside functions it belongs to, on one side. */
interface Touch {
  readonly item: SourceItem;
  readonly line: HunkLine;
  readonly kind: 'added' | 'removed';
}

/** What a patch changes outside functions, from both versions of the file; and static locals. */
export function itemsOfVersions(versions: FileVersions, path: string): readonly ChangedItem[] {
  const { applied, before, after } = versions;
  const touches = applied.hunks.flatMap((hunk) =>
    (['removed', 'added'] as const).flatMap((kind) => {
      const { items } = kind === 'removed' ? before : after;
      return placedLines(hunk, kind).flatMap(({ line, number }): readonly Touch[] => {
        const item = items.find(
          ({ range }) => range.start.line <= number && number <= lastLine(range),
        );
        return item === undefined ? [] : [{ item, line, kind }];
      });
    }),
  );
  return [
    ...headerItem(versions.file, path, 'certain'),
    ...toItems(touches, path, 'certain', before.items, after.items),
    ...applied.hunks.flatMap(({ hunk }) => statics(hunk, path, 'certain')),
  ];
}

/** What one hunk changes outside functions, as far as its own lines show it. */
export function itemsOfHunk(parser: CParser, file: FilePatch, hunk: Hunk): readonly ChangedItem[] {
  const path = file.newPath ?? file.oldPath;
  const old = readSide(parser, hunk, 'old');
  const new_ = readSide(parser, hunk, 'new');
  const touches = [
    { side: old, kind: 'removed' as const },
    { side: new_, kind: 'added' as const },
  ].flatMap(({ side, kind }) =>
    side.lines.flatMap((line, index): readonly Touch[] => {
      const found = side.items.find(({ first, last }) => first <= index && index <= last);
      return line.kind === kind && found !== undefined ? [{ item: found.item, line, kind }] : [];
    }),
  );
  const itemsOf = (side: typeof old): readonly SourceItem[] => side.items.map(({ item }) => item);
  return [
    ...headerItem(file, path, 'recovered'),
    ...toItems(touches, path, 'recovered', itemsOf(old), itemsOf(new_)),
    ...statics(hunk, path, 'recovered'),
  ];
}

function toItems(
  touches: readonly Touch[],
  file: string | undefined,
  confidence: Confidence,
  before: readonly SourceItem[],
  after: readonly SourceItem[],
): readonly ChangedItem[] {
  const twin = (items: readonly SourceItem[], { kind, name }: SourceItem): SourceItem | undefined =>
    items.find((item) => item.kind === kind && item.name === name);
  return touches.map(({ item, line, kind }) => {
    const old = twin(before, item);
    const new_ = twin(after, item);
    const isOnBoth = old !== undefined && new_ !== undefined;
    const hasNewValue = isOnBoth && item.kind === 'variable' && old.head === new_.head;
    return {
      kind: hasNewValue ? 'initialiser' : item.kind,
      name: item.name,
      file,
      change: isOnBoth ? 'modified' : kind,
      confidence,
      ranges: [line.range],
    };
  });
}

function headerItem(
  file: FilePatch,
  path: string | undefined,
  confidence: Confidence,
): readonly ChangedItem[] {
  if (path?.endsWith('.h') !== true) {
    return [];
  }
  const change =
    file.change === 'added' ? 'added' : file.change === 'deleted' ? 'removed' : 'modified';
  const range = file.headerRange ?? file.range;
  return [{ kind: 'header', name: path, file: path, change, confidence, ranges: [range] }];
}

const staticLocal =
  /^\s+static\s+(?!inline\b|noinline\b)(?:[\w*]+[\s*]+)*?(?:DEFINE_\w+\(\s*)?(\w+)\s*(?:\[[^\]]*\]\s*)*(?:[=;,)]|$)/;

/**
 * Static variables inside functions: a livepatch gets a second one of each, so that state is lost.
 * Indented `static` is never at file level in the kernel's style.
 */
function statics(
  hunk: Hunk,
  file: string | undefined,
  confidence: Confidence,
): readonly ChangedItem[] {
  return hunk.lines.flatMap((line): readonly ChangedItem[] => {
    const isChanged = line.kind === 'added' || line.kind === 'removed';
    const name = isChanged ? staticLocal.exec(line.text.slice(0, 500))?.[1] : undefined;
    const change = line.kind === 'added' ? 'added' : 'removed';
    return name === undefined
      ? []
      : [{ kind: 'static', name, file, change, confidence, ranges: [line.range] }];
  });
}

/** Puts what several lines and hunks say of one thing together, in the patch's order. */
export function mergeItems(items: readonly ChangedItem[]): readonly ChangedItem[] {
  const merged = new Map<string, ChangedItem>();
  for (const item of items) {
    const key = `${item.file ?? ''}\n${item.kind}\n${item.name}`;
    const known = merged.get(key);
    merged.set(
      key,
      known === undefined
        ? item
        : {
            ...known,
            change: known.change === item.change ? known.change : 'modified',
            ranges: known.kind === 'header' ? known.ranges : [...known.ranges, ...item.ranges],
          },
    );
  }
  return [...merged.values()];
}
