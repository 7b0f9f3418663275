/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What the module owns has to go with it: exit leaves all of this behind. */
#include <cleat/prelude.h>

struct job { struct cleat_list_link link; u32 id; };
DEFINE_OWNED_LIST(jobs, struct job, link, kfree);
DEFINE_OWNED_XARRAY(slots, struct job, kfree);

/* bad: a list */
static struct jobs queue = CLEAT_LIST_INIT(queue);
/* bad: an array in a struct */
static struct { struct slots slots; } store = {.slots = CLEAT_XARRAY_INIT(store.slots)};
/* bad: an object */
static u8 *__own __opt table;

int job_submit(void)
{
	struct job *j = kzalloc_obj(*j);
	u8 *spare = kzalloc(16, GFP_KERNEL);

	kfree(table);
	table = spare;
	if (!j)
		return -ENOMEM;
	jobs_add(&queue, j);
	return 0;
}

static int __init left_init(void)
{
	return 0;
}

static void __exit left_exit(void)
{
}

cleat_module(left, left_init, left_exit);

/*
 * check:
 *	10: CL101: exit leaves 'queue', and something may still be in it
 *	12: CL101: exit leaves 'store.slots', and something may still be in it
 *	14: CL101: exit leaves 'table', and something may still be in it
 */
