/* User tasks that sleep for ever, one kind of wait each. */
#define _GNU_SOURCE
#include "lab.h"

#include <fcntl.h>
#include <linux/futex.h>
#include <mqueue.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/msg.h>
#include <sys/select.h>
#include <sys/sem.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void read_for_ever(int file)
{
	char byte[1024];

	for (;;)
		if (read(file, byte, sizeof(byte)) < 0)
			pause_for(0.01);
}

static void sleep_nanosleep(void)
{
	struct timespec long_time = { .tv_sec = 100000 };

	for (;;)
		syscall(SYS_nanosleep, &long_time, NULL);
}

static void sleep_clock_nanosleep(void)
{
	struct timespec long_time = { .tv_sec = 100000 };

	for (;;)
		syscall(SYS_clock_nanosleep, CLOCK_MONOTONIC, 0, &long_time, NULL);
}

static void sleep_poll(void)
{
	int ends[2];

	pipe(ends);
	for (;;) {
		struct pollfd one = { .fd = ends[0], .events = POLLIN };

		poll(&one, 1, -1);
	}
}

static void sleep_select(void)
{
	int ends[2];

	pipe(ends);
	for (;;) {
		fd_set set;

		FD_ZERO(&set);
		FD_SET(ends[0], &set);
		select(ends[0] + 1, &set, NULL, NULL, NULL);
	}
}

static void sleep_pipe(void)
{
	int ends[2];

	pipe(ends);
	read_for_ever(ends[0]);
}

static void sleep_fifo_open(void)
{
	mkfifo("/tmp/fifo", 0600);
	for (;;)
		close(open("/tmp/fifo", O_RDONLY));
}

static void sleep_futex(void)
{
	static int word;

	for (;;)
		syscall(SYS_futex, &word, FUTEX_WAIT, 0, NULL, NULL, 0);
}

static void sleep_epoll(void)
{
	int ends[2], set = epoll_create1(0);
	struct epoll_event event = { .events = EPOLLIN };

	pipe(ends);
	epoll_ctl(set, EPOLL_CTL_ADD, ends[0], &event);
	for (;;)
		epoll_wait(set, &event, 1, -1);
}

/* A child that holds something until it is killed, and its parent that wants it. */
static int open_shared(const char *path)
{
	return open(path, O_RDWR | O_CREAT, 0600);
}

static void sleep_flock(void)
{
	pid_t holder = fork();
	int file = open_shared("/tmp/flock");

	if (!holder) {
		flock(file, LOCK_EX);
		for (;;)
			pause();
	}
	pause_for(0.1);
	for (;;)
		flock(file, LOCK_EX);
}

static void sleep_posix_lock(void)
{
	struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	pid_t holder = fork();
	int file = open_shared("/tmp/posix-lock");

	if (!holder) {
		fcntl(file, F_SETLK, &whole);
		for (;;)
			pause();
	}
	pause_for(0.1);
	for (;;)
		fcntl(file, F_SETLKW, &whole);
}

static void sleep_wait4(void)
{
	pid_t child = fork();

	if (!child)
		for (;;)
			pause();
	for (;;)
		wait4(child, NULL, 0, NULL);
}

static void sleep_waitid(void)
{
	pid_t child = fork();
	siginfo_t info;

	if (!child)
		for (;;)
			pause();
	for (;;)
		waitid(P_PID, child, &info, WEXITED);
}

static void sleep_pause(void)
{
	for (;;)
		syscall(SYS_pause);
}

static void sleep_sigsuspend(void)
{
	sigset_t none;

	sigemptyset(&none);
	for (;;)
		sigsuspend(&none);
}

static void sleep_sigtimedwait(void)
{
	sigset_t one;

	sigemptyset(&one);
	sigaddset(&one, SIGUSR2);
	sigprocmask(SIG_BLOCK, &one, NULL);
	for (;;)
		sigwaitinfo(&one, NULL);
}

static void sleep_signalfd(void)
{
	sigset_t one;

	sigemptyset(&one);
	sigaddset(&one, SIGUSR2);
	sigprocmask(SIG_BLOCK, &one, NULL);
	read_for_ever(signalfd(-1, &one, 0));
}

