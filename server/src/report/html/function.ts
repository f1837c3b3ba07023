import type { FunctionReport } from '../../feasibility/model.ts';
import { sayPath } from '../../feasibility/rules/sentences.ts';
import { standIns } from '../../feasibility/stand-ins.ts';
import type { Residency } from '../../stacks/model.ts';
import type { KernelProfile } from '../../transition/model.ts';
import { drawings } from './drawings.ts';
import { code, type Html, say, tag, text } from './markup.ts';
import { strategyTable, verdictTable } from './verdicts.ts';

/** How many ways of being on a stack are told; the JSON report has them all. */
const SHOWN_RESIDENCIES = 6;

function residencyItem(residency: Residency): Html {
  const sure = residency.certainty === 'certain' ? '' : ` (${residency.certainty})`;
  const whose = residency.kind === 'leaf' ? '' : `, on the stack of ${residency.task}`;
  const path = sayPath(residency);
  return tag(
    'li',
    {},
    say('strong', residency.kind),
    text(`${whose}${sure}. ${residency.evidence}`),
    path === '' ? '' : tag('div', { class: 'muted' }, code(path)),
  );
}

function residencies(all: readonly Residency[]): Html {
  const more = all.length - SHOWN_RESIDENCIES;
  const items = all.slice(0, SHOWN_RESIDENCIES).map(residencyItem);
  const rest = more > 0 ? [say('li', `and ${more} more`, 'muted')] : [];
  return say('h4', 'On whose stack') + tag('ul', {}, ...items, ...rest);
}

function heading(report: FunctionReport, id: string): Html {
  const { subject, answer, confidence } = report;
  const change = subject.kind === 'patch' ? ` ${subject.change.change}` : '';
  const sure = confidence === 'certain' ? '' : ` (${confidence})`;
  const place = answer === undefined ? '' : ` · ${answer.file}:${answer.line}`;
  return tag(
    'h3',
    { id },
    say('span', `${report.name}()`, 'name'),
    say('span', `${change}${sure}${place}`, 'place'),
  );
}

/** Why nothing more is said of a function that the kernel does not have. */
function absence({ subject }: FunctionReport): Html {
  const change = subject.kind === 'patch' ? subject.change.change : undefined;
  if (change === 'added')
    return say('p', 'Added by the patch: no task runs it yet, and nothing is hooked.', 'muted');
  return say('p', 'Not known to the kernel that was judged with.', 'muted');
}

/** All that is known of one function: stacks, patchability, verdicts, what frees it, drawings. */
export function functionSection(report: FunctionReport, profile: KernelProfile, id: string): Html {
  const { answer } = report;
  if (answer === undefined) return heading(report, id) + absence(report);
  const { patchable } = answer;
  const mark = { yes: 'Patchable', no: 'Not patchable', unknown: 'Patchable or not: unknown' };
  return [
    heading(report, id),
    tag(
      'p',
      {},
      say('strong', mark[patchable.answer], patchable.answer === 'no' ? 'bad' : undefined),
      text(`: ${patchable.reason}`),
      patchable.evidence === '' ? '' : say('span', ` (${patchable.evidence})`, 'muted'),
    ),
    report.inStead.length === 0
      ? ''
      : say('p', `Inlined: what has to be patched in its stead is ${standIns(report)}.`),
    ...report.ownLines.map((line) => say('p', line, 'muted')),
    verdictTable(report.verdicts),
    residencies(answer.residency),
    ...report.verdicts.filter((one) => one.profile.id === profile.id).map(strategyTable),
    drawings(report, profile),
  ].join('\n');
}
