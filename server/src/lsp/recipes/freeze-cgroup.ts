import type { WriteRecipe } from './model.ts';
import { shellScript } from './shell-script.ts';

/** Freezes a version 2 cgroup for a moment: its tasks leave their waits and CPUs. */
export const freezeCgroup2: WriteRecipe = (occasion) =>
  shellScript(occasion, {
    fileName: 'freeze-cgroup.sh',
    operands: 'GROUP',
    operandHelp: 'GROUP: the directory below /sys/fs/cgroup, as /proc/PID/cgroup shows it',
    minimumOperands: 1,
    undo: 'echo 0 >"/sys/fs/cgroup/$1/cgroup.freeze" || true',
    act: `echo 1 >"/sys/fs/cgroup/$1/cgroup.freeze"
sleep 1
echo 0 >"/sys/fs/cgroup/$1/cgroup.freeze"`,
  });

/** The same with the freezer controller of version 1. */
export const freezeCgroup1: WriteRecipe = (occasion) =>
  shellScript(occasion, {
    fileName: 'freeze-cgroup-v1.sh',
    operands: 'GROUP',
    operandHelp: 'GROUP: the directory below /sys/fs/cgroup/freezer, as /proc/PID/cgroup shows it',
    minimumOperands: 1,
    undo: 'echo THAWED >"/sys/fs/cgroup/freezer/$1/freezer.state" || true',
    act: `echo FROZEN >"/sys/fs/cgroup/freezer/$1/freezer.state"
sleep 1
echo THAWED >"/sys/fs/cgroup/freezer/$1/freezer.state"`,
  });
