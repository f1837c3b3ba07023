import type { WriteRecipe } from './model.ts';
import { shellScript } from './shell-script.ts';

/** Ends the freeze of a cgroup of either version. */
export const thaw: WriteRecipe = (occasion) =>
  shellScript(occasion, {
    fileName: 'thaw-cgroup.sh',
    operands: 'GROUP',
    operandHelp:
      'GROUP: the frozen directory below /sys/fs/cgroup (version 1: /sys/fs/cgroup/freezer), as /proc/PID/cgroup shows it',
    minimumOperands: 1,
    undo: '# Somebody froze them; freezing them again is for that one to decide.\n:',
    act: `if [ -e "/sys/fs/cgroup/$1/cgroup.freeze" ]; then
  echo 0 >"/sys/fs/cgroup/$1/cgroup.freeze"
else
  echo THAWED >"/sys/fs/cgroup/freezer/$1/freezer.state"
fi`,
  });
