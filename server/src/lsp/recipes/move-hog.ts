import type { WriteRecipe } from './model.ts';
import { shellScript } from './shell-script.ts';

/** Moves CPU-bound tasks to another CPU while the transition runs, and gives them their CPUs back. */
export const moveHog: WriteRecipe = (occasion) =>
  shellScript(occasion, {
    fileName: 'move-cpu-hog.sh',
    operands: 'OTHER-CPU PID',
    operandHelp:
      'OTHER-CPU: the CPU to move to; PID: the task, see: ps -eo pid,psr,pcpu,comm --sort=-pcpu',
    minimumOperands: 2,
    undo: 'if [ -n "$before" ]; then\n  taskset -p "$before" "$2" >/dev/null || true\nfi',
    act: `before=$(taskset -p "$2")
before=\${before##* }
taskset -c -p "$1" "$2" >/dev/null`,
    variables: 'before=',
  });
