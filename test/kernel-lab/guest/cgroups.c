/* Freezing: the workload's tasks in a cgroup of their own, of either version. */
#define _GNU_SOURCE
#include "lab.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#define ROOT "/tmp/cgroup"
#define GROUP ROOT "/lab"

static enum cgroup_version joined;

static bool mounted(enum cgroup_version version)
{
	mkdir(ROOT, 0755);
	if (version == CGROUP_V2)
		return mount("none", ROOT, "cgroup2", 0, NULL) == 0;
	return mount("none", ROOT, "cgroup", 0, "freezer") == 0;
}

/* Every process of an actor's group: the actor, and what it forked. */
static void move_actors(const char *into)
{
	for (pid_t pid = 2; pid < 32768; pid++) {
		pid_t group = getpgid(pid);

		for (int at = 0; group > 0 && at < actor_count; at++) {
			char number[16];

			if (actors[at].pid != group)
				continue;
			snprintf(number, sizeof(number), "%d", pid);
			file_write(into, number);
		}
	}
}

bool freezer_join(enum cgroup_version version)
{
	if (joined == version)
		return true;
	freezer_leave();
	if (!mounted(version))
		return false;
	if (mkdir(GROUP, 0755) != 0 && errno != EEXIST) {
		umount(ROOT);
		return false;
	}
	joined = version;
	move_actors(GROUP "/cgroup.procs");
	return true;
}

static bool is_frozen(enum cgroup_version version)
{
	char text[128];

	if (version == CGROUP_V2)
		return file_read(GROUP "/cgroup.events", text, sizeof(text)) && strstr(text, "frozen 1");
	return file_read(GROUP "/freezer.state", text, sizeof(text)) && strcmp(text, "FROZEN") == 0;
}

bool freezer_set(enum cgroup_version version, bool frozen)
{
	double end = now() + 3;

	if (version == CGROUP_V2)
		file_write(GROUP "/cgroup.freeze", frozen ? "1" : "0");
	else
		file_write(GROUP "/freezer.state", frozen ? "FROZEN" : "THAWED");
	while (is_frozen(version) != frozen) {
		if (now() > end)
			return false;
		pause_for(0.05);
	}
	return true;
}

bool freezer_thaw(void)
{
	return joined && freezer_set(joined, false);
}

void freezer_leave(void)
{
	if (!joined)
		return;
	freezer_set(joined, false);
	move_actors(ROOT "/cgroup.procs");
	for (int tries = 0; tries < 20 && rmdir(GROUP) != 0; tries++)
		pause_for(0.05);
	umount(ROOT);
	joined = 0;
}