static void sleep_eventfd(void)
{
	read_for_ever(eventfd(0, 0));
}

static void sleep_timerfd(void)
{
	read_for_ever(timerfd_create(CLOCK_MONOTONIC, 0));
}

static void sleep_inotify(void)
{
	int watch = inotify_init1(0);

	inotify_add_watch(watch, "/tmp", IN_UNMOUNT);
	read_for_ever(watch);
}

static void sleep_unix_read(void)
{
	int ends[2];

	socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
	read_for_ever(ends[0]);
}

static void sleep_unix_datagram(void)
{
	int ends[2];

	socketpair(AF_UNIX, SOCK_DGRAM, 0, ends);
	read_for_ever(ends[0]);
}

static void sleep_accept(void)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX, .sun_path = "/tmp/socket" };
	int door = socket(AF_UNIX, SOCK_STREAM, 0);

	/* An earlier question's socket would make every accept() fail at once. */
	unlink(address.sun_path);
	bind(door, (struct sockaddr *)&address, sizeof(address));
	listen(door, 1);
	for (;;)
		accept(door, NULL, NULL);
}

static void sleep_message(void)
{
	int queue = msgget(IPC_PRIVATE, 0600);
	struct {
		long type;
		char text[16];
	} message;

	for (;;)
		msgrcv(queue, &message, sizeof(message.text), 0, 0);
}

static void sleep_semaphore(void)
{
	int set = semget(IPC_PRIVATE, 1, 0600);
	struct sembuf take = { .sem_op = -1 };

	for (;;)
		semop(set, &take, 1);
}

static void sleep_tty(void)
{
	int master = posix_openpt(O_RDWR | O_NOCTTY), terminal;

	grantpt(master);
	unlockpt(master);
	terminal = open(ptsname(master), O_RDWR | O_NOCTTY);
	read_for_ever(terminal);
}

static void sleep_vfork(void)
{
	if (!vfork())
		for (;;)
			syscall(SYS_pause);
	for (;;)
		pause();
}

static void sleep_message_queue(void)
{
	struct mq_attr one = { .mq_maxmsg = 1, .mq_msgsize = 16 };
	mqd_t queue = mq_open("/lab", O_RDWR | O_CREAT, 0600, &one);
	char message[16];

	for (;;)
		mq_receive(queue, message, sizeof(message), NULL);
}

static void sleep_io_uring_wait(void)
{
	sleep_io_uring(false);
}

static void sleep_io_uring_work(void)
{
	sleep_io_uring(true);
}

const struct sleeper sleepers[] = {
	{ "nanosleep", sleep_nanosleep },
	{ "clock_nanosleep", sleep_clock_nanosleep },
	{ "poll", sleep_poll },
	{ "select", sleep_select },
	{ "pipe", sleep_pipe },
	{ "fifo-open", sleep_fifo_open },
	{ "futex", sleep_futex },
	{ "epoll", sleep_epoll },
	{ "flock", sleep_flock },
	{ "posix-lock", sleep_posix_lock },
	{ "wait4", sleep_wait4 },
	{ "waitid", sleep_waitid },
	{ "pause", sleep_pause },
	{ "sigsuspend", sleep_sigsuspend },
	{ "sigtimedwait", sleep_sigtimedwait },
	{ "signalfd", sleep_signalfd },
	{ "eventfd", sleep_eventfd },
	{ "timerfd", sleep_timerfd },
	{ "inotify", sleep_inotify },
	{ "unix-stream", sleep_unix_read },
	{ "unix-datagram", sleep_unix_datagram },
	{ "accept", sleep_accept },
	{ "message", sleep_message },
	{ "semaphore", sleep_semaphore },
	{ "tty", sleep_tty },
	{ "message-queue", sleep_message_queue },
	/* Left out of the crowd: they block what the others do not. */
	{ "vfork", sleep_vfork },
	{ "io-uring", sleep_io_uring_wait },
	{ "io-uring-worker", sleep_io_uring_work },
	{ NULL, NULL },
};
