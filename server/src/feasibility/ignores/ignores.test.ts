import { describe, expect, it } from 'vitest';
import { profileFor } from '../../transition/profiles.ts';
import type { FeasibilityReport, Finding } from '../model.ts';
import { applyIgnores } from './apply.ts';
import { readBaseline } from './baseline.ts';
import { ignoreComment, readIgnoreComments } from './comments.ts';
import type { DocumentIgnores } from './model.ts';

/** A report of findings, each written as `line code function`; lines are one-based. */
function reportOf(...findings: readonly string[]): FeasibilityReport {
  return {
    origin: { kind: 'none', release: '6.1', description: 'nothing' },
    profile: profileFor('6.1'),
    functions: [],
    findings: findings.map((one): Finding => {
      const [line = '1', code = 'stall', name] = one.split(' ');
      const start = { line: Number(line) - 1, character: 0 };
      const range = { start, end: start };
      return {
        code: code as Finding['code'],
        severity: 'warning',
        message: one,
        range,
        related: [],
        function: name,
        file: undefined,
      };
    }),
  };
}

function check(report: FeasibilityReport, ignores: DocumentIgnores, isComplete = true): string {
  const { findings, ignored } = applyIgnores(report, [ignores], isComplete);
  return [
    ...findings.map((one) =>
      one.code === 'ignore-problem'
        ? `${(one.range?.start.line ?? 0) + 1}: ${one.message}`
        : `told ${one.message}`,
    ),
    ...(ignored ?? []).map(
      ({ finding, reason, where }) => `ignored ${finding.message}: ${reason} (${where})`,
    ),
  ].join('\n');
}

describe('comments', () => {
  it.each([
    [
      'before the line',
      '/* livepatch-feasibility: ignore stall -- we wait */\n{ .old_name = "f" },',
    ],
    ['on the line', '\n{ .old_name = "f" }, // livepatch-feasibility: ignore stall -- we wait'],
    [
      'before the line, another comment between',
      '/* livepatch-feasibility: ignore may-stall, stall -- we wait */\n/* more */\n\n{ "f" },',
    ],
  ])('%s', (_, text) => {
    const line = text.split('\n').findIndex((one) => one.includes('"f"')) + 1;
    const found = check(reportOf(`${line} stall f`, '9 stall g'), readIgnoreComments(text));
    expect(found).toMatch(/^told 9 stall g\nignored \d stall f: we wait \(line \d\)$/);
  });

  it.each([
    [
      'no reason',
      '/* livepatch-feasibility: ignore stall */\nf',
      'told 2 stall f\n1: Say why after `--`: an ignore without a reason is not honoured.',
    ],
    [
      'a reason that was not filled in',
      '// livepatch-feasibility: ignore stall -- say why\nf',
      'told 2 stall f\n1: Say why after `--`: an ignore without a reason is not honoured.',
    ],
    [
      'no such code',
      '// livepatch-feasibility: ignore stalls -- because\nf',
      'told 2 stall f\n1: There is no finding of the code stalls.',
    ],
    [
      'another word',
      '// livepatch-feasibility: off\nf',
      'told 2 stall f\n1: Expected `livepatch-feasibility: ignore CODE -- REASON` on one line.',
    ],
    [
      'nothing to ignore',
      '// livepatch-feasibility: ignore may-stall -- because\nf',
      'told 2 stall f\n1: There is no finding may-stall here any more: take this comment away.',
    ],
  ])('%s', (_, text, expected) => {
    expect(check(reportOf('2 stall f'), readIgnoreComments(text))).toBe(expected);
  });

  it('what is written is read again, whatever the reason', () => {
    const text = ignoreComment(['stall'], 'because */ of\nthat');
    const { ignores, problems } = readIgnoreComments(`${text}\nf\n`);
    expect(problems).toEqual([]);
    expect(ignores[0]?.reason).toBe('because * / of that');
  });
});

describe('the baseline file', () => {
  const file = (ignore: unknown, document = 'patches/a.patch'): DocumentIgnores => {
    const text = typeof ignore === 'string' ? ignore : JSON.stringify({ version: 1, ignore });
    return readBaseline({ name: 'base.json', text, document });
  };

  it('an entry speaks of a code, and of a function, a document, a kernel where it names one', () => {
    const report = reportOf('3 stall f', '7 stall g', '8 may-stall f');
    expect(check(report, file([{ code: 'stall', function: 'f', reason: 'ours' }]))).toBe(
      'told 7 stall g\ntold 8 may-stall f\nignored 3 stall f: ours (base.json)',
    );
    const here = { code: 'stall', document: 'patches/a.patch', reason: 'ours' };
    expect(check(report, file([here]))).toMatch(/ignored 3 .*\nignored 7/);
    expect(check(report, file([here], 'patches/b.patch'))).not.toMatch(/ignored/);
    const onOther = { ...here, kernel: '5.10' };
    expect(check(report, file([onOther]))).toBe(
      'told 3 stall f\ntold 7 stall g\ntold 8 may-stall f',
    );
  });

  it('an entry for this document that nothing answers to is told of', () => {
    const entry = { code: 'stall', function: 'f', reason: 'ours' };
    const report = reportOf('7 stall g');
    expect(check(report, file([{ ...entry, document: 'patches/a.patch' }]))).toBe(
      'told 7 stall g\n1: base.json ignores stall of f() in this document, where it is found no more: take the entry away.',
    );
    expect(check(report, file([entry]))).toBe('told 7 stall g');
    expect(check(report, file([{ ...entry, document: 'patches/a.patch' }]), false)).toBe(
      'told 7 stall g',
    );
  });

  it.each([
    ['{', /not honoured: it is not JSON/],
    ['[]', /not honoured: the whole: /],
    ['{"version": 2, "ignore": []}', /not honoured: version: /],
    ['{"version": 1, "ignore": [{"code": "stalls", "reason": "x"}]}', /ignore\.0\.code/],
    ['{"version": 1, "ignore": [{"code": "stall", "reason": "say why"}]}', /without a reason/],
  ])('%s', (text, message) => {
    const found = check(reportOf('1 stall f'), file(text));
    expect(found).toMatch(/^told 1 stall f\n/);
    expect(found).toMatch(message);
  });
});
