/* The workloads: who runs, sleeps or is stopped while a transition is tried. */
#define _GNU_SOURCE
#include "lab.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

struct actor actors[MOST_ACTORS];
int actor_count;

static bool thread_loaded;
static char thread_behaviour[32];

static void pin_task(pid_t pid, int cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	sched_setaffinity(pid, sizeof(set), &set);
}

static void unpin(void)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	for (int cpu = 0; cpu < sysconf(_SC_NPROCESSORS_ONLN); cpu++)
		CPU_SET(cpu, &set);
	sched_setaffinity(0, sizeof(set), &set);
}

/* Forks; the child has a process group of its own, so that what it forks dies with it. */
static pid_t actor_fork(const char *name, enum role role)
{
	pid_t pid = fork();

	if (pid == 0) {
		char comm[16];

		setpgid(0, 0);
		setpriority(PRIO_PROCESS, 0, 0);
		snprintf(comm, sizeof(comm), "%s", name);
		prctl(PR_SET_NAME, comm);
		return 0;
	}
	setpgid(pid, pid);
	if (actor_count < MOST_ACTORS)
		actors[actor_count++] = (struct actor){ name, pid, role, 0 };
	return pid;
}

static void start_hog(int cpu, bool realtime)
{
	if (actor_fork(realtime ? "fifohog" : "hog", ROLE_HOG) == 0) {
		struct sched_param priority = { .sched_priority = 50 };

		pin_task(0, cpu);
		if (realtime)
			sched_setscheduler(0, SCHED_FIFO, &priority);
		for (;;)
			__asm__ volatile("pause");
	}
	actors[actor_count - 1].cpu = cpu;
}

static bool start_sleeper(const char *name)
{
	for (const struct sleeper *one = sleepers; one->name; one++) {
		if (strcmp(one->name, name) != 0)
			continue;
		if (actor_fork(one->name, ROLE_SLEEPER) == 0) {
			unpin();
			one->sleep();
		}
		return true;
	}
	return false;
}

static void start_crowd(void)
{
	for (const struct sleeper *one = sleepers; strcmp(one->name, "vfork") != 0; one++)
		start_sleeper(one->name);
}

/* Makes every sleeper leave its system call and enter it again, as a fake signal does. */
static void restart_sleepers(void)
{
	pause_for(0.5);
	actors_signal(ROLE_SLEEPER, SIGSTOP);
	pause_for(0.1);
	actors_signal(ROLE_SLEEPER, SIGCONT);
}

static void start_stopped(void)
{
	start_sleeper("nanosleep");
	pause_for(0.3);
	actors[actor_count - 1].role = ROLE_STOPPED;
	kill(actors[actor_count - 1].pid, SIGSTOP);
	if (actor_fork("traced", ROLE_STOPPED) == 0) {
		unpin();
		ptrace(PTRACE_TRACEME, 0, NULL, NULL);
		raise(SIGUSR1);
		for (;;)
			pause();
	}
}

/* A sleeper and a hog on CPU 1, both frozen by their cgroup. */
static bool start_frozen(enum cgroup_version version)
{
	start_sleeper("nanosleep");
	start_hog(1, false);
	pause_for(0.3);
	return freezer_join(version) && freezer_set(version, true);
}

static bool start_thread(const char *behaviour)
{
	char arguments[64];

	if (behaviour != thread_behaviour)
		snprintf(thread_behaviour, sizeof(thread_behaviour), "%s", behaviour);
	snprintf(arguments, sizeof(arguments), "behaviour=%s", behaviour);
	thread_loaded = module_load("/lib/lab_threads.ko", arguments, 5) == 0;
	return thread_loaded;
}

static void realtime_limits(bool set)
{
	file_write("/proc/sys/kernel/sched_rt_runtime_us", set ? "950000" : "-1");
	file_write("/sys/kernel/debug/sched/fair_server/cpu1/runtime", set ? "50000000" : "0");
}

