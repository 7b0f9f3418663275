/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Many processes that use a Binder device at random, from a seed, and are killed at random. Each
 * looks at what it gets: content, order of one-way transactions, replies. At the end the driver's
 * own statistics must be what they were at the beginning.
 *
 * Slot 0 is the context manager, where the others put nodes and get handles. Each process has one
 * thread that serves and two that call. Who serves waits for nobody but the one that waits for it,
 * so there is no deadlock: a standstill is the driver's.
 */
#ifndef TESTS_BINDER_STRESS_STRESS_H
#define TESTS_BINDER_STRESS_STRESS_H

#include "tests/binder/conf/abi.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum { SLOTS = 7, HANDLES = 16, NODES = 4, MAP = 256 << 10, MAGIC = 0xb1d0e17 };

enum kind { KIND_ECHO, KIND_CALLBACK, KIND_ONEWAY, KIND_REGISTER, KIND_LOOKUP, KIND_FD, KINDS };

/* What all messages begin with; @size bytes in all, without objects; the rest is filled from the
 * sum. */
struct message {
	uint32_t magic, kind, from, seq, size, sum;
	uint8_t fill[];
};

/* Seen by all processes. */
struct shared {
	atomic_ulong progress, calls, oneways, failed, dead, frozen, deaths, freezes, notes, fds,
		nested, errors;
	atomic_bool stop;
	char first_error[256];
};
extern struct shared *shared;
extern const char *device;

/* The whole life of the process in a slot. */
void peer_main(int slot, uint32_t generation, uint64_t seed) __attribute__((noreturn));

uint32_t draw(uint64_t *rng, uint32_t below);
/* Something is wrong: told once, counted. */
void wrong(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#endif
