import type { ResidencyFact } from '../fact.ts';
import type { PathStep, Wait } from '../model.ts';

function at(step: PathStep | undefined): string {
  return step === undefined ? '' : ` (${step.file}:${step.line})`;
}

/** Where a thread is made. */
function made({ origin, path }: ResidencyFact): string {
  return origin === '' ? at(path[0]) : ` (${origin})`;
}

function called(step: PathStep | undefined): string {
  return step === undefined ? '' : `${step.function}()`;
}

function bound(wait: Wait): string {
  if (wait.bound === 'timeout') {
    return wait.seconds === undefined
      ? 'until an event or a timeout of unknown length'
      : `until an event or for ${wait.seconds} s`;
  }
  return wait.bound === 'event' ? 'until an event' : 'until it is let go on';
}

/** A wait in words: "interruptible, freezable, until an event". */
export function waitInWords(wait: Wait): string {
  const deaf = wait.deaf === true ? 'not by fake signals, ' : '';
  return `${wait.state}, ${deaf}${wait.freezable ? 'freezable, ' : ''}${bound(wait)}`;
}

/** Why a sleep does not count: its length where the source tells it. */
function shortly(wait: Wait | undefined): string {
  const usual = 'far from its main path or for a short time';
  return wait?.seconds === undefined ? usual : `${usual}: ${waitInWords(wait)}`;
}

/** The step of the path at which `name` calls on, and the one after it. */
function around(
  path: readonly PathStep[],
  name: string,
): readonly [PathStep | undefined, PathStep | undefined] {
  const index = path.findIndex((step) => step.function === name);
  return index === -1 ? [undefined, undefined] : [path[index], path[index + 1]];
}

/** The sentence that a reader can check a residency by. `name` is the function that it is about. */
export function residencySentence(name: string, fact: ResidencyFact): string {
  const [here, next] = around(fact.path, name);
  const wait = fact.wait === undefined ? '' : waitInWords(fact.wait);
  const last = fact.path.at(-1);
  switch (fact.note) {
    case 'idle-root':
      return `${name}() starts the idle loop${at(here)} and never gets it back, so it stays below it on the idle task's stack.`;
    case 'idle-switch':
      return `The idle task leaves its CPU through ${name}(), which calls ${called(next)}${at(here)}, and stays in it while other tasks run.`;
    case 'idle-only':
      return `Nothing but the idle loop calls ${name}(); it has returned before the idle task lets another task run.`;
    case 'scheduler-gate':
      return `A task that sleeps does so inside ${name}()${at(here)}.`;
    case 'preemption-gate':
      return `A task that is preempted waits for its CPU inside ${name}(), which calls ${called(next)}${at(here)}.`;
    case 'thread-function':
      return `Threads are made to run ${name}() for their whole life${made(fact)}.`;
    case 'thread-of-module':
      return `Threads are made to run ${name}() for their whole life${made(fact)}; they exist while its driver or file system uses them.`;
    case 'thread-frame':
      return `Every kernel thread runs on top of ${name}()${at(here)}.`;
    case 'thread-never-returns':
      return `${called(fact.path[0])} calls ${name}()${at(fact.path[0])}, which never returns (__noreturn).`;
    case 'thread-handed':
      return `${called(fact.path[0])} runs what it is handed${at(fact.path[0])}, such as ${name}(), which goes on until it is asked to stop.`;
    case 'own-wait':
      return `${name}() waits in its own body${at(here)}: ${wait}.`;
    case 'waits-below':
      return `${name}() calls ${called(next)}${at(here)}, and below that a task waits: ${wait}.`;
    case 'waits-aside':
      return `Aside from its usual business, ${name}() can lead a task into a wait, through ${called(next)}${at(here)}: ${wait}.`;
    case 'wrapper':
      return `${name}() is what a wait goes through: ${wait}, for example in ${called(waiterAbove(fact.path, name))}${at(waiterAbove(fact.path, name))}.`;
    case 'stopped':
      return `${fact.task.replace(/^a/, 'A')} stands in ${name}()${at(here)}, ${wait}.`;
    case 'interrupt-only':
      return `${name}() is entered from interrupts only; no task can be switched away inside it.`;
    case 'softirq-only':
      return `${name}() runs in softirqs only; no task can be switched away inside it.`;
    case 'sleeps-lock':
      return `${name}() can sleep for a lock, through ${called(next)}${at(here)}; such sleeps are short.`;
    case 'sleeps-device':
      return `${name}() can sleep for a device, through ${called(next)}${at(here)}; such sleeps are short.`;
    case 'sleeps-realtime':
      return `With PREEMPT_RT spinlocks sleep and interrupt handlers are threads: ${name}() may be switched away in a lock; such sleeps are short.`;
    case 'sleeps-shortly':
      return `${name}() can sleep through ${called(next)}${at(here)}, ${shortly(fact.wait)}.`;
    case 'sleeps-through-pointer':
      return `${name}() may sleep behind a function pointer, for example in ${called(last)} through ${called(next)}${at(here)}.`;
    case 'yields':
      return `${name}() does not sleep but may give up the CPU in cond_resched(), through ${called(next)}${at(here)}.`;
    case 'unresolved-pointer':
      return `${name}() calls through a pointer whose targets are not in the index, so that a sleep cannot be ruled out.`;
    case 'short-thread':
      return `A thread is made to run ${name}(), does one job in it and ends.`;
    case 'calls-by-number':
      return `${name}() calls each system call by its number, and is below it on the stack where that is no tail call: a call that does not return, such as exit_group(2).`;
    case 'no-sleep':
      return `No call path leads from ${name}() to schedule().`;
  }
}

/** The nearest step above `name` that is no wrapper itself, as far as a path can tell: its caller. */
function waiterAbove(path: readonly PathStep[], name: string): PathStep | undefined {
  const index = path.findIndex((step) => step.function === name);
  return index > 0 ? path[index - 1] : undefined;
}
