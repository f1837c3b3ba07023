import type { WriteRecipe } from './model.ts';
import { shellScript } from './shell-script.ts';

/** Takes CPUs offline and online again; the idle task of an offline CPU is switched at once. */
export const cpuHotplug: WriteRecipe = (occasion) =>
  shellScript(occasion, {
    fileName: 'cpu-offline-online.sh',
    operands: 'CPU...',
    operandHelp: 'CPU...: the CPUs whose idle tasks are not switched (1 for swapper/1); not CPU 0',
    minimumOperands: 1,
    undo: 'for cpu; do\n  echo 1 >"/sys/devices/system/cpu/cpu$cpu/online" || true\ndone',
    act: `for cpu; do
  echo 0 >"/sys/devices/system/cpu/cpu$cpu/online"
  echo 1 >"/sys/devices/system/cpu/cpu$cpu/online"
done`,
  });
