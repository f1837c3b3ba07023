import type { WriteRecipe } from './model.ts';
import { shellScript } from './shell-script.ts';

/** Stops CPU-bound tasks while the transition runs and lets them go on, whatever happens. */
export const stopHog: WriteRecipe = (occasion) =>
  shellScript(occasion, {
    fileName: 'stop-cpu-hog.sh',
    operands: 'PID...',
    operandHelp:
      'PID...: the tasks that keep a CPU busy; find them with: ps -eo pid,psr,pcpu,comm --sort=-pcpu',
    minimumOperands: 1,
    undo: 'for hog; do\n  kill -CONT "$hog" 2>/dev/null || true\ndone',
    act: 'kill -STOP "$@"',
  });
