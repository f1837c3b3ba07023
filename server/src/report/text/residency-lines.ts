import { sayPath } from '../../feasibility/rules/sentences.ts';
import type { PathStep, Residency } from '../../stacks/model.ts';
import { hang, type Page, pad } from './page.ts';

/** Most columns that a step's name is filled up to, so that the places stand below each other. */
const NAME = 34;

function stepLine(
  page: Page,
  indent: string,
  step: PathStep,
  subject: string,
  width: number,
): readonly string[] {
  const mark = step.function === subject ? '* ' : '  ';
  const sure = step.certainty === 'certain' ? '' : ` (${step.certainty})`;
  const place = page.style.dim(`${step.file}:${step.line}${sure}`);
  const name = page.style.bold(step.function);
  const shown = step.function === subject ? name : step.function;
  return hang(page, `${indent}${mark}`, `${pad(shown, width)} ${place}`);
}

function head(page: Page, residency: Residency, lead: string): readonly string[] {
  const sure = residency.certainty === 'certain' ? '' : ` (${residency.certainty})`;
  const aside = residency.business === 'side' ? ', aside from its business' : '';
  const whose = residency.kind === 'leaf' ? '' : ` ${residency.task}`;
  return [
    ...hang(page, lead, `${page.style.bold(residency.kind)}${whose}${aside}${sure}`),
    ...hang(page, ' '.repeat(lead.length), page.style.dim(residency.evidence)),
  ];
}

/** One way of being on a stack, its path in one run of words. */
export function residencyLines(page: Page, residency: Residency, lead: string): readonly string[] {
  const path = sayPath(residency);
  const last = residency.path.at(-1);
  const place = last === undefined ? '' : ` [${last.file}:${last.line}]`;
  const indent = ' '.repeat(lead.length);
  return [
    ...head(page, residency, lead),
    ...(path === '' ? [] : hang(page, indent, page.style.dim(path + place))),
  ];
}

/** The same with a line for each step of the path: who calls, where, how sure; `subject` is marked. */
export function residencyPage(
  page: Page,
  residency: Residency,
  lead: string,
  subject: string,
): readonly string[] {
  const indent = ' '.repeat(lead.length);
  const width = Math.min(NAME, Math.max(0, ...residency.path.map((step) => step.function.length)));
  return [
    ...head(page, residency, lead),
    ...residency.path.flatMap((step) => stepLine(page, indent, step, subject, width)),
  ];
}
