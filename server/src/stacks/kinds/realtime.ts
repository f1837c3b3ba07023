import type { ResidencyFact } from '../fact.ts';

/**
 * The same residencies on a kernel with PREEMPT_RT: spinlocks sleep (`kernel/locking/spinlock_rt.c`)
 * and handlers of interrupts run in threads (`kernel/irq/manage.c`), so that nothing is known to be
 * unable to sleep.
 */
export function onRealtime(residency: readonly ResidencyFact[]): readonly ResidencyFact[] {
  const sleepless = residency.some((one) => one.kind === 'leaf' || one.kind === 'interrupt');
  if (!sleepless) return residency;
  const others = residency.filter((one) => one.kind !== 'leaf' && one.kind !== 'interrupt');
  return [realtimeLocks, ...others];
}

const realtimeLocks: ResidencyFact = {
  kind: 'transient',
  business: 'main',
  note: 'sleeps-realtime',
  task: 'whichever task runs it',
  origin: '',
  wait: undefined,
  path: [],
  certainty: 'likely',
};
