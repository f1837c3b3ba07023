import type { Finding } from '../../feasibility/model.ts';
import { isRisk } from '../../feasibility/risk.ts';
import type { JudgedDocument } from '../model.ts';
import { functionSection } from './function.ts';
import { type Html, say, tag, text } from './markup.ts';

const severities = {
  error: 'Error',
  warning: 'Warning',
  information: 'Note',
  hint: 'Hint',
} as const;

function place(path: string | undefined, finding: Finding): string {
  const start = finding.range?.start;
  const at = start === undefined ? '' : `:${start.line + 1}:${start.character + 1}`;
  return path === undefined ? '' : ` · ${path}${at}`;
}

function findingItem(path: string | undefined, finding: Finding): Html {
  return tag(
    'li',
    { class: finding.severity },
    tag(
      'div',
      { class: 'head' },
      text(severities[finding.severity]),
      say('span', ` · ${finding.code}${place(path, finding)}`, 'place'),
    ),
    say('p', finding.message),
  );
}

function findings({ path, report }: JudgedDocument): Html {
  const told = report.findings.filter((one) => one.severity !== 'hint');
  if (told.length === 0) return '';
  const items = told.map((one) => findingItem(path, one));
  return say('h2', 'Findings') + tag('ul', { class: 'findings' }, ...items);
}

function ignored({ report }: JudgedDocument): Html {
  const items = (report.ignored ?? []).map(({ finding, reason, where }) =>
    say(
      'li',
      `${finding.code}${finding.function === undefined ? '' : ` of ${finding.function}()`}: ${reason} (${where})`,
    ),
  );
  return items.length === 0 ? '' : say('h2', 'Ignored') + tag('ul', {}, ...items);
}

function summary({ report }: JudgedDocument): Html {
  const risks = new Set(report.findings.filter(isRisk).map((one) => one.function)).size;
  const all = report.functions.length;
  const judged = `${all} function${all === 1 ? '' : 's'} judged`;
  const told = risks === 0 ? `${judged}, no stall risk found` : `${judged}, ${risks} at risk`;
  return say('p', told, `summary ${risks === 0 ? 'good' : 'bad'}`);
}

function contents({ report }: JudgedDocument, id: string): Html {
  if (report.functions.length < 3) return '';
  const items = report.functions.map((one, index) =>
    tag('li', {}, tag('a', { href: `#${id}-${index}` }, say('code', `${one.name}()`))),
  );
  return tag('nav', { 'aria-label': 'Functions' }, tag('ul', {}, ...items));
}

/** One judged document: title, summary, findings, then every function. `id` begins its anchors. */
export function documentSection(judged: JudgedDocument, id: string): Html {
  const { path, report } = judged;
  const sections = report.functions.map((one, index) =>
    functionSection(one, report.profile, `${id}-${index}`),
  );
  return tag(
    'article',
    { class: 'document' },
    say('h1', path ?? 'Functions named by hand'),
    say('p', `Judged for ${report.profile.title}, with ${report.origin.description}.`, 'muted'),
    summary(judged),
    findings(judged),
    ignored(judged),
    sections.length === 0 ? '' : say('h2', 'Functions'),
    contents(judged, id),
    ...sections,
  );
}
