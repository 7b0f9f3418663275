/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Scope-based cleanup in Linux's own vocabulary. A guard is released and a __free pointer freed at
 * the end of their scope, on every path, in reverse order of their declaration.
 *
 *	DEFINE_FREE(name, T, expr)	how __free(name) ends a variable of type T; expr uses _T
 *	T *p __free(name) = …;		p is freed at the end of its scope, unless
 *	no_free_ptr(p)			takes it out (p becomes NULL): hand it on, or
 *	return_ptr(p);			returns it
 *	DEFINE_CLASS(name, T, exit, init, args…), CLASS(name, var)(args…)
 *	DEFINE_GUARD(name, T, lock, unlock)
 *	guard(name)(&lock);		held to the end of the enclosing block
 *	scoped_guard(name, &lock) { }	held in the block that follows
 *
 * Wrong: declared too early, so that it is freed after the lock is dropped, not before::
 *
 *	struct item *it __free(kfree) = NULL;
 *	guard(mutex)(&q->lock);
 *	it = queue_take(q);
 *
 * Right: declared where it gets its value::
 *
 *	guard(mutex)(&q->lock);
 *	struct item *it __free(kfree) = queue_take(q);
 *
 * A function uses scope cleanup or goto unwinding, not both (the checker says so).
 *
 * Source: include/linux/cleanup.h (Linux 6.5 and 7.x). The definitions below serve the host, and
 * kernels that do not have that header.
 */
#ifndef CLEAT_CLEANUP_H
#define CLEAT_CLEANUP_H

#include <cleat/types.h>

#if defined(__KERNEL__) && __has_include(<linux/cleanup.h>)
#include <linux/cleanup.h>
#endif

#ifndef __cleanup
#define __cleanup(fn) __attribute__((cleanup(fn)))
#endif

#ifndef DEFINE_FREE
/* Over the types of a kernel (kernel/view.h), which has these classes too, they have other names. */
#ifdef __CLEAT_KERNEL_TYPES__
#define __CLEAT_CLASS(name, part) class_cleat_##name##_##part
#else
#define __CLEAT_CLASS(name, part) class_##name##_##part
#endif

#define DEFINE_FREE(name, T, expr)                                                                 \
	static inline __maybe_unused void __free_##name(void *__var)                               \
	{                                                                                          \
		T _T = *(T *)__var;                                                                \
		expr;                                                                              \
	}
#define __free(name) __cleanup(__free_##name)

#define no_free_ptr(p)                                                                             \
	({                                                                                         \
		__auto_type __taken = (p);                                                         \
		(p) = NULL;                                                                        \
		__taken;                                                                           \
	})
#define return_ptr(p) return no_free_ptr(p)
#define retain_and_null_ptr(p) ((void)no_free_ptr(p))

#define DEFINE_CLASS(name, T, exit_expr, init_expr, init_args...)                                  \
	typedef T __CLEAT_CLASS(name, t);                                                          \
	static inline __maybe_unused void __CLEAT_CLASS(name, destructor)(T *__var)                \
	{                                                                                          \
		T _T = *__var;                                                                     \
		exit_expr;                                                                         \
	}                                                                                          \
	static inline __maybe_unused T __CLEAT_CLASS(name, constructor)(init_args)                 \
	{                                                                                          \
		T __new = init_expr;                                                               \
		return __new;                                                                      \
	}
#define CLASS(name, var)                                                                           \
	__CLEAT_CLASS(name, t)                                                                     \
	var __cleanup(__CLEAT_CLASS(name, destructor)) =                                           \
		__CLEAT_CLASS(name, constructor)

#define DEFINE_GUARD(name, T, lock_expr, unlock_expr)                                              \
	DEFINE_CLASS(                                                                              \
		name, T, if (_T) { unlock_expr; }, ({ lock_expr; _T; }), T _T)
#define guard(name) CLASS(name, __UNIQUE_ID(guard))

