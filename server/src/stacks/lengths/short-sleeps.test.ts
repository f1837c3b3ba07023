import { test } from 'vitest';
import { checkLengths as check } from '../testing/length-case.ts';

test('a short sleep is over at the next try, except in the loop of a thread', async () => {
  await check(
    `
static int nap(void) { set_current_state(TASK_INTERRUPTIBLE); return schedule_timeout(HZ/10); }
static int rest(void) { set_current_state(TASK_INTERRUPTIBLE); return schedule_timeout(3 * HZ); }
static int doze(void) { set_current_state(TASK_INTERRUPTIBLE); return schedule_timeout(HZ/10); }
static int worker(void *data) { while (!kthread_should_stop()) doze(); return 0; }
int start(void) { kthread_run(worker, 0, "worker/%d", 1); return 0; }
SYSCALL_DEFINE1(naps, int, fd) { return nap() + 1; }
SYSCALL_DEFINE1(rests, int, fd) { return rest() + 1; }
`,
    `
    nap transient interruptible timeout 0.1 s
    rest syscall-wait interruptible timeout 3 s
    doze thread-wait interruptible timeout 0.1 s
    `,
    'kind',
  );
});

test('a short sleep does not hide a longer wait further down', async () => {
  await check(
    `
static int ready(void) { return wait_event_interruptible(queue, ready); }
static int send_break(int duration) { set_current_state(TASK_INTERRUPTIBLE); return schedule_timeout(duration); }
static int waitactive(int n) { return ready() + 1; }
static int ioctl(int n) { if (n) return send_break(HZ/4) + 1; return waitactive(n) + 1; }
SYSCALL_DEFINE1(ioctls, int, fd) { return ioctl(fd) + 1; }
`,
    `
    send_break syscall-wait interruptible timeout
    ioctl syscall-wait interruptible event
    `,
    'kind',
  );
});

test('a short sleep that is begun again and again is no short one', async () => {
  const loops = [
    ['again', 'while (!ready()) nap();'],
    ['forever', 'for (;;) { if (ready()) break; nap(); }'],
    ['until', 'do { nap(); } while (!ready());'],
    ['condition', 'while (nap() == 0) look();'],
    ['jump', 'retry: nap(); if (!ready()) goto retry;'],
    ['counted', 'int tries = 5; while (tries--) nap();'],
    ['times', 'int i; for (i = 0; i < 5; i++) nap();'],
    ['jumps', 'int tries = 0; retry: nap(); if (++tries < 5) goto retry;'],
    ['once', 'nap(); while (!ready()) look();'],
    ['block', 'do { nap(); } while (0);'],
    [
      'rest',
      'long t = HZ/10; while (t && !ready()) { set_current_state(TASK_INTERRUPTIBLE); t = schedule_timeout(t); }',
    ],
  ];
  const source = loops.map(
    ([name, body]) => `static int ${name}(void) { ${body} return 1; }
SYSCALL_DEFINE1(${name}s, int, fd) { return ${name}() + 1; }`,
  );
  await check(
    `static int nap(void) { set_current_state(TASK_INTERRUPTIBLE); return schedule_timeout(HZ/10); }\n${source.join('\n')}`,
    `
    again syscall-wait interruptible timeout
    forever syscall-wait interruptible timeout
    until syscall-wait interruptible timeout
    condition syscall-wait interruptible timeout
    jump syscall-wait interruptible timeout
    counted transient interruptible timeout 0.1 s
    times transient interruptible timeout 0.1 s
    jumps transient interruptible timeout 0.1 s
    once transient interruptible timeout 0.1 s
    block transient interruptible timeout 0.1 s
    rest transient interruptible timeout 0.1 s
    nap transient interruptible timeout 0.1 s
    `,
    'kind',
  );
});

