/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The fast path of a served driver: memory that a client process and the driver's process share, in
 * which ioctls are asked and answered without the kernel's copying in between. What the client
 * preloads (host/preload/) and what serves it (host/fuse/ring.c) agree on this file.
 *
 * The client makes the memory and hands it over by an ioctl on the device's own descriptor
 * (RING_CONTROL, through FUSE), which proves who it is and that the file is open. Each of its
 * threads has a slot, and each slot a thread of the driver's process that serves nothing else. Neither
 * side believes what is in the memory further than it must: the server looks at each word once.
 *
 * Pointers inside an argument are followed ahead: where the driver has been seen to read or write at an
 * address that stood in the argument, or in what that led to, the server says so in a hint, and from
 * then on the client brings that memory along, as an image. What hints do not foretell, and all that
 * a driver reads after it has slept, is fetched from the client as through FUSE.
 *
 * Words that are slept on: @request counts up with each call; @reply is RING_BUSY(server) while a
 * call is under way, without FUTEX_WAITERS while the client does not sleep, and 0 when it is done. @alive and @reply are on the server thread's list of
 * robust futexes: when it dies, the kernel sets FUTEX_OWNER_DIED in them and wakes the client.
 */
#ifndef CLEAT_HOST_RING_H
#define CLEAT_HOST_RING_H

#include <linux/ioctl.h>
#include <stdint.h>

enum {
	RING_SLOTS = 64,
	RING_FILES = 256,
	RING_ARG = 1 << 14, /* the most that an ioctl's number can say */
	RING_LINE = 64,
	RING_HINTS = 16,
	RING_IMAGES = 4, /* a call's */
	RING_IMAGE = 512,
};

#define RING_MAGIC 0x676e697274616c63ull
#define RING_BUSY(server) ((uint32_t)(server) | 0x80000000u /* FUTEX_WAITERS */)

/**
 * struct ring_hint - the driver follows the pointer at @offset of a command's argument
 * @base: 0: the argument; i: the image that hint i - 1 led to
 * @written: it writes there too
 */
struct ring_hint {
	uint32_t cmd;
	uint16_t base, written;
	uint32_t offset;
};

/**
 * struct ring_image - a piece of the client's memory
 * @addr, @len: what it is of; @writable: may be written back; @hint: the one that led here, from 0
 * @from, @to: the server's: the bytes that it wrote; @to 0: none
 */
struct ring_image {
	uint64_t addr;
	uint32_t len, writable, hint;
	uint32_t from, to;
};

/**
 * struct ring_slot - one thread's calls, one at a time
 * @alive: RING_BUSY(server), set by it; the server's end takes that away
 * @polled: the server looks at @request by itself and need not be woken
 * @file: index of the open file; @cmd, @arg: as the program gave them
 * @cpu: where the client runs, from 1; 0: it does not say
 * @in_len, @out_len: bytes of @data that are the argument's, and that may be written back
 * @n_images, @images, @image_data: see above
 * @result: what the ioctl returns, or a negative errno; @written: how much of @data goes back
 */
struct ring_slot {
	uint32_t alive, polled;
	uint8_t unused1[RING_LINE - 8];
	uint32_t reply;
	int32_t result;
	uint32_t written;
	uint8_t unused2[RING_LINE - 12];
	uint32_t request;
	uint32_t file, cmd, in_len, out_len;
	uint32_t n_images;
	uint64_t arg;
	uint32_t cpu;
	uint8_t unused3[RING_LINE - 36];
	struct ring_image images[RING_IMAGES];
	uint8_t image_data[RING_IMAGES][RING_IMAGE];
	uint8_t data[RING_ARG];
};

/**
 * struct ring_shared - the memory
 * @flushes: per file: counts up whenever a descriptor of it is closed anywhere. The client looks
 *	before each call: while it stands still, its own descriptor is what it was.
 * @n_hints, @hints: the server's
 * @poll_us: the server's: for so long the client looks at a reply before it sleeps (cleat run --poll)
 */
struct ring_shared {
	uint32_t flushes[RING_FILES];
	uint32_t n_hints, poll_us;
	struct ring_hint hints[RING_HINTS];
	struct ring_slot slots[RING_SLOTS];
};

/*
 * enum ring_op - what RING_CONTROL does
 * HELLO: who serves this descriptor? ATTACH: this process calls on this file (@memfd: the memory when
 * it is new, else -1). BIND: the calling thread uses @slot. INTERRUPT: a signal came for the call in @slot;
 * -EAGAIN when none is under way.
 */
enum ring_op { RING_HELLO, RING_ATTACH, RING_BIND, RING_INTERRUPT };

/**
 * struct ring_control - argument of RING_CONTROL, both ways
 * @magic: RING_MAGIC, so that no driver's own command is taken for it
 * @session: which driver's process; @file: index; @flushes: its count at this time
 * @server: id of the thread that serves @slot, as RING_BUSY() wants it
 */
struct ring_control {
	uint64_t magic, session;
	uint32_t op;
	int32_t memfd;
	uint32_t file, flushes, slot, server;
};

#define RING_CONTROL _IOWR(0xce, 0xa7, struct ring_control)

#endif
