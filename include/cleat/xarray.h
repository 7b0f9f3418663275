/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Arrays that are sparse and know their element's type: an index (unsigned long) leads to an
 * object, and a free index can be found for a new one. For numbers alone see <cleat/idr.h>.
 *
 * DEFINE_TYPED_XARRAY(name, T) - define "struct name", an array of pointers to T
 * DEFINE_OWNED_XARRAY(name, T, free) - one that owns the objects; free(item) ends one
 *
 * Generated for both (x is a struct name *, item a T *, gfp as for kmalloc):
 *	name_init(x)				empty; a static one: = CLEAT_XARRAY_INIT(variable)
 *	name_load(x, index)			the object there, or NULL
 *	name_insert(x, index, item, gfp)	0; -EBUSY when there is one already; -ENOMEM
 *	name_replace(x, index, item, gfp, &old)	0, old is what was there or NULL; -ENOMEM
 *	name_alloc(x, &id, item, min, max, gfp)	at the lowest free index of min … max (u32, both
 *						inclusive): 0; -EBUSY when all are taken; -ENOMEM
 *	name_erase(x, index)			take it out: what was there, or NULL
 *	name_find(x, &index)			the first object from index on, which moves to its
 *						place; NULL when there is none
 *	name_find_after(x, &index)		the same from the next index on
 *	name_empty(x)
 *	cleat_xa_for_each(name, item, index, x) { }	declares item; the body may erase it
 *	name_destroy(x)				not owned: gives back the array's own memory
 *	name_clear(x)				owned: frees every object, then destroys
 *
 * Context: as its gfp says for what allocates, any for the rest. The array's own state is safe
 * between threads; whoever uses a loaded object needs the lock that keeps it alive.
 * Ownership: as lists have it (<cleat/list.h>). A refused insert leaves the object with the caller.
 * Source: include/linux/xarray.h; rust/kernel/xarray.rs.
 *
 * Wrong: between load and use another thread erases and frees it::
 *
 *	s = session_array_load(&d->sessions, id);
 *	mutex_lock(&d->lock);
 *	s->uses++;
 *
 * Right::
 *
 *	DEFINE_OWNED_XARRAY(session_array, struct session, kfree);
 *
 *	guard(mutex)(&d->lock);
 *	s = session_array_load(&d->sessions, id);
 *	if (!s)
 *		return -ENOENT;
 *	s->uses++;
 */
#ifndef CLEAT_XARRAY_H
#define CLEAT_XARRAY_H

#include <cleat/build_bug.h>
#include <cleat/cleanup.h>
#include <cleat/err.h>
#include <cleat/fault.h>
#include <cleat/slab.h>

#ifdef __KERNEL__
#include "../../kernel/xarray.h"
#else
#include "../../host/xarray.h"
#endif

#define CLEAT_XARRAY_INIT(variable) {.xa = __CLEAT_XARRAY_INIT((variable).xa)}

#define DEFINE_TYPED_XARRAY(name, T)                                                               \
	__CLEAT_DEFINE_XARRAY(name, T, , );                                                        \
	__CLEAT_XA_FN void name##_destroy(struct name *x)                                          \
	{                                                                                          \
		cleat_xa_destroy(&x->xa);                                                          \
	}                                                                                          \
	struct name

#define DEFINE_OWNED_XARRAY(name, T, free_item)                                                    \
	__CLEAT_DEFINE_XARRAY(name, T, __own, __must_check);                                       \
	static inline __maybe_unused void name##_clear(struct name *x)                             \
	{                                                                                          \
		unsigned long index = 0;                                                           \
                                                                                                   \
		while (name##_find(x, &index))                                                     \
			free_item(name##_erase(x, index));                                         \
		cleat_xa_destroy(&x->xa);                                                          \
	}                                                                                          \
	struct name

#define __CLEAT_XA_FN static inline __maybe_unused

/* OWN and MUST stand where an owning array takes or gives the object. */
#define __CLEAT_DEFINE_XARRAY(name, T, OWN, MUST)                                                  \
	struct name {                                                                              \
		struct cleat_xarray xa;                                                            \
	};                                                                                         \
	typedef T name##_item_t;                                                                   \
	static_assert(_Alignof(T) >= 4, "an xarray needs the two low bits of a pointer");          \
	__CLEAT_XA_FN void name##_init(struct name *x __writes)                                    \
	{                                                                                          \
		cleat_xa_init(&x->xa);                                                             \
	}                                                                                          \
	__CLEAT_XA_FN bool name##_empty(const struct name *x)                                      \
	{                                                                                          \
		return cleat_xa_empty(&x->xa);                                                     \
	}                                                                                          \
	__CLEAT_XA_FN T *__opt __borrows(x) name##_load(struct name *x, unsigned long index)       \
	{                                                                                          \
		return (T *)cleat_xa_load(&x->xa, index);                                          \
	}                                                                                          \
	__CLEAT_XA_FN T *__opt __borrows(x) name##_find(struct name *x, unsigned long *index)      \
	{                                                                                          \
		return (T *)cleat_xa_find(&x->xa, index);                                          \
	}                                                                                          \
	__CLEAT_XA_FN T *__opt __borrows(x) name##_find_after(struct name *x,                      \
							      unsigned long *index)                \
	{                                                                                          \
		return (T *)cleat_xa_find_after(&x->xa, index);                                    \
	}                                                                                          \
	__CLEAT_XA_FN __must_check int name##_insert(struct name *x, unsigned long index,          \
						     T *OWN __keeps_on_failure item, gfp_t gfp)    \
	{                                                                                          \
		return cleat_xa_insert(&x->xa, index, item, gfp);                                  \
	}                                                                                          \
	__CLEAT_XA_FN __must_check int name##_replace(struct name *x, unsigned long index,         \
						      T *OWN __keeps_on_failure item, gfp_t gfp,   \
						      T *OWN __opt *ret_old __writes)              \
	{                                                                                          \
		void *old;                                                                         \
		int err = cleat_xa_store(&x->xa, index, item, gfp, &old);                          \
                                                                                                   \
		if (!err)                                                                          \
			*ret_old = (T *)old;                                                       \
		return err;                                                                        \
	}                                                                                          \
	__CLEAT_XA_FN __must_check int name##_alloc(struct name *x, u32 *ret_id __writes,          \
						    T *OWN __keeps_on_failure item, u32 lowest,    \
						    u32 highest, gfp_t gfp)                        \
	{                                                                                          \
		return cleat_xa_alloc(&x->xa, ret_id, item, lowest, highest, gfp);                 \
	}                                                                                          \
	__CLEAT_XA_FN MUST T *OWN __opt name##_erase(struct name *x, unsigned long index)          \
	{                                                                                          \
		return (T *)cleat_xa_erase(&x->xa, index);                                         \
	}                                                                                          \
	struct name

/**
 * cleat_xa_for_each - run the block for each object, lowest index first
 * @name: of the array's type; @item: the variable to declare; @index: one of the caller's, unsigned
 *	long, that holds its place; @x: the array
 *
 * The body may erase @item and end it, and any other.
 */
#ifdef __CLEAT_CHECK__
/* Each round is a new loan from the array, so that ending the last round's object is no error. */
#define cleat_xa_for_each(name, item, index, x)                                                    \
	for (name##_item_t *item = (index = 0, name##_find(x, &index)); item;                      \
	     item = name##_find(x, &index))
#else
#define cleat_xa_for_each(name, item, index, x)                                                    \
	for (name##_item_t *item __maybe_unused = (index = 0, name##_find(x, &index)); item;       \
	     item = name##_find_after(x, &index))
#endif

#endif
