import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Scanner } from '../scan/scanner.ts';
import { assembleOne } from './assemble.ts';
import { fileBytes, openIndex } from './file.ts';
import { IndexGraph } from './index-graph.ts';
import { encodeIndex } from './layout.ts';
import { IndexedFacts } from './tree-facts.ts';

async function indexOf(source: string): Promise<Uint8Array> {
  const scanner = new Scanner(undefined);
  const bytes = new TextEncoder().encode(source);
  scanner.scan(bytes, 'a.c');
  const file = { path: 'a.c', size: bytes.length, modified: 1 };
  const meta = { release: '6.1.0', arch: 'x86', config: '', makefiles: [], skipped: [] };
  const build = { build: 'built-in', trace: 'traced' } as const;
  return encodeIndex(await assembleOne(scanner.found(), [file], () => build, meta));
}

const good = await indexOf('static int callee(void) { }\nint caller(void) { return callee(); }\n');

describe('an index file', () => {
  it('answers in place', () => {
    const opened = openIndex(fileBytes(good));
    if (opened.kind !== 'index') throw new Error(opened.fault);
    expect(opened.verify()).toBe(true);
    const graph = new IndexGraph(new IndexedFacts(opened.sections));
    const [callee] = graph.definitions('callee');
    expect(callee).toMatchObject({ file: 'a.c', line: 1, isStatic: true, build: 'built-in' });
    expect(graph.callers(callee?.id ?? -1)).toMatchObject([{ kind: 'direct', line: 2 }]);
    expect(graph.definitions('nobody')).toEqual([]);
  });

  it('finds names of any length and of any letters', async () => {
    const lengths = Array.from({ length: 70 }, (_, at) => at + 1);
    const names = lengths.flatMap((length) => ['n'.repeat(length), 'é'.repeat(length)]);
    const source = names.map((name) => `void ${name}(void) { }`).join('\n');
    const opened = openIndex(fileBytes(await indexOf(source)));
    if (opened.kind !== 'index') throw new Error(opened.fault);
    const graph = new IndexGraph(new IndexedFacts(opened.sections));
    expect(names.filter((name) => graph.definitions(name).length !== 1)).toEqual([]);
  });

  it('is refused when cut short at any byte', () => {
    for (let length = 0; length < good.length; length += 7) {
      expect(openIndex(fileBytes(good.slice(0, length))).kind).toBe('fault');
    }
  });

  it('is found damaged wherever a byte is changed', () => {
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const bad = good.slice();
        bad[at] = (bad[at] ?? 0) ^ change;
        const opened = openIndex(fileBytes(bad));
        return opened.kind === 'fault' || !opened.verify() || isPadding(at);
      }),
      { numRuns: 400 },
    );
  });
});

/** Bytes 28 to 31 are kept for later and hold nothing. */
function isPadding(at: number): boolean {
  return at >= 28 && at < 32;
}

it('any bytes are scanned without a fault', async () => {
  const pieces = fc.constantFrom(
    '{',
    '}',
    '(',
    ')',
    ';',
    ',',
    '=',
    '#if 0\n',
    '#ifdef A\n',
    '#else\n',
    '#endif\n',
    '#define f(x) x##y(',
    '\\\n',
    'struct s',
    'static ',
    'int ',
    'f',
    '.g',
    '->h',
    '"',
    "'",
    '/*',
    '*/',
    '//',
    '\n',
    ' ',
    '[',
    ']',
    '&',
    '*',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(pieces, { maxLength: 120 }), async (parts) => {
      await indexOf(parts.join(''));
    }),
    { numRuns: 400 },
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      new Scanner(undefined).scan(bytes, 'a.c');
    }),
    { numRuns: 200 },
  );
});
