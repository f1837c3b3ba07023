import type { FunctionReport, ScenarioVerdict } from '../../feasibility/model.ts';
import { sayScenario, sayStrategy } from '../../feasibility/rules/sentences.ts';
import { standIns } from '../../feasibility/stand-ins.ts';
import type { EntryTime, FunctionAnswer, Residency } from '../../stacks/model.ts';
import { hang, type Page } from './page.ts';
import { residencyLines, residencyPage } from './residency-lines.ts';
import { verdictTable } from './verdict-table.ts';

const PATCHABLE = '  patchable  ';
const ON_STACKS = '  on stacks  ';
const FREES_IT = '  frees it   ';
const PATCHED = '  in stead   ';
const ENTERED = '  entered    ';
const INDENT = '             ';

const ENTRY_WORDS: Readonly<Record<EntryTime, string>> = {
  call: '',
  boot: 'once, at boot',
  'cpu-start': 'once, at the start of a CPU',
  'thread-start': 'once, at the start of a thread',
};

const TAIL_CALLS =
  'Taken from the source: a call that a function ends with may leave no frame of that function.';

/** How many ways of being on a stack are shown; the JSON report has them all. */
const SHOWN_RESIDENCIES = 4;

/** When it is entered, where that is not at each call. */
function entryLines(page: Page, { entry }: FunctionAnswer): readonly string[] {
  if (entry.when === 'call') return [];
  return hang(page, ENTERED, `${page.style.bold(ENTRY_WORDS[entry.when])}: ${entry.evidence}`);
}

/** What is patched in its stead, where the compiler inlined it. */
function effectiveLines(page: Page, report: FunctionReport): readonly string[] {
  const { name, inStead } = report;
  if (inStead.length === 0) return [];
  const does =
    inStead.length === 1
      ? `holds the code of ${name}() and counts too`
      : `hold the code of ${name}() and count too`;
  return hang(page, PATCHED, `${standIns(report)} ${does}`);
}

/** Calls that a function ends with may leave no frame; nothing but the kernel's own code tells. */
function doubtLines(page: Page, answer: FunctionAnswer): readonly string[] {
  if (answer.residency.every((one) => one.path.length < 2)) return [];
  return hang(page, INDENT, page.style.dim(TAIL_CALLS));
}

function strategyLines(page: Page, verdict: ScenarioVerdict): readonly string[] {
  const helping = verdict.strategies.filter((strategy) => strategy.helps);
  const others = verdict.strategies.filter((strategy) => !strategy.helps);
  const useless = others.map((strategy) => strategy.title).join('; ');
  const ends = verdict.verdict.outcome === 'completes';
  if (ends && helping.length === 0) return [];
  return [
    ...hang(page, FREES_IT, `with ${sayScenario(verdict)}:`),
    ...helping.flatMap((strategy) =>
      hang(page, `${INDENT}${page.style.green('+')} `, sayStrategy(strategy)),
    ),
    ...(helping.length === 0 ? [`${INDENT}nothing that was tried`] : []),
    ...(useless === ''
      ? []
      : hang(
          page,
          `${INDENT}- `,
          page.style.dim(`${ends ? 'no sooner' : 'tried without success'}: ${useless}`),
        )),
  ];
}

function heading(page: Page, report: FunctionReport): string {
  const { subject } = report;
  const change = subject.kind === 'patch' ? subject.change.change : '';
  const sure = report.confidence === 'certain' ? '' : ` (${report.confidence})`;
  const where = report.answer === undefined ? '' : `  ${report.answer.file}:${report.answer.line}`;
  return `${page.style.bold(`${report.name}()`)} ${change}${sure}${page.style.dim(where)}`.trimEnd();
}

/** All that a terminal reader wants of one function, on the kernel `kernel` (a profile's id). */
export function functionSection(
  page: Page,
  report: FunctionReport,
  kernel: string,
): readonly string[] {
  const { answer } = report;
  if (answer === undefined) return [heading(page, report)];
  const more = answer.residency.length - SHOWN_RESIDENCIES;
  const { patchable } = answer;
  const isPage = report.subject.kind === 'named';
  const lines = (one: Residency, lead: string): readonly string[] =>
    isPage ? residencyPage(page, one, lead, answer.name) : residencyLines(page, one, lead);
  return [
    heading(page, report),
    ...hang(page, PATCHABLE, `${page.style.bold(patchable.answer)}: ${patchable.reason}`),
    ...(patchable.answer === 'yes' ? [] : hang(page, INDENT, page.style.dim(patchable.evidence))),
    ...effectiveLines(page, report),
    ...entryLines(page, answer),
    ...answer.residency
      .slice(0, SHOWN_RESIDENCIES)
      .flatMap((one, index) => lines(one, index === 0 ? ON_STACKS : INDENT)),
    ...(isPage ? doubtLines(page, answer) : []),
    ...(more > 0 ? [`${INDENT}and ${more} more (see --format json)`] : []),
    ...report.ownLines.flatMap((line) => hang(page, INDENT, page.style.dim(line))),
    ...(report.verdicts.length === 0 ? [] : verdictTable(page, report.verdicts, isMoot(report))),
    ...report.verdicts
      .filter((one) => !isMoot(report) && one.profile.id === kernel && one.strategies.length > 0)
      .flatMap((one) => strategyLines(page, one)),
  ];
}

/** Whether the verdicts are of a patch that no kernel takes: of the function, and there is no other to patch. */
function isMoot({ answer, inStead }: FunctionReport): boolean {
  return answer?.patchable.answer === 'no' && inStead.length === 0;
}
