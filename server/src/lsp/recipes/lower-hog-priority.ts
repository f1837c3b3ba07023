import type { WriteRecipe } from './model.ts';
import { shellScript } from './shell-script.ts';

/** Makes a real-time task an ordinary one while the transition runs. */
export const lowerHogPriority: WriteRecipe = (occasion) =>
  shellScript(occasion, {
    fileName: 'lower-hog-priority.sh',
    operands: 'POLICY PRIORITY PID',
    operandHelp:
      'POLICY: -f (FIFO) or -r (round robin), PRIORITY: what it has now; both as chrt -p PID shows them',
    minimumOperands: 3,
    undo: 'chrt "$1" -p "$2" "$3" || true',
    act: 'chrt -o -p 0 "$3"',
  });
