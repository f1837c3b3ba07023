import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const named: Readonly<Record<string, string>> = {
  Makefile: 'VERSION = 6\nPATCHLEVEL = 6\nSUBLEVEL = 0\nEXTRAVERSION =\n',
  Kbuild: 'obj-y += kernel/ filler/\n',
  'kernel/Makefile': 'obj-y += sched/\n',
  'kernel/sched/Makefile': 'obj-y += core.o idle.o\n',
  'kernel/sched/core.c': [
    'void __schedule(int mode)\n{\n\tcontext_switch(mode);\n}\n',
    'void schedule(void)\n{\n\t__schedule(0);\n}\n',
    'void schedule_idle(void)\n{\n\t__schedule(0);\n}\n',
  ].join('\n'),
  'kernel/sched/idle.c': [
    'static void do_idle(void)\n{\n\tdefault_idle_call();\n\tschedule_idle();\n}\n',
    'void cpu_startup_entry(int state)\n{\n\twhile (1)\n\t\tdo_idle();\n}\n',
  ].join('\n'),
};

/** One of the files that make the tree large enough for its index to take a moment. */
function filler(index: number): string {
  const calls = Array.from({ length: 40 }, (_, call) => `\tfiller_${index}_${call}(value);\n`);
  const functions = Array.from(
    { length: 20 },
    (_, at) => `int filler_${index}_${at}(int value)\n{\n${calls.join('')}\treturn value;\n}\n`,
  );
  return functions.join('\n');
}

/** Writes a kernel source tree of our own making: a scheduler's idle loop, and `size` files beside it. */
export async function makeTree(folder: string, size: number): Promise<void> {
  const numbers = Array.from({ length: size }, (_, index) => index);
  const objects = numbers.map((index) => `f${index}.o`).join(' ');
  const files = new Map(Object.entries(named));
  files.set('filler/Makefile', `obj-y += ${objects}\n`);
  for (const index of numbers) files.set(`filler/f${index}.c`, filler(index));
  for (const [path, text] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}
