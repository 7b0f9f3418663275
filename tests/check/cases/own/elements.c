/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Arrays of owners, and of structs that own: rings, slots, and helpers that take from them. */
#include <cleat/slab.h>

struct item { u32 v; };
struct ring { u32 head, tail; struct item *__own __opt v[8]; };
struct slot { struct item *__own __opt item; u8 *__own __opt data; u32 n; };
struct rack { struct slot s[4]; };

/* good: the index is computed twice, and is the same */
static struct item *__own __opt ring_pop(struct ring *r)
{
	struct item *it;

	if (r->head == r->tail)
		return NULL;
	it = r->v[r->head % 8];
	r->v[r->head % 8] = NULL;
	r->head++;
	return it;
}
/* bad: the next one is cleared */
struct item *__own __opt ring_pop_wrong(struct ring *r)
{
	struct item *it = r->v[r->head % 8];

	r->head++;
	r->v[r->head % 8] = NULL;
	return it;
}
/* good: drained by a helper */
void ring_free(struct ring *__own r)
{
	struct item *it;

	while ((it = ring_pop(r)))
		kfree(it);
	kfree(r);
}
static void ring_drop(struct ring *r, u32 i)
{
	if (i >= 8)
		return;
	kfree(r->v[i]);
	r->v[i] = NULL;
}
/* good: one by one */
void ring_free_each(struct ring *__own r)
{
	for (u32 i = 0; i < 8; i++)
		ring_drop(r, i);
	kfree(r);
}
/* bad */
void ring_free_none(struct ring *__own r)
{
	kfree(r);
}
/* good */
void rack_free(struct rack *__own r)
{
	for (int i = 0; i < 4; i++) {
		kfree(r->s[i].item);
		kfree(r->s[i].data);
	}
	kfree(r);
}
/* bad: one of two */
void rack_free_items(struct rack *__own r)
{
	for (int i = 0; i < 4; i++)
		kfree(r->s[i].item);
	kfree(r);
}
/* bad: all but the first */
void rack_free_late(struct rack *__own r)
{
	for (int i = 1; i < 4; i++) {
		kfree(r->s[i].item);
		kfree(r->s[i].data);
	}
	kfree(r);
}
/* good: by a pointer that walks */
void rack_free_walk(struct rack *__own r)
{
	for (struct slot *s = r->s; s < r->s + 4; s++) {
		kfree(s->item);
		kfree(s->data);
	}
	kfree(r);
}
static void slot_clear(struct slot *s)
{
	kfree(s->item);
	s->item = NULL;
	kfree(s->data);
	s->data = NULL;
}
/* good: by a helper for one */
void rack_free_help(struct rack *__own r)
{
	for (int i = 0; i < 4; i++)
		slot_clear(&r->s[i]);
	kfree(r);
}
/* bad */
void rack_free_none(struct rack *__own r)
{
	kfree(r);
}
/* good: nothing was put there yet */
int rack_try(void)
{
	struct rack *r = kzalloc_obj(*r);

	if (!r)
		return -ENOMEM;
	kfree(r);
	return 0;
}

/*
 * check:
 *	29: CL105: 'r->v[r->head % 8]' is returned as __own, but is only borrowed here
 *	57: CL107: 'r' is freed while it still owns 'r->v'
 *	73: CL107: 'r' is freed while it still owns 'r->s[…].data'
 *	82: CL107: 'r' is freed while it still owns 'r->s[…].item'
 *	110: CL107: 'r' is freed while it still owns 'r->s[…].item'
 */
