/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Memory for objects. Prefer the typed forms: they give a pointer of the object's own type, and
 * the size of an array cannot wrap.
 *
 *	kmalloc_obj(T), kzalloc_obj(T)			one object
 *	kmalloc_objs(T, n), kzalloc_objs(T, n)		an array of n
 *	kvmalloc_objs(T, n), kvzalloc_objs(T, n)	a large one: contiguous only virtually
 *	kzalloc_flex(T, member, n)			an object that ends in a flexible array of n
 *
 * T is a type or an expression of that type ("*p"); an optional last argument gives the context:
 * GFP_KERNEL (the default; may sleep), GFP_ATOMIC (never sleeps), GFP_NOWAIT, GFP_KERNEL_ACCOUNT
 * (charged to the caller's cgroup: for what a user can make grow).
 *
 * Context: GFP_KERNEL forms may sleep; the checker refuses them under a spinlock.
 * Return: the object, or NULL.
 * Ownership: the caller's; ends by kfree (kvfree for kv…), or by __free(kfree), __free(kvfree).
 * Source: include/linux/slab.h (Linux 7.x has the _obj forms).
 *
 * Wrong: n * sizeof wraps, and the array is smaller than n::
 *
 *	struct slot *s = kmalloc(n * sizeof(*s), GFP_KERNEL);
 *
 * Right::
 *
 *	struct slot *s __free(kfree) = kzalloc_objs(*s, n);
 *	if (!s)
 *		return -ENOMEM;
 */
#ifndef CLEAT_SLAB_H
#define CLEAT_SLAB_H

#include <cleat/cleanup.h>
#include <cleat/err.h>
#include <cleat/fault.h>
#include <cleat/overflow.h>

#ifdef __KERNEL__
#include "../../kernel/slab.h"
#else
#include "../../host/slab.h"

/** kmalloc - @size bytes of undefined content; kzalloc: of zeros */
__must_check void *__own __opt __fresh kmalloc(size_t size __length, gfp_t gfp);
__must_check void *__own __opt __zeroed kzalloc(size_t size __length, gfp_t gfp);

/** kmalloc_array - @n elements of @size bytes, NULL when the product wraps; kcalloc: of zeros */
__must_check void *__own __opt __fresh kmalloc_array(size_t n, size_t size, gfp_t gfp);
__must_check void *__own __opt __zeroed kcalloc(size_t n, size_t size, gfp_t gfp);

/**
 * krealloc - change the size of @p, moving it when it must
 *
 * Return: the object in its new place, or NULL: then @p is still the caller's.
 *
 * Wrong: the only pointer to the old object is lost when NULL comes back::
 *
 *	d->buf = krealloc(d->buf, n, GFP_KERNEL);
 */
__must_check void *__own __opt krealloc(const void *__own __opt __copied __keeps_on_failure p,
					size_t size __length, gfp_t gfp);

/** krealloc_array - the same for @n elements of @size bytes; NULL, too, when the product wraps */
__must_check void *__own __opt krealloc_array(void *__own __opt __copied __keeps_on_failure p, size_t n,
					      size_t size, gfp_t gfp);

/** kvmalloc - as kmalloc, for sizes of several pages; always GFP_KERNEL. Ends by kvfree. */
__must_check void *__own __opt __fresh kvmalloc(size_t size __length, gfp_t gfp);
__must_check void *__own __opt __zeroed kvzalloc(size_t size __length, gfp_t gfp);
__must_check void *__own __opt __zeroed kvcalloc(size_t n, size_t size, gfp_t gfp);

/** kfree - end an object from k…alloc; NULL is fine */
void kfree(const void *__own __opt p);
void kvfree(const void *__own __opt p);
/** kfree_sensitive - kfree after overwriting the content (keys, passwords) */
void kfree_sensitive(const void *__own __opt p);

/** kmemdup - a copy of @len bytes at @src; kstrdup: of a string; kstrndup: of at most @max bytes of it */
__must_check void *__own __opt kmemdup(const void *__copied src __sized_by(len), size_t len __length,
					   gfp_t gfp);
__must_check char *__own __opt kstrdup(const char *s, gfp_t gfp);
__must_check char *__own __opt kstrndup(const char *s, size_t max, gfp_t gfp);
/** kasprintf - a formatted string of its own */
__must_check char *__own __opt kasprintf(gfp_t gfp, const char *fmt, ...) __printf(2, 3);

/**
 * memdup_user - a copy of @len bytes of the caller's
 * strndup_user - of the caller's string, which has at most @max bytes with its NUL
 *
 * Return: the copy; -ENOMEM; -EFAULT; strndup_user also -EINVAL when there is no NUL so far.
 */
__must_check void *__own __errptr memdup_user(const void __user *__opt from, size_t len __length) __sleeps;
__must_check char *__own __errptr strndup_user(const char __user *__opt from, long max) __sleeps;

DEFINE_FREE(kfree, void *, if (!IS_ERR_OR_NULL(_T)) kfree(_T))
DEFINE_FREE(kvfree, void *, if (!IS_ERR_OR_NULL(_T)) kvfree(_T))
#endif

#ifndef kmalloc_obj
#define __cleat_gfp(unused, gfp, ...) gfp
#define __cleat_default_gfp(...) __cleat_gfp(, ##__VA_ARGS__, GFP_KERNEL)
#define __cleat_alloc(alloc, T, n, ...)                                                            \
	((__typeof__(T) *)alloc(size_mul(sizeof(T), n), __cleat_default_gfp(__VA_ARGS__)))
#define kmalloc_obj(T, ...) __cleat_alloc(kmalloc, T, 1, ##__VA_ARGS__)
#define kzalloc_obj(T, ...) __cleat_alloc(kzalloc, T, 1, ##__VA_ARGS__)
#define kmalloc_objs(T, n, ...) __cleat_alloc(kmalloc, T, n, ##__VA_ARGS__)
#define kzalloc_objs(T, n, ...) __cleat_alloc(kzalloc, T, n, ##__VA_ARGS__)
#define kvmalloc_objs(T, n, ...) __cleat_alloc(kvmalloc, T, n, ##__VA_ARGS__)
#define kvzalloc_objs(T, n, ...) __cleat_alloc(kvzalloc, T, n, ##__VA_ARGS__)
#define kmalloc_flex(T, member, n, ...)                                                            \
	((__typeof__(T) *)kmalloc(struct_size_t(__typeof__(T), member, n),                         \
				  __cleat_default_gfp(__VA_ARGS__)))
#define kzalloc_flex(T, member, n, ...)                                                            \
	((__typeof__(T) *)kzalloc(struct_size_t(__typeof__(T), member, n),                         \
				  __cleat_default_gfp(__VA_ARGS__)))
#endif

#endif
