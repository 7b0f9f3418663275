/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Binary searches in arrays of a constant size: where a number goes that others are measured by. */
#include <cleat/err.h>

static u32 table[16];

/* good */
int half(u32 key)
{
	unsigned int lo = 0, hi = 16;

	while (lo < hi) {
		unsigned int mid = lo + (hi - lo) / 2;

		if (table[mid] == key)
			return (int)mid;
		if (table[mid] < key)
			lo = mid + 1;
		else
			hi = mid;
	}
	return -ENOENT;
}

/* bad: one too many */
int half_long(u32 key)
{
	unsigned int lo = 0, hi = 17;

	while (lo < hi) {
		unsigned int mid = lo + (hi - lo) / 2;

		if (table[mid] < key)
			lo = mid + 1;
		else
			hi = mid;
	}
	return 0;
}

/* bad: the upper half is looked at one too high */
int half_up(u32 key)
{
	unsigned int lo = 0, hi = 16;

	while (lo < hi) {
		unsigned int mid = lo + (hi - lo) / 2 + 1;

		if (table[mid] < key)
			lo = mid + 1;
		else
			hi = mid;
	}
	return 0;
}

/* bad: the end grows */
int half_grows(u32 key)
{
	unsigned int lo = 0, hi = 16;

	while (lo < hi) {
		unsigned int mid = lo + (hi - lo) / 2;

		if (table[mid] < key)
			lo = mid + 1;
		else
			hi = hi + 1;
	}
	return 0;
}

/* good */
int with_last(u32 key)
{
	int lo = 0, hi = 15;

	while (lo <= hi) {
		int mid = lo + (hi - lo) / 2;

		if (table[mid] == key)
			return mid;
		if (table[mid] < key)
			lo = mid + 1;
		else
			hi = mid - 1;
	}
	return -ENOENT;
}

/* bad: the last is none */
int with_end(u32 key)
{
	int lo = 0, hi = 16;

	while (lo <= hi) {
		int mid = lo + (hi - lo) / 2;

		if (table[mid] < key)
			lo = mid + 1;
		else
			hi = mid - 1;
	}
	return lo;
}

/* good: two that are never looked at */
int between(u32 key)
{
	int lo = -1, hi = 16;

	while (hi - lo > 1) {
		int mid = lo + (hi - lo) / 2;

		if (table[mid] < key)
			lo = mid;
		else
			hi = mid;
	}
	return hi;
}

/* bad: the lower one is */
int between_low(u32 key)
{
	int lo = -1, hi = 16;

	while (hi - lo > 0) {
		int mid = lo + (hi - lo) / 2;

		if (table[mid] < key)
			lo = mid + 1;
		else
			hi = mid;
	}
	return hi;
}

/* good */
int sum(void)
{
	int lo = 0, hi = 15;
	u32 key = 7;

	while (lo <= hi) {
		int mid = (lo + hi) / 2;

		if (table[mid] < key)
			lo = mid + 1;
		else
			hi = mid - 1;
	}
	return lo;
}

/* good: what is left of a bounded number bounds what it was taken from */
u32 rest(u32 n, u32 done)
{
	u32 left, used;

	if (n > 16 || done >= n)
		return 0;
	left = n - done;
	used = left - 1;
	n = 0;
	left = 0;
	return table[done + used] + n + left;
}

/* bad: it does not */
u32 rest_long(u32 n, u32 done)
{
	u32 left, used;

	if (n > 17 || done >= n)
		return 0;
	left = n - done;
	used = left - 1;
	n = 0;
	left = 0;
	return table[done + used] + n + left;
}

/*
 * check:
 *	33: CL601: 'mid' indexes 'table', which has 16 elements, and is not proven to be below that
 *	49: CL601: 'mid' indexes 'table', which has 16 elements, and is not proven to be below that
 *	65: CL601: 'mid' indexes 'table', which has 16 elements, and is not proven to be below that
 *	99: CL601: 'mid' indexes 'table', which has 16 elements, and is not proven to be below that
 *	131: CL601: 'mid' indexes 'table', which has 16 elements, and is not proven to be below that
 *	181: CL601: 'done + used' indexes 'table', which has 16 elements, and is not proven to be below that
 */
