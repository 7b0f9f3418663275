/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Owners in the elements of lists and tables, at indexes that are not constants. */
#include <cleat/mutex.h>
#include <cleat/slab.h>
#include <cleat/list.h>

struct job { struct cleat_list_link link; u32 id; u8 *__own __opt data; };
DEFINE_LIST(jobs, struct job, link);
struct eng { struct mutex lock; struct jobs queue __guarded_by(&lock); };

/* good */
void shrink(struct eng *g)
{
	guard(mutex)(&g->lock);
	cleat_list_for_each(jobs, j, &g->queue) {
		kfree(j->data);
		j->data = NULL;
	}
}

/* bad: every element is left with a dangling pointer */
void shrink_bad(struct eng *g)
{
	guard(mutex)(&g->lock);
	cleat_list_for_each(jobs, j, &g->queue)
		kfree(j->data);
}

/* good */
u32 longest(struct eng *g)
{
	struct job *best = NULL;

	guard(mutex)(&g->lock);
	cleat_list_for_each(jobs, j, &g->queue) {
		if (!best || j->id > best->id)
			best = j;
	}
	return best ? best->id : 0;
}

/* good */
int fill(struct eng *g)
{
	guard(mutex)(&g->lock);
	cleat_list_for_each(jobs, j, &g->queue) {
		if (j->data)
			continue;
		j->data = kmalloc(16, GFP_KERNEL);
		if (!j->data)
			return -ENOMEM;
	}
	return 0;
}

struct item { u32 v; struct item *__opt peer; };
struct tab { struct item *__own __opt slot[8]; u32 n; };

/* good */
int fill_tab(struct tab *t)
{
	for (u32 i = 0; i < 8; i++) {
		if (t->slot[i])
			continue;
		t->slot[i] = kzalloc_obj(*t->slot[i]);
		if (!t->slot[i])
			return -ENOMEM;
		t->slot[i]->v = i;
	}
	return 0;
}

/* good */
int add_tab(struct tab *t, u32 v)
{
	struct item *it = kzalloc_obj(*it);

	if (!it)
		return -ENOMEM;
	it->v = v;
	for (u32 i = 0; i < 8; i++)
		if (!t->slot[i]) {
			t->slot[i] = it;
			return i;
		}
	kfree(it);
	return -ENOSPC;
}

/* good */
int set_tab(struct tab *t, u32 i, u32 v)
{
	struct item *it;

	if (i >= 8)
		return -EINVAL;
	it = kzalloc_obj(*it);
	if (!it)
		return -ENOMEM;
	it->v = v;
	kfree(t->slot[i]);
	t->slot[i] = it;
	return 0;
}

/* good */
struct item *__own __opt take_tab(struct tab *t, u32 i)
{
	struct item *it;

	if (i >= 8)
		return NULL;
	it = t->slot[i];
	t->slot[i] = NULL;
	return it;
}

/* bad: still there */
struct item *__own __opt take_bad(struct tab *t, u32 i)
{
	if (i >= 8)
		return NULL;
	return t->slot[i];
}

/* good */
void swap_tab(struct tab *t, u32 i, u32 k)
{
	if (i < 8 && k < 8)
		swap(t->slot[i], t->slot[k]);
}

/* good */
void compact(struct tab *t)
{
	u32 k = 0;

	for (u32 i = 0; i < 8; i++) {
		if (!t->slot[i])
			continue;
		if (i != k) {
			t->slot[k] = t->slot[i];
			t->slot[i] = NULL;
		}
		k++;
	}
}

/* good */
void tab_free(struct tab *__own t)
{
	for (u32 i = 0; i < 8; i++)
		kfree(t->slot[i]);
	kfree(t);
}

/* bad: one slot is left */
void tab_free_bad(struct tab *__own t)
{
	for (u32 i = 1; i < 8; i++)
		kfree(t->slot[i]);
	kfree(t);
}

/* bad: double free of an element */
void twice(struct tab *t, u32 i)
{
	if (i >= 8)
		return;
	kfree(t->slot[i]);
	kfree(t->slot[i]);
	t->slot[i] = NULL;
}

/* good */
void tab_free_null(struct tab *__own t)
{
	for (u32 i = 0; i < 8; i++) {
		kfree(t->slot[i]);
		t->slot[i] = NULL;
	}
	kfree(t);
}

/* bad: the last one is left */
void tab_free_short(struct tab *__own t)
{
	for (u32 i = 0; i < 7; i++) {
		kfree(t->slot[i]);
		t->slot[i] = NULL;
	}
	kfree(t);
}

/* bad: only the first */
void tab_free_first(struct tab *__own t)
{
	kfree(t->slot[0]);
	kfree(t);
}

/* good */
void tab_free_down(struct tab *__own t)
{
	for (int i = 7; i >= 0; i--)
		kfree(t->slot[i]);
	kfree(t);
}

/* bad: stops above the first */
void tab_free_down_bad(struct tab *__own t)
{
	for (int i = 7; i > 0; i--)
		kfree(t->slot[i]);
	kfree(t);
}

/* good */
void tab_free_while(struct tab *__own t)
{
	u32 i = 8;

	while (i--)
		kfree(t->slot[i]);
	kfree(t);
}

/* good: moved out, then ended */
void drop_slot(struct tab *t, u32 i)
{
	struct item *it;

	if (i >= 8)
		return;
	it = t->slot[i];
	t->slot[i] = NULL;
	kfree(it);
}

/* bad: moved out and lost */
void lose_slot(struct tab *t, u32 i)
{
	struct item *it;

	if (i >= 8)
		return;
	it = t->slot[i];
	t->slot[i] = NULL;
	if (it)
		it->v = 0;
}

/*
 * check:
 *	27: CL108: 'j->data' is left pointing to an object that is gone
 *	123: CL105: 't->slot[i]' is returned as __own, but is only borrowed here
 *	162: CL107: 't' is freed while it still owns 't->slot'
 *	171: CL102: 't->slot[i]' is passed to 'kfree', but the object was freed already
 *	192: CL107: 't' is freed while it still owns 't->slot'
 *	199: CL107: 't' is freed while it still owns 't->slot'
 *	215: CL107: 't' is freed while it still owns 't->slot'
 *	251: CL101: 't->slot[i]' is owned here, and is not released on this path
 */
