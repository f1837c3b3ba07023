import { expect, test } from 'vitest';
import { openKernelTree } from '../kernel/open-tree.ts';
import { knowledgeFromGraph } from './from-graph.ts';
import type { FunctionKnowledge } from './model.ts';
import { checkAnswers, checkResidency } from './testing/residency-case.ts';
import { configured, memoryTree } from './testing/small-kernel.ts';

/** `count` functions that do not wait, and a table for each. */
function quick(count: number): string {
  return Array.from(
    { length: count },
    (_, at) =>
      `static int quick${at}(int n) { return n; }\nstatic struct file_operations ops${at} = { .release = quick${at} };`,
  ).join('\n');
}

const closing = `
static int waits(int n) { return wait_event_interruptible(queue, ready); }
static struct file_operations slow = { .release = waits };
static int shut(struct file_operations *ops, int n) { return ops->release(n) + 1; }
SYSCALL_DEFINE2(shuts, struct file_operations *, ops, int, n) { return shut(ops, n) + 1; }
`;

test('a pointer is for waiting where one in twelve of its functions waits', async () => {
  await checkResidency(
    `${closing}${quick(11)}`,
    'shut syscall-wait interruptible event [shuts(2)]: __x64_sys_shuts > __se_sys_shuts > __do_sys_shuts > shut > waits > schedule',
  );
  await checkResidency(`${closing}${quick(12)}`, 'shut transient: shut > waits > schedule');
});

test('what a module puts behind a pointer counts too, though the kernel is not followed into modules', async () => {
  const of = async (inModule: number): Promise<FunctionKnowledge> => {
    const graph = await openKernelTree(
      memoryTree({
        ...configured,
        'fs/Makefile': 'obj-y += test.o\nobj-$(CONFIG_FS) += other.o\n',
        'fs/test.c': closing,
        'fs/other.c': quick(inModule),
      }),
    );
    return knowledgeFromGraph(graph, 'a test');
  };
  const kinds = (known: FunctionKnowledge): readonly string[] | undefined =>
    known.lookup('shut')?.residency.map((each) => each.kind);
  expect(kinds(await of(11))).toEqual(['syscall-wait']);
  expect(kinds(await of(12))).toEqual(['transient']);
});

test('who runs work items is held by whichever waits', async () => {
  const items = Array.from(
    { length: 20 },
    (_, at) =>
      `static void quick${at}(struct work_struct *work) { }\nvoid start${at}(void) { INIT_WORK(&item, quick${at}); }`,
  ).join('\n');
  await checkResidency(
    `
#define INIT_WORK(_work, _func) do { (_work)->func = (_func); } while (0)
struct work_struct { void (*func)(struct work_struct *work); };
static struct work_struct item;
static void waits(struct work_struct *work) { wait_event_freezable(queue, ready); }
void begin(void) { INIT_WORK(&item, waits); }
${items}
static void run_one(struct work_struct *work) { work->func(work); work = 0; }
static int worker(void *data) { while (!kthread_should_stop()) { run_one(data); wait_event_freezable(queue, ready); } return 0; }
static void run_own(struct work_struct *own) { own->func(own); own = 0; }
SYSCALL_DEFINE1(pushes, int, fd) { run_own(&item); return 0; }
int start(void) { kthread_run(worker, 0, "worker/%d", 1); return 0; }
`,
    `
    run_one thread-wait interruptible+freezable event [worker/%d]: worker > run_one > waits > schedule
    run_own transient: run_own > waits > schedule
    `,
  );
});

