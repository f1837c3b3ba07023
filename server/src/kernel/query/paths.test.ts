import { expect, it } from 'vitest';
import type { IndexGraph } from '../index/index-graph.ts';
import { graphOf } from '../test-tree.ts';
import { PathFinder } from './paths.ts';

/** vfs_read() is in the kernel and calls through a field that spu_read(), which is left out, is put into. */
const source = `
//- Kbuild
obj-y += kernel/
//- kernel/Kbuild
obj-y += a.o
obj-$(CONFIG_SPU) += spu.o
//- kernel/a.c
struct file_operations { int (*read)(int a); };
void schedule(void) { }
int wait(void) { schedule(); }
int here_read(int a) { return wait(); }
struct file_operations here = { .read = here_read };
int vfs_read(struct file_operations *f) { return f->read(1); }
int sys_read(struct file_operations *f) { return vfs_read(f); }
//- kernel/spu.c
int spu_step(int a) { return wait(); }
int spu_read(int a) { return spu_step(a); }
struct file_operations spu = { .read = spu_read };
`;

/** From, to, and the functions of the shortest path, which is the most certain one too; or of all between. */
const cases = `
sys_read schedule   sys_read vfs_read here_read wait schedule
sys_read spu_read   none
sys_read spu_step   none
spu_read spu_step   spu_read spu_step
spu_read schedule   spu_read spu_step wait schedule
wait     sys_read   none
wait     wait       none
`;

it.each(
  cases
    .trim()
    .split('\n')
    .map((line) => line.split(/ {2,}| (?=\w+ {3})/)),
)('from %s to %s: %s', async (from = '', to = '', expected) => {
  const graph = (await graphOf(source, 'CONFIG_X86_64=y\n')) as IndexGraph;
  const named = (name: string): number => graph.definitions(name)[0]?.id ?? -1;
  const finder = new PathFinder(graph);
  const say = (path: ReturnType<PathFinder['shortest']>): string => {
    const [first] = path ?? [];
    if (path === undefined || first === undefined) return 'none';
    return [first.caller, ...path.map(({ callee }) => callee)]
      .map((id) => graph.get(id).name)
      .join(' ');
  };
  expect(say(finder.shortest([named(from)], [named(to)]))).toBe(expected);
  expect(say(finder.mostCertain([named(from)], [named(to)]))).toBe(expected);
  const between = finder.between([named(from)], [named(to)]).map((id) => graph.get(id).name);
  const all = expected === 'none' ? (from === to ? from : '') : expected;
  expect(between.sort()).toEqual((all ?? '').split(' ').filter(Boolean).sort());
});
