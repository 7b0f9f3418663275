/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A round trip through Binder as libbinder makes it. A call of the client is one ioctl that frees
 * the last reply, sends, and waits; the server's are two, for its reply's completion comes alone.
 * Whatever goes wrong ends the program.
 */
#ifndef BENCH_BINDER_TRIP_H
#define BENCH_BINDER_TRIP_H

#include <errno.h>
#include <fcntl.h>
#include <linux/android/binder.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

enum { TRIP_MAP = 1 << 20, TRIP_MAX = 4096 };

/* An open device, and the buffer that is to be freed with the next call. */
struct end {
	int fd;
	uint64_t buffer;
};

struct trip_message {
	uint32_t free_cmd;
	uint64_t buffer;
	uint32_t cmd;
	struct binder_transaction_data tr;
} __attribute__((packed));

static inline void check(int fine, const char *what)
{
	if (fine)
		return;
	fprintf(stderr, "binder: %s: %s\n", what, strerror(errno));
	exit(1);
}

static inline int open_device(const char *path)
{
	int fd = open(path, O_RDWR | O_CLOEXEC);

	check(fd >= 0, path);
	check(mmap(NULL, TRIP_MAP, PROT_READ, MAP_PRIVATE, fd, 0) != MAP_FAILED, "mmap");
	return fd;
}

/* Write, and read until a transaction or reply comes: its data's size. */
static inline size_t receive(struct end *e, const void *out, size_t out_size)
{
	unsigned char in[256];
	struct binder_write_read bwr = {.write_size = out_size, .write_buffer = (uintptr_t)out};

	for (;;) {
		bwr.read_size = sizeof(in);
		bwr.read_consumed = 0;
		bwr.read_buffer = (uintptr_t)in;
		check(ioctl(e->fd, BINDER_WRITE_READ, &bwr) == 0, "BINDER_WRITE_READ");
		bwr.write_size = 0;
		for (size_t at = 0; at < bwr.read_consumed;) {
			struct binder_transaction_data tr;
			uint32_t cmd;

			memcpy(&cmd, in + at, 4);
			at += 4;
			if (cmd == BR_TRANSACTION || cmd == BR_REPLY) {
				memcpy(&tr, in + at, sizeof(tr));
				e->buffer = tr.data.ptr.buffer;
				return tr.data_size;
			}
			check(cmd == BR_NOOP || cmd == BR_TRANSACTION_COMPLETE,
			      "an unexpected return");
			at += _IOC_SIZE(cmd);
		}
	}
}

/* Free what was there, send @size bytes to handle 0 or as a reply, and wait for what comes. */
static inline size_t exchange(struct end *e, uint32_t cmd, const void *data, size_t size)
{
	struct trip_message m = {.free_cmd = BC_FREE_BUFFER,
				 .buffer = e->buffer,
				 .cmd = cmd,
				 .tr = {.data_size = size, .data.ptr.buffer = (uintptr_t)data}};
	size_t skip = e->buffer ? 0 : offsetof(struct trip_message, cmd);

	return receive(e, (char *)&m + skip, sizeof(m) - skip);
}

/* Be the context manager and answer with as much as comes, for ever. A byte goes to @ready first.
 */
static inline void serve_binder(const char *path, int ready)
{
	static char data[TRIP_MAX];
	struct end e = {.fd = open_device(path)};
	uint32_t enter = BC_ENTER_LOOPER, none = 0;
	size_t size;

	/* A pointer, though nobody looks: FUSE copies what the command's number says it takes. */
	check(ioctl(e.fd, BINDER_SET_CONTEXT_MGR, &none) == 0, "BINDER_SET_CONTEXT_MGR");
	check(write(ready, "", 1) == 1, "write");
	size = receive(&e, &enter, sizeof(enter));
	for (;;)
		size = exchange(&e, BC_REPLY, data, size);
}

#endif
