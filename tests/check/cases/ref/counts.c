/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* References: one put for each get, none too many, none forgotten, none after the last. */
#include "../../corpus/corpus.h"
#include <cleat/kref.h>
#include <cleat/list.h>
#include <cleat/rcupdate.h>
#include <cleat/xarray.h>

struct obj { struct kref refs; u32 id; u32 state; };
static void obj_release(struct obj *__own o) { kfree(o); }
DEFINE_REFCOUNTED(obj, struct obj, refs, obj_release);
DEFINE_TYPED_XARRAY(objs, struct obj);
struct dev { struct mutex lock; struct objs tab __guarded_by(&lock); struct obj *__own __opt cur __guarded_by(&lock); };
struct slot { struct obj *__own __opt o; };

int obj_start(struct obj *o);
struct obj *__own __opt obj_find(struct dev *d, u32 id);
void obj_log(const struct obj *o);
int dev_take(struct dev *d, struct obj *__own o);

/* bad: the reference of a lookup is not dropped when the start fails */
int start(struct dev *d, u32 id)
{
	struct obj *o = obj_find(d, id);
	int err;

	if (!o)
		return -ENOENT;
	err = obj_start(o);
	if (err)
		return err;
	obj_put(o);
	return 0;
}

/* good */
int start_well(struct dev *d, u32 id)
{
	struct obj *o __free(obj_put) = obj_find(d, id);

	if (!o)
		return -ENOENT;
	return obj_start(o);
}

/* bad: dropped on both sides of the error */
int start_twice(struct dev *d, u32 id)
{
	struct obj *o = obj_find(d, id);
	int err;

	if (!o)
		return -ENOENT;
	err = obj_start(o);
	if (err)
		obj_put(o);
	obj_put(o);
	return err;
}

/* bad: used after the put */
u32 id_of(struct dev *d, u32 id)
{
	struct obj *o = obj_find(d, id);

	if (!o)
		return 0;
	obj_put(o);
	return o->id;
}

/* good */
u32 id_of_well(struct dev *d, u32 id)
{
	struct obj *o = obj_find(d, id);
	u32 got;

	if (!o)
		return 0;
	got = o->id;
	obj_put(o);
	return got;
}

/* bad: a borrowed one is put */
void put_borrowed(struct obj *o)
{
	obj_log(o);
	obj_put(o);
}

/* bad: two slots, one reference */
void both(struct slot *a, struct slot *b, struct obj *__own o)
{
	obj_put(a->o);
	obj_put(b->o);
	a->o = o;
	b->o = o;
}

/* good: the second is taken */
void both_well(struct slot *a, struct slot *b, struct obj *__own o)
{
	if (a->o)
		obj_put(a->o);
	if (b->o)
		obj_put(b->o);
	a->o = obj_get(o);
	b->o = o;
}

/* bad: taken and forgotten */
void get_forget(struct obj *o)
{
	struct obj *mine = obj_get(o);

	obj_log(mine);
}

/* good */
void get_put(struct obj *o)
{
	struct obj *mine __free(obj_put) = obj_get(o);

	obj_log(mine);
}

/* bad: taken in a loop, put once */
void get_loop(struct obj *o, u32 n)
{
	for (u32 i = 0; i < n; i++)
		obj_log(obj_get(o));
	obj_put(o);
}

/* bad: the current one is replaced without a put */
void set_current(struct dev *d, struct obj *o)
{
	guard(mutex)(&d->lock);
	d->cur = obj_get(o);
}

/* good */
void set_current_well(struct dev *d, struct obj *o)
{
	guard(mutex)(&d->lock);
	if (d->cur)
		obj_put(d->cur);
	d->cur = obj_get(o);
}

/* bad: put, and left in its place */
void drop_current(struct dev *d)
{
	guard(mutex)(&d->lock);
	if (d->cur)
		obj_put(d->cur);
}

/* good */
void drop_current_well(struct dev *d)
{
	guard(mutex)(&d->lock);
	if (d->cur)
		obj_put(d->cur);
	d->cur = NULL;
}

