import { documentSection } from './html/document.ts';
import { type Html, say, tag } from './html/markup.ts';
import { style } from './html/style.ts';
import type { JudgedDocument } from './model.ts';

/** Forbids whatever is not in the file: the report runs nothing and loads nothing. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'";

/**
 * The report as one HTML page that needs nothing else: no script, font or image from outside. It is
 * light or dark as the reader's system is, and prints.
 */
export function htmlReport(judged: readonly JudgedDocument[]): Html {
  const title = judged.map(({ path }) => path ?? 'functions named by hand').join(', ');
  const head = [
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    say('title', `Livepatch feasibility: ${title}`),
    `<style>${style}</style>`,
  ];
  const documents = judged.map((one, index) => documentSection(one, `d${index}`));
  const foot = say(
    'footer',
    'Each verdict is that of a simulation of the kernel’s transition, with the evidence beside it.',
  );
  const body = tag('body', {}, tag('main', {}, ...documents, foot));
  return `<!DOCTYPE html>\n<html lang="en">\n<head>\n${head.join('\n')}\n</head>\n${body}\n</html>\n`;
}
