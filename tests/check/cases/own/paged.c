/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Memory that may lie in single pages is ended by kvfree(), wherever it went. */
#include <cleat/slab.h>

struct table { u32 *__own __opt v; u32 *__own __opt small; u32 n; };

/* bad: in a function of its own */
int paged_here(size_t n)
{
	u8 *p = kvmalloc(n, GFP_KERNEL);

	if (!p)
		return -ENOMEM;
	kfree(p);
	return 0;
}

/* bad: at the end of the scope */
int paged_scope(size_t n)
{
	u8 *p __free(kfree) = kvmalloc(n, GFP_KERNEL);

	return p ? 0 : -ENOMEM;
}

/* good: and what kmalloc() gave may be ended by it, too */
int paged_or_not(size_t n, bool large)
{
	u8 *p __free(kvfree) = large ? kvmalloc(n, GFP_KERNEL) : kmalloc(n, GFP_KERNEL);

	return p ? 0 : -ENOMEM;
}

static struct table *table_new(u32 n) __own __opt;
static struct table *table_new(u32 n)
{
	struct table *t = kzalloc_obj(*t);

	if (!t)
		return NULL;
	t->v = kvzalloc_objs(*t->v, n);
	t->small = kzalloc_objs(*t->small, 4);
	t->n = n;
	return t;
}

/* bad: its table is large */
void table_free(struct table *__own t)
{
	kfree(t->v);
	kfree(t->small);
	kfree(t);
}

/* good */
void table_free_well(struct table *__own t)
{
	kvfree(t->v);
	kfree(t->small);
	kfree(t);
}

static u32 *words(u32 n) __own __opt;
static u32 *words(u32 n)
{
	return kvzalloc_objs(u32, n);
}

/* bad: by way of a helper */
u32 words_first(u32 n)
{
	u32 *w __free(kfree) = words(n);

	return w && n ? w[0] : 0;
}

/* good: the table goes on to somebody else */
struct table *table_make(u32 n) __own __opt;
struct table *table_make(u32 n)
{
	return table_new(n);
}

/*
 * check:
 *	14: CL105: 'p' is passed to 'kfree', but comes from kvmalloc() or its like
 *	23: CL105: 'p' is passed to 'kfree', but comes from kvmalloc() or its like
 *	50: CL105: 't->v' is passed to 'kfree', but comes from kvmalloc() or its like
 *	74: CL105: 'w' is passed to 'kfree', but comes from kvmalloc() or its like
 */
