import { expect, test } from 'vitest';
import { fakeReport } from '../lsp/testing/fake-analysis.ts';
import { idlePatch } from '../lsp/testing/marked-document.ts';
import type { Machine } from '../machine/model.ts';
import { cpuHog, idleMachine, sleeper, withTasks } from '../machine/workloads.ts';
import { readPatch } from '../patch/read.ts';
import { judge } from '../transition/judge.ts';
import type { Scenario } from '../transition/model.ts';
import { profileFor } from '../transition/profiles.ts';
import { tryStrategies } from '../transition/strategies/index.ts';
import { htmlReport } from './html.ts';
import type { JudgedDocument } from './model.ts';

const asked: Scenario = {
  title: 'a CPU hog on CPU 1',
  profile: profileFor('6.1'),
  machine: withTasks(idleMachine(2, false), cpuHog(1)),
  functions: ['do_idle'],
  direction: 'load',
};

function judged(path: string): JudgedDocument {
  const report = fakeReport(readPatch(idlePatch));
  const { title, profile } = asked;
  const verdict = judge(asked);
  const strategies = tryStrategies(asked);
  const verdicts = [{ scenario: 'hog', title, profile, asked, verdict, strategies }];
  const functions = report.functions.map((fn) => ({ ...fn, verdicts }));
  return { path, report: { ...report, functions } };
}

/** What is left of a page for a reader who hears it: text without tags, one line a block. */
function readable(html: string): string {
  return html
    .replace(/<style>.*?<\/style>|<svg.*?<\/svg>/gs, '')
    .replace(/<\/(p|li|tr|h\d|figcaption|summary|div|title)>/g, '\n')
    .replace(/<\/t[hd]>/g, ' | ')
    .replace(/<[^>]+>/g, '')
    .replace(/&gt;/g, '>')
    .replace(/&lt;/g, '<')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');
}

const voids: ReadonlySet<string> = new Set(['meta']);

/** The elements that are opened and never closed, or closed and never opened. */
function unbalanced(html: string): readonly string[] {
  const open: string[] = [];
  const odd: string[] = [];
  const tags = html.replace(/<style>.*?<\/style>/s, '');
  for (const [, closes, name = '', rest = ''] of tags.matchAll(/<(\/?)([a-z]\w*)([^>]*)>/gi)) {
    if (voids.has(name) || rest.endsWith('/')) continue;
    if (closes !== '/') open.push(name);
    else if (open.pop() !== name) odd.push(name);
  }
  return [...odd, ...open];
}

test('a page that needs nothing else', async () => {
  const html = htmlReport([judged('idle.patch')]);
  expect(unbalanced(html)).toEqual([]);
  expect(html).not.toMatch(/<script|<link|<img|\bsrc=|url\(|@import|\bon\w+="|NaN|undefined/);
  expect(html).not.toMatch(/https?:\/\/(?!www\.w3\.org\/2000\/svg)/);
  expect(html.match(/<svg/g)).toHaveLength(2);
});

test('what it says', async () => {
  const lines = readable(htmlReport([judged('idle.patch')])).split('\n');
  const upTo = lines.findIndex((line) => line.startsWith('Move the CPU hog'));
  expect(lines.slice(0, upTo).join('\n')).toMatchInlineSnapshot(`
    "Livepatch feasibility: idle.patch
    idle.patch
    Judged for Linux 6.1 (x86_64), with made-up facts for Linux 6.1.
    1 function judged, 1 at risk
    Findings
    Warning · stall · idle.patch:7:1
    do_idle() is idle-outer, on the stack of swapper/N: cpu_startup_entry → do_idle → schedule_idle. On Linux 6.1 (x86_64) the transition stalls with a CPU-bound task on CPU 1 (swapper/1 is sleeping on function do_idle). Stop the CPU hog while the transition runs (SIGSTOP, then SIGCONT) — completes in 2 s.
    Functions
    do_idle() modified · kernel/sched/idle.c:258
    Patchable: ftrace can hook it (no notrace in the source)
    Scenario | Linux 6.1 (x86_64) |
    a CPU hog on CPU 1 | ✗ stallsswapper/1 is sleeping on function do_idle |
    On whose stack
    idle-outer, on the stack of swapper/N. do_idle() calls schedule_idle() at kernel/sched/idle.c:326.cpu_startup_entry → do_idle → schedule_idle
    What frees it with a CPU hog on CPU 1 (Linux 6.1 (x86_64))
    What is done | Then it | Why, and at what risk |
    Stop the CPU hog for a moment (SIGSTOP, 10 ms, SIGCONT) | ✓ completes in 1.8 s | The idle task gets in between, and needs no longer than that to switch itself.Risk: The program stands still for some milliseconds. |"
  `);
});

test('every step of a drawing is told in words beside it', async () => {
  const text = readable(htmlReport([judged('idle.patch')]));
  expect(text).toContain('still open after 60 s\nThe same in words\n0 s: The transition begins');
  expect(text).toContain('Tries 3 to 60 fail in the same way. swapper/1 is sleeping on function');
});

test('a run that completes late is drawn, one that completes as usual is not', async () => {
  const sleep = sleeper('sleep', 'user', {
    stack: ['schedule', 'do_idle'],
    state: 'interruptible',
    wake: { kind: 'never' },
  });
  const drawn = async (machine: Machine): Promise<number> => {
    const { report } = judged('idle.patch');
    const scenario: Scenario = { ...asked, machine };
    const { title, profile } = scenario;
    const verdict = judge(scenario);
    const one = { scenario: 'own', title, profile, asked: scenario, verdict, strategies: [] };
    const functions = report.functions.map((fn) => ({ ...fn, verdicts: [one] }));
    const html = htmlReport([{ path: 'idle.patch', report: { ...report, functions } }]);
    return html.match(/<svg/g)?.length ?? 0;
  };
  expect(await drawn(withTasks(idleMachine(2, false), sleep))).toBe(1);
  expect(await drawn(idleMachine(2, false))).toBe(0);
});

test('anchors of several documents are distinct', async () => {
  const html = htmlReport([judged('a.patch'), judged('b.patch')]);
  const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
  expect(ids).toEqual(['d0-0', 'd1-0']);
});

test('names from outside are text, whatever they hold', async () => {
  const html = htmlReport([judged('<b onclick="x">&.patch')]);
  expect(html).toContain('&lt;b onclick=&quot;x&quot;&gt;&amp;.patch');
  expect(unbalanced(html)).toEqual([]);
});
