/* The kernel's symbols, and which of its functions ftrace can hook. */
#define _GNU_SOURCE
#include "lab.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *traceable;
static char *all_symbols;

/* The whole of a file whose size is not told beforehand. */
static char *slurp(const char *path)
{
	size_t room = 1 << 20, length = 0, got;
	char *data = malloc(room);
	FILE *file = fopen(path, "r");

	while (file && data && (got = fread(data + length, 1, room - length - 1, file)) > 0) {
		length += got;
		if (room - length < 2)
			data = realloc(data, room *= 2);
	}
	if (file)
		fclose(file);
	if (data)
		data[length] = 0;
	return data;
}

void symbols_read(void)
{
	free(all_symbols);
	free(traceable);
	all_symbols = slurp("/proc/kallsyms");
	traceable = slurp("/sys/kernel/tracing/available_filter_functions");
}

/* The line after `line` whose name field, which follows `before`, is `name`. */
static char *next_named(char *from, char before, const char *name)
{
	size_t length = strlen(name);

	for (char *at = from; at && (at = strstr(at, name)); at++) {
		char after = at[length];

		if ((at == all_symbols || at[-1] == before || at == traceable) &&
		    (after == '\n' || after == '\t' || after == ' ' || !after))
			return at;
	}
	return NULL;
}

static char *start_of_line(char *at)
{
	while (at > all_symbols && at[-1] != '\n')
		at--;
	return at;
}

unsigned long symbol_address(const char *name, unsigned long position, const char *object)
{
	unsigned long seen = 0;

	for (char *at = next_named(all_symbols, ' ', name); at; at = next_named(at + 1, ' ', name)) {
		char *after = at + strlen(name);
		bool in_module = *after == '\t';
		bool wanted = *object ? in_module && after[1] == '[' &&
					       !strncmp(after + 2, object, strlen(object))
				      : !in_module;

		if (wanted && ++seen >= (position ? position : 1))
			return strtoul(start_of_line(at), NULL, 16);
	}
	return 0;
}

bool symbol_traceable(const char *name)
{
	return next_named(traceable, '\n', name) != NULL;
}

/* The length of a function's name without what the compiler appends: ".isra.0", ".part.0", ".cold". */
static size_t plain_length(const char *name)
{
	return strcspn(name, ".");
}

void symbols_describe(struct text *text, const char *name)
{
	size_t length = plain_length(name);
	char plain[128];
	int found = 0;

	snprintf(plain, sizeof(plain), "%.*s", (int)length, name);
	text_add(text, "\"symbols\":[");
	for (char *at = strstr(all_symbols, plain); at; at = strstr(at + 1, plain)) {
		char whole[160];
		size_t end = strcspn(at, "\n\t ");

		if (at < all_symbols + 2 || at[-1] != ' ' || at[end] == '\t' ||
		    (at[length] != '.' && length != end))
			continue;
		snprintf(whole, sizeof(whole), "%.*s", (int)end, at);
		text_add(text, "%s[\"%c\",", found++ ? "," : "", at[-2]);
		text_add_quoted(text, whole);
		text_add(text, ",%s]", symbol_traceable(whole) ? "true" : "false");
	}
	text_add(text, "],");
}
