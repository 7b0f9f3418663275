/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* An array of lists ends empty: all of them. */
#include <cleat/build_bug.h>
#include <cleat/list.h>
#include <cleat/slab.h>

struct node { struct cleat_list_link link; };
DEFINE_OWNED_LIST(bucket, struct node, link, kfree);
struct table { struct bucket b[4]; };

/* good: each is cleared */
void table_free(struct table *__own t)
{
	for (u32 i = 0; i < ARRAY_SIZE(t->b); i++)
		bucket_clear(&t->b[i]);
	kfree(t);
}

/* good: or popped until it is empty */
void table_free_by_pop(struct table *__own t)
{
	struct node *n;

	for (u32 i = 0; i < ARRAY_SIZE(t->b); i++)
		while ((n = bucket_pop(&t->b[i])))
			kfree(n);
	kfree(t);
}

/* bad: the first is left out */
void table_free_rest(struct table *__own t)
{
	struct node *n;

	for (u32 i = 1; i < ARRAY_SIZE(t->b); i++)
		while ((n = bucket_pop(&t->b[i])))
			kfree(n);
	kfree(t);
}

/* bad: the last is */
void table_free_few(struct table *__own t)
{
	for (u32 i = 0; i + 1 < ARRAY_SIZE(t->b); i++)
		bucket_clear(&t->b[i]);
	kfree(t);
}

/* bad: only one is emptied */
void table_free_one(struct table *__own t)
{
	bucket_clear(&t->b[2]);
	kfree(t);
}

/*
 * check:
 *	38: CL107: 't' is freed while something may be in 't->b[…]'
 *	46: CL107: 't' is freed while something may be in 't->b[…]'
 *	53: CL107: 't' is freed while something may be in 't->b[…]'
 */
