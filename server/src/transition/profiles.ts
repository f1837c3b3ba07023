import type { KernelProfile } from './model.ts';
import {
  dynamicPreemptionSince,
  profileFacts,
  reliableStacksSince,
  type Version,
} from './profile-facts.ts';

/** What of a kernel's build and machine the transition depends on, beside its version. */
export interface ProfileOptions {
  /** As `uname -m` says; `x86_64` when left out. */
  readonly architecture?: string;
  /** The preemption model in use; what distributions of that time run with when left out. */
  readonly preemption?: KernelProfile['preemption'];
  /** CONFIG_PREEMPT_DYNAMIC; what distributions of that time have when left out. */
  readonly dynamicPreemption?: boolean;
  /** CONFIG_RT_GROUP_SCHED: real-time throttling is kept beside the fair server. */
  readonly realtimeGroups?: boolean;
}

const OLDEST: Version = [4, 12];
const NEWEST: Version = [7, 3];

function before(left: Version, right: Version): boolean {
  return left[0] !== right[0] ? left[0] < right[0] : left[1] < right[1];
}

function versionOf(release: string): Version | undefined {
  const match = /(\d+)\.(\d+)/.exec(release);
  return match === null ? undefined : [Number(match[1]), Number(match[2])];
}

const base: KernelProfile = {
  id: '',
  title: '',
  consistency: 'per-task',
  signalFirstTry: undefined,
  signalEveryTries: 15,
  signalOnRequest: false,
  immediateFlag: false,
  force: false,
  forcePins: 'every-patch',
  atomicReplace: false,
  kicksIdleCpus: false,
  forcedIdlePick: false,
  condReschedHook: false,
  freezableScheduleHook: false,
  retryLeavesIdleCpus: false,
  startInterruptsCpus: false,
  loadInterruptsCpus: false,
  fakeSignalsNotify: false,
  guestLeavesOnSignal: true,
  realtimeRelief: 'throttling',
  preemption: 'voluntary',
  pauseReachesIdle: true,
  unpatchWaitsForRcuTasks: false,
  reliableStacks: true,
  idleSwitchesIn: 'do_idle',
};

/** CONFIG_PREEMPTION: the model in use is a preemptible one, or can be changed to one. */
function isPreemptible(
  version: Version,
  preemption: KernelProfile['preemption'],
  { dynamicPreemption }: ProfileOptions,
): boolean {
  const dynamic = dynamicPreemption ?? !before(version, dynamicPreemptionSince);
  return preemption !== 'voluntary' || dynamic;
}

function profileOf(version: Version, options: ProfileOptions): KernelProfile {
  const architecture = options.architecture ?? 'x86_64';
  const reliableSince = reliableStacksSince[architecture];
  const facts = profileFacts.filter((fact) => !before(version, fact.since));
  const id = `${version[0]}.${version[1]}`;
  let profile = base;
  for (const fact of facts) profile = { ...profile, ...fact.set };
  const preemption = options.preemption ?? (before(version, [7, 0]) ? 'voluntary' : 'lazy');
  return {
    ...profile,
    id,
    title: `Linux ${id} (${architecture})`,
    startInterruptsCpus: profile.startInterruptsCpus && architecture === 'x86_64',
    loadInterruptsCpus: profile.loadInterruptsCpus && architecture === 'x86_64',
    realtimeRelief: options.realtimeGroups === true ? 'throttling' : profile.realtimeRelief,
    preemption,
    unpatchWaitsForRcuTasks: isPreemptible(version, preemption, options),
    reliableStacks: reliableSince !== undefined && !before(version, reliableSince),
  };
}

/**
 * The profile of a kernel, from what `uname -r` says (`6.1.0-56-amd64`). Older kernels than 4.12 have
 * no such transition and are given 4.12's profile, with a title that says so; newer ones than 7.3,
 * and a text without a version in it, are given 7.3's.
 */
export function profileFor(release: string, options: ProfileOptions = {}): KernelProfile {
  const asked = versionOf(release);
  if (asked === undefined || before(NEWEST, asked)) {
    const profile = profileOf(NEWEST, options);
    return { ...profile, title: `${profile.title}, the newest known, for "${release}"` };
  }
  if (before(asked, OLDEST)) {
    const profile = profileOf(OLDEST, options);
    return { ...profile, title: `${profile.title}, the oldest known, for "${release}"` };
  }
  return profileOf(asked, options);
}

/** One profile for each era that behaves differently, oldest first (x86-64, as distributions build them). */
export const kernelProfiles: readonly KernelProfile[] = ['4.12', '5.10', '6.1', '6.12', '7.3'].map(
  (id) => profileFor(id),
);

/**
 * kGraft (SUSE Linux Enterprise 12): no stack checks; a task is switched when it passes a safe point.
 * With `forcedIdlePick`, the review's hunk in `pick_next_task()` lets the idle task in.
 */
export function kgraftProfile(forcedIdlePick: boolean): KernelProfile {
  return {
    ...base,
    id: forcedIdlePick ? 'kgraft-idle-pick' : 'kgraft',
    title: forcedIdlePick ? 'kGraft with the forced idle pick' : 'kGraft',
    consistency: 'safe-points',
    signalOnRequest: true,
    forcedIdlePick,
    reliableStacks: false,
  };
}
