import type { WriteRecipe } from './model.ts';
import { shellScript } from './shell-script.ts';

/** Sends the fake signal by hand, on kernels that do not send it by themselves. */
export const requestSignal: WriteRecipe = (occasion) =>
  shellScript(occasion, {
    fileName: 'send-fake-signal.sh',
    operands: '',
    operandHelp: '',
    minimumOperands: 0,
    undo: ':',
    act: 'echo 1 >"$livepatch/signal"',
  });
