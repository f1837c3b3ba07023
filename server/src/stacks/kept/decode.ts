import { checksum } from '../../kernel/index/checksum.ts';
import type { FunctionId, KernelGraph } from '../../kernel/model.ts';
import type { EntryFact, ResidencyFact } from '../fact.ts';
import { certainties } from '../facts/steps.ts';
import { plainLeaf } from '../kinds/basic.ts';
import { withLostPointers } from '../kinds/lost-pointers.ts';
import type { PathStep } from '../model.ts';
import type { StackFact, StackFacts } from '../stack-facts.ts';
import {
  headBytes,
  keptMagic,
  keptVersion,
  padded,
  type SectionName,
  sectionNames,
  stepStride,
} from './format.ts';

type Shape = Omit<ResidencyFact, 'path'>;

const byCall: EntryFact = { when: 'call', place: '' };
const leaf: ResidencyFact = { ...plainLeaf, path: [] };

/** A path is no longer than this; more is damage. */
const mostSteps = 200;

/**
 * The facts kept in `bytes`, which start a buffer of their own; `undefined` where they are damaged, of
 * another version or belong to another index than `stamp` says.
 */
export function keptStacks(
  graph: KernelGraph,
  bytes: Uint8Array,
  stamp: string,
): StackFacts | undefined {
  const sections = sectionsOf(bytes);
  if (sections === undefined) return undefined;
  const text = (name: SectionName): string => new TextDecoder().decode(sections[name]);
  const starts = words(sections.starts);
  if (text('stamp') !== stamp || starts.length !== graph.size + 1) return undefined;
  const lines = (name: SectionName): readonly string[] => text(name).split('\n').slice(0, -1);
  return new KeptStacks(
    graph,
    lines('shapes').map((line) => JSON.parse(line) as Shape),
    lines('entries').map((line) => JSON.parse(line) as EntryFact),
    starts,
    words(sections.rows),
    signedWords(sections.steps),
  );
}

class KeptStacks implements StackFacts {
  constructor(
    private readonly graph: KernelGraph,
    private readonly shapes: readonly Shape[],
    private readonly entries: readonly EntryFact[],
    private readonly starts: Uint32Array,
    private readonly rows: Uint32Array,
    private readonly steps: Int32Array,
  ) {}

  of(id: FunctionId): StackFact {
    const start = this.starts[id] ?? 0;
    const end = this.starts[id + 1] ?? start;
    if (start === end) {
      return { entry: byCall, residency: withLostPointers([leaf], this.graph, id) };
    }
    const residency: ResidencyFact[] = [];
    for (let at = start + 1; at < end; at += 3) {
      const shape = this.shapes[this.rows[at] ?? 0];
      if (shape === undefined) continue;
      const above = this.path((this.rows[at + 1] ?? 0) - 1).reverse();
      const below = this.path((this.rows[at + 2] ?? 0) - 1);
      residency.push({ ...shape, wait: shape.wait, path: [...above, ...below] });
    }
    const entry = this.entries[this.rows[start] ?? 0] ?? byCall;
    return { entry, residency: withLostPointers(residency, this.graph, id) };
  }

  private path(first: number): PathStep[] {
    const path: PathStep[] = [];
    for (let step = first; step !== -1 && path.length < mostSteps; ) {
      const at = step * stepStride;
      const { name, file } = this.graph.get(this.steps[at] ?? 0);
      const certainty = certainties[this.steps[at + 2] ?? 0] ?? 'guess';
      path.push({ function: name, file, line: this.steps[at + 1] ?? 0, certainty });
      step = this.steps[at + 3] ?? -1;
    }
    return path;
  }
}

function sectionsOf(bytes: Uint8Array): Readonly<Record<SectionName, Uint8Array>> | undefined {
  if (bytes.length < headBytes || bytes.byteOffset !== 0) return undefined;
  const { buffer } = bytes;
  const magic = new TextDecoder().decode(bytes.subarray(0, keptMagic.length));
  const head = new DataView(buffer);
  if (magic !== keptMagic || head.getUint32(keptMagic.length, true) !== keptVersion) {
    return undefined;
  }
  const from = keptMagic.length + 8;
  if (head.getUint32(from - 4, true) !== checksum(buffer, from, bytes.length - from)) {
    return undefined;
  }
  const found: Partial<Record<SectionName, Uint8Array>> = {};
  let at = headBytes;
  for (const [index, name] of sectionNames.entries()) {
    const length = head.getUint32(from + 4 * index, true);
    if (at + length > bytes.length) return undefined;
    found[name] = new Uint8Array(buffer, at, length);
    at += padded(length);
  }
  return found as Readonly<Record<SectionName, Uint8Array>>;
}

function signedWords({ buffer, byteOffset, length }: Uint8Array): Int32Array {
  return new Int32Array(buffer, byteOffset, length >>> 2);
}

function words({ buffer, byteOffset, length }: Uint8Array): Uint32Array {
  return new Uint32Array(buffer, byteOffset, length >>> 2);
}
