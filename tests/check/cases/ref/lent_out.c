/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A reference more of what the caller has: it goes with the object that got it, the caller's stays. */
#include <cleat/kref.h>
#include <cleat/list.h>
#include <cleat/slab.h>

struct note { struct kref refs; u32 n; };
static void note_release(struct note *__own n)
{
	kfree(n);
}
DEFINE_REFCOUNTED(note, struct note, refs, note_release);

struct copy { struct cleat_list_link link; struct note *__own note; };
static void copy_free(struct copy *__own c)
{
	note_put(c->note);
	kfree(c);
}
DEFINE_OWNED_LIST(copies, struct copy, link, copy_free);

void copy_send(struct copy *__own c);

/* good: each copy has a reference of its own */
int note_to_all(struct copies *l, struct note *n)
{
	for (int i = 0; i < 4; i++) {
		struct copy *c = kzalloc_obj(*c);

		if (!c)
			return -ENOMEM;
		c->note = note_get(n);
		copies_add(l, c);
	}
	return 0;
}

/* good: and is looked at when the first has gone */
u32 note_to_one(struct note *n)
{
	struct copy *c = kzalloc_obj(*c);

	if (!c)
		return 0;
	c->note = note_get(n);
	copy_send(c);
	return n->n;
}

/* bad: the only reference went */
u32 note_given(struct note *__own n)
{
	struct copy *c = kzalloc_obj(*c);

	if (!c) {
		note_put(n);
		return 0;
	}
	c->note = n;
	copy_send(c);
	return n->n;
}

/* bad: none was taken */
int note_untaken(struct note *n)
{
	struct copy *c = kzalloc_obj(*c);

	if (!c)
		return -ENOMEM;
	c->note = n;
	copy_send(c);
	return 0;
}

struct shelf { struct note *__own __opt note; };

/* bad: the shelf has it still */
int note_of_shelf(struct shelf *s)
{
	struct copy *c;

	if (!s->note)
		return -ENOENT;
	c = kzalloc_obj(*c);
	if (!c)
		return -ENOMEM;
	c->note = s->note;
	copy_send(c);
	return 0;
}

/* good: it goes from one to the other */
int note_off_shelf(struct shelf *s)
{
	struct copy *c;

	if (!s->note)
		return -ENOENT;
	c = kzalloc_obj(*c);
	if (!c)
		return -ENOMEM;
	c->note = s->note;
	s->note = NULL;
	copy_send(c);
	return 0;
}

/* good: both have one */
int note_and_shelf(struct shelf *s)
{
	struct copy *c;

	if (!s->note)
		return -ENOENT;
	c = kzalloc_obj(*c);
	if (!c)
		return -ENOMEM;
	c->note = note_get(s->note);
	copy_send(c);
	return 0;
}

/* good: what was found is handed on with its object */
void note_again(struct copies *l, struct copy *__own c)
{
	if (c->note->n)
		copies_add(l, c);
	else
		copy_free(c);
}

/*
 * check:
 *	61: CL104: 'n' is used after 'its owner's new owner' took it over
 *	71: CL115: 'c->note' owns 'n', which is only borrowed here
 *	90: CL108: 's->note' is left pointing to an object that is gone
 */
