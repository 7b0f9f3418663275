/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Bytes and elements are not the same. */
#include "../../corpus/corpus.h"

struct dev { int regs[8]; char name[16]; u8 *__own data __counted_by(len); u32 len; };

/* bad: sizeof counts bytes */
int sum(const struct dev *d)
{
	int n = 0;

	for (size_t i = 0; i < sizeof(d->regs); i++)
		n += d->regs[i];
	return n;
}

/* good */
int sum_good(const struct dev *d)
{
	int n = 0;

	for (size_t i = 0; i < ARRAY_SIZE(d->regs); i++)
		n += d->regs[i];
	return n;
}

/* bad: elements, not bytes */
void copy(struct dev *d, const int *from __elements(n), u32 n)
{
	if (n > sizeof(d->regs))
		return;
	memcpy(d->regs, from, n * sizeof(*from));
}

/* good */
void copy_good(struct dev *d, const int *from __elements(n), u32 n)
{
	if (n > ARRAY_SIZE(d->regs))
		return;
	memcpy(d->regs, from, n * sizeof(*from));
}

/* good: counted by a field */
u8 at(const struct dev *d, u32 i)
{
	return i < d->len ? d->data[i] : 0;
}

/* bad: tested against another object's count */
u8 at_other(const struct dev *d, const struct dev *e, u32 i)
{
	return i < e->len ? d->data[i] : 0;
}

/* bad: the length is of the string, the room is of the array */
void name(struct dev *d, const char *s)
{
	memcpy(d->name, s, strlen(s) + 1);
}

/* bad: the last byte has no room */
void terminate(struct dev *d, u32 n)
{
	if (n <= sizeof(d->name))
		d->name[n] = 0;
}

/* good */
void terminate_good(struct dev *d, u32 n)
{
	if (n < sizeof(d->name))
		d->name[n] = 0;
}

/* bad: a byte buffer written as words beyond its end */
int words(u32 n)
{
	u32 *p __free(kfree) = kzalloc(n, GFP_KERNEL);

	if (!p)
		return -ENOMEM;
	for (u32 i = 0; i < n; i++)
		p[i] = 0;
	return 0;
}

/* good: two indexes, one loop */
void reverse(struct dev *d)
{
	for (u32 i = 0, k = 15; i < k; i++, k--)
		swap(d->name[i], d->name[k]);
}

/* good: a table of tables */
int lookup(u32 a, u32 b)
{
	static const int t[4][4];

	return a < 4 && b < 4 ? t[a][b] : -1;
}

/* bad: the second index is not tested */
int lookup_bad(u32 a, u32 b)
{
	static const int t[4][4];

	return a < 4 ? t[a][b] : -1;
}

/*
 * check:
 *	13: CL601: 'i' indexes 'd->regs', which has 8 elements, and is not proven to be below that
 *	32: CL602: memcpy uses '4 * n' bytes of 'd->regs', which has 32
 *	52: CL601: 'i' indexes 'd->data', which has d->len elements, and is not proven to be below that
 *	58: CL602: memcpy uses 'strlen(…) + 1' bytes of 'd->name', which has 16
 *	65: CL601: 'n' indexes 'd->name', which has 16 elements, and is not proven to be below that
 *	83: CL601: element 0 of 'p' is used, which has n bytes
 *	107: CL601: 'b' indexes 't[a]', which has 4 elements, and is not proven to be below that
 */
