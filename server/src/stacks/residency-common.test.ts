import { test } from 'vitest';
import { openKernelTree } from '../kernel/open-tree.ts';
import { knowledgeFromGraph } from './from-graph.ts';
import { checkAnswers } from './testing/residency-case.ts';
import { memoryTree, smallKernel } from './testing/small-kernel.ts';

/** More functions than may call one that is not common property, each calling `name`. */
function users(name: string): string {
  return Array.from(
    { length: 700 },
    (_, at) => `int user${at}(struct ops *ops) { return ${name}(ops) + 1; }`,
  ).join('\n');
}

async function check(files: Readonly<Record<string, string>>, expected: string): Promise<void> {
  const graph = await openKernelTree(memoryTree({ ...smallKernel, ...files }));
  checkAnswers(knowledgeFromGraph(graph, 'a test'), expected);
}

const guess =
  '#define INDIRECT_CALL_1(f, f1, ...) ({ likely(f == f1) ? f1(__VA_ARGS__) : f(__VA_ARGS__); })';

const tcp = `
struct ops { int (*send)(int); };
static int wait_memory(void) { return wait_event_interruptible(queue, ready); }
static int tcp_send(int n) { return wait_memory() + 1; }
static struct ops tcp = { .send = tcp_send };
SYSCALL_DEFINE1(sends, struct ops *, ops) { return inet_send(ops) + 1; }
`;

test('who calls through a pointer does not make common what a macro guesses it leads to', async () => {
  await check(
    {
      'fs/test.c': `${guess}${tcp}int inet_send(struct ops *ops) { return INDIRECT_CALL_1(ops->send, tcp_send, 1) + 1; }`,
      'fs/users.c': users('inet_send'),
    },
    `
tcp_send syscall-wait interruptible event [sends(2)]: __x64_sys_sends > __se_sys_sends > __do_sys_sends > inet_send > tcp_send > wait_memory > schedule
`,
  );
});

test('what the kernel at large calls outright is common', async () => {
  await check(
    {
      'fs/test.c': `${tcp}int inet_send(struct ops *ops) { return tcp_send(1) + 1; }`,
      'fs/users.c': users('inet_send'),
    },
    `
tcp_send transient interruptible event: tcp_send > wait_memory > schedule
tcp_send syscall-wait interruptible event [sends(2)]: __x64_sys_sends > __se_sys_sends > __do_sys_sends > inet_send > tcp_send > wait_memory > schedule
`,
  );
});

/** Three kinds of sockets, of which those that `waiting` names wait; who calls them is called by everybody. */
function sockets(waiting: readonly string[]): string {
  const kinds = ['inet', 'unix', 'packet'].map((kind) => {
    const wait = waiting.includes(kind) ? 'wait_event_interruptible(queue, ready)' : '0';
    return `static int ${kind}_send(int n) { return ${wait}; }
static int ${kind}_bind(int n) { return 0; }
static struct ops ${kind} = { .send = ${kind}_send, .bind = ${kind}_bind };`;
  });
  return `
struct ops { int (*send)(int); int (*bind)(int); };
${kinds.join('\n')}
int sock_send(struct ops *ops) { return ops->send(1) + 1; }
SYSCALL_DEFINE1(sends, struct ops *, ops) { return sock_send(ops) + 1; }
`;
}

test('a system call waits where most of its kind do, whoever else calls them in its file', async () => {
  await check(
    { 'fs/test.c': sockets(['inet', 'packet']), 'fs/users.c': users('sock_send') },
    `
sock_send syscall-wait interruptible event [sends(2)]: __x64_sys_sends > __se_sys_sends > __do_sys_sends > sock_send > inet_send > schedule
__do_sys_sends syscall-wait interruptible event [sends(2)]: __x64_sys_sends > __se_sys_sends > __do_sys_sends > sock_send > inet_send > schedule
user7 transient: user7 > sock_send > inet_send > schedule
`,
  );
});

test('not where few of its kind wait, nor where another file calls them for it', async () => {
  await check(
    { 'fs/test.c': sockets(['packet']), 'fs/users.c': users('sock_send') },
    'sock_send transient: sock_send > packet_send > schedule',
  );
  const [calling, ...rest] = sockets(['inet', 'packet']).split('\n').reverse().slice(1);
  await check(
    {
      'fs/test.c': rest.reverse().join('\n'),
      'fs/call.c': calling ?? '',
      'fs/users.c': users('sock_send'),
    },
    'sock_send transient: sock_send > inet_send > schedule',
  );
});

test('who waits behind the pointer of a system call came by it, whoever else waits there', async () => {
  await check(
    { 'fs/test.c': sockets(['packet']), 'fs/users.c': users('sock_send') },
    `
packet_send syscall-wait interruptible event [sends(2)]: __x64_sys_sends > __se_sys_sends > __do_sys_sends > sock_send > packet_send > schedule
`,
  );
});

test('of the system calls that come into a function, the one with a short name is shown first', async () => {
  const calls = `
static int ready_to_send(struct ops *ops) { return sock_send(ops) + 1; }
SYSCALL_DEFINE1(send, struct ops *, ops) { return ready_to_send(ops) + 1; }
`;
  await check(
    { 'fs/test.c': `${sockets(['packet'])}${calls}`, 'fs/users.c': users('sock_send') },
    `
packet_send syscall-wait interruptible event [send(2), sends(2)]: __x64_sys_send > __se_sys_send > __do_sys_send > ready_to_send > sock_send > packet_send > schedule
`,
  );
});
