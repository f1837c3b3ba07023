import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { leaveOut } from '../../feasibility/split/leave-out.ts';
import { wasmFiles } from '../../main/node/assets.ts';
import { loadCParser } from '../../main/node/load-c-parser.ts';
import type { CParser } from '../../ports/c-parser.ts';
import { readChanges } from '../../source/read-changes.ts';
import { LineDocument } from '../documents/line-document.ts';
import type { JudgedDocument } from '../documents/report-store.ts';
import { fakeAnalysis, fakeReport } from '../testing/fake-analysis.ts';
import { leaveOutActions } from './leave-out-actions.ts';

let parser: CParser;
const folder = mkdtempSync(join(tmpdir(), 'livepatch-leave-out-'));

beforeAll(async () => {
  parser = await loadCParser(wasmFiles());
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const body = (name: string): string =>
  `int ${name}(int a)\n{\n\tint b = a;\n\n\tb += 1;\n\n\treturn b;\n}\n\n`;

/** A file of four functions, one of them resident. */
const before = ['first', 'second', 'do_idle', 'last'].map(body).join('');

/** What the tree becomes when lines are put into some of the functions. */
function after(...names: readonly string[]): string {
  return ['first', 'second', 'do_idle', 'last']
    .map((name) =>
      names.includes(name)
        ? body(name).replace('\tb += 1;\n', '\tb += 1;\n\tb += 2;\n\tb += 3;\n')
        : body(name),
    )
    .join('');
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

/** `git diff` between two states of some files. */
function diff(files: Readonly<Record<string, readonly [string, string]>>): string {
  rmSync(folder, { recursive: true, force: true });
  for (const [path, [old, new_]] of Object.entries(files)) {
    write(`a/${path}`, old);
    write(`b/${path}`, new_);
  }
  const options = ['diff', '--no-index', '--no-prefix', '-U1', 'a', 'b'];
  return spawnSync('git', options, { cwd: folder, encoding: 'utf8' }).stdout;
}

/** What git makes of the old files with a patch; its complaint where it does not apply. */
function apply(patch: string, path: string): string {
  const { status, stderr } = spawnSync('git', ['apply', '-p1', '-'], {
    cwd: join(folder, 'a'),
    input: patch,
    encoding: 'utf8',
  });
  return status === 0 ? readFileSync(join(folder, 'a', path), 'utf8') : stderr;
}

/** The patch without `do_idle`, and the action's title; `undefined` where it is not offered. */
async function without(patch: string): Promise<{ title: string; text: string } | undefined> {
  const uri = 'file:///a.patch';
  const document = LineDocument.of({ uri, languageId: 'diff', version: 1, text: patch });
  const { functions: changes } = await readChanges(parser, document.patch);
  const report = fakeReport(document.patch);
  const [known] = report.functions.filter((fn) => fn.name === 'do_idle');
  const functions = changes.map((change) => ({
    ...(change.name === 'do_idle' && known !== undefined
      ? known
      : {
          answer: undefined,
          inStead: [],
          verdicts: [],
          ownLines: [],
          confidence: 'certain' as const,
        }),
    name: change.name,
    subject: { kind: 'patch', change } as const,
  }));
  const judged: JudgedDocument = {
    document,
    report: {
      ...report,
      functions,
      findings: report.findings.filter((one) => one.function === 'do_idle'),
    },
    analysis: { ...fakeAnalysis, leaveOut: (...given) => leaveOut(parser, ...given) },
    isComplete: true,
    milliseconds: 0,
  };
  const whole = {
    start: { line: 0, character: 0 },
    end: { line: document.lineCount, character: 0 },
  };
  const [action] = leaveOutActions(judged, whole);
  const [change] = action?.edit?.documentChanges ?? [];
  if (action === undefined || change === undefined || !('edits' in change)) return undefined;
  const text = TextDocument.applyEdits(
    TextDocument.create(uri, 'diff', 1, patch),
    change.edits.flatMap((one) => ('newText' in one ? [one] : [])),
  );
  return { title: action.title, text };
}

test('a hunk between others goes, and those behind it are counted anew', async () => {
  const patch = diff({ 'k.c': [before, after('first', 'do_idle', 'last')] });
  const left = await without(patch);
  expect(left?.text.match(/^@@.*@@/gm)).toEqual(['@@ -5,2 +5,4 @@', '@@ -32,2 +34,4 @@']);
  expect(apply(left?.text ?? '', 'k.c')).toBe(after('first', 'last'));
});

test('the last hunk of a file takes the file along', async () => {
  const patch = diff({
    'k.c': [before, after('do_idle')],
    'l.c': [body('other'), body('other').replace('+= 1', '+= 4')],
  });
  const left = await without(patch);
  expect(left?.text).not.toContain('k.c');
  expect(apply(left?.text ?? '', 'l.c')).toBe(body('other').replace('+= 1', '+= 4'));
});

test.each([
  ['nothing else is left', { 'k.c': [before, after('do_idle')] }],
  [
    'a hunk changes something else too',
    {
      'k.c': [
        before,
        after('first', 'do_idle')
          .replace('}\n\nint last', '}\n#define X\nint last')
          .replace('\treturn b;\n}\n#define', '\treturn 0;\n}\n#define'),
      ],
    },
  ],
] as const)('not offered where %s', async (_, files) => {
  expect(await without(diff(files as Record<string, readonly [string, string]>))).toBeUndefined();
});

test('not offered in a quoted patch', async () => {
  const patch = diff({ 'k.c': [before, after('first', 'do_idle', 'last')] });
  expect(await without(`Hello,\n${patch.replace(/^/gm, '> ')}`)).toBeUndefined();
});
