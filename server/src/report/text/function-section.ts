import type { FunctionReport, ScenarioVerdict } from '../../feasibility/model.ts';
import { sayPath, sayScenario, sayStrategy } from '../../feasibility/rules/sentences.ts';
import type { Residency } from '../../stacks/model.ts';
import { hang, type Page } from './page.ts';
import { verdictTable } from './verdict-table.ts';

const PATCHABLE = '  patchable  ';
const ON_STACKS = '  on stacks  ';
const FREES_IT = '  frees it   ';
const INDENT = '             ';

/** How many ways of being on a stack are shown; the JSON report has them all. */
const SHOWN_RESIDENCIES = 4;

function residencyLines(page: Page, residency: Residency, lead: string): readonly string[] {
  const path = sayPath(residency);
  const sure = residency.certainty === 'certain' ? '' : ` (${residency.certainty})`;
  const last = residency.path.at(-1);
  const place = last === undefined ? '' : ` [${last.file}:${last.line}]`;
  const whose = residency.kind === 'leaf' ? '' : ` ${residency.task}`;
  return [
    ...hang(page, lead, `${page.style.bold(residency.kind)}${whose}${sure}`),
    ...hang(page, INDENT, page.style.dim(`${residency.evidence}`)),
    ...(path === '' ? [] : hang(page, INDENT, page.style.dim(path + place))),
  ];
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
  return [
    heading(page, report),
    ...hang(page, PATCHABLE, `${page.style.bold(patchable.answer)}: ${patchable.reason}`),
    ...(patchable.answer === 'yes' ? [] : hang(page, INDENT, page.style.dim(patchable.evidence))),
    ...answer.residency
      .slice(0, SHOWN_RESIDENCIES)
      .flatMap((one, index) => residencyLines(page, one, index === 0 ? ON_STACKS : INDENT)),
    ...(more > 0 ? [`${INDENT}and ${more} more (see --format json)`] : []),
    ...report.ownLines.flatMap((line) => hang(page, INDENT, page.style.dim(line))),
    ...(report.verdicts.length === 0 ? [] : verdictTable(page, report.verdicts)),
    ...report.verdicts
      .filter((one) => one.profile.id === kernel && one.strategies.length > 0)
      .flatMap((one) => strategyLines(page, one)),
  ];
}
