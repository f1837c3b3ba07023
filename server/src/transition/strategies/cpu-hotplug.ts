import { APPLIED_AT, type Strategy } from './model.ts';
import { offlineCpus } from './tasks.ts';

/** Each CPU but the first taken offline and brought back. */
export const cpuHotplug: Strategy = {
  id: 'cpu-offline-online',
  title: 'Take the CPU offline and online again',
  cost: 2,
  risk: 'Breaks affinities and per-CPU real-time guarantees; not for CPU 0. Its idle task enters its outer loop anew: if that is patched, disabling the patch later is unsafe.',
  how: 'echo 0 > /sys/devices/system/cpu/cpuN/online; echo 1 > /sys/devices/system/cpu/cpuN/online',
  exists: ({ machine }) => machine.cpus > 1,
  intervention: {
    seconds: APPLIED_AT,
    text: 'every CPU but CPU 0 is taken offline and online again',
    apply: offlineCpus,
  },
  works: 'The idle task of an offline CPU is switched at once.',
  fails: 'It frees idle tasks only, and not that of CPU 0.',
};
