import type { FunctionId, KernelGraph, StateHint } from '../../kernel/model.ts';
import { BUILT, fileOf, isMarked, nameOf } from '../flow/definitions.ts';
import { CALL, type Edge, edgesFrom, type Flow, fromOf, toOf, viaOf } from '../flow/flow.ts';
import { readTaskState, type TaskState } from './state.ts';

/** Lines by which a call's argument may stand below the call's first line. */
const callHeight = 4;

const endlessTimeout = 'MAX_SCHEDULE_TIMEOUT';

/**
 * Whether a state is handed to a call that is about another task, or only compared: so are those in
 * macros that are no argument (`___wait_is_interruptible()`, `include/linux/wait.h`).
 */
function speaksOfOthers(hint: StateHint): boolean {
  if (hint.callee === undefined) return hint.macro !== undefined;
  return /wake|signal_pending|_is_|task_state|match_state|READ_ONCE/.test(hint.callee);
}

/** Tells in what state a function goes to sleep at a call, from the states written in its body. */
export class StateReader {
  readonly #flow: Flow;
  readonly #graph: KernelGraph;
  readonly #hints = new Map<FunctionId, readonly StateHint[]>();
  readonly #sleeps: (id: FunctionId) => boolean;
  #takers: ReadonlySet<string> | undefined;

  /** `sleeps`: whether calls lead from a function to where a task waits. */
  constructor(flow: Flow, sleeps: (id: FunctionId) => boolean) {
    this.#flow = flow;
    this.#graph = flow.graph;
    this.#sleeps = sleeps;
  }

  /** Whether some call hands the function `name` a task state. */
  takesState(name: string): boolean {
    this.#takers ??= this.#findTakers();
    return this.#takers.has(name);
  }

  /** Whether the call is given no end: `schedule_timeout(MAX_SCHEDULE_TIMEOUT)`. */
  endless(flow: Flow, edge: Edge): boolean {
    const callee = nameOf(flow, toOf(flow, edge));
    const via = viaOf(flow, edge);
    const line = flow.line[edge] ?? 0;
    return this.#hintsOf(fromOf(flow, edge)).some(
      (hint) =>
        hint.word === endlessTimeout &&
        near(hint, line) &&
        (hint.callee === callee || (via !== '' && hint.callee === via)),
    );
  }

  /**
   * The state at the call `edge`: handed to the callee or to the macro around it; else the macro's
   * own; else the one set last before the call, or after it where a loop comes back to the call.
   * `undefined` when the function sets none. `setBefore` leaves those after the call out.
   */
  at(flow: Flow, edge: Edge, setBefore = false): TaskState | undefined {
    const line = flow.line[edge] ?? 0;
    const via = viaOf(flow, edge);
    const callee = nameOf(flow, toOf(flow, edge));
    const hints = this.#hintsOf(fromOf(flow, edge)).filter((hint) => !speaksOfOthers(hint));
    const given = hints.filter(
      (hint) => near(hint, line) && hint.macro === undefined && hint.callee === callee,
    );
    const ofMacro = hints.filter(
      (hint) => via !== '' && near(hint, line) && (hint.macro === via || hint.callee === via),
    );
    return stateOf(given) ?? stateOf(ofMacro) ?? stateSet(hints, line, setBefore);
  }

  /**
   * The states that helpers of the function return in, or give back, before the call `edge`: `ss_add()`
   * sets it for `do_msgsnd()` (`ipc/msg.c`), `futex_wait_setup()` for `futex_wait_requeue_pi()`
   * (`kernel/futex/`), `userfaultfd_get_blocking_state()` chooses one of three. Only functions of the
   * same folder count, and of those that set a state the last one.
   */
  ofHelpers(flow: Flow, edge: Edge): readonly TaskState[] {
    const file = fileOf(flow, fromOf(flow, edge));
    const chosen: TaskState[] = [];
    let set: TaskState | undefined;
    for (const each of edgesFrom(flow, fromOf(flow, edge))) {
      if (flow.how[each] !== CALL || (flow.line[each] ?? 0) > (flow.line[edge] ?? 0)) continue;
      const helper = toOf(flow, each);
      const home = fileOf(flow, helper);
      if (folderOf(home) !== folderOf(file) || each === edge) continue;
      const hints = this.#hintsOf(helper).filter((hint) => !speaksOfOthers(hint));
      for (const hint of hints) {
        const words = hints.filter(
          ({ line, callee }) => line === hint.line && callee === hint.callee,
        );
        const state = stateOf(words);
        if (state === undefined) continue;
        if (hint.callee !== undefined && this.#returnsIn(flow, helper, hint)) set = state;
        else if (hint.callee === undefined && home === file) chosen.push(state);
      }
    }
    return set === undefined ? chosen : [set];
  }

  /** Whether nothing waits after a state was set, so that the caller finds the task in that state. */
  #returnsIn(flow: Flow, id: FunctionId, { line, callee }: StateHint): boolean {
    for (const edge of edgesFrom(flow, id)) {
      const at = flow.line[edge] ?? 0;
      const isLater = at > line || (at === line && viaOf(flow, edge) !== callee);
      if (flow.how[edge] === CALL && isLater && this.#sleeps(toOf(flow, edge))) return false;
    }
    return true;
  }

  /** Read off the source at each question, and asked for once for each call of a function. */
  #hintsOf(id: FunctionId): readonly StateHint[] {
    let hints = this.#hints.get(id);
    if (hints === undefined) {
      hints = this.#graph.hints(id);
      this.#hints.set(id, hints);
    }
    return hints;
  }

  #findTakers(): ReadonlySet<string> {
    const takers = new Set<string>();
    for (let id = 0; id < this.#flow.size; id += 1) {
      if (!isMarked(this.#flow, id, BUILT)) continue;
      for (const hint of this.#graph.hints(id)) {
        if (hint.callee !== undefined && hint.word !== endlessTimeout && !speaksOfOthers(hint)) {
          takers.add(hint.callee);
        }
      }
    }
    return takers;
  }
}

function folderOf(file: string): string {
  return file.slice(0, file.lastIndexOf('/'));
}

function near(hint: StateHint, line: number): boolean {
  return hint.line >= line && hint.line <= line + callHeight;
}

/** The state that words of one expression make up; those of further lines are further expressions. */
function stateOf(hints: readonly StateHint[]): TaskState | undefined {
  const [first] = hints;
  if (first === undefined) return undefined;
  const words = hints.filter((hint) => hint.line === first.line).map((hint) => hint.word);
  return readTaskState(words.join('|'));
}

/** Of the states set in a function the one that holds at a line. */
function stateSet(
  hints: readonly StateHint[],
  line: number,
  setBefore: boolean,
): TaskState | undefined {
  let before: TaskState | undefined;
  let after: TaskState | undefined;
  for (const hint of hints) {
    const state = stateOf(hints.filter((each) => each.line === hint.line));
    if (state === undefined) continue;
    if (hint.line <= line) before = state;
    else after ??= state;
  }
  return before ?? (setBefore ? undefined : after);
}
