import type { CodeLens } from 'vscode-languageserver';
import { showTransitionCommand, type TransitionPlace } from '../../protocol/transition.ts';
import { placesOf } from '../documents/function-at.ts';
import type { JudgedDocument } from '../documents/report-store.ts';
import { summary } from '../text/summary.ts';

/** A lens without a command is shown as text. */
const NO_COMMAND = '';

/**
 * Each judged function's verdict in one line, where the document first speaks of it; beside it what
 * opens the transition view, for clients that have one.
 */
export function codeLenses(judged: JudgedDocument, showsTransition: boolean): CodeLens[] {
  const { report, document } = judged;
  return report.functions.flatMap((fn) => {
    const [range] = placesOf(fn);
    if (range === undefined) return [];
    const verdict = { range, command: { title: summary(fn, report), command: NO_COMMAND } };
    if (!showsTransition || fn.verdicts.length === 0) return [verdict];
    const place: TransitionPlace = { uri: document.uri, function: fn.name };
    const command = {
      title: 'Show transition',
      command: showTransitionCommand,
      arguments: [place],
    };
    return [verdict, { range, command }];
  });
}
