import type { WriteRecipe } from './model.ts';
import { shellScript } from './shell-script.ts';

/** Runs a short CPU-bound loop on each named CPU, so that its idle task leaves its loop once. */
export const busyProgram: WriteRecipe = (occasion) =>
  shellScript(occasion, {
    fileName: 'busy-on-cpus.sh',
    operands: 'CPU...',
    operandHelp:
      'CPU...: the CPUs whose idle tasks are not switched (0 for swapper/0), or: $(seq 0 $(($(nproc) - 1)))',
    minimumOperands: 1,
    undo: 'for loop in $loops; do\n  kill "$loop" 2>/dev/null || true\ndone',
    variables: 'loops=',
    act: `for cpu; do
  taskset -c "$cpu" timeout 1 sh -c 'while :; do :; done' &
  loops="$loops $!"
done
for loop in $loops; do
  wait "$loop" || true
done`,
  });
