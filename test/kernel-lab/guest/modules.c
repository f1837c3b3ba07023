/* Loading and unloading of the lab's own modules. */
#define _GNU_SOURCE
#include "lab.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static int load_here(const char *path, const char *arguments)
{
	int file = open(path, O_RDONLY | O_CLOEXEC);

	if (file < 0)
		return errno;
	return syscall(SYS_finit_module, file, arguments, 0) == 0 ? 0 : errno;
}

pid_t module_loader;

int module_load(const char *path, const char *arguments, double limit)
{
	double end = now() + limit;
	pid_t loader = fork();
	int status;

	module_loader = loader;
	if (!loader)
		_exit(load_here(path, arguments));
	while (waitpid(loader, &status, WNOHANG) == 0) {
		if (now() > end)
			return -1;
		pause_for(0.01);
	}
	return WIFEXITED(status) ? WEXITSTATUS(status) : EINTR;
}

int module_unload(const char *name)
{
	return syscall(SYS_delete_module, name, O_NONBLOCK) == 0 ? 0 : errno;
}
