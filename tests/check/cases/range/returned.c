/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A pointer to an element that is returned: the caller believes that there is one. */
#include <cleat/build_bug.h>
#include <cleat/err.h>

struct channel { u32 level; };
static struct channel channels[8];
struct chip { struct channel ch[4]; u32 n; };

/* bad: one past the end is none */
struct channel *channel_wide(u32 n) __opt;
struct channel *channel_wide(u32 n)
{
	return n <= ARRAY_SIZE(channels) ? &channels[n] : NULL;
}

/* good */
struct channel *channel_get(u32 n) __opt;
struct channel *channel_get(u32 n)
{
	return n < ARRAY_SIZE(channels) ? &channels[n] : NULL;
}

/* bad: nobody looked */
struct channel *chip_any(struct chip *c, u32 n)
{
	return &c->ch[n];
}

/* bad: the last but not one of the array's */
struct channel *chip_last(struct chip *c)
{
	return &c->ch[ARRAY_SIZE(c->ch)];
}

/* good: the first that is off */
struct channel *chip_find(struct chip *c) __opt;
struct channel *chip_find(struct chip *c)
{
	for (u32 i = 0; i < ARRAY_SIZE(c->ch); i++)
		if (!c->ch[i].level)
			return &c->ch[i];
	return NULL;
}

/* bad: none was off, and i is the number of all */
struct channel *chip_find_or_not(struct chip *c)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(c->ch); i++)
		if (!c->ch[i].level)
			break;
	return &c->ch[i];
}

/*
 * check:
 *	14: CL601: 'n' indexes 'channels', which has 8 elements, and is not proven to be below that
 *	27: CL601: 'n' indexes 'c->ch', which has 4 elements, and is not proven to be below that
 *	33: CL601: element 4 of 'c->ch' is used, which has 4 elements
 *	54: CL601: 'i' indexes 'c->ch', which has 4 elements, and is not proven to be below that
 */
