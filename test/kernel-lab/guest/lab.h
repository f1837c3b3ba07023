/* What the parts of the lab's guest share. */
#ifndef LAB_H
#define LAB_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* ---- text.c: small files and JSON ---- */

/* A growing text; `data` is always terminated. */
struct text {
	char *data;
	size_t length;
	size_t room;
};

void text_add(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Adds a JSON string, quotes included. */
void text_add_quoted(struct text *text, const char *string);
void text_clear(struct text *text);
/* The whole of a file, without a final line break; false where it cannot be read. */
bool file_read(const char *path, char *into, size_t room);
bool file_write(const char *path, const char *value);
double now(void);
void pause_for(double seconds);

/* ---- tasks.c: workloads ---- */

enum role { ROLE_HOG, ROLE_SLEEPER, ROLE_STOPPED };

struct actor {
	const char *name;
	pid_t pid;
	enum role role;
	/* Of a hog: the CPU that it is pinned to. */
	int cpu;
};

#define MOST_ACTORS 64
extern struct actor actors[MOST_ACTORS];
extern int actor_count;

/* Starts the tasks of a workload; false for an unknown name. */
bool workload_start(const char *name);
/* Ends them and undoes their settings. */
void workload_end(void);
void actors_signal(enum role role, int signal);
/* Ends the hogs for good. */
void hogs_kill(void);
/*
 * Stops them, and returns when they stand: a SIGCONT that comes before that takes the stop back, and a
 * busy host can keep a CPU from its interrupt for long.
 */
void hogs_stop(void);
/* Leaves each CPU in turn without its hogs for a moment, then pins them to where they were. */
void hogs_move(void);
/* Takes the hogs' real-time priority. */
void hogs_lower(void);
/* Unloads the module with the workload's kernel thread and loads it again; false where that hangs. */
bool thread_restart(void);

/* ---- sleepers.c ---- */

struct sleeper {
	const char *name;
	/* Runs in a process of its own and never comes back. */
	void (*sleep)(void);
};

extern const struct sleeper sleepers[];

/* ---- io-uring.c ---- */

/* Waits for a completion that never comes; with `punted` the read is a worker thread's. */
void sleep_io_uring(bool punted);

/* ---- cgroups.c ---- */

enum cgroup_version { CGROUP_V1 = 1, CGROUP_V2 = 2 };

/* Puts every actor and what it forked into one freezer group; false where the kernel has none. */
bool freezer_join(enum cgroup_version version);
/* Freezes or thaws it, and waits until that is done. */
bool freezer_set(enum cgroup_version version, bool frozen);
/* Thaws the group that the actors are in; false where they are in none. */
bool freezer_thaw(void);
/* Lets the group's tasks go and removes it. */
void freezer_leave(void);

/* ---- modules.c ---- */

/* Loads a module in a process of its own; an errno, or -1 when that does not end within `limit`. */
int module_load(const char *path, const char *arguments, double limit);
/* The process that the last load was done by. */
extern pid_t module_loader;
int module_unload(const char *name);

/* ---- kernel-log.c ---- */

/* Forgets what has been said so far. */
void log_begin(void);
/* Whether the kernel has said since that it sends fake signals. */
bool log_signals_sent(void);
/* How many tries the kernel has made since that left somebody unswitched. */
int log_failed_tries(void);
/* Adds what the kernel said since: `"messages":[…],"firstTry":[…],"lastTry":[…]`. */
void log_describe(struct text *text);

/* ---- symbols.c ---- */

/* Reads both lists, and anew when modules have come since. */
void symbols_read(void);
/* The address of the `position`th symbol of that name (0: the first); 0 when there is none. */
unsigned long symbol_address(const char *name, unsigned long position, const char *object);
bool symbol_traceable(const char *name);
/*
 * Adds `"symbols":[["t","ptrace_stop.part.0",false]],`: type, name and whether ftrace can hook it, of
 * every symbol of the kernel itself that is the function or what the compiler made of it.
 */
void symbols_describe(struct text *text, const char *name);

/* ---- blockers.c ---- */

/* Adds `"blockers":[…]`: tasks whose patch state is not `target`, with their stacks, at most 12 of them. */
void blockers_describe(struct text *text, int target);
/* Adds `"blockers":[…]` with one task. */
void task_describe(struct text *text, pid_t pid);
/* Sends a signal to every user task that is a blocker; with 0, a PTRACE_INTERRUPT and a detach. */
void blockers_signal(int target, int signal);
/* Adds `"actors":[…],`: the workload's tasks, as they are before the load. */
void actors_describe(struct text *text);
/* Adds every task's name, state and stack as a JSON array. */
void tasks_describe(struct text *text);

/* ---- transition.c ---- */

struct question {
	char function[128];
	char object[64];
	unsigned long position;
	char workload[64];
	bool leave_frame;
	/* The transition that is watched is that of disabling. */
	bool disable;
	double limit;
	char strategies[256];
};

/* Answers one question with one JSON object; false when the machine is of no use any more. */
bool question_answer(const struct question *question, struct text *answer);

/* ---- strategies.c ---- */

/* Writes a control file in a process of its own: a write can hang. Whether it ended in time. */
bool write_in_child(const char *path, const char *value);
bool transition_open(void);
/* Waits until the transition is over; the seconds that took, or -1 after `limit`. */
double transition_wait(double limit);
/*
 * The same, but not given up before the kernel has made some tries meanwhile: on a slow host that takes up
 * to so many times the limit.
 */
#define SLOWEST 4
double transition_watch(double limit);
/* Tries one strategy on the open transition; seconds to completion or -1. `note` may be left empty. */
double strategy_try(const char *name, double limit, struct text *note);

#define PATCH "/sys/kernel/livepatch/lab_livepatch"

#endif
