import type { FileTree } from '../../ports/files.ts';

/** The least that a kernel needs for its roles to be seen; the names are those of Linux. */
export const smallKernel: Readonly<Record<string, string>> = {
  Makefile: 'VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 0\n',
  'kernel/sched/core.c': `
static void __sched notrace __schedule(unsigned int mode) { context_switch(); }
void __sched schedule(void) { __schedule(0); }
void __sched schedule_idle(void) { __schedule(1); }
void preempt_schedule_common(void) { __schedule(2); }
int __cond_resched(void) { preempt_schedule_common(); return 0; }
void __sched io_schedule(void) { schedule(); }
`,
  'kernel/sched/idle.c': `
static int call_idle(void) { return 0; }
static void do_idle(void) { call_idle(); schedule_idle(); }
void cpu_startup_entry(int state) { while (1) do_idle(); }
`,
  'kernel/time/timer.c': `
int __mod_timer(struct timer_list *timer) { return 0; }
long __sched schedule_timeout(long timeout) { __mod_timer(0); schedule(); return 0; }
long __sched schedule_timeout_idle(long timeout)
{
	__set_current_state(TASK_IDLE);
	return schedule_timeout(timeout);
}
`,
  'kernel/locking/mutex.c': `
void __sched mutex_lock(struct mutex *lock)
{
	set_current_state(TASK_UNINTERRUPTIBLE);
	schedule();
}
int __sched mutex_lock_interruptible(struct mutex *lock)
{
	set_current_state(TASK_INTERRUPTIBLE);
	schedule();
	return 0;
}
`,
  'kernel/kthread.c': `
struct task_struct *kthread_create_on_node(int (*threadfn)(void *data), void *data, int node, const char namefmt[])
{ return 0; }
bool kthread_should_stop(void) { return false; }
static int kthread(void *create) { return 0; }
`,
  'kernel/signal.c': `
static void do_signal_stop(int signr)
{
	set_special_state(TASK_STOPPED);
	schedule();
}
bool get_signal(struct ksignal *ksig) { do_signal_stop(0); return true; }
`,
  'include/linux/wait.h': `
#define ___wait_event(wq_head, condition, state, exclusive, ret, cmd) \\
({ if (___wait_is_interruptible(state)) ; cmd; })
#define wait_event(wq_head, condition) \\
	___wait_event(wq_head, condition, TASK_UNINTERRUPTIBLE, 0, 0, schedule())
#define wait_event_interruptible(wq_head, condition) \\
	___wait_event(wq_head, condition, TASK_INTERRUPTIBLE, 0, 0, schedule())
#define wait_event_freezable(wq_head, condition) \\
	___wait_event(wq_head, condition, (TASK_INTERRUPTIBLE|TASK_FREEZABLE), 0, 0, schedule())
#define wait_event_killable(wq_head, condition) \\
	___wait_event(wq_head, condition, TASK_KILLABLE, 0, 0, schedule())
#define kthread_run(threadfn, data, namefmt, ...) \\
	kthread_create_on_node(threadfn, data, -1, namefmt, ## __VA_ARGS__)
`,
};

/** A tree of files held in memory, by path. */
export function memoryTree(files: Readonly<Record<string, string>>): FileTree {
  const paths = Object.keys(files);
  const inside = (folder: string): readonly string[] =>
    folder === '' ? paths : paths.filter((path) => path.startsWith(`${folder}/`));
  return {
    read: async (path) => {
      const text = files[path];
      return text === undefined ? undefined : new TextEncoder().encode(text);
    },
    stat: async (path) => {
      if (files[path] !== undefined) return { kind: 'file', size: 0, modified: 0 };
      return inside(path).length > 0 ? { kind: 'directory', size: 0, modified: 0 } : undefined;
    },
    list: async (folder) => {
      const skip = folder === '' ? 0 : folder.length + 1;
      const names = inside(folder).map((path) => path.slice(skip).split('/')[0] ?? '');
      return [...new Set(names)].sort();
    },
  };
}

/** The small kernel with a configuration in which CONFIG_FS is a module. */
export const configured: Readonly<Record<string, string>> = {
  ...smallKernel,
  '.config': 'CONFIG_FS=m\n',
  Kbuild: 'obj-y += kernel/ fs/\n',
  'kernel/Makefile': 'obj-y += kthread.o signal.o sched/ time/\n',
  'kernel/sched/Makefile': 'obj-y += core.o idle.o\n',
  'kernel/time/Makefile': 'obj-y += timer.o\n',
};
