import { expect, test } from 'vitest';
import { openKernelTree } from '../kernel/open-tree.ts';
import { knowledgeFromGraph } from './from-graph.ts';
import type { FunctionKnowledge } from './model.ts';
import { checkAnswers, checkResidency } from './testing/residency-case.ts';
import { memoryTree, smallKernel } from './testing/small-kernel.ts';

/** The small kernel with a configuration in which CONFIG_FS is a module. */
const configured = {
  ...smallKernel,
  '.config': 'CONFIG_FS=m\n',
  Kbuild: 'obj-y += kernel/ fs/\n',
  'kernel/Makefile': 'obj-y += kthread.o signal.o sched/ time/\n',
  'kernel/sched/Makefile': 'obj-y += core.o idle.o\n',
  'kernel/time/Makefile': 'obj-y += timer.o\n',
};

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

test('a module’s function is held up by its own server, not by that of another module', async () => {
  const system = (name: string, wait: string): string => `
struct inode_operations { int (*getattr)(int n); int (*unlink)(int n); };
static int ${name}_ask5(int n) { return ${wait}; }
static int ${name}_ask4(int n) { return ${name}_ask5(n) + 1; }
static int ${name}_ask3(int n) { return ${name}_ask4(n) + 1; }
static int ${name}_ask2(int n) { return ${name}_ask3(n) + 1; }
static int ${name}_ask1(int n) { return ${name}_ask2(n) + 1; }
static int ${name}_getattr(int n) { return ${name}_ask1(n) + 1; }
const struct inode_operations ${name}_ops = { .getattr = ${name}_getattr };
`;
  const files = {
    ...configured,
    'fs/Makefile': 'obj-y += stat.o one/ two/ three/ over/\n',
    'fs/stat.c': `
struct inode_operations { int (*getattr)(int n); int (*unlink)(int n); };
int vfs_getattr(struct inode_operations *op, int n) { return op->getattr(n) + 1; }
SYSCALL_DEFINE2(stats, struct inode_operations *, op, int, n) { return vfs_getattr(op, n) + 1; }
`,
    'fs/one/Makefile': 'obj-$(CONFIG_FS) += one.o\n',
    'fs/one/one.c': system('one', 'wait_event_killable(queue, ready)'),
    'fs/two/Makefile': 'obj-$(CONFIG_FS) += two.o\n',
    'fs/two/two.c': system('two', 'wait_event_killable(queue, ready)'),
    'fs/three/Makefile': 'obj-$(CONFIG_FS) += three.o\n',
    'fs/three/three.c': system('three', 'wait_event_killable(queue, ready)'),
    'fs/over/Makefile': 'obj-$(CONFIG_FS) += over.o\n',
    'fs/over/over.c': `
struct inode_operations { int (*getattr)(int n); int (*unlink)(int n); };
static int over_getattr(struct inode_operations *below) { return below->getattr(1) + 1; }
const struct inode_operations over_ops = { .getattr = over_getattr };
`,
  };
  const knowledge = knowledgeFromGraph(await openKernelTree(memoryTree(files)), 'a test');
  checkAnswers(
    knowledge,
    `
    one_getattr transient killable event: one_getattr > one_ask1 > one_ask2 > one_ask3 > one_ask4 > one_ask5 > schedule
    one_getattr syscall-wait killable event [stats(2)]: __x64_sys_stats > __se_sys_stats > __do_sys_stats > vfs_getattr > one_getattr > one_ask1 > one_ask2 > one_ask3 > one_ask4 > one_ask5 > schedule
    over_getattr transient: over_getattr > one_getattr > one_ask1 > one_ask2 > one_ask3 > one_ask4 > one_ask5 > schedule
    `,
  );
});

