import type { ScenarioVerdict } from '../../feasibility/model.ts';
import { sayTime } from '../../feasibility/rules/sentences.ts';
import type { Verdict } from '../../transition/model.ts';
import { type Page, pad } from './page.ts';

const INDENT = '  ';
/** Columns of one kernel's verdict: "may stall" and a space. */
const CELL = 10;

function cellOf(page: Page, verdict: Verdict | undefined): string {
  if (verdict === undefined) return pad(page.style.dim('–'), CELL);
  if (verdict.outcome === 'stalls') return pad(page.style.red('stalls'), CELL);
  if (verdict.outcome === 'may-stall') return pad(page.style.yellow('may stall'), CELL);
  return pad(
    page.style.green(verdict.seconds === undefined ? 'yes' : sayTime(verdict.seconds)),
    CELL,
  );
}

/**
 * The verdicts as a table, a row a scenario and a column a kernel: "stalls", "may stall", or the
 * seconds until completion. `isMoot`: no kernel takes the patch. Kernels that do not fit the page's width follow in a second table.
 */
export function verdictTable(
  page: Page,
  verdicts: readonly ScenarioVerdict[],
  isMoot: boolean,
): readonly string[] {
  const kernels = [...new Set(verdicts.map((one) => one.profile.id))];
  const scenarios = [...new Map(verdicts.map((one) => [one.scenario, one.title])).entries()];
  const heading = isMoot ? 'were it patchable, with' : 'with';
  const label = Math.max(...scenarios.map(([, title]) => title.length), heading.length) + 1;
  const perTable = Math.max(1, Math.floor((page.columns - INDENT.length - label) / CELL));
  const lines: string[] = [];
  for (let from = 0; from < kernels.length; from += perTable) {
    const shown = kernels.slice(from, from + perTable);
    lines.push(
      page.style.dim(INDENT + pad(heading, label) + shown.map((id) => pad(id, CELL)).join('')),
    );
    for (const [scenario, title] of scenarios) {
      const cells = shown.map((kernel) =>
        cellOf(
          page,
          verdicts.find((one) => one.scenario === scenario && one.profile.id === kernel)?.verdict,
        ),
      );
      lines.push(INDENT + pad(title, label) + cells.join(''));
    }
  }
  return lines.map((line) => line.trimEnd());
}
