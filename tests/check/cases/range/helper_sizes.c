/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Sizes that another function computes. */
#include <cleat/overflow.h>
#include <cleat/slab.h>

struct box {
	u32 n, size, hash;
};

static u32 product(u32 n)
{
	return n * 12u;
}

static size_t in_the_wrong_width(u32 n, u32 m)
{
	return n * m;
}

static u16 cut(u32 n)
{
	return n;
}

static size_t exact(u32 n)
{
	return size_mul(n, 12);
}

static u32 tested(u32 n)
{
	return n > 100 ? 0 : n * 12;
}

static void to_pointer(u32 *__writes bytes, u32 n)
{
	*bytes = n * 12u;
}

/* bad */
void *__own __opt of_product(u32 n)
{
	return kzalloc(product(n), GFP_KERNEL);
}

/* bad: by way of a variable */
void *__own __opt of_width(u32 n, u32 m)
{
	size_t bytes = in_the_wrong_width(n, m);

	return kzalloc(bytes, GFP_KERNEL);
}

/* bad */
void *__own __opt of_cut(u32 n)
{
	return kzalloc(cut(n), GFP_KERNEL);
}

/* good */
void *__own __opt of_exact(u32 n)
{
	return kzalloc(exact(n), GFP_KERNEL);
}

/* good */
void *__own __opt of_tested(u32 n)
{
	return kzalloc(tested(n), GFP_KERNEL);
}

/* bad: an out parameter */
void *__own __opt of_pointer(u32 n)
{
	u32 bytes;

	to_pointer(&bytes, n);
	return kzalloc(bytes, GFP_KERNEL);
}

/* good: no size */
u32 hash(u32 n)
{
	return product(n) ^ 5u;
}

/* bad: a field that is a size elsewhere */
void box_set(struct box *b, u32 n)
{
	b->size = n * 12u;
}

/* good */
int box_set_well(struct box *b, u32 n)
{
	if (n > 1000)
		return -EINVAL;
	b->size = n * 12u;
	return 0;
}

/* good: it is believed, as it was proven where it was written */
void *__own __opt box_fill(const struct box *b)
{
	return kzalloc(b->size, GFP_KERNEL);
}

/* good: that one is no size anywhere */
void box_hash(struct box *b, u32 n)
{
	b->hash = n * 12u;
}

/*
 * check:
 *	43: CL603: 'product(…)' may have wrapped around, and is the size that 'kzalloc' is given
 *	51: CL603: 'bytes' may have wrapped around, and is the size that 'kzalloc' is given
 *	57: CL604: 'cut(…)' may be negative or too large for its type, and is the size that 'kzalloc' is given
 *	78: CL603: 'bytes' may have wrapped around, and is the size that 'kzalloc' is given
 *	90: CL603: 'b->size' is a size elsewhere, and what is written to it may have wrapped around
 */