test('a module that calls a pointer of the image has no module in mind that it does not know', async () => {
  const family = (name: string): string => `
struct ops { int (*shutdown)(int n); };
static int ${name}_shutdown(int n) { return wait_event_interruptible(queue, ready) + 1; }
struct ops ${name}_ops = { .shutdown = ${name}_shutdown };
`;
  const user = (name: string, more = ''): string => `
struct ops { int (*shutdown)(int n); };
static int ${name}_close(struct ops *ops) { ${more} return ops->shutdown(1) + 1; }
`;
  const modules: Readonly<Record<string, string>> = {
    iso: family('iso'),
    tap: `${family('tap')}int tap_register(int n) { return n; }`,
    ceph: user('ceph'),
    vhost: user('vhost', 'tap_register(1);'),
  };
  const files = {
    ...configured,
    'fs/Makefile': `obj-y += socket.o ${Object.keys(modules)
      .map((name) => `${name}/`)
      .join(' ')}\n`,
    'fs/socket.c': `
struct ops { int (*shutdown)(int n); };
int sock_shutdown(struct ops *ops) { return ops->shutdown(1) + 1; }
`,
    ...Object.fromEntries(
      Object.entries(modules).flatMap(([name, text]) => [
        [`fs/${name}/Makefile`, `obj-$(CONFIG_FS) += ${name}.o\n`],
        [`fs/${name}/${name}.c`, text],
      ]),
    ),
  };
  const knowledge = knowledgeFromGraph(await openKernelTree(memoryTree(files)), 'a test');
  checkAnswers(
    knowledge,
    `
    ceph_close transient: ceph_close > iso_shutdown > schedule
    vhost_close syscall-wait interruptible event [a task that calls it]: vhost_close > tap_shutdown > schedule
    `,
  );
});

test('what comes to code for all implementers is led back to its own, not to another', async () => {
  const head = 'struct address_space_operations { int (*write_begin)(int n); };\n';
  const files = {
    ...configured,
    Kbuild: 'obj-y += kernel/ fs/ mm/\n',
    'mm/Makefile': 'obj-y += filemap.o\n',
    'mm/filemap.c': `${head}
int generic_perform_write(struct address_space_operations *ops, int n) { return ops->write_begin(n) + 1; }
`,
    'fs/Makefile': 'obj-y += ext4/ fuse/\n',
    'fs/ext4/Makefile': 'obj-y += file.o inode.o\n',
    'fs/ext4/inode.c': `${head}
static int ext4_write_begin(int n) { return n; }
struct address_space_operations ext4_aops = { .write_begin = ext4_write_begin };
`,
    'fs/ext4/file.c': `${head}
int ext4_file_write(struct address_space_operations *ops, int n) { return generic_perform_write(ops, n) + 1; }
int ext4_file_append(struct address_space_operations *ops, int n) { return generic_perform_write(ops, n) + wait_event_interruptible(queue, ready); }
SYSCALL_DEFINE2(append, struct address_space_operations *, ops, int, n) { return ext4_file_append(ops, n) + 1; }
SYSCALL_DEFINE2(write_there, struct address_space_operations *, ops, int, n) { return ext4_file_write(ops, n) + 1; }
`,
    'fs/fuse/Makefile': 'obj-y += file.o\n',
    'fs/fuse/file.c': `${head}
static int fuse_write_begin(int n) { return wait_event_killable(queue, ready) + 1; }
struct address_space_operations fuse_aops = { .write_begin = fuse_write_begin };
int fuse_file_write(struct address_space_operations *ops, int n) { return generic_perform_write(ops, n) + 1; }
SYSCALL_DEFINE2(write_here, struct address_space_operations *, ops, int, n) { return fuse_file_write(ops, n) + 1; }
`,
  };
  const knowledge = knowledgeFromGraph(await openKernelTree(memoryTree(files)), 'a test');
  checkAnswers(
    knowledge,
    `
    ext4_file_write transient: ext4_file_write > generic_perform_write > fuse_write_begin > schedule
    fuse_file_write syscall-wait killable event [write_here(2)]: __x64_sys_write_here > __se_sys_write_here > __do_sys_write_here > fuse_file_write > generic_perform_write > fuse_write_begin > schedule
    generic_perform_write syscall-wait killable event [append(2), write_here(2)]: __x64_sys_write_here > __se_sys_write_here > __do_sys_write_here > fuse_file_write > generic_perform_write > fuse_write_begin > schedule
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
