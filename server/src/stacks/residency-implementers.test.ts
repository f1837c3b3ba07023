import { test } from 'vitest';
import { openKernelTree } from '../kernel/open-tree.ts';
import { knowledgeFromGraph } from './from-graph.ts';
import type { FunctionKnowledge } from './model.ts';
import { checkAnswers } from './testing/residency-case.ts';
import { configured, memoryTree } from './testing/small-kernel.ts';

test('a module’s function is held up by its own server, not by that of another module', async () => {
  const system = (name: string, wait: string): string => `
struct inode_operations { int (*getattr)(int n); int (*unlink)(int n); };
static int ${name}_ask7(int n) { return ${wait}; }
static int ${name}_ask6(int n) { return ${name}_ask7(n) + 1; }
static int ${name}_ask5(int n) { return ${name}_ask6(n) + 1; }
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
    one_getattr transient killable event: one_getattr > one_ask1 > one_ask2 > one_ask3 > one_ask4 > one_ask5 > one_ask6 > one_ask7 > schedule
    one_getattr syscall-wait killable event [stats(2)]: __x64_sys_stats > __se_sys_stats > __do_sys_stats > vfs_getattr > one_getattr > one_ask1 > one_ask2 > one_ask3 > one_ask4 > one_ask5 > one_ask6 > one_ask7 > schedule
    over_getattr transient: over_getattr > one_getattr > one_ask1 > one_ask2 > one_ask3 > one_ask4 > one_ask5 > one_ask6 > one_ask7 > schedule
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

test('one implementer of the image that waits does not make it the business of who calls them all', async () => {
  const system = (name: string, waits: boolean): string => `
struct inode_operations { int (*unlink)(int n); };
static int ${name}_unlink(int n) { return ${waits ? 'wait_event_killable(queue, ready)' : 'n'} + 1; }
const struct inode_operations ${name}_ops = { .unlink = ${name}_unlink };
`;
  const answers = async (waiting: readonly string[]): Promise<FunctionKnowledge> => {
    const names = ['fuse', 'tmp', 'ext'];
    const files = {
      ...configured,
      'fs/Makefile': `obj-y += namei.o ${names.map((name) => `${name}/`).join(' ')}\n`,
      'fs/namei.c': `
struct inode_operations { int (*unlink)(int n); };
int vfs_unlink(struct inode_operations *op, int n) { return op->unlink(n) + 1; }
SYSCALL_DEFINE2(unlink, struct inode_operations *, op, int, n) { return vfs_unlink(op, n) + 1; }
`,
      ...Object.fromEntries(
        names.flatMap((name) => [
          [`fs/${name}/Makefile`, `obj-y += ${name}.o\n`],
          [`fs/${name}/${name}.c`, system(name, waiting.includes(name))],
        ]),
      ),
    };
    return knowledgeFromGraph(await openKernelTree(memoryTree(files)), 'a test');
  };
  checkAnswers(
    await answers(['fuse']),
    `
    fuse_unlink syscall-wait killable event [unlink(2)]: __x64_sys_unlink > __se_sys_unlink > __do_sys_unlink > vfs_unlink > fuse_unlink > schedule
    vfs_unlink transient: vfs_unlink > fuse_unlink > schedule
    `,
  );
  checkAnswers(
    await answers(['fuse', 'tmp']),
    'vfs_unlink syscall-wait killable event [unlink(2)]: __x64_sys_unlink > __se_sys_unlink > __do_sys_unlink > vfs_unlink > fuse_unlink > schedule',
  );
});

test('nor where the others of its kind leave the pointer empty', async () => {
  const system = (name: string, more: string): string => `
struct file_operations { int (*flock)(int n); int (*open)(int n); };
static int ${name}_open(int n) { return n; }
static int ${name}_flock(int n) { return wait_event_killable(queue, ready) + 1; }
const struct file_operations ${name}_ops = { .open = ${name}_open, ${more} };
`;
  const names = ['fuse', 'tmp', 'ext'];
  const files = {
    ...configured,
    'fs/Makefile': `obj-y += locks.o ${names.map((name) => `${name}/`).join(' ')}\n`,
    'fs/locks.c': `
struct file_operations { int (*flock)(int n); int (*open)(int n); };
int vfs_flock(struct file_operations *op, int n) { return op->flock ? op->flock(n) + 1 : n; }
int vfs_open(struct file_operations *op, int n) { return op->open(n) + 1; }
SYSCALL_DEFINE2(flock, struct file_operations *, op, int, n) { return vfs_flock(op, n) + 1; }
`,
    ...Object.fromEntries(
      names.flatMap((name) => [
        [`fs/${name}/Makefile`, `obj-y += ${name}.o\n`],
        [`fs/${name}/${name}.c`, system(name, name === 'fuse' ? '.flock = fuse_flock' : '')],
      ]),
    ),
  };
  checkAnswers(
    knowledgeFromGraph(await openKernelTree(memoryTree(files)), 'a test'),
    `
    fuse_flock syscall-wait killable event [flock(2)]: __x64_sys_flock > __se_sys_flock > __do_sys_flock > vfs_flock > fuse_flock > schedule
    vfs_flock transient: vfs_flock > fuse_flock > schedule
    vfs_flock syscall-wait killable event [flock(2)]: __x64_sys_flock > __se_sys_flock > __do_sys_flock > vfs_flock > fuse_flock > schedule
    `,
  );
});
