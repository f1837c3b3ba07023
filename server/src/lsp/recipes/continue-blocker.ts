import type { WriteRecipe } from './model.ts';
import { shellScript } from './shell-script.ts';

/** Lets stopped tasks go on; they are switched on their way to user mode. */
export const continueBlocker: WriteRecipe = (occasion) =>
  shellScript(occasion, {
    fileName: 'continue-stopped-task.sh',
    operands: 'PID...',
    operandHelp: 'PID...: the stopped tasks; find them with: ps -eo pid,stat,comm (state T or t)',
    minimumOperands: 1,
    undo: '# They were stopped by somebody; stopping them again is for that one to decide.\n:',
    act: 'kill -CONT "$@"',
  });
