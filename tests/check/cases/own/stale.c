/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Arrays of owners, after their elements were released. */
#include <cleat/slab.h>

struct pool {
	u8 *__own __opt page[4];
};

/* bad: others find the pointers */
void drop_bad(struct pool *p)
{
	for (int i = 0; i < 4; i++)
		kfree(p->page[i]);
}

/* good */
void drop_good(struct pool *p)
{
	for (int i = 0; i < 4; i++) {
		kfree(p->page[i]);
		p->page[i] = NULL;
	}
}

/* good: the array goes, too */
void pool_free(struct pool *__own p)
{
	for (int i = 0; i < 4; i++)
		kfree(p->page[i]);
	kfree(p);
}

/* good */
void take_one(struct pool *p, u32 i)
{
	u8 *page;

	if (i >= 4)
		return;
	page = p->page[i];
	p->page[i] = NULL;
	kfree(page);
}

/* good: a new one for each */
int renew(struct pool *p)
{
	for (int i = 0; i < 4; i++) {
		kfree(p->page[i]);
		p->page[i] = kzalloc(64, GFP_KERNEL);
		if (!p->page[i])
			return -ENOMEM;
	}
	return 0;
}

/* bad */
void drop_one(struct pool *p, u32 i)
{
	if (i < 4)
		kfree(p->page[i]);
}

/*
 * check:
 *	14: CL108: what is in 'p->page' is left pointing to objects that are gone
 *	62: CL108: 'p->page[i]' is left pointing to an object that is gone
 */