/* bad: looked up under the lock, used after it without a reference */
u32 lookup(struct dev *d, u32 id)
{
	struct obj *o;

	scoped_guard(mutex, &d->lock)
		o = objs_load(&d->tab, id);
	return o ? o->state : 0;
}

/* good: a reference is taken in the lock */
u32 lookup_well(struct dev *d, u32 id)
{
	struct obj *o __free(obj_put) = NULL;

	scoped_guard(mutex, &d->lock) {
		struct obj *found = objs_load(&d->tab, id);

		if (found)
			o = obj_get(found);
	}
	return o ? o->state : 0;
}

/* good: unless it is going */
struct obj *__own __opt lookup_get(struct dev *d, u32 id)
{
	struct obj *o;

	guard(mutex)(&d->lock);
	o = objs_load(&d->tab, id);
	return o ? obj_get_unless_zero(o) : NULL;
}

/* bad: the answer of get_unless_zero is not looked at */
u32 unless_zero(struct dev *d, u32 id)
{
	struct obj *o, *mine;

	scoped_guard(mutex, &d->lock) {
		o = objs_load(&d->tab, id);
		if (!o)
			return 0;
		mine = obj_get_unless_zero(o);
	}
	return mine->id;
}

/* bad: kfree for what is counted */
void raw_free(struct obj *__own o)
{
	kfree(o);
}

/* good: made, counted, handed on */
int make(struct dev *d, u32 id)
{
	struct obj *o = obj_new(kzalloc_obj(*o));

	if (!o)
		return -ENOMEM;
	o->id = id;
	return dev_take(d, o);
}

/* bad: made, counted, and lost when the start fails */
int make_start(struct dev *d, u32 id)
{
	struct obj *o = obj_new(kzalloc_obj(*o));
	int err;

	if (!o)
		return -ENOMEM;
	o->id = id;
	err = obj_start(o);
	if (err)
		return err;
	return dev_take(d, o);
}

/* bad: handed on, and put */
int make_put(struct dev *d, struct obj *__own o)
{
	int err = dev_take(d, o);

	if (err)
		obj_put(o);
	return err;
}

/* bad: returned with a reference that the declaration does not give */
struct obj *find_unsaid(struct dev *d, u32 id)
{
	struct obj *o = obj_find(d, id);

	return o ? o : NULL;
}

/* bad: an own return of a borrowed object */
struct obj *__own own_unsaid(struct obj *o)
{
	return o;
}

/* good */
struct obj *__own own_said(struct obj *o)
{
	return obj_get(o);
}

/*
 * check:
 *	31: CL101: 'o' is owned here, and is not released on this path
 *	57: CL102: 'o' is passed to 'obj_put', but the object was handed on already
 *	69: CL104: 'o' is used after 'obj_put' took it over
 *	89: CL105: 'o' is passed to 'obj_put', which releases it, but it is only borrowed here
 *	95: CL205: 'a->o' may be NULL, and 'obj_put' does not take NULL
 *	96: CL205: 'b->o' may be NULL, and 'obj_put' does not take NULL
 *	99: CL115: one object is owned by both 'a->o' and 'b->o'
 *	118: CL101: 'o' is owned here, and is not released on this path
 *	131: CL003: what this loop does cannot be followed to its end
 *	133: CL105: 'o' is passed to 'obj_put', which releases it, but it is only borrowed here
 *	134: CL101: 'o' is owned here, and is not released on this path
 *	140: CL101: 'd->cur' is overwritten, and may still own something
 *	158: CL108: 'd->cur' is left pointing to an object that is gone
 *	176: CL410: 'o' was read under 'd->lock', which is no longer held
 *	214: CL101: 'mine' is owned here, and is not released on this path
 *	214: CL201: 'mine' may be NULL, and is dereferenced without a test
 *	220: CL105: 'o' is passed to 'kfree', but it counts its references: it ends with the last one
 *	245: CL101: 'o' is owned here, and is not released on this path
 *	255: CL102: 'o' is passed to 'obj_put', but the object was handed on already
 *	264: CL110: 'o' is returned with its ownership, but the declaration of 'find_unsaid' does not say __own
 *	264: CL207: 'find_unsaid' may return NULL, but its declaration does not say __opt
 *	270: CL105: 'o' is returned as __own, but is only borrowed here
 */
