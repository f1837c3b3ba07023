/* What the kernel says about a transition: its notices, and its debug messages of refused tasks. */
#define _GNU_SOURCE
#include "lab.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MOST_REFUSALS 4096
#define MOST_SHOWN 80
/* Tries are a second or more apart, and one takes far less. */
#define ONE_TRY 0.45

static int kmsg = -1;
/* Read on its own, while the transition is watched. */
static int watched = -1;
static bool signals_sent;
static int failed_tries;
static double last_refusal;

struct refusal {
	double at;
	char what[128];
};

static struct refusal refusals[MOST_REFUSALS];

void log_begin(void)
{
	if (kmsg < 0)
		kmsg = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (watched < 0)
		watched = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	lseek(kmsg, 0, SEEK_END);
	lseek(watched, 0, SEEK_END);
	signals_sent = false;
	failed_tries = 0;
	last_refusal = 0;
}

/* Refusals from `from` to `to` seconds of the kernel's clock, each said once. */
static void add_refusals(struct text *text, int count, double from, double to)
{
	int shown = 0;

	for (int at = 0; at < count && shown < MOST_SHOWN; at++) {
		bool again = false;

		if (refusals[at].at < from || refusals[at].at > to)
			continue;
		for (int other = 0; other < at && !again; other++)
			again = refusals[other].at >= from &&
				strcmp(refusals[other].what, refusals[at].what) == 0;
		if (again)
			continue;
		text_add(text, shown++ ? "," : "");
		text_add_quoted(text, refusals[at].what);
	}
}

/* "livepatch: klp_try_switch_task: swapper/1:0 is running" and the like. */
static const char *refusal_in(const char *message)
{
	static const char *const marks[] = { "klp_try_switch_task: ", "klp_check_stack: ", "klp_check_task: " };

	for (size_t at = 0; at < sizeof(marks) / sizeof(*marks); at++) {
		const char *found = strstr(message, marks[at]);

		if (found)
			return found + strlen(marks[at]);
	}
	return NULL;
}

static void watch(void)
{
	char record[2048];
	ssize_t length;

	while ((length = read(watched, record, sizeof(record) - 1)) > 0) {
		unsigned long long microseconds = 0;

		record[length] = 0;
		signals_sent |= strstr(record, "signaling remaining tasks") != NULL;
		if (!refusal_in(record))
			continue;
		sscanf(record, "%*u,%*u,%llu", &microseconds);
		failed_tries += microseconds / 1e6 - last_refusal > ONE_TRY;
		last_refusal = microseconds / 1e6;
	}
}

bool log_signals_sent(void)
{
	watch();
	return signals_sent;
}

int log_failed_tries(void)
{
	watch();
	return failed_tries;
}

void log_describe(struct text *text)
{
	char record[2048];
	double began = -1;
	int count = 0, said = 0;
	ssize_t length;

	text_add(text, "\"messages\":[");
	while ((length = read(kmsg, record, sizeof(record) - 1)) > 0) {
		char *message = strchr(record, ';'), *end;
		unsigned long long microseconds = 0;
		const char *refusal;
		double at;

		record[length] = 0;
		if (!message)
			continue;
		sscanf(record, "%*u,%*u,%llu", &microseconds);
		at = microseconds / 1e6;
		message++;
		end = strchr(message, '\n');
		if (end)
			*end = 0;
		if (began < 0)
			began = at;
		refusal = refusal_in(message);
		if (refusal && count < MOST_REFUSALS) {
			refusals[count].at = at;
			snprintf(refusals[count++].what, sizeof(refusals[0].what), "%s", refusal);
		} else if (said < 40 && !strstr(message, "tainting kernel")) {
			text_add(text, "%s[%.2f,", said++ ? "," : "", at - began);
			text_add_quoted(text, message);
			text_add(text, "]");
		}
	}
	text_add(text, "],\"firstTry\":[");
	if (count)
		add_refusals(text, count, refusals[0].at, refusals[0].at + ONE_TRY);
	text_add(text, "],\"lastTry\":[");
	if (count)
		add_refusals(text, count, refusals[count - 1].at - ONE_TRY, refusals[count - 1].at);
	text_add(text, "]");
}
