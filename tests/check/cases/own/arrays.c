/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Arrays of owners. */
#include "../../corpus/corpus.h"

struct ring { u32 n; char *__own __opt slot[8]; };

/* good: all or none */
int fill(struct ring *r, size_t n)
{
	int i;

	for (i = 0; i < 8; i++) {
		r->slot[i] = kmalloc(n, GFP_KERNEL);
		if (!r->slot[i])
			goto undo;
	}
	return 0;
undo:
	while (i-- > 0) {
		kfree(r->slot[i]);
		r->slot[i] = NULL;
	}
	return -ENOMEM;
}

/* good */
void drain(struct ring *r)
{
	for (int i = 0; i < 8; i++) {
		kfree(r->slot[i]);
		r->slot[i] = NULL;
	}
}

/* good: the destructor empties every slot */
void ring_free(struct ring *__own r)
{
	for (int i = 0; i < 8; i++)
		kfree(r->slot[i]);
	kfree(r);
}

/* bad: the slots leak */
void ring_drop(struct ring *__own r)
{
	kfree(r);
}

/* bad: one past the end */
void over(struct ring *r)
{
	for (int i = 0; i <= 8; i++)
		r->slot[i] = NULL;
}

/*
 * check:
 *	46: CL107: 'r' is freed while it still owns 'r->slot'
 *	53: CL601: 'i' indexes 'r->slot', which has 8 elements, and is not proven to be below that
 */
