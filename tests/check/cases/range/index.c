/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Indexes that are proven, and indexes that are not. */
#include "../../corpus/corpus.h"

struct vec { u32 count; u32 v[] __counted_by(count); };
struct tab { int a[16]; u8 len; };

/* good */
int plain(struct tab *t, unsigned int i)
{
	if (i >= ARRAY_SIZE(t->a))
		return -EINVAL;
	return t->a[i];
}

/* bad: off by one */
int off(struct tab *t, unsigned int i)
{
	if (i > ARRAY_SIZE(t->a))
		return -EINVAL;
	return t->a[i];
}

/* bad: signed */
int is_signed(struct tab *t, int i)
{
	if (i >= 16)
		return -EINVAL;
	return t->a[i];
}

/* good: masked */
int masked(struct tab *t, u32 i)
{
	return t->a[i & 15] + t->a[i % 16];
}

/* good: clamped */
int clamped(struct tab *t, u32 i)
{
	return t->a[min(i, 15u)];
}

/* good: the type is small enough */
int small(const int table[256], struct tab *t)
{
	static const int squares[256] = {0, 1, 4};

	return squares[t->len];
}

/* good */
u32 sum(const struct vec *x)
{
	u32 n = 0;

	for (u32 i = 0; i < x->count; i++)
		n += x->v[i];
	return n;
}

/* bad */
u32 sum_bad(const struct vec *x)
{
	u32 n = 0;

	for (u32 i = 0; i <= x->count; i++)
		n += x->v[i];
	return n;
}

/* good: backwards */
int backwards(struct tab *t)
{
	int n = 0;

	for (int i = 15; i >= 0; i--)
		n += t->a[i];
	return n;
}

/* bad: backwards from the length */
int backwards_bad(struct tab *t)
{
	int n = 0;

	for (int i = 16; i >= 0; i--)
		n += t->a[i];
	return n;
}

/* good: step by two, look at the next */
int pairs(struct tab *t)
{
	int n = 0;

	for (int i = 0; i + 1 < 16; i += 2)
		n += t->a[i] * t->a[i + 1];
	return n;
}

/* good: found by a loop */
int find(struct tab *t, int what)
{
	int i;

	for (i = 0; i < 16; i++)
		if (t->a[i] == what)
			break;
	if (i == 16)
		return -ENOENT;
	t->a[i] = 0;
	return i;
}

/* bad: found, or one past the end */
int find_bad(struct tab *t, int what)
{
	int i;

	for (i = 0; i < 16; i++)
		if (t->a[i] == what)
			break;
	t->a[i] = 0;
	return i;
}

/* good: an allocated array */
int alloc(u32 n)
{
	u32 *p __free(kfree) = kzalloc_objs(*p, n);

	if (!p)
		return -ENOMEM;
	for (u32 i = 0; i < n; i++)
		p[i] = i;
	return 0;
}

/* bad: an allocated array, one too far */
int alloc_bad(u32 n)
{
	u32 *p __free(kfree) = kzalloc_objs(*p, n);

	if (!p)
		return -ENOMEM;
	for (u32 i = 0; i <= n; i++)
		p[i] = i;
	return 0;
}

/* good: a flexible array, filled */
struct vec *__own __opt vec_new(u32 n)
{
	struct vec *x = kzalloc_flex(*x, v, n);

	if (!x)
		return NULL;
	x->count = n;
	for (u32 i = 0; i < n; i++)
		x->v[i] = i;
	return x;
}

/* bad: the count grows past what was allocated */
struct vec *__own __opt vec_bad(u32 n)
{
	struct vec *x = kzalloc_flex(*x, v, n);

	if (!x)
		return NULL;
	x->count = n + 1;
	return x;
}

/* good: length and bytes belong together */
u8 checksum(const u8 *p __sized_by(n), size_t n)
{
	u8 c = 0;

	for (size_t i = 0; i < n; i++)
		c ^= p[i];
	return c;
}

/* bad: nobody says how long p is */
u8 checksum_bad(const u8 *p, size_t n)
{
	u8 c = 0;

	for (size_t i = 0; i < n; i++)
		c ^= p[i];
	return c;
}

/*
 * check:
 *	21: CL601: 'i' indexes 't->a', which has 16 elements, and is not proven to be below that
 *	29: CL601: 'i' indexes 't->a', which has 16 elements, and is not proven to be below that
 *	68: CL601: element 0 of 'x->v' is used, which has x->count elements
 *	88: CL601: element 16 of 't->a' is used, which has 16 elements
 *	124: CL601: 'i' indexes 't->a', which has 16 elements, and is not proven to be below that
 *	148: CL601: element 0 of 'p' is used, which has n elements
 *	172: CL606: 'x->count' counts 'v', which may have fewer elements
 *	192: CL605: the length of what 'p' points to is not known, and it is indexed
 */
