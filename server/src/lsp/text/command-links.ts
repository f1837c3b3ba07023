import type { Position } from '../../ports/position.ts';
import { type ShowPath, showPathCommand } from '../../protocol/show-path.ts';
import { showTransitionCommand, type TransitionPlace } from '../../protocol/transition.ts';
import type { Residency } from '../../stacks/model.ts';
import type { FindInTree } from '../tree-places.ts';
import { escapeMarkdown } from './markdown.ts';

/** Where a card is shown whose links can run the client's commands. */
export interface CardPlace {
  readonly uri: string;
  readonly position: Position;
}

/** A link that runs a command of the client: `command:ID?ARGUMENTS`, the arguments as a JSON array. */
function link(title: string, command: string, argument: TransitionPlace | ShowPath): string {
  const query = encodeURIComponent(JSON.stringify([argument]));
  return `[${escapeMarkdown(title)}](command:${command}?${query.replaceAll('(', '%28').replaceAll(')', '%29')})`;
}

/** Opens the transition view on the function. */
export function transitionLink({ uri }: CardPlace, name: string): string {
  return link('Show transition', showTransitionCommand, { uri, function: name });
}

/** Walks the call path in the kernel tree; empty where the tree has none of its steps. */
export function pathLink(
  { uri, position }: CardPlace,
  { path, task }: Residency,
  name: string,
  inTree: FindInTree,
): string {
  const steps = path.flatMap((step) => {
    const place = inTree(step.file, step.line);
    return place === undefined
      ? []
      : [{ function: step.function, uri: place.uri, line: Math.max(0, place.line - 1) }];
  });
  if (steps.length === 0) return '';
  const title = `${name}() on the stack of ${task}`;
  return link('walk the path', showPathCommand, { title, uri, position, steps });
}
