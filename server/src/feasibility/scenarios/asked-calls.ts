import type { Residency } from '../../stacks/model.ts';
import { mainOf, ofKinds } from './stack-of.ts';

/** System calls that do the same work under several names. */
const families: readonly (readonly string[])[] = [
  ['read', 'readv', 'pread64'],
  ['select', 'pselect6'],
  ['poll', 'ppoll'],
  ['epoll_wait', 'epoll_pwait', 'epoll_pwait2'],
  ['wait4', 'waitid', 'waitpid'],
  ['vfork', 'clone', 'clone3', 'fork'],
  ['recvfrom', 'recvmsg', 'recv'],
];

/** Calls that go on in restart_syscall(2) after a signal (`set_restart_fn()` in the kernel). */
const RESTARTS: ReadonlySet<string> = new Set(['nanosleep', 'clock_nanosleep', 'poll', 'futex']);

/** What a program that sleeps in a call is often named after instead of the call. */
const nicknames: Readonly<Record<string, string>> = {
  cnanosleep: 'clock_nanosleep',
  epoll: 'epoll_wait',
  eventfd: 'read',
  inotify: 'read',
  kmsg: 'read',
  mutex: 'futex',
  pipe: 'read',
  sigsuspend: 'rt_sigsuspend',
  tty: 'read',
  unixrecv: 'read',
};

/** `sleeper:nanosleep`, and the spelling of the recordings, `sleep:nanosleep`. */
const ONE_CALL = /^(?:sleeper|sleep):(\w+)$/;

/** All the usual sleepers at once, as recordings name them. */
const EVERY_CALL = /^sleepers\d*$/;

/** A sleeper whose call a signal has restarted, as recordings name it. */
const RESTARTED = /^sleepers[-_]restarted(_syscall)?$/;

/** The system calls that a workload's form puts sleepers in. */
export type AskedCalls =
  | { readonly calls: 'every' }
  /** The first is the one that was named. */
  | { readonly calls: readonly [string, ...string[]] };

/** The system calls that a form speaks of; `undefined` for the forms that are not about sleepers. */
export function askedCalls(form: string): AskedCalls | undefined {
  if (EVERY_CALL.test(form)) return { calls: 'every' };
  if (RESTARTED.test(form)) return { calls: ['restart_syscall'] };
  const [, named] = ONE_CALL.exec(form) ?? [];
  if (named === undefined) return undefined;
  const call = nicknames[named] ?? named;
  const alike = families.find((family) => family.includes(call)) ?? [];
  return { calls: [call, ...alike.filter((other) => other !== call)] };
}

/** The residencies of tasks asleep in one of the calls. */
export function inCalls(
  residency: readonly Residency[],
  { calls }: AskedCalls,
): readonly Residency[] {
  const asleep = ofKinds(residency, 'syscall-wait');
  if (calls === 'every') return mainOf(asleep);
  const within = (names: readonly string[]): readonly Residency[] =>
    asleep.filter((one) => {
      const named = new Set(one.task.split(/[ ,]+/));
      const entry = one.path[0]?.function ?? '';
      return names.some((call) => named.has(`${call}(2)`) || entry.endsWith(`_sys_${call}`));
    });
  const direct = within(calls);
  // The one path that stands for a common wait may be that of the call's restart.
  return direct.length > 0 || !RESTARTS.has(calls[0]) ? direct : within(['restart_syscall']);
}
