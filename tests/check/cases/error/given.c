/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A number that was given out, or the error instead, is tested before it is kept. */
#include <cleat/idr.h>
#include <cleat/slab.h>

static DEFINE_IDA(ids);

struct item {
	int id __own;
};

/* bad: kept as it came */
struct item *__own __opt item_new_bad(void)
{
	struct item *i __free(kfree) = kzalloc_obj(*i);

	if (!i)
		return NULL;
	i->id = ida_alloc(&ids, GFP_KERNEL);
	return no_free_ptr(i);
}

/* good: tested first */
struct item *__own __opt item_new(void)
{
	struct item *i __free(kfree) = kzalloc_obj(*i);
	int id;

	if (!i)
		return NULL;
	id = ida_alloc(&ids, GFP_KERNEL);
	if (id < 0)
		return NULL;
	i->id = id;
	return no_free_ptr(i);
}

/* good: tested where it is */
struct item *__own __opt item_make(void)
{
	struct item *i __free(kfree) = kzalloc_obj(*i);

	if (!i)
		return NULL;
	i->id = ida_alloc(&ids, GFP_KERNEL);
	if (i->id < 0)
		return NULL;
	return no_free_ptr(i);
}

struct plain {
	int id;
};

static int last;

/* bad: in a field without a word */
void plain_set_bad(struct plain *p)
{
	p->id = ida_alloc(&ids, GFP_KERNEL);
}

/* good: the caller is told */
int plain_set(struct plain *p)
{
	p->id = ida_alloc(&ids, GFP_KERNEL);
	return p->id;
}

/* good: so here */
int plain_ask(struct plain *p)
{
	int err;

	err = p->id = ida_alloc(&ids, GFP_KERNEL);
	return err < 0 ? err : 0;
}

/* bad: in a variable of the module */
int last_set(void)
{
	last = ida_alloc(&ids, GFP_KERNEL);
	return 0;
}

/*
 * check:
 *	19: CL301: the number in 'i->id' may be an error, and is left there
 *	60: CL301: the number in 'p->id' may be an error, and is left there
 *	82: CL301: the number in 'last' may be an error, and is left there
 */
