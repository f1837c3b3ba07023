import type { WriteRecipe } from './model.ts';
import { shellScript } from './shell-script.ts';

/** Only waits, and says which tasks are not switched when the time is up. */
export const watch: WriteRecipe = (occasion) =>
  shellScript(occasion, {
    fileName: 'watch-transition.sh',
    operands: '',
    operandHelp: '',
    minimumOperands: 0,
    undo: ':',
    act: '# Nothing to do but wait: the kernel tries again every second.',
  });
