/* io_uring by its system calls alone: a reader of an empty pipe, and the task that waits for it. */
#define _GNU_SOURCE
#include "lab.h"

#include <linux/io_uring.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

static void *ring_map(int ring, size_t length, off_t offset)
{
	return mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, ring, offset);
}

void sleep_io_uring(bool punted)
{
	static char byte;
	struct io_uring_params params = { 0 };
	int ends[2], ring = syscall(SYS_io_uring_setup, 1, &params);
	struct io_uring_sqe *entries;
	char *queue;

	pipe(ends);
	queue = ring_map(ring, params.sq_off.array + sizeof(uint32_t), IORING_OFF_SQ_RING);
	entries = ring_map(ring, sizeof(*entries), IORING_OFF_SQES);
	if (ring < 0 || queue == MAP_FAILED || entries == MAP_FAILED)
		_exit(1);
	*entries = (struct io_uring_sqe){
		.opcode = IORING_OP_READ,
		.flags = punted ? IOSQE_ASYNC : 0,
		.fd = ends[0],
		.addr = (uintptr_t)&byte,
		.len = 1,
	};
	((uint32_t *)(queue + params.sq_off.array))[0] = 0;
	__atomic_store_n((uint32_t *)(queue + params.sq_off.tail), 1, __ATOMIC_RELEASE);
	syscall(SYS_io_uring_enter, ring, 1, 0, 0, NULL, 0);
	for (;;) {
		if (punted)
			pause();
		else
			syscall(SYS_io_uring_enter, ring, 0, 1, IORING_ENTER_GETEVENTS, NULL, 0);
	}
}
