import type { PathStep, Residency, ResidencyKind } from '../../stacks/model.ts';
import { waitInWords } from '../../stacks/render/residency-sentence.ts';
import { type FindInTree, linkTo } from '../tree-places.ts';
import { type CardPlace, pathLink } from './command-links.ts';
import { code, escapeMarkdown } from './markdown.ts';

/** What each kind of residency means for a transition, for readers who do not know the term yet. */
const meanings: Readonly<Record<ResidencyKind, string>> = {
  'idle-outer': 'on the idle task’s stack also while another task runs on its CPU',
  'idle-inner': 'on the idle task’s stack only while it runs; never found by a stack check',
  scheduler: 'on the stack of every sleeping task',
  'thread-main': 'on a kernel thread’s stack for its whole life',
  'thread-wait': 'on a kernel thread’s stack while it waits',
  'syscall-wait': 'on a user task’s stack while it waits in the kernel',
  'user-exit': 'on the stack of a task stopped on its way to user mode',
  preempted: 'on the stack of a task that does not get the CPU',
  interrupt: 'runs in interrupts; never on a checked stack',
  transient: 'on a stack for short sleeps only',
  leaf: 'cannot sleep; on a stack only while it runs',
};

function stepText(step: PathStep, subject: string, inTree: FindInTree): string {
  const name = step.function === subject ? `**${code(step.function)}**` : code(step.function);
  const place = inTree(step.file, step.line);
  const shown = place === undefined ? name : `[${name}](${linkTo(place)})`;
  return step.certainty === 'certain' ? shown : `${shown} (${step.certainty})`;
}

/** One residency as Markdown: kind, task, what that means, wait, evidence, call path. */
export function residencyMarkdown(
  residency: Residency,
  subject: string,
  inTree: FindInTree,
  place?: CardPlace,
): string {
  const wait = residency.wait === undefined ? '' : ` (${waitInWords(residency.wait)})`;
  const doubt = residency.certainty === 'certain' ? '' : ` · ${residency.certainty}`;
  const head = `**${residency.kind}** — ${escapeMarkdown(residency.task)}${wait}: ${meanings[residency.kind]}${doubt}`;
  const path = residency.path.map((step) => stepText(step, subject, inTree)).join(' → ');
  const walk = place === undefined ? '' : pathLink(place, residency, subject, inTree);
  const shownPath = [path, walk].filter((part) => part !== '').join(' · ');
  const lines = [head, escapeMarkdown(residency.evidence), shownPath].filter((line) => line !== '');
  return lines.join('  \n  ');
}
