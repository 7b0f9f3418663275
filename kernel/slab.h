/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The kernel's allocator as it is; the wrappers only tell the compiler what it cannot know. In a
 * test module (CLEAT_TEST) every allocation of the driver first asks the fault sweep and is counted
 * for the leak check; in a driver there is no trace of it.
 */
#ifndef CLEAT_KERNEL_SLAB_H
#define CLEAT_KERNEL_SLAB_H

#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>

#if !__has_include(<linux/cleanup.h>)
DEFINE_FREE(kfree, void *, if (!IS_ERR_OR_NULL(_T)) kfree(_T))
#endif
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 9, 0)
DEFINE_FREE(kvfree, void *, if (!IS_ERR_OR_NULL(_T)) kvfree(_T))
#endif

#ifdef CLEAT_TEST
static __always_inline void *cleat_counted(const void *p)
{
	if (p)
		atomic_long_inc(&cleat_live_objects);
	return (void *)p;
}
static __always_inline void __cleat_uncount(const void *p)
{
	if (p)
		atomic_long_dec(&cleat_live_objects);
}
#define __cleat_alloc_fault() cleat_fault(CLEAT_FAULT_ALLOC)
#else
#define cleat_counted(p) ((void *)(p))
#define __cleat_uncount(p) ((void)(p))
#define __cleat_alloc_fault() false
#endif

/* The allocator gives NULL or an object, never an ERR_PTR: then __free(kfree) need not ask. */
static __always_inline void *cleat_no_errptr(const void *p)
{
	if (IS_ERR(p))
		__builtin_unreachable();
	return cleat_counted(p);
}

#define __CLEAT_WRAP(name, params, args)                                                           \
	static __always_inline __must_check void *cleat_##name params                              \
	{                                                                                          \
		return __cleat_alloc_fault() ? NULL : cleat_no_errptr(name args);                  \
	}

__CLEAT_WRAP(kmalloc, (size_t n, gfp_t gfp), (n, gfp))
__CLEAT_WRAP(kzalloc, (size_t n, gfp_t gfp), (n, gfp))
__CLEAT_WRAP(kmalloc_array, (size_t n, size_t size, gfp_t gfp), (n, size, gfp))
__CLEAT_WRAP(kcalloc, (size_t n, size_t size, gfp_t gfp), (n, size, gfp))
__CLEAT_WRAP(kvmalloc, (size_t n, gfp_t gfp), (n, gfp))
__CLEAT_WRAP(kvzalloc, (size_t n, gfp_t gfp), (n, gfp))
__CLEAT_WRAP(kvcalloc, (size_t n, size_t size, gfp_t gfp), (n, size, gfp))
__CLEAT_WRAP(kmemdup, (const void *src, size_t n, gfp_t gfp), (src, n, gfp))
__CLEAT_WRAP(kstrdup, (const char *s, gfp_t gfp), (s, gfp))
__CLEAT_WRAP(kstrndup, (const char *s, size_t max, gfp_t gfp), (s, max, gfp))

static __always_inline __must_check void *cleat_krealloc(const void *p, size_t n, gfp_t gfp)
{
	void *moved = __cleat_alloc_fault() ? NULL : krealloc(p, n, gfp);

	return p ? moved : cleat_counted(moved);
}

static __always_inline __must_check void *cleat_krealloc_array(void *p, size_t n, size_t size,
							       gfp_t gfp)
{
	void *moved = __cleat_alloc_fault() ? NULL : krealloc_array(p, n, size, gfp);

	return p ? moved : cleat_counted(moved);
}

#ifdef CLEAT_TEST
/* A copy of nothing cannot fail. */
static __always_inline void *__cleat_dup_fault(bool copies)
{
	if (__cleat_alloc_fault())
		return ERR_PTR(-ENOMEM);
	return copies && cleat_fault(CLEAT_FAULT_USER_COPY) ? ERR_PTR(-EFAULT) : NULL;
}
#else
#define __cleat_dup_fault(copies) NULL
#endif

static __always_inline __must_check void *cleat_memdup_user(const void __user *from, size_t n)
{
	void *p = __cleat_dup_fault(n);

	p = p ?: memdup_user(from, n);
	return IS_ERR(p) ? p : cleat_counted(p);
}

static __always_inline __must_check char *cleat_strndup_user(const char __user *from, long max)
{
	char *p = __cleat_dup_fault(true);

	p = p ?: strndup_user(from, max);
	return IS_ERR(p) ? p : cleat_counted(p);
}

/*
 * Where the compiler cannot tell whether the owner is full, the way leads out of an error; where it
 * is always full the question is gone.
 */
#define __CLEAT_WRAP_FREE(name)                                                                    \
	static __always_inline void cleat_##name(const void *p)                                    \
	{                                                                                          \
		__cleat_uncount(p);                                                                \
		name(p);                                                                           \
	}                                                                                          \
	static __always_inline void __free_cleat_##name(void *p)                                   \
	{                                                                                          \
		void *owned = *(void **)p;                                                         \
                                                                                                   \
		if (unlikely(owned) && !IS_ERR(owned))                                             \
			cleat_##name(owned);                                                       \
	}
__CLEAT_WRAP_FREE(kfree)
__CLEAT_WRAP_FREE(kvfree)

#undef kmalloc
#undef kzalloc
#undef kmalloc_array
#undef kcalloc
#undef krealloc
#undef krealloc_array
#undef kvmalloc
#undef kvzalloc
#undef kvcalloc
#undef kmemdup
#undef kstrdup
#undef kstrndup
#undef memdup_user
#undef strndup_user
#undef kfree
#undef kvfree
#undef kmalloc_obj
#undef kzalloc_obj
#undef kmalloc_objs
#undef kzalloc_objs
#undef kvmalloc_objs
#undef kvzalloc_objs
#undef kmalloc_flex
#undef kzalloc_flex
#define memdup_user(from, n) cleat_memdup_user(from, n)
#define strndup_user(from, max) cleat_strndup_user(from, max)
#define kmalloc(n, gfp) cleat_kmalloc(n, gfp)
#define kzalloc(n, gfp) cleat_kzalloc(n, gfp)
#define kmalloc_array(n, size, gfp) cleat_kmalloc_array(n, size, gfp)
#define kcalloc(n, size, gfp) cleat_kcalloc(n, size, gfp)
#define krealloc(p, n, gfp) cleat_krealloc(p, n, gfp)
#define krealloc_array(p, n, size, gfp) cleat_krealloc_array(p, n, size, gfp)
#define kvmalloc(n, gfp) cleat_kvmalloc(n, gfp)
#define kvzalloc(n, gfp) cleat_kvzalloc(n, gfp)
#define kvcalloc(n, size, gfp) cleat_kvcalloc(n, size, gfp)
#define kmemdup(src, n, gfp) cleat_kmemdup(src, n, gfp)
#define kstrdup(s, gfp) cleat_kstrdup(s, gfp)
#define kstrndup(s, max, gfp) cleat_kstrndup(s, max, gfp)
#define kfree(p) cleat_kfree(p)
#define kvfree(p) cleat_kvfree(p)
/* What __free(kfree) pastes together. */
#define __free_kfree __free_cleat_kfree
#define __free_kvfree __free_cleat_kvfree

#endif
