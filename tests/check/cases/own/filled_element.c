/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A helper sees to it that the owner in an element is full, whichever that is. */
#include <cleat/slab.h>
struct buf {
	u32 n;
};
struct shelf {
	struct buf *__own __opt now;
};

static struct shelf one, many[8];

static int fill(struct shelf *s)
{
	struct buf *b = kzalloc_obj(*b);

	if (!b)
		return -ENOMEM;
	if (s->now)
		kfree(b);
	else
		s->now = b;
	return 0;
}
long f1(void);
/* good */
long f1(void)
{
	return fill(&one);
}
long f2(u32 cmd);
/* good */
long f2(u32 cmd)
{
	if (cmd < 8)
		return fill(&many[cmd]);
	return 0;
}
int f3(u32 cmd);
/* bad: what a helper filled it with is overwritten */
int f3(u32 cmd)
{
	int err = fill(&many[2]);

	if (err)
		return err;
	many[2].now = NULL;
	return 0;
}

/*
 * check:
 *	47: CL101: 'many[2].now' is owned here, and is not released on this path
 */
