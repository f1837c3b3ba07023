import type { WriteRecipe } from './model.ts';
import { shellScript } from './shell-script.ts';

const continueAll = 'for task; do\n  kill -CONT "$task" 2>/dev/null || true\ndone';

function stopBriefly(fileName: string, operandHelp: string): WriteRecipe {
  return (occasion) =>
    shellScript(occasion, {
      fileName,
      operands: 'PID...',
      operandHelp,
      minimumOperands: 1,
      undo: continueAll,
      act: 'kill -STOP "$@"\nsleep 0.01\nkill -CONT "$@"',
    });
}

/** Stops CPU-bound tasks for a moment, so that the idle task gets in between. */
export const stopHogBriefly = stopBriefly(
  'stop-cpu-hog-briefly.sh',
  'PID...: the tasks that keep a CPU busy; find them with: ps -eo pid,psr,pcpu,comm --sort=-pcpu',
);

/** Stops sleeping tasks for a moment: they leave their waits and pass through the way to user mode. */
export const stopBlocker = stopBriefly(
  'stop-blocking-task-briefly.sh',
  'PID...: the tasks that are not switched; without a right one the script names them in the end',
);