/* A guard whose lock needs state beside it (saved interrupt flags); _T is a pointer to the guard. */
#define DEFINE_LOCK_GUARD_1(name, T, lock_expr, unlock_expr, ...)                                  \
	typedef struct {                                                                           \
		T *lock;                                                                           \
		__VA_ARGS__;                                                                       \
	} __CLEAT_CLASS(name, t);                                                                  \
	static inline __maybe_unused void __CLEAT_CLASS(name,                                      \
							destructor)(__CLEAT_CLASS(name, t) *_T)    \
	{                                                                                          \
		if (_T->lock) {                                                                    \
			unlock_expr;                                                               \
		}                                                                                  \
	}                                                                                          \
	static inline __maybe_unused __CLEAT_CLASS(name, t)                                        \
		__CLEAT_CLASS(name, constructor)(T *__lock)                                        \
	{                                                                                          \
		__CLEAT_CLASS(name, t) __guard = {.lock = __lock}, *_T = &__guard;                 \
		lock_expr;                                                                         \
		return __guard;                                                                    \
	}
/* A guard for a lock that is no object (RCU, preemption). */
#define DEFINE_LOCK_GUARD_0(name, lock_expr, unlock_expr, ...)                                     \
	typedef struct {                                                                           \
		void *lock;                                                                        \
		__VA_ARGS__;                                                                       \
	} __CLEAT_CLASS(name, t);                                                                  \
	static inline __maybe_unused void __CLEAT_CLASS(name,                                      \
							destructor)(__CLEAT_CLASS(name, t) *_T)    \
	{                                                                                          \
		(void)_T;                                                                          \
		unlock_expr;                                                                       \
	}                                                                                          \
	static inline __maybe_unused __CLEAT_CLASS(name, t)                                        \
		__CLEAT_CLASS(name, constructor)(void)                                             \
	{                                                                                          \
		__CLEAT_CLASS(name, t) __guard = {.lock = (void *)1}, *_T = &__guard;              \
		(void)_T;                                                                          \
		lock_expr;                                                                         \
		return __guard;                                                                    \
	}
#endif

#ifndef retain_and_null_ptr
#define retain_and_null_ptr(p) ((void)no_free_ptr(p))
#endif

/*
 * The loop has no condition, so that the compiler knows that a block which returns is the end; the
 * header of Linux 6.1 does not say so. The checker gets a loop that it can count.
 */
#ifdef __CLEAT_CHECK__
#define scoped_guard(name, args...)                                                                \
	for (CLASS(name, __scope)(args), *__once = (void *)1; __once; __once = NULL)
#elif !defined(__is_cond_ptr)
#define __cleat_scoped_guard(name, done, args...)                                                  \
	for (CLASS(name, __scope)(args);; ({ goto done; }))                                        \
		if (0) {                                                                           \
done:                                                                                              \
			break;                                                                     \
		} else
#undef scoped_guard
#define scoped_guard(name, args...) __cleat_scoped_guard(name, __UNIQUE_ID(done), args)
#endif

/* The address of a lock that a guard takes: before 7.x the header asks whether it is NULL. */
#define __cleat_guarded_lock(lock)                                                                 \
	({                                                                                         \
		__auto_type __lock = (lock);                                                       \
		if (!__lock)                                                                       \
			__builtin_unreachable();                                                   \
		__lock;                                                                            \
	})

/*
 * A guard for two locks of type T, which lock(a, b) takes. The classes of a kernel are made of one pointer: the
 * pair that it points to lives as long as the guard. The checker sees the two locks themselves.
 */
#ifdef __CLEAT_CHECK__
#define __CLEAT_DEFINE_GUARD_TWO(name, T, lock_two, unlock_two)                                    \
	struct cleat_##name {                                                                      \
		T *a, *b;                                                                          \
	};                                                                                         \
	DEFINE_CLASS(name, struct cleat_##name, unlock_two(_T.a, _T.b), ({                         \
			     lock_two(a, b);                                                       \
			     (struct cleat_##name){a, b};                                          \
		     }),                                                                           \
		     T *a, T *b)
#define __cleat_guard_two(name, a, b) __CLEAT_CLASS(name, constructor)(a, b)
#else
#define __CLEAT_DEFINE_GUARD_TWO(name, T, lock_two, unlock_two)                                    \
	struct cleat_##name {                                                                      \
		T *a, *b;                                                                          \
	};                                                                                         \
	DEFINE_LOCK_GUARD_1(name, struct cleat_##name, lock_two(_T->lock->a, _T->lock->b),         \
			    unlock_two(_T->lock->a, _T->lock->b))
#define __cleat_guard_two(name, a, b) class_##name##_constructor(&(struct cleat_##name){a, b})
#endif

#endif
