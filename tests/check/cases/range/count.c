// SPDX-License-Identifier: MIT OR GPL-2.0-only
/* A count is at most what was allocated: every index below it is believed afterwards. */
#include <cleat/overflow.h>
#include <cleat/slab.h>
#include <cleat/types.h>

struct vec {
	u32 count;
	u32 v[] __counted_by(count);
};

/* good */
struct vec *__own __opt vec_new_good(u32 n);
/* good */
struct vec *__own __opt vec_new_good(u32 n)
{
	struct vec *x = kzalloc_flex(*x, v, n);

	if (!x)
		return NULL;
	x->count = n;
	return x;
}

/* good: fewer than there is room for */
struct vec *__own __opt vec_room_good(u32 n);
/* good */
struct vec *__own __opt vec_room_good(u32 n)
{
	struct vec *x = kzalloc_flex(*x, v, n);

	if (!x)
		return NULL;
	x->count = n / 2;
	return x;
}

struct vec *__own __opt vec_one_bad(u32 n);
/* bad */
struct vec *__own __opt vec_one_bad(u32 n)
{
	struct vec *x;

	if (n > 1000)
		return NULL;
	x = kzalloc_flex(*x, v, n);
	if (!x)
		return NULL;
	x->count = n + 1;
	return x;
}

struct vec *__own __opt vec_other_bad(u32 n, u32 m);
/* bad */
struct vec *__own __opt vec_other_bad(u32 n, u32 m)
{
	struct vec *x = kzalloc_flex(*x, v, n);

	if (!x)
		return NULL;
	x->count = m;
	return x;
}

/*
 * check:
 *	49: CL606: 'x->count' counts 'v', which may have fewer elements
 *	61: CL606: 'x->count' counts 'v', which may have fewer elements
 */
