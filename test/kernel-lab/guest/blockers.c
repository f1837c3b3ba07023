/* Tasks that keep a transition open, as /proc tells of them. Idle tasks are not there: see the log. */
#define _GNU_SOURCE
#include "lab.h"

#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <signal.h>

#define MOST_BLOCKERS 12

static void visit_tasks(void (*visit)(pid_t pid, void *data), void *data)
{
	DIR *proc = opendir("/proc");
	struct dirent *entry;

	while (proc && (entry = readdir(proc)))
		if (isdigit((unsigned char)entry->d_name[0]))
			visit(atoi(entry->d_name), data);
	if (proc)
		closedir(proc);
}

/* One of the task's files, empty where it cannot be read. */
static void read_of(pid_t pid, const char *file, char *into, size_t room)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/%s", pid, file);
	file_read(path, into, room);
}

static char state_of(pid_t pid)
{
	char stat[512];
	char *after;

	read_of(pid, "stat", stat, sizeof(stat));
	after = strrchr(stat, ')');
	return after && after[1] ? after[2] : '?';
}

/* "[<0>] schedule_timeout+0x12/0x34" gives "schedule_timeout". */
static void add_stack(struct text *text, char *stack)
{
	int frames = 0;

	text_add(text, "[");
	for (char *line = strtok(stack, "\n"); line; line = strtok(NULL, "\n")) {
		char *name = strchr(line, ' '), *end;

		name = name ? name + 1 : line;
		end = strchr(name, '+');
		if (end)
			*end = 0;
		text_add(text, frames++ ? "," : "");
		text_add_quoted(text, name);
	}
	text_add(text, "]");
}

static void add_task(struct text *text, pid_t pid)
{
	char comm[64], stack[8192];

	read_of(pid, "comm", comm, sizeof(comm));
	read_of(pid, "stack", stack, sizeof(stack));
	text_add(text, "{\"task\":");
	text_add_quoted(text, comm);
	text_add(text, ",\"pid\":%d,\"state\":\"%c\",\"stack\":", pid, state_of(pid));
	add_stack(text, stack);
	text_add(text, "}");
}

struct search {
	struct text *text;
	int target;
	int found;
	int signal;
};

static bool is_blocker(pid_t pid, int target)
{
	char state[16];

	read_of(pid, "patch_state", state, sizeof(state));
	return *state && atoi(state) == 1 - target;
}

static void add_blocker(pid_t pid, void *data)
{
	struct search *search = data;

	if (!is_blocker(pid, search->target) || search->found++ >= MOST_BLOCKERS)
		return;
	text_add(search->text, search->found > 1 ? "," : "");
	add_task(search->text, pid);
}

void blockers_describe(struct text *text, int target)
{
	struct search search = { .text = text, .target = target };

	text_add(text, "\"blockers\":[");
	visit_tasks(add_blocker, &search);
	text_add(text, "],\"blockerCount\":%d", search.found);
}

void task_describe(struct text *text, pid_t pid)
{
	text_add(text, "\"blockers\":[");
	add_task(text, pid);
	text_add(text, "]");
}

static void signal_blocker(pid_t pid, void *data)
{
	struct search *search = data;
	char command_line[8];

	read_of(pid, "cmdline", command_line, sizeof(command_line));
	if (pid == 1 || !*command_line || !is_blocker(pid, search->target))
		return;
	if (search->signal) {
		kill(pid, search->signal);
		return;
	}
	if (ptrace(PTRACE_SEIZE, pid, NULL, NULL) != 0)
		return;
	ptrace(PTRACE_INTERRUPT, pid, NULL, NULL);
	for (int tries = 0; tries < 20 && waitpid(pid, NULL, __WALL | WNOHANG) == 0; tries++)
		pause_for(0.01);
	ptrace(PTRACE_DETACH, pid, NULL, NULL);
}

void blockers_signal(int target, int signal)
{
	struct search search = { .target = target, .signal = signal };

	visit_tasks(signal_blocker, &search);
}

static void add_any(pid_t pid, void *data)
{
	struct text *text = data;

	text_add(text, text->data[text->length - 1] == '[' ? "" : ",");
	add_task(text, pid);
}

static void add_actor(pid_t pid, void *data)
{
	char comm[64], command_line[8];

	read_of(pid, "cmdline", command_line, sizeof(command_line));
	read_of(pid, "comm", comm, sizeof(comm));
	if (pid != 1 && (*command_line || strncmp(comm, "lab_", 4) == 0))
		add_any(pid, data);
}

void actors_describe(struct text *text)
{
	text_add(text, "\"actors\":[");
	visit_tasks(add_actor, text);
	text_add(text, "],");
}

void tasks_describe(struct text *text)
{
	text_add(text, "[");
	visit_tasks(add_any, text);
	text_add(text, "]");
}
