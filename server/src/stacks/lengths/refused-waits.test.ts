import { expect, test } from 'vitest';
import { openKernelTree } from '../../kernel/open-tree.ts';
import { computedStacks } from '../stack-facts.ts';
import { memoryTree, smallKernel } from '../testing/small-kernel.ts';

const sockets = `
struct ops { int (*send)(struct msghdr *msg, int length); };
int receive(int flags) { return wait_event_interruptible(queue, ready); }
int send_message(struct msghdr *msg) { return wait_event_interruptible(queue, ready); }
static int sock_send(struct msghdr *msg, int length) { return wait_event_interruptible(queue, ready); }
struct ops sock_ops = { .send = sock_send };
`;

/** Which of the functions `asker` in each of some texts waits, told by a line of its own. */
async function check(bodies: readonly string[], expected: string): Promise<void> {
  const askers = bodies.map(
    (body, at) => `int asker${at}(struct ops *ops, int flags)\n{\n${body}\n}`,
  );
  const files: Readonly<Record<string, string>> = {
    ...smallKernel,
    'fs/test.c': `${sockets}\n${askers.join('\n')}\n`,
  };
  const graph = await openKernelTree(memoryTree(files));
  const stacks = computedStacks(graph, {
    source: (file) => files[file]?.split('\n'),
    option: () => undefined,
  });
  const lines = bodies.map((body, at) => {
    const [found] = graph.definitions(`asker${at}`);
    const [first] = found === undefined ? [] : stacks.of(found.id).residency;
    return `${first?.kind}: ${body.trim()}`;
  });
  expect(lines.join('\n')).toBe(expected.trim());
}

test('who gives a flag that asks not to wait does not wait', async () => {
  await check(
    [
      'return receive(MSG_DONTWAIT) + 1;',
      'return receive(MSG_PEEK | MSG_DONTWAIT) + 1;',
      'return receive((flags | O_NONBLOCK)) + 1;',
      'return receive(0) + receive(MSG_DONTWAIT);',
      'return receive(flags & O_NONBLOCK) + 1;',
      'return receive(flags ? MSG_DONTWAIT : 0) + 1;',
      'return receive(~MSG_DONTWAIT) + 1;',
    ],
    `
transient: return receive(MSG_DONTWAIT) + 1;
transient: return receive(MSG_PEEK | MSG_DONTWAIT) + 1;
transient: return receive((flags | O_NONBLOCK)) + 1;
syscall-wait: return receive(0) + receive(MSG_DONTWAIT);
syscall-wait: return receive(flags & O_NONBLOCK) + 1;
syscall-wait: return receive(flags ? MSG_DONTWAIT : 0) + 1;
syscall-wait: return receive(~MSG_DONTWAIT) + 1;
`,
  );
});

test('the flag may stand in a variable of the function, where it always does', async () => {
  await check(
    [
      'int how = IO_URING_F_NONBLOCK | flags; return receive(how) + 1;',
      'int how = O_NONBLOCK; if (flags) how |= O_CLOEXEC; return receive(how) + 1;',
      'int how = O_NONBLOCK; if (flags) how = 0; return receive(how) + 1;',
      'int how = O_NONBLOCK; how &= ~O_NONBLOCK; return receive(how) + 1;',
      'int how = O_NONBLOCK; ask(&how); return receive(how) + 1;',
      'int how = 0; how |= MSG_DONTWAIT; return receive(how) + 1;',
      'if (ops) flags = MSG_DONTWAIT; return receive(flags) + 1;',
    ],
    `
transient: int how = IO_URING_F_NONBLOCK | flags; return receive(how) + 1;
transient: int how = O_NONBLOCK; if (flags) how |= O_CLOEXEC; return receive(how) + 1;
syscall-wait: int how = O_NONBLOCK; if (flags) how = 0; return receive(how) + 1;
syscall-wait: int how = O_NONBLOCK; how &= ~O_NONBLOCK; return receive(how) + 1;
syscall-wait: int how = O_NONBLOCK; ask(&how); return receive(how) + 1;
syscall-wait: int how = 0; how |= MSG_DONTWAIT; return receive(how) + 1;
syscall-wait: if (ops) flags = MSG_DONTWAIT; return receive(flags) + 1;
`,
  );
});

test('the flag may stand in the message, where it always does', async () => {
  await check(
    [
      'struct msghdr msg = { .msg_name = 0, .msg_flags = MSG_DONTWAIT }; msg.msg_flags |= MSG_MORE; return ops->send(&msg, 1) + 1;',
      'struct msghdr msg = {}; msg.msg_flags = MSG_DONTWAIT | MSG_NOSIGNAL; return send_message(&msg) + 1;',
      'struct msghdr *msg = take(); msg->msg_flags |= MSG_DONTWAIT; return send_message(msg) + 1;',
      'struct msghdr msg = {}; if (flags) msg.msg_flags = MSG_DONTWAIT; return send_message(&msg) + 1;',
      'struct msghdr msg = {}; if (flags) { msg.msg_flags = MSG_DONTWAIT; } return send_message(&msg) + 1;',
      'struct msghdr msg = { .msg_flags = MSG_DONTWAIT }; msg.msg_flags &= ~MSG_DONTWAIT; return send_message(&msg) + 1;',
      'struct msghdr one = { .msg_flags = MSG_DONTWAIT }, msg = {}; return send_message(&msg) + 1;',
      'struct msghdr msg = {}; int sent = send_message(&msg); msg.msg_flags = MSG_DONTWAIT; return sent + 1;',
    ],
    `
transient: struct msghdr msg = { .msg_name = 0, .msg_flags = MSG_DONTWAIT }; msg.msg_flags |= MSG_MORE; return ops->send(&msg, 1) + 1;
transient: struct msghdr msg = {}; msg.msg_flags = MSG_DONTWAIT | MSG_NOSIGNAL; return send_message(&msg) + 1;
transient: struct msghdr *msg = take(); msg->msg_flags |= MSG_DONTWAIT; return send_message(msg) + 1;
syscall-wait: struct msghdr msg = {}; if (flags) msg.msg_flags = MSG_DONTWAIT; return send_message(&msg) + 1;
syscall-wait: struct msghdr msg = {}; if (flags) { msg.msg_flags = MSG_DONTWAIT; } return send_message(&msg) + 1;
syscall-wait: struct msghdr msg = { .msg_flags = MSG_DONTWAIT }; msg.msg_flags &= ~MSG_DONTWAIT; return send_message(&msg) + 1;
syscall-wait: struct msghdr one = { .msg_flags = MSG_DONTWAIT }, msg = {}; return send_message(&msg) + 1;
syscall-wait: struct msghdr msg = {}; int sent = send_message(&msg); msg.msg_flags = MSG_DONTWAIT; return sent + 1;
`,
  );
});
