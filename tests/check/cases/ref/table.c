/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Tables of counted objects: each element has a reference, and who looks one up takes one more. */
#include <cleat/kref.h>
#include <cleat/mutex.h>
#include <cleat/slab.h>

struct obj { struct kref refs; u32 v; };

static void obj_release(struct obj *__own o)
{
	kfree(o);
}
DEFINE_REFCOUNTED(obj, struct obj, refs, obj_release);

struct hub {
	struct mutex lock;
	struct obj *__own __opt o[8] __guarded_by(&lock);
};

/* good: a reference more, given back */
u32 look(struct hub *h, u32 i)
{
	struct obj *o;
	u32 v;

	if (i >= ARRAY_SIZE(h->o))
		return 0;
	scoped_guard(mutex, &h->lock)
		o = h->o[i] ? obj_get(h->o[i]) : NULL;
	if (!o)
		return 0;
	v = o->v;
	obj_put(o);
	return v;
}

/* good: of one that is named */
u32 look_first(struct hub *h)
{
	struct obj *o;
	u32 v;

	scoped_guard(mutex, &h->lock)
		o = h->o[0] ? obj_get(h->o[0]) : NULL;
	if (!o)
		return 0;
	v = o->v;
	obj_put(o);
	return v;
}

/* bad: without a reference, past the unlock */
u32 look_borrowed(struct hub *h, u32 i)
{
	struct obj *o;

	if (i >= ARRAY_SIZE(h->o))
		return 0;
	scoped_guard(mutex, &h->lock)
		o = h->o[i];
	return o ? o->v : 0;
}

/* bad: the table's own reference is given back, and the table keeps the pointer */
void drop(struct hub *h, u32 i)
{
	guard(mutex)(&h->lock);
	if (i < ARRAY_SIZE(h->o) && h->o[i])
		obj_put(h->o[i]);
}

/* good: and is cleared */
void drop_clear(struct hub *h, u32 i)
{
	guard(mutex)(&h->lock);
	if (i < ARRAY_SIZE(h->o) && h->o[i]) {
		obj_put(h->o[i]);
		h->o[i] = NULL;
	}
}

/* bad: the table has none */
void put_in(struct hub *h, struct obj *o, u32 i)
{
	guard(mutex)(&h->lock);
	if (i < ARRAY_SIZE(h->o) && !h->o[i])
		h->o[i] = o;
}

/* good: it has one of its own */
void put_in_counted(struct hub *h, struct obj *o, u32 i)
{
	guard(mutex)(&h->lock);
	if (i < ARRAY_SIZE(h->o) && !h->o[i])
		h->o[i] = obj_get(o);
}

/* bad: one reference for two */
void put_in_twice(struct hub *h, struct obj *__own o, u32 i)
{
	guard(mutex)(&h->lock);
	if (i < 4 && !h->o[i] && !h->o[i + 4]) {
		h->o[i] = o;
		h->o[i + 4] = o;
		return;
	}
	obj_put(o);
}

/*
 * check:
 *	61: CL410: 'o' was read under 'h->lock', which is no longer held
 *	70: CL108: 'h->o[i]' is left pointing to an object that is gone
 *	87: CL210: 'o' is only borrowed for this call, and is left in 'h->o[…]', which lives longer
 *	104: CL210: 'o' is only borrowed for this call, and is left in 'h->o[…]', which lives longer
 */