test('a wait that is begun again when its time is over has no length, however long it is', async () => {
  const loops = [
    ['again', 'while (!ready()) rest();'],
    ['until', 'long left; do { left = wait_timeout(1); } while (left <= 0);'],
    [
      'fails',
      'while (!ready()) { long left = wait_timeout(1); if (left == 0) { n = -1; goto out; } } out:',
    ],
    ['returns', 'for (;;) { if (!wait_timeout(1)) return -1; }'],
    ['leaves', 'while (!ready()) { n = wait_timeout(1); if (n < 0 || !n) break; }'],
    ['warns', 'while (!ready()) { n = wait_timeout(1); if (!n) look(); }'],
    ['back', 'retry: n = wait_timeout(1); if (!n) goto retry;'],
    ['counted', 'int tries = 5; while (tries--) rest();'],
    ['behind', 'while (!ready()) { n = wait_timeout(1); look(); } if (!n) return -1;'],
    [
      'perhaps',
      'while (!ready()) { n = wait_timeout(1); if (!n) { if (fatal()) return -1; look(); } }',
    ],
    [
      'goes_on',
      'while (!ready()) { n = wait_timeout(1); if (!n) goto next; look(); next: look(); }',
    ],
    ['chosen', 'while (!ready()) { switch (n) { case 1: n = wait_timeout(1); if (!n) break; } }'],
    ['inner', 'for (;;) { while (!ready()) { n = wait_timeout(1); if (!n) break; } }'],
  ];
  const source = loops.map(
    ([name, body]) => `static int ${name}(int n) { ${body} return 1; }
SYSCALL_DEFINE1(${name}s, int, fd) { return ${name}(fd) + 1; }`,
  );
  await check(
    `
static int rest(void) { set_current_state(TASK_INTERRUPTIBLE); return schedule_timeout(3 * HZ); }
static long wait_timeout(int n) { set_current_state(TASK_INTERRUPTIBLE); return schedule_timeout(10 * HZ); }
${source.join('\n')}
`,
    `
    again syscall-wait interruptible timeout
    until syscall-wait interruptible timeout
    fails syscall-wait interruptible timeout 10 s
    returns syscall-wait interruptible timeout 10 s
    leaves syscall-wait interruptible timeout 10 s
    warns syscall-wait interruptible timeout
    back syscall-wait interruptible timeout
    counted syscall-wait interruptible timeout 3 s
    behind syscall-wait interruptible timeout
    perhaps syscall-wait interruptible timeout
    goes_on syscall-wait interruptible timeout
    chosen syscall-wait interruptible timeout
    inner syscall-wait interruptible timeout
    `,
    'kind',
  );
});

test('what a thread is handed is on its stack for good, unless it is called round by round', async () => {
  await check(
    `
struct context { int (*recover)(int n); };
struct synth { int (*catch_up)(int n); };
static int recovery(int n) { while (!kthread_should_stop()) wait_event_interruptible(queue, ready); return 0; }
static int catching(int n) { while (!kthread_should_stop()) wait_event_interruptible(queue, ready); return 0; }
static struct context contexts = { .recover = recovery };
static struct synth synths = { .catch_up = catching };
static int host(void *data) { struct context *of = data; kthread_should_stop(); return of->recover(1) + 1; }
static int speak(void *data) { struct synth *of = data; while (1) { kthread_should_stop(); of->catch_up(1); } return 0; }
int start(void) { kthread_run(host, 0, "host/%d", 1); kthread_run(speak, 0, "speak/%d", 1); return 0; }
`,
    `
    recovery thread-main interruptible event
    catching syscall-wait interruptible event
    host thread-main interruptible event
    speak thread-main interruptible event
    `,
    'kind',
  );
});

test('a wait that goes on by a function it is handed is as near to a system call as any', async () => {
  const others = Array.from(
    { length: 20 },
    (_, at) =>
      `static int quick${at}(int n) { return n; }\nstatic struct operations of${at} = { .getattr = quick${at} };`,
  );
  const far = [1, 2, 3].map((at) => `static int ask${at}(int n) { return ask${at - 1}(n) + 1; }`);
  await check(
    `
struct operations { int (*getattr)(int n); };
static long __sched wait_by(long (*action)(long), long timeout) { set_current_state(TASK_KILLABLE); return action(timeout); }
static int ask0(int n) { return wait_by(schedule_timeout, 5 * HZ); }
${far.join('\n')}
static int ceph_getattr(int n) { return ask3(n) + 1; }
static struct operations ceph = { .getattr = ceph_getattr };
${others.join('\n')}
SYSCALL_DEFINE2(stats, struct operations *, op, int, n) { return op->getattr(n) + 1; }
`,
    'ceph_getattr syscall-wait killable timeout 5 s',
    'kind',
  );
});
