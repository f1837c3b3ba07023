import { sayOutcome } from '../../feasibility/rules/sentences.ts';
import type { Occasion } from './model.ts';

/** Where lines of prose break, comment marks not counted. */
const WIDTH = 92;

/** Breaks `text` into lines. Line ends in it are spaces, so that no part of it can leave a comment. */
function wrap(text: string): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter((one) => one !== '')) {
    if (line !== '' && line.length + word.length >= WIDTH) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return line === '' ? lines : [...lines, line];
}

/** `text` where `*` followed by `/` would end a C comment. */
function withoutCommentEnd(text: string): string {
  return text.replaceAll('*/', '* /');
}

/**
 * What every recipe begins with: what it does, what it was written for, what the simulator said, and
 * what it does to the workload. Lines without comment marks.
 */
export function preface({ function: fn, scenario, strategy }: Occasion): readonly string[] {
  const paragraphs = [
    `${strategy.title}.`,
    `Written for a livepatch of ${fn.name}() on ${scenario.profile.title}, with ${scenario.title}. Simulated outcome: ${sayOutcome(strategy.verdict)}; without it the transition ${sayOutcome(scenario.verdict)}.`,
    strategy.explanation,
    strategy.risk === '' ? '' : `Risk: ${strategy.risk}`,
    'Nothing has been run. Read this first.',
  ].filter((one) => one !== '');
  return paragraphs.flatMap((one, index) => (index === 0 ? wrap(one) : ['', ...wrap(one)]));
}

/** The preface as `#` lines. */
export function shellPreface(occasion: Occasion): string {
  return preface(occasion)
    .map((line) => (line === '' ? '#' : `# ${line}`))
    .join('\n');
}

/** The preface as the inside of a C comment. */
export function cPreface(occasion: Occasion): string {
  return preface(occasion)
    .map((line) => (line === '' ? ' *' : ` * ${withoutCommentEnd(line)}`))
    .join('\n');
}
