import type { FunctionId } from '../../kernel/model.ts';
import type { EntryFact } from '../fact.ts';
import { fileOf, IN_IMAGE, isMarked, START_UP } from '../flow/definitions.ts';
import { CALL, edgesTo, type Flow, fromOf } from '../flow/flow.ts';
import { reaches } from '../flow/reach.ts';
import type { Roles } from './roles.ts';

/** Callers above a function that are looked at; what start-up code calls is near it. */
const mostLevels = 6;

function isStartUp(flow: Flow, id: FunctionId): boolean {
  return isMarked(flow, id, START_UP);
}

function isExported(flow: Flow, id: FunctionId): boolean {
  return flow.graph.get(id).attributes.some((word) => word.startsWith('EXPORT_SYMBOL'));
}

/**
 * The call from start-up code, where nothing else enters a function of the kernel image: no other
 * caller, no pointer that is followed, no other module.
 */
function startUpCall(flow: Flow, id: FunctionId, level: number): string | undefined {
  if (!isMarked(flow, id, IN_IMAGE)) return undefined;
  let place: string | undefined;
  for (const edge of edgesTo(flow, id)) {
    const caller = fromOf(flow, edge);
    if (flow.how[edge] !== CALL) return undefined;
    if (caller === id) continue;
    const from = isStartUp(flow, caller)
      ? `${fileOf(flow, caller)}:${flow.line[edge] ?? 0}`
      : level < mostLevels
        ? startUpCall(flow, caller, level + 1)
        : undefined;
    if (from === undefined) return undefined;
    place ??= from;
  }
  return place === undefined || isExported(flow, id) ? undefined : place;
}

/** Whether only the boot CPU's start enters a function, as `rest_init()` is. */
export function isEnteredAtBoot(flow: Flow, id: FunctionId): boolean {
  return !isStartUp(flow, id) && startUpCall(flow, id, 0) !== undefined;
}

/** When a function is entered: at each call, or once for all. */
export function entryOf(roles: Roles, id: FunctionId): EntryFact {
  const { flow, threads, idle } = roles;
  if (idle.outer.has(id) && reaches(idle.toLoop, id)) {
    return isStartUp(flow, id) || isEnteredAtBoot(flow, id)
      ? { when: 'boot', place: startUpCall(flow, id, 0) ?? '' }
      : { when: 'cpu-start', place: '' };
  }
  const main = threads.mains.get(id);
  if (main !== undefined) return { when: 'thread-start', place: `${main.file}:${main.line}` };
  if (threads.bodies.has(id)) return { when: 'thread-start', place: '' };
  if (threads.frames.has(id)) return { when: 'thread-start', place: '' };
  const place = isStartUp(flow, id) ? undefined : startUpCall(flow, id, 0);
  return place === undefined ? { when: 'call', place: '' } : { when: 'boot', place };
}
