import { test } from 'vitest';
import { openKernelTree } from '../kernel/open-tree.ts';
import { knowledgeFromGraph } from './from-graph.ts';
import type { LengthSources } from './lengths/wait-lengths.ts';
import { computedStacks } from './stack-facts.ts';
import { checkAnswers, checkResidency } from './testing/residency-case.ts';
import { memoryTree, smallKernel } from './testing/small-kernel.ts';

const entry = `
static int ask_user(void) { return wait_event_killable(queue, ready); }
static long syscall_trace_enter(struct pt_regs *regs) { return ask_user() + 1; }
static void exit_loop(void) { task_work_run(); get_signal(0); }
__visible noinstr bool do_syscall_64(struct pt_regs *regs, int nr)
{
	syscall_trace_enter(regs);
	exit_loop();
	return true;
}
`;

test('who waits where every system call passes came by any', async () => {
  await checkResidency(
    entry,
    `
ask_user syscall-wait killable event [any system call]: do_syscall_64 > syscall_trace_enter > ask_user > schedule
`,
  );
});

const socket = `
struct proto_ops { int (*release)(struct socket *sock); };
static int one_release(struct socket *sock) { return wait_event_interruptible(queue, ready); }
struct proto_ops one_ops = { .release = one_release };
static int __sock_release(struct socket *sock, struct proto_ops *ops) { return ops->release(sock) + 1; }
static int sock_close(int inode) { return __sock_release(0, 0) + 1; }
struct file_operations socket_file_ops = { .release = sock_close };
int sock_map_fd(struct socket *sock) { return __sock_release(sock, 0) + 1; }
SYSCALL_DEFINE3(socket, int, family, int, type, int, protocol) { return sock_map_fd(0) + 1; }
`;

const files = (number: number): string =>
  Array.from(
    { length: number },
    (_, at) => `
static int file${at}_release(int inode) { return ${at}; }
struct file_operations file${at}_ops = { .release = file${at}_release };
`,
  ).join('');

test('a file that ends on the way to user mode was closed', async () => {
  await checkResidency(
    `
struct callback_head { void (*func)(struct callback_head *work); };
struct file_operations { int (*release)(int inode); };
${entry}
${files(20)}
static void __fput(struct file *file, struct file_operations *ops) { ops->release(1); }
static void ____fput(struct callback_head *work) { __fput(0, 0); }
void fput(struct callback_head *work) { init_task_work(work, ____fput); }
static inline void init_task_work(struct callback_head *twork, void (*func)(struct callback_head *work))
{ twork->func = func; }
void task_work_run(struct callback_head *work) { work->func(work); }
${socket}
`,
    `
one_release syscall-wait interruptible event [close(2), socket(2)]: do_syscall_64 > exit_loop > task_work_run > ____fput > __fput > sock_close > __sock_release > one_release > schedule
`,
  );
});

test('a file that close(2) ends itself', async () => {
  await checkResidency(
    `
struct file_operations { int (*release)(int inode); };
${files(20)}
static void __fput(struct file *file, struct file_operations *ops) { ops->release(1); }
void __fput_sync(struct file *file) { __fput(file, 0); }
SYSCALL_DEFINE1(close, unsigned int, fd) { __fput_sync(0); return 0; }
${socket}
`,
    `
one_release syscall-wait interruptible event [close(2), socket(2)]: __x64_sys_close > __se_sys_close > __do_sys_close > __fput_sync > __fput > sock_close > __sock_release > one_release > schedule
`,
  );
});

test('who releases a file waits there by close(2), however far below', async () => {
  const far = [1, 2, 3, 4, 5, 6].map(
    (at) => `static int down${at}(int n) { return down${at - 1}(n) + 1; }`,
  );
  const all: Readonly<Record<string, string>> = {
    ...smallKernel,
    'fs/file_table.c': `
struct file_operations { int (*release)(int inode); };
${files(30)}
static void __fput(struct file *file, struct file_operations *ops) { ops->release(1); }
void __fput_sync(struct file *file) { __fput(file, 0); }
`,
    'fs/open.c': 'SYSCALL_DEFINE1(close, unsigned int, fd) { __fput_sync(0); return 0; }',
    'fs/test.c': `
struct file_operations { int (*release)(int inode); };
static int down0(int n) { return wait_event_interruptible(queue, ready); }
${far.join('\n')}
static int far_release(int inode) { return down6(inode) + 1; }
struct file_operations far_ops = { .release = far_release };
`,
  };
  checkAnswers(
    knowledgeFromGraph(await openKernelTree(memoryTree(all)), 'a test'),
    `
__fput transient: __fput > far_release > down6 > down5 > down4 > down3 > down2 > down1 > down0 > schedule
far_release syscall-wait interruptible event [close(2)]: __x64_sys_close > __se_sys_close > __do_sys_close > __fput_sync > __fput > far_release > down6 > down5 > down4 > down3 > down2 > down1 > down0 > schedule
`,
  );
});

test('what a system call must not wait for, its worker does', async () => {
  const source = `
struct io_issue_def { int (*issue)(int req, unsigned int flags); };
static int io_recv(int req, unsigned int flags) { return wait_event_interruptible(queue, ready); }
struct io_issue_def io_issue_defs[] = { { .issue = io_recv } };
static int io_issue_sqe(int req, unsigned int flags) { return io_issue_defs[req].issue(req, flags) + 1; }
static int io_queue_sqe(int req) { return io_issue_sqe(req, IO_URING_F_NONBLOCK|IO_URING_F_COMPLETE_DEFER) + 1; }
SYSCALL_DEFINE1(io_uring_enter, int, req) { return io_queue_sqe(req) + 1; }
static int io_wq_submit_work(int req) { return io_issue_sqe(req, IO_URING_F_IOWQ) + 1; }
static int io_wq_worker(void *data)
{
	while (1) {
		io_wq_submit_work(1);
		wait_event_interruptible(work, ready);
	}
	return 0;
}
void create(void) { create_io_thread(io_wq_worker, 0, 0); }
`;
  const all: Readonly<Record<string, string>> = { ...smallKernel, 'io_uring/io.c': source };
  const graph = await openKernelTree(memoryTree(all));
  const lengths: LengthSources = {
    source: (file) => all[file]?.split('\n'),
    option: () => undefined,
  };
  const knowledge = knowledgeFromGraph(graph, 'a test', {}, computedStacks(graph, lengths));
  checkAnswers(
    knowledge,
    `
io_recv syscall-wait interruptible event [threads running io_wq_worker()]: io_wq_worker > io_wq_submit_work > io_issue_sqe > io_recv > schedule
io_queue_sqe transient: io_queue_sqe > io_issue_sqe > io_recv > schedule
`,
  );
});
