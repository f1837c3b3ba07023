/* One question: load the livepatch under a workload, watch, try strategies, unload. */
#define _GNU_SOURCE
#include "lab.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define STRATEGY_SECONDS 5
#define WAIT_SECONDS 18
/* Fake signals come after so long where a try takes a second. */
#define SIGNALS_AFTER 17
#define AFTER_SIGNALS 6
/* For the load before a disable, on a machine without the workload. */
#define LOAD_SECONDS 30

/* An errno, or -1 when the load itself hangs. */
static int load_patch(const struct question *question)
{
	char arguments[512];
	unsigned long address;

	if (*question->object)
		symbols_read();
	address = symbol_address(question->function, question->position, question->object);
	snprintf(arguments, sizeof(arguments), "old_name=%s object=%s sympos=%lu old_address=0x%lx leave_frame=%d",
		 question->function, question->object, question->position, address,
		 question->leave_frame || question->disable);
	if (!*question->object)
		snprintf(arguments, sizeof(arguments), "old_name=%s sympos=%lu old_address=0x%lx leave_frame=%d",
			 question->function, question->position, address,
			 question->leave_frame || question->disable);
	/*
	 * From 6.4 on every cond_resched() is rewritten before and after, with an interrupt to each CPU
	 * for each: minutes on an emulated CPU that is busy.
	 */
	return module_load("/lib/lab_livepatch.ko", arguments, 300);
}

/* Disables and unloads the patch; the seconds that took, or -1 when it stays. */
static double unload_patch(double limit)
{
	double begin = now();

	while (now() - begin < limit) {
		char enabled[8] = "";

		if (!file_read(PATCH "/enabled", enabled, sizeof(enabled))) {
			int error = module_unload("lab_livepatch");

			if (error == 0 || error == ENOENT)
				return now() - begin;
		} else if (*enabled == '1') {
			/* A refused write (EBUSY) is tried again. */
			write_in_child(PATCH "/enabled", "0");
		}
		pause_for(0.05);
	}
	return -1;
}

/*
 * Waits as long as the question says. One that waits for the fake signals, which come at the 16th try,
 * waits for them on a slow host too, where a try takes several seconds, and for what they do.
 */
static double question_wait(const struct question *question)
{
	double begin = now(), waited;

	if (question->limit < SIGNALS_AFTER)
		return transition_watch(question->limit);
	waited = transition_wait(question->limit);
	if (waited >= 0)
		return waited;
	while (transition_open() && !log_signals_sent() && now() - begin < SLOWEST * question->limit)
		pause_for(0.05);
	return transition_wait(AFTER_SIGNALS) < 0 ? -1 : now() - begin;
}

static void add_outcome(struct text *answer, const char *outcome, double seconds, double polled)
{
	text_add(answer, "\"outcome\":\"%s\",\"seconds\":", outcome);
	if (seconds < 0)
		text_add(answer, "null");
	else
		text_add(answer, "%.2f", seconds);
	text_add(answer, ",\"polled\":%.2f,", polled);
}

/* Brings the transition back to where the strategies begin: open for some seconds. */
static bool stalls_again(const struct question *question)
{
	if (unload_patch(10) < 0)
		return false;
	workload_end();
	workload_start(question->workload);
	if (load_patch(question) != 0)
		return false;
	return transition_wait(3) < 0;
}

/* What waiting and thawing need the fake signals for, which come at the 16th try. */
static double strategy_seconds(const char *name)
{
	bool needs_signals = strcmp(name, "wait") == 0 || strcmp(name, "thaw") == 0;

	return needs_signals ? WAIT_SECONDS : STRATEGY_SECONDS;
}

static bool try_strategies(const struct question *question, struct text *answer)
{
	char names[sizeof(question->strategies)];
	struct text note = { 0 };
	bool fresh = true, usable = true;
	int tried = 0;
	char *rest;

	strcpy(names, question->strategies);
	text_add(answer, ",\"strategies\":[");
	for (char *name = strtok_r(names, ",", &rest); name && usable; name = strtok_r(NULL, ",", &rest)) {
		double seconds;

		if (!fresh && !stalls_again(question)) {
			usable = false;
			break;
		}
		text_clear(&note);
		seconds = strategy_try(name, strategy_seconds(name), &note);
		fresh = seconds < 0;
		text_add(answer, "%s{\"strategy\":\"%s\",\"completed\":%s,\"seconds\":%.2f", tried++ ? "," : "",
			 name, seconds < 0 ? "false" : "true",
			 seconds < 0 ? strategy_seconds(name) : seconds);
		if (note.length) {
			text_add(answer, ",\"note\":");
			text_add_quoted(answer, note.data);
		}
		text_add(answer, "}");
	}
	text_add(answer, "]");
	return usable;
}

bool question_answer(const struct question *question, struct text *answer)
{
	double begin, waited, unloaded;
	bool usable = true;
	int error = 0;

	text_add(answer, "\"traceable\":%s,", symbol_traceable(question->function) ? "true" : "false");
	symbols_describe(answer, question->function);
	/* What is disabled has to be in first, and the workload's tasks have to have entered it. */
	if (question->disable) {
		log_begin();
		error = load_patch(question);
		if (error == 0 && transition_wait(LOAD_SECONDS) < 0)
			error = -1;
	}
	if (!workload_start(question->workload)) {
		add_outcome(answer, "no-such-workload", -1, 0);
		text_add(answer, "\"errno\":0");
		workload_end();
		return true;
	}
	actors_describe(answer);
	if (!question->disable || error == 0)
		log_begin();
	begin = now();
	if (!question->disable)
		error = load_patch(question);
	else if (error == 0)
		write_in_child(PATCH "/enabled", "0");
	if (error != 0) {
		add_outcome(answer, error < 0 ? "hangs" : "not-loadable", -1, now() - begin);
		text_add(answer, "\"errno\":");
		text_add_quoted(answer, error < 0 ? "" : strerrorname_np(error));
		text_add(answer, ",");
		log_describe(answer);
		if (error < 0) {
			text_add(answer, ",");
			task_describe(answer, module_loader);
		}
		workload_end();
		return error > 0;
	}
	waited = question_wait(question);
	add_outcome(answer, waited < 0 ? "stalled" : "complete", waited < 0 ? -1 : now() - begin, now() - begin);
	log_describe(answer);
	text_add(answer, ",");
	blockers_describe(answer, question->disable ? 0 : 1);
	if (waited < 0)
		usable = try_strategies(question, answer);
	unloaded = unload_patch(8);
	workload_end();
	if (unloaded < 0)
		unloaded = unload_patch(20);
	text_add(answer, ",\"unload\":%.2f", unloaded);
	return usable && unloaded >= 0;
}
