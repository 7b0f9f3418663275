// SPDX-License-Identifier: MIT OR GPL-2.0-only
/* A pointer past the end may be made and compared; handed to a function it must have an element. */
#include <cleat/bitops.h>
#include <cleat/types.h>

struct map {
	unsigned long busy[2];
};

/* good */
static u32 word_sum(const u32 *w __elements(n), size_t n)
{
	u32 sum = 0;

	for (const u32 *p = w; p != w + n; p++)
		sum += *p;
	return sum;
}

/* good */
static u32 first(const u32 *w)
{
	return *w;
}

/* good: the bit is below the 128 that there are */
void mark_good(struct map *m, u32 n);
/* good */
void mark_good(struct map *m, u32 n)
{
	if (n < 128)
		set_bit(n, m->busy);
}

void mark_bad(struct map *m, u32 n);
/* bad */
void mark_bad(struct map *m, u32 n)
{
	if (n < 129)
		set_bit(n, m->busy);
}

void plain_bad(struct map *m, u32 n);
/* bad */
void plain_bad(struct map *m, u32 n)
{
	if (n < 129)
		m->busy[n / 64] = 0;
}

/* good: none of no elements are asked for */
u32 sum_good(void);
/* good */
u32 sum_good(void)
{
	u32 w[4] = {};

	return word_sum(w, 4) + word_sum(&w[4], 0) + first(&w[3]);
}

u32 first_bad(void);
/* bad */
u32 first_bad(void)
{
	u32 w[4] = {};

	return first(&w[4]);
}

/*
 * check:
 *	40: CL601: 'n / 64' indexes 'm->busy', which has 2 elements, and is not proven to be below that
 *	48: CL601: 'n / 64' indexes 'm->busy', which has 2 elements, and is not proven to be below that
 *	67: CL601: element 4 of 'w' is used, which has 4 elements
 */
