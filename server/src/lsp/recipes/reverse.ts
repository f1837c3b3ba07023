import type { WriteRecipe } from './model.ts';
import { shellScript } from './shell-script.ts';

/** Turns an open transition round: the livepatch that was being enabled is disabled, or the reverse. */
export const reverse: WriteRecipe = (occasion) =>
  shellScript(occasion, {
    fileName: 'reverse-transition.sh',
    operands: '',
    operandHelp: '',
    minimumOperands: 0,
    undo: ':',
    act: `if in_transition; then
  echo $((1 - $(cat "$livepatch/enabled"))) >"$livepatch/enabled"
fi`,
  });
