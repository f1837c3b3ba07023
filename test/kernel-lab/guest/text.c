/* Texts, small files and the clock. */
#include "lab.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static void make_room(struct text *text, size_t more)
{
	if (text->length + more + 1 <= text->room)
		return;
	text->room = (text->length + more + 1) * 2;
	text->data = realloc(text->data, text->room);
	if (!text->data)
		abort();
}

void text_add(struct text *text, const char *format, ...)
{
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vsnprintf(NULL, 0, format, arguments);
	va_end(arguments);
	make_room(text, length);
	va_start(arguments, format);
	vsnprintf(text->data + text->length, length + 1, format, arguments);
	va_end(arguments);
	text->length += length;
}

void text_add_quoted(struct text *text, const char *string)
{
	text_add(text, "\"");
	for (; *string; string++) {
		if (*string == '"' || *string == '\\')
			text_add(text, "\\%c", *string);
		else if ((unsigned char)*string < 0x20)
			text_add(text, "\\u%04x", *string);
		else
			text_add(text, "%c", *string);
	}
	text_add(text, "\"");
}

void text_clear(struct text *text)
{
	make_room(text, 0);
	text->length = 0;
	text->data[0] = 0;
}

bool file_read(const char *path, char *into, size_t room)
{
	size_t length = 0;
	ssize_t got;
	int file = open(path, O_RDONLY | O_CLOEXEC);

	into[0] = 0;
	if (file < 0)
		return false;
	while (length + 1 < room && (got = read(file, into + length, room - 1 - length)) > 0)
		length += got;
	close(file);
	into[length] = 0;
	if (length && into[length - 1] == '\n')
		into[length - 1] = 0;
	return length > 0;
}

bool file_write(const char *path, const char *value)
{
	int file = open(path, O_WRONLY | O_CLOEXEC);
	bool written;

	if (file < 0)
		return false;
	written = write(file, value, strlen(value)) == (ssize_t)strlen(value);
	close(file);
	return written;
}

double now(void)
{
	struct timespec at;

	clock_gettime(CLOCK_MONOTONIC, &at);
	return at.tv_sec + at.tv_nsec / 1e9;
}

void pause_for(double seconds)
{
	struct timespec left = { .tv_sec = (time_t)seconds };

	left.tv_nsec = (long)((seconds - left.tv_sec) * 1e9);
	while (nanosleep(&left, &left) != 0)
		;
}
