/* What can be done about an open transition from inside the machine. */
#define _GNU_SOURCE
#include "lab.h"

#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

bool transition_open(void)
{
	char state[8];

	return file_read(PATCH "/transition", state, sizeof(state)) && *state == '1';
}

double transition_wait(double limit)
{
	double begin = now();

	while (transition_open()) {
		if (now() - begin > limit)
			return -1;
		pause_for(0.05);
	}
	return now() - begin;
}

/* Enough tries to tell that it stays open. */
#define MORE_TRIES 3

double transition_watch(double limit)
{
	int before = log_failed_tries();
	double begin = now(), waited = transition_wait(limit);

	while (waited < 0 && transition_open() && now() - begin < SLOWEST * limit &&
	       log_failed_tries() - before < MORE_TRIES)
		pause_for(0.05);
	return waited >= 0 || !transition_open() ? now() - begin : -1;
}

bool write_in_child(const char *path, const char *value)
{
	double end = now() + 5;
	pid_t writer = fork();

	if (!writer)
		_exit(file_write(path, value) ? 0 : 1);
	while (waitpid(writer, NULL, WNOHANG) == 0) {
		if (now() > end)
			return false;
		pause_for(0.02);
	}
	return true;
}

/* A program that computes for a fifth of a second on each CPU, pinned to it. */
static void busy_everywhere(void)
{
	int cpus = (int)sysconf(_SC_NPROCESSORS_ONLN);

	for (int cpu = 0; cpu < cpus; cpu++) {
		if (fork() == 0) {
			cpu_set_t set;
			double end = now() + 0.2;

			CPU_ZERO(&set);
			CPU_SET(cpu, &set);
			sched_setaffinity(0, sizeof(set), &set);
			while (now() < end)
				;
			_exit(0);
		}
	}
	pause_for(0.5);
}

static void reonline(struct text *note)
{
	bool off = file_write("/sys/devices/system/cpu/cpu1/online", "0");
	bool on = file_write("/sys/devices/system/cpu/cpu1/online", "1");

	text_add(note, "offline %s, online %s", off ? "done" : "refused", on ? "done" : "refused");
}

static void freeze_for_a_moment(enum cgroup_version version, struct text *note)
{
	bool joined = freezer_join(version);
	bool frozen = joined && freezer_set(version, true);
	bool thawed = joined && freezer_set(version, false);

	text_add(note, "joined %s, frozen %s, thawed %s", joined ? "yes" : "no", frozen ? "yes" : "no",
		 thawed ? "yes" : "no");
	freezer_leave();
}

double strategy_try(const char *name, double limit, struct text *note)
{
	double begin = now(), waited;

	if (strcmp(name, "flush") == 0)
		text_add(note, module_load("/lib/lab_flush.ko", "", limit) == 11 ? "done" : "hangs");
	else if (strcmp(name, "busy") == 0)
		busy_everywhere();
	else if (strcmp(name, "stop-10ms") == 0) {
		hogs_stop();
		pause_for(0.01);
		actors_signal(ROLE_HOG, SIGCONT);
	} else if (strcmp(name, "stop-hog") == 0)
		actors_signal(ROLE_HOG, SIGSTOP);
	else if (strcmp(name, "kill-hog") == 0)
		hogs_kill();
	else if (strcmp(name, "move-hog") == 0)
		hogs_move();
	else if (strcmp(name, "lower-hog-priority") == 0)
		hogs_lower();
	else if (strcmp(name, "freeze-v1") == 0)
		freeze_for_a_moment(CGROUP_V1, note);
	else if (strcmp(name, "freeze-v2") == 0)
		freeze_for_a_moment(CGROUP_V2, note);
	else if (strcmp(name, "thaw") == 0)
		text_add(note, freezer_thaw() ? "done" : "refused");
	else if (strcmp(name, "restart-thread") == 0)
		text_add(note, thread_restart() ? "done" : "refused");
	else if (strcmp(name, "reonline") == 0)
		reonline(note);
	else if (strcmp(name, "stop-continue-blockers") == 0) {
		blockers_signal(1, SIGSTOP);
		pause_for(0.05);
		blockers_signal(1, SIGCONT);
	} else if (strcmp(name, "continue-stopped") == 0)
		actors_signal(ROLE_STOPPED, SIGCONT);
	else if (strcmp(name, "interrupt-blockers") == 0)
		blockers_signal(1, 0);
	else if (strcmp(name, "kill-blockers") == 0)
		blockers_signal(1, SIGKILL);
	else if (strcmp(name, "reverse") == 0)
		write_in_child(PATCH "/enabled", "0");
	else if (strcmp(name, "force") == 0)
		write_in_child(PATCH "/force", "1");
	else if (strcmp(name, "wait") != 0)
		text_add(note, "unknown strategy");
	waited = transition_watch(limit);
	if (strcmp(name, "stop-hog") == 0)
		actors_signal(ROLE_HOG, SIGCONT);
	return waited < 0 ? -1 : now() - begin;
}
