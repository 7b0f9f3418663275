/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* __at_least and __at_most: proven where written, believed where read. */
#include "../../corpus/corpus.h"

enum { MAX_SIZE = 4096 };
struct ring { u32 size __at_least(1) __at_most(MAX_SIZE); u32 head; u8 data[MAX_SIZE]; };

/* good */
u8 at_head(const struct ring *r)
{
	return r->data[r->head & (r->size - 1)];
}

/* bad: 0 is not excluded */
int resize(struct ring *r, u32 n)
{
	if (n > MAX_SIZE)
		return -EINVAL;
	r->size = n;
	return 0;
}

/* good */
int resize_good(struct ring *r, u32 n)
{
	if (n == 0 || n > MAX_SIZE)
		return -EINVAL;
	r->size = n;
	return 0;
}

static u32 piece(const struct ring *r, u32 at __at_most(MAX_SIZE), u32 n) __at_most(n) __at_most(MAX_SIZE - at)
{
	return min(n, MAX_SIZE - at);
}

/* bad: promises less than it gives */
static u32 piece_bad(u32 n) __at_most(16)
{
	return n;
}

/* good */
void copy(struct ring *r, const u8 *from __sized_by(n), u32 n)
{
	u32 at = r->head & (r->size - 1);

	memcpy(&r->data[at], from, piece(r, at, n));
}

/* bad: the argument is not bounded */
u32 use(struct ring *r, u32 n)
{
	return piece(r, n, 1) + piece_bad(n);
}

struct offset { s32 by __at_least(-8) __at_most(7); };

/* good: a limit below 0 */
u8 at_offset(const struct ring *r, const struct offset *o)
{
	return r->data[o->by + 8];
}

/* bad: the lower one is not proven */
int offset_set(struct offset *o, s32 by)
{
	if (by > 7)
		return -EINVAL;
	o->by = by;
	return 0;
}

/*
 * check:
 *	19: CL609: 'size' is declared __at_least(1), which is not proven here
 *	40: CL609: 'piece_bad' is declared __at_most(16), which is not proven here
 *	54: CL609: 'at' is declared __at_most(MAX_SIZE), which is not proven here
 *	70: CL609: 'by' is declared __at_least(-8), which is not proven here
 */
