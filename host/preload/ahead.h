/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* The program's memory that goes along with a call: see "images" in host/ring.h. */
#ifndef CLEAT_HOST_PRELOAD_AHEAD_H
#define CLEAT_HOST_PRELOAD_AHEAD_H

#include "host/ring.h"

#include <stdbool.h>
#include <stddef.h>

/** ahead_readable, ahead_writable - would a copy of @n bytes from or to @p work? */
bool ahead_readable(const void *p, size_t n);
bool ahead_writable(const void *p, size_t n);

/** struct ahead - what went along: our own words for it, since the others can write to the slot's */
struct ahead {
	unsigned int n;
	struct {
		char *addr;
		uint32_t len;
	} list[RING_IMAGES];
};

/** ahead_fill - follow the hints for @cmd, whose argument of @in bytes is in @s->data */
void ahead_fill(struct ahead *a, const struct ring_shared *shared, struct ring_slot *s, uint32_t cmd,
		size_t in);

/** ahead_put - put what the driver wrote in its place */
void ahead_put(const struct ahead *a, const struct ring_slot *s);

#endif