bool workload_start(const char *name)
{
	bool known = true;

	actor_count = 0;
	if (strcmp(name, "hog1") == 0)
		start_hog(1, false);
	else if (strcmp(name, "hogall") == 0)
		for (int cpu = 0; cpu < sysconf(_SC_NPROCESSORS_ONLN); cpu++)
			start_hog(cpu, false);
	else if (strcmp(name, "fifo1") == 0)
		start_hog(1, true);
	else if (strcmp(name, "fifo1-unlimited") == 0) {
		realtime_limits(false);
		start_hog(1, true);
	} else if (strcmp(name, "sleepers") == 0)
		start_crowd();
	else if (strcmp(name, "sleepers-restarted") == 0) {
		start_crowd();
		restart_sleepers();
	} else if (strcmp(name, "stopped") == 0)
		start_stopped();
	else if (strcmp(name, "frozen") == 0)
		known = start_frozen(CGROUP_V2);
	else if (strcmp(name, "frozen-v1") == 0)
		known = start_frozen(CGROUP_V1);
	else if (strncmp(name, "sleep:", 6) == 0)
		known = start_sleeper(name + 6);
	else if (strncmp(name, "thread:", 7) == 0)
		known = start_thread(name + 7);
	else
		known = strcmp(name, "idle") == 0;
	pause_for(strncmp(name, "sleepers", 8) == 0 ? 2.0 : 0.6);
	return known;
}

void workload_end(void)
{
	for (int at = 0; at < actor_count; at++) {
		kill(-actors[at].pid, SIGKILL);
		kill(actors[at].pid, SIGKILL);
	}
	freezer_leave();
	actor_count = 0;
	realtime_limits(true);
	if (thread_loaded)
		for (int tries = 0; tries < 50 && module_unload("lab_threads") != 0; tries++)
			pause_for(0.05);
	thread_loaded = false;
	for (int tries = 0; tries < 20; tries++) {
		while (waitpid(-1, NULL, WNOHANG) > 0)
			;
		pause_for(0.01);
	}
}

void actors_signal(enum role role, int signal)
{
	for (int at = 0; at < actor_count; at++)
		if (actors[at].role == role)
			kill(actors[at].pid, signal);
}

void hogs_stop(void)
{
	actors_signal(ROLE_HOG, SIGSTOP);
	for (int at = 0; at < actor_count; at++)
		for (int tries = 0; actors[at].role == ROLE_HOG && tries < 200; tries++) {
			if (waitpid(actors[at].pid, NULL, WUNTRACED | WNOHANG) > 0)
				break;
			pause_for(0.005);
		}
}

void hogs_kill(void)
{
	for (int at = 0; at < actor_count; at++)
		if (actors[at].role == ROLE_HOG)
			kill(actors[at].pid, SIGKILL);
}

void hogs_move(void)
{
	int cpus = (int)sysconf(_SC_NPROCESSORS_ONLN);

	for (int cpu = 0; cpu < cpus; cpu++) {
		for (int at = 0; at < actor_count; at++)
			if (actors[at].role == ROLE_HOG && actors[at].cpu == cpu)
				pin_task(actors[at].pid, (cpu + 1) % cpus);
		pause_for(0.3);
		for (int at = 0; at < actor_count; at++)
			if (actors[at].role == ROLE_HOG && actors[at].cpu == cpu)
				pin_task(actors[at].pid, cpu);
	}
}

void hogs_lower(void)
{
	struct sched_param none = { .sched_priority = 0 };

	for (int at = 0; at < actor_count; at++)
		if (actors[at].role == ROLE_HOG)
			sched_setscheduler(actors[at].pid, SCHED_OTHER, &none);
}

bool thread_restart(void)
{
	int error = thread_loaded ? module_unload("lab_threads") : ENOENT;

	for (int tries = 0; tries < 50 && error != 0 && error != ENOENT; tries++) {
		pause_for(0.05);
		error = module_unload("lab_threads");
	}
	return error == 0 && start_thread(thread_behaviour);
}
