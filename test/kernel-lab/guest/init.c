/*
 * The guest's only program: reads the questions from /plan, answers each on the second serial line
 * as one JSON object, and powers the machine off.
 */
#define _GNU_SOURCE
#include "lab.h"

#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <termios.h>
#include <unistd.h>

static int results = -1;

static void mount_all(void)
{
	mkdir("/proc", 0755);
	mkdir("/sys", 0755);
	mkdir("/dev", 0755);
	mkdir("/tmp", 0755);
	mount("proc", "/proc", "proc", 0, NULL);
	mount("sysfs", "/sys", "sysfs", 0, NULL);
	mount("devtmpfs", "/dev", "devtmpfs", 0, NULL);
	mkdir("/dev/pts", 0755);
	mount("devpts", "/dev/pts", "devpts", 0, NULL);
	mount("debugfs", "/sys/kernel/debug", "debugfs", 0, NULL);
	mount("tracefs", "/sys/kernel/tracing", "tracefs", 0, NULL);
	mount("tmpfs", "/tmp", "tmpfs", 0, NULL);
}

static void open_results(void)
{
	struct termios raw;

	results = open("/dev/ttyS1", O_WRONLY | O_NOCTTY | O_CLOEXEC);
	if (results >= 0 && tcgetattr(results, &raw) == 0) {
		cfmakeraw(&raw);
		tcsetattr(results, TCSANOW, &raw);
	}
}

static void say(const struct text *line)
{
	size_t at = 0;
	ssize_t done;

	while (at < line->length && (done = write(results, line->data + at, line->length - at)) > 0)
		at += done;
	tcdrain(results);
}

static void say_hello(void)
{
	static char line[512];
	struct text hello = { 0 };
	struct utsname name;

	uname(&name);
	file_read("/proc/cmdline", line, sizeof(line));
	text_add(&hello, "{\"boot\":{\"release\":\"%s\",\"version\":", name.release);
	text_add_quoted(&hello, name.version);
	text_add(&hello, ",\"cpus\":%ld,\"cmdline\":", sysconf(_SC_NPROCESSORS_ONLN));
	text_add_quoted(&hello, line);
	file_read("/sys/kernel/debug/sched/preempt", line, sizeof(line));
	text_add(&hello, ",\"preempt\":");
	text_add_quoted(&hello, line);
	file_read("/sys/devices/system/cpu/cpuidle/current_driver", line, sizeof(line));
	text_add(&hello, ",\"cpuidle\":");
	text_add_quoted(&hello, line);
	/* A kernel without CONFIG_NO_HZ_FULL takes no notice of nohz_full=, and has no such file. */
	file_read("/sys/devices/system/cpu/nohz_full", line, sizeof(line));
	text_add(&hello, ",\"tickless\":");
	text_add_quoted(&hello, line);
	text_add(&hello, ",\"tasks\":");
	tasks_describe(&hello);
	text_add(&hello, "}}\n");
	say(&hello);
}

/* "ID WORKLOAD FUNCTION POSITION OBJECT FLAGS LIMIT STRATEGIES", with "-" for what is left out. */
static bool parse(const char *line, int *id, struct question *question)
{
	char flags[32];

	memset(question, 0, sizeof(*question));
	if (sscanf(line, "%d %63s %127s %lu %63s %31s %lf %255s", id, question->workload,
		   question->function, &question->position, question->object, flags,
		   &question->limit, question->strategies) != 8)
		return false;
	if (strcmp(question->object, "-") == 0)
		question->object[0] = 0;
	if (strcmp(question->strategies, "-") == 0)
		question->strategies[0] = 0;
	question->leave_frame = strstr(flags, "frame") != NULL;
	question->disable = strstr(flags, "disable") != NULL;
	return true;
}

static void answer_all(FILE *plan)
{
	char line[1024];
	struct text answer = { 0 };
	bool usable = true;

	while (usable && fgets(line, sizeof(line), plan)) {
		struct question question;
		int id;

		if (!parse(line, &id, &question))
			continue;
		text_clear(&answer);
		text_add(&answer, "{\"begin\":%d}\n", id);
		say(&answer);
		text_clear(&answer);
		text_add(&answer, "{\"case\":%d,", id);
		usable = question_answer(&question, &answer);
		text_add(&answer, ",\"usable\":%s}\n", usable ? "true" : "false");
		say(&answer);
	}
	text_clear(&answer);
	text_add(&answer, "{\"end\":true}\n");
	say(&answer);
}

int main(void)
{
	cpu_set_t first;
	FILE *plan;

	mount_all();
	open_results();
	file_write("/proc/sys/kernel/kptr_restrict", "0");
	file_write("/proc/sys/kernel/printk_devkmsg", "on");
	if (!file_write("/proc/dynamic_debug/control", "file kernel/livepatch/transition.c +p"))
		file_write("/sys/kernel/debug/dynamic_debug/control", "file kernel/livepatch/transition.c +p");
	CPU_ZERO(&first);
	CPU_SET(0, &first);
	sched_setaffinity(0, sizeof(first), &first);
	setpriority(PRIO_PROCESS, 0, -20);
	symbols_read();
	say_hello();
	plan = fopen("/plan", "r");
	if (plan)
		answer_all(plan);
	sync();
	reboot(RB_POWER_OFF);
	return 0;
}