test('who can be held up far below, and near behind a pointer, is by what is near', async () => {
  const system = (name: string): string => `
struct inode_operations { int (*getattr)(int n); };
static int ${name}_getattr(int n) { return wait_event_killable(queue, ready) + 1; }
const struct inode_operations ${name}_ops = { .getattr = ${name}_getattr };
`;
  const modules = ['one', 'two', 'three'];
  const files = {
    ...configured,
    'fs/Makefile': `obj-y += stat.o\nobj-$(CONFIG_FS) += ${modules.map((name) => `${name}.o`).join(' ')}\n`,
    'fs/stat.c': `
struct inode_operations { int (*getattr)(int n); };
static int helper(int n) { return wait_event_killable(queue, ready) + 1; }
static int load3(int n) { return helper(n) + 1; }
static int load2(int n) { return load3(n) + 1; }
static int load1(int n) { return load2(n) + 1; }
static int device_stat(int n) { return load1(n) + 1; }
int vfs_getattr(struct inode_operations *op, int n) { return device_stat(n) + op->getattr(n) + 1; }
static int stat3(struct inode_operations *op, int n) { return vfs_getattr(op, n) + 1; }
static int stat2(struct inode_operations *op, int n) { return stat3(op, n) + 1; }
static int stat1(struct inode_operations *op, int n) { return stat2(op, n) + 1; }
int do_stat(struct inode_operations *op, int n) { return stat1(op, n) + 1; }
SYSCALL_DEFINE2(stats, struct inode_operations *, op, int, n) { return do_stat(op, n) + 1; }
`,
    ...Object.fromEntries(modules.map((name) => [`fs/${name}.c`, system(name)])),
  };
  const knowledge = knowledgeFromGraph(await openKernelTree(memoryTree(files)), 'a test');
  checkAnswers(
    knowledge,
    `
    stat1 transient killable event: stat1 > stat2 > stat3 > vfs_getattr > device_stat > load1 > load2 > load3 > helper > schedule
    stat1 syscall-wait killable event [stats(2)]: __x64_sys_stats > __se_sys_stats > __do_sys_stats > do_stat > stat1 > stat2 > stat3 > vfs_getattr > one_getattr > schedule
    `,
  );
});

test('a function that another is given and calls is on the stacks of who comes to that one', async () => {
  await checkResidency(
    `
static int d(int n) { return wait_event_interruptible(queue, ready); }
static int c(int n) { return d(n) + 1; }
static int b(int n) { return c(n) + 1; }
static int a(int n) { return b(n) + 1; }
static int actor(int n) { return a(n) + 1; }
static int each(int (*actor)(int), int n) { return actor(n) + d(n); }
SYSCALL_DEFINE1(splices, int, fd) { return each(actor, fd) + 1; }
`,
    `
    actor syscall-wait interruptible event [splices(2)]: __x64_sys_splices > __se_sys_splices > __do_sys_splices > each > actor > a > b > c > d > schedule
    `,
  );
});

test('a work of a module holds up what it calls in the image aside from its business', async () => {
  const work = `
#define INIT_WORK(_work, _func) do { (_work)->func = (_func); } while (0)
struct work_struct { void (*func)(struct work_struct *work); };
static struct work_struct item;
static void runs(struct work_struct *work) { sends(1); work = 0; }
void begin(void) { INIT_WORK(&item, runs); }
`;
  const of = async (option: string): Promise<FunctionKnowledge> => {
    const graph = await openKernelTree(
      memoryTree({
        ...configured,
        'fs/Makefile': `obj-y += test.o\nobj-${option} += other.o\n`,
        'fs/test.c':
          'int sends(int n) { return wait_event_interruptible(queue, ready); }\nSYSCALL_DEFINE1(sendto, int, n) { return sends(n) + 1; }',
        'fs/other.c': work,
      }),
    );
    return knowledgeFromGraph(graph, 'a test');
  };
  const kinds = (known: FunctionKnowledge): readonly string[] | undefined =>
    known.lookup('sends')?.residency.map((each) => `${each.kind} ${each.business}`);
  expect(kinds(await of('y'))).toEqual(['thread-wait main', 'syscall-wait main']);
  expect(kinds(await of('$(CONFIG_FS)'))).toEqual(['syscall-wait main', 'thread-wait side']);
});
