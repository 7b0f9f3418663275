/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The compiler's own atomic operations, which ThreadSanitizer understands. One macro makes the
 * functions of each width, one inside it those of each order.
 */
#ifndef CLEAT_HOST_ATOMIC_H
#define CLEAT_HOST_ATOMIC_H

#include "types.h"

#ifndef __CLEAT_KERNEL_TYPES__
typedef struct {
	int counter;
} atomic_t;

typedef struct {
	s64 counter;
} atomic64_t;

typedef struct {
	long counter;
} atomic_long_t;

#define ATOMIC_INIT(i) {.counter = (i)}
#define ATOMIC64_INIT(i) {.counter = (i)}
#define ATOMIC_LONG_INIT(i) {.counter = (i)}
#endif

#ifdef __CLEAT_CHECK__

/*
 * The checker wants to know how each is called, and looks into none: a type for each shape, and its
 * names. It would read 240 functions for each file.
 */
#define __CLEAT_ATOMIC_ORDERS(name) name, name##_relaxed, name##_acquire, name##_release
#define __CLEAT_ATOMIC(p, A, V)                                                                    \
	typedef V p##_new_fn(V i, A *v);                                                           \
	typedef V p##_step_fn(A *v);                                                               \
	typedef V p##_read_fn(const A *v);                                                         \
	typedef V p##_xchg_fn(A *v, V new);                                                        \
	typedef V p##_cmpxchg_fn(A *v, V old, V new);                                              \
	typedef bool p##_try_fn(A *v, V *old, V new);                                              \
	typedef void p##_set_fn(A *v, V i);                                                        \
	typedef void p##_change_fn(V i, A *v);                                                     \
	typedef void p##_count_fn(A *v);                                                           \
	typedef bool p##_test_fn(V i, A *v);                                                       \
	typedef bool p##_unless_fn(A *v, V i, V unless);                                           \
	typedef bool p##_step_test_fn(A *v);                                                       \
	static p##_read_fn p##_read, p##_read_acquire;                                             \
	static p##_set_fn p##_set, p##_set_release;                                                \
	static p##_new_fn __CLEAT_ATOMIC_ORDERS(p##_fetch_add),                                    \
		__CLEAT_ATOMIC_ORDERS(p##_fetch_sub), __CLEAT_ATOMIC_ORDERS(p##_fetch_and),        \
		__CLEAT_ATOMIC_ORDERS(p##_fetch_or), __CLEAT_ATOMIC_ORDERS(p##_fetch_xor),         \
		__CLEAT_ATOMIC_ORDERS(p##_fetch_andnot), __CLEAT_ATOMIC_ORDERS(p##_add_return),    \
		__CLEAT_ATOMIC_ORDERS(p##_sub_return);                                             \
	static p##_step_fn __CLEAT_ATOMIC_ORDERS(p##_fetch_inc),                                   \
		__CLEAT_ATOMIC_ORDERS(p##_fetch_dec), __CLEAT_ATOMIC_ORDERS(p##_inc_return),       \
		__CLEAT_ATOMIC_ORDERS(p##_dec_return), p##_dec_if_positive;                        \
	static p##_xchg_fn __CLEAT_ATOMIC_ORDERS(p##_xchg);                                        \
	static p##_cmpxchg_fn __CLEAT_ATOMIC_ORDERS(p##_cmpxchg), p##_fetch_add_unless;            \
	static p##_try_fn __CLEAT_ATOMIC_ORDERS(p##_try_cmpxchg);                                  \
	static p##_change_fn p##_add, p##_sub, p##_and, p##_or, p##_xor, p##_andnot;               \
	static p##_count_fn p##_inc, p##_dec;                                                      \
	static p##_test_fn p##_sub_and_test, p##_add_negative;                                     \
	static p##_step_test_fn p##_dec_and_test, p##_inc_and_test, p##_inc_not_zero,              \
		p##_inc_unless_negative, p##_dec_unless_positive;                                  \
	static p##_unless_fn p##_add_unless;

#else

#define __CLEAT_ATOMIC_FN static inline __maybe_unused

/* An order that a load, or a failed exchange, can have. */
#define __CLEAT_LOAD_ORDER(order)                                                                  \
	((order) == __ATOMIC_RELEASE || (order) == __ATOMIC_RELAXED ? __ATOMIC_RELAXED             \
								    : __ATOMIC_ACQUIRE)

#define __CLEAT_ATOMIC_OP(p, A, V, op, builtin, sfx, order)                                        \
	__CLEAT_ATOMIC_FN V p##_fetch_##op##sfx(V i, A *v)                                         \
	{                                                                                          \
		return builtin((V *)&v->counter, i, order);                                             \
	}

#define __CLEAT_ATOMIC_ORDER(p, A, V, sfx, order)                                                  \
	__CLEAT_ATOMIC_OP(p, A, V, add, __atomic_fetch_add, sfx, order)                            \
	__CLEAT_ATOMIC_OP(p, A, V, sub, __atomic_fetch_sub, sfx, order)                            \
	__CLEAT_ATOMIC_OP(p, A, V, and, __atomic_fetch_and, sfx, order)                            \
	__CLEAT_ATOMIC_OP(p, A, V, or, __atomic_fetch_or, sfx, order)                              \
	__CLEAT_ATOMIC_OP(p, A, V, xor, __atomic_fetch_xor, sfx, order)                            \
	__CLEAT_ATOMIC_FN V p##_fetch_andnot##sfx(V i, A *v)                                       \
	{                                                                                          \
		return __atomic_fetch_and((V *)&v->counter, ~i, order);                                 \
	}                                                                                          \
	__CLEAT_ATOMIC_FN V p##_fetch_inc##sfx(A *v)                                               \
	{                                                                                          \
		return __atomic_fetch_add((V *)&v->counter, 1, order);                                  \
	}                                                                                          \
	__CLEAT_ATOMIC_FN V p##_fetch_dec##sfx(A *v)                                               \
	{                                                                                          \
		return __atomic_fetch_sub((V *)&v->counter, 1, order);                                  \
	}                                                                                          \
	__CLEAT_ATOMIC_FN V p##_add_return##sfx(V i, A *v)                                         \
	{                                                                                          \
		return __atomic_add_fetch((V *)&v->counter, i, order);                                  \
	}                                                                                          \
	__CLEAT_ATOMIC_FN V p##_sub_return##sfx(V i, A *v)                                         \
	{                                                                                          \
		return __atomic_sub_fetch((V *)&v->counter, i, order);                                  \
	}                                                                                          \
	__CLEAT_ATOMIC_FN V p##_inc_return##sfx(A *v)                                              \
	{                                                                                          \
		return __atomic_add_fetch((V *)&v->counter, 1, order);                                  \
	}                                                                                          \
	__CLEAT_ATOMIC_FN V p##_dec_return##sfx(A *v)                                              \
	{                                                                                          \
		return __atomic_sub_fetch((V *)&v->counter, 1, order);                                  \
	}                                                                                          \
	__CLEAT_ATOMIC_FN V p##_xchg##sfx(A *v, V new)                                             \
	{                                                                                          \
		return __atomic_exchange_n((V *)&v->counter, new, order);                               \
	}                                                                                          \
	__CLEAT_ATOMIC_FN bool p##_try_cmpxchg##sfx(A *v, V *old, V new)                           \
	{                                                                                          \
		return __atomic_compare_exchange_n((V *)&v->counter, old, new, false, order,            \
						   __CLEAT_LOAD_ORDER(order));                     \
	}                                                                                          \
	__CLEAT_ATOMIC_FN V p##_cmpxchg##sfx(A *v, V old, V new)                                   \
	{                                                                                          \
		p##_try_cmpxchg##sfx(v, &old, new);                                                \
		return old;                                                                        \
	}

/* Change it to @next, an expression of "old", as long as @cond (of "old" too) holds. */
#define __CLEAT_ATOMIC_WHILE(p, v, cond, next)                                                     \
	__typeof__(p##_read(v)) old = p##_read(v);                                                 \
                                                                                                   \
	do {                                                                                       \
		if (!(cond))                                                                       \
			break;                                                                     \
	} while (!p##_try_cmpxchg(v, &old, next))

#define __CLEAT_ATOMIC(p, A, V)                                                                    \
	__CLEAT_ATOMIC_FN V p##_read(const A *v)                                                   \
	{                                                                                          \
		return __atomic_load_n((V *)&v->counter, __ATOMIC_RELAXED);                             \
	}                                                                                          \
	__CLEAT_ATOMIC_FN V p##_read_acquire(const A *v)                                           \
	{                                                                                          \
		return __atomic_load_n((V *)&v->counter, __ATOMIC_ACQUIRE);                             \
	}                                                                                          \
	__CLEAT_ATOMIC_FN void p##_set(A *v, V i)                                                  \
	{                                                                                          \
		__atomic_store_n((V *)&v->counter, i, __ATOMIC_RELAXED);                                \
	}                                                                                          \
	__CLEAT_ATOMIC_FN void p##_set_release(A *v, V i)                                          \
	{                                                                                          \
		__atomic_store_n((V *)&v->counter, i, __ATOMIC_RELEASE);                                \
	}                                                                                          \
	__CLEAT_ATOMIC_ORDER(p, A, V, , __ATOMIC_SEQ_CST)                                          \
	__CLEAT_ATOMIC_ORDER(p, A, V, _relaxed, __ATOMIC_RELAXED)                                  \
	__CLEAT_ATOMIC_ORDER(p, A, V, _acquire, __ATOMIC_ACQUIRE)                                  \
	__CLEAT_ATOMIC_ORDER(p, A, V, _release, __ATOMIC_RELEASE)                                  \
	__CLEAT_ATOMIC_FN void p##_add(V i, A *v)                                                  \
	{                                                                                          \
		p##_fetch_add_relaxed(i, v);                                                       \
	}                                                                                          \
	__CLEAT_ATOMIC_FN void p##_sub(V i, A *v)                                                  \
	{                                                                                          \
		p##_fetch_sub_relaxed(i, v);                                                       \
	}                                                                                          \
	__CLEAT_ATOMIC_FN void p##_and(V i, A *v)                                                  \
	{                                                                                          \
		p##_fetch_and_relaxed(i, v);                                                       \
	}                                                                                          \
	__CLEAT_ATOMIC_FN void p##_or(V i, A *v)                                                   \
	{                                                                                          \
		p##_fetch_or_relaxed(i, v);                                                        \
	}                                                                                          \
	__CLEAT_ATOMIC_FN void p##_xor(V i, A *v)                                                  \
	{                                                                                          \
		p##_fetch_xor_relaxed(i, v);                                                       \
	}                                                                                          \
	__CLEAT_ATOMIC_FN void p##_andnot(V i, A *v)                                               \
	{                                                                                          \
		p##_fetch_andnot_relaxed(i, v);                                                    \
	}                                                                                          \
	__CLEAT_ATOMIC_FN void p##_inc(A *v)                                                       \
	{                                                                                          \
		p##_fetch_inc_relaxed(v);                                                          \
	}                                                                                          \
	__CLEAT_ATOMIC_FN void p##_dec(A *v)                                                       \
	{                                                                                          \
		p##_fetch_dec_relaxed(v);                                                          \
	}                                                                                          \
	__CLEAT_ATOMIC_FN bool p##_sub_and_test(V i, A *v)                                         \
	{                                                                                          \
		return p##_sub_return(i, v) == 0;                                                  \
	}                                                                                          \
	__CLEAT_ATOMIC_FN bool p##_dec_and_test(A *v)                                              \
	{                                                                                          \
		return p##_dec_return(v) == 0;                                                     \
	}                                                                                          \
	__CLEAT_ATOMIC_FN bool p##_inc_and_test(A *v)                                              \
	{                                                                                          \
		return p##_inc_return(v) == 0;                                                     \
	}                                                                                          \
	__CLEAT_ATOMIC_FN bool p##_add_negative(V i, A *v)                                         \
	{                                                                                          \
		return p##_add_return(i, v) < 0;                                                   \
	}                                                                                          \
	__CLEAT_ATOMIC_FN V p##_fetch_add_unless(A *v, V i, V unless)                              \
	{                                                                                          \
		__CLEAT_ATOMIC_WHILE(p, v, old != unless, (V)((u64)old + (u64)i));                 \
		return old;                                                                        \
	}                                                                                          \
	__CLEAT_ATOMIC_FN bool p##_add_unless(A *v, V i, V unless)                                 \
	{                                                                                          \
		return p##_fetch_add_unless(v, i, unless) != unless;                               \
	}                                                                                          \
	__CLEAT_ATOMIC_FN bool p##_inc_not_zero(A *v)                                              \
	{                                                                                          \
		return p##_add_unless(v, 1, 0);                                                    \
	}                                                                                          \
	__CLEAT_ATOMIC_FN bool p##_inc_unless_negative(A *v)                                       \
	{                                                                                          \
		__CLEAT_ATOMIC_WHILE(p, v, old >= 0, (V)((u64)old + 1));                           \
		return old >= 0;                                                                   \
	}                                                                                          \
	__CLEAT_ATOMIC_FN bool p##_dec_unless_positive(A *v)                                       \
	{                                                                                          \
		__CLEAT_ATOMIC_WHILE(p, v, old <= 0, (V)((u64)old - 1));                           \
		return old <= 0;                                                                   \
	}                                                                                          \
	__CLEAT_ATOMIC_FN V p##_dec_if_positive(A *v)                                              \
	{                                                                                          \
		__CLEAT_ATOMIC_WHILE(p, v, old > 0, (V)((u64)old - 1));                            \
		return (V)((u64)old - 1);                                                          \
	}

#endif

__CLEAT_ATOMIC(atomic, atomic_t, int)
__CLEAT_ATOMIC(atomic64, atomic64_t, s64)
__CLEAT_ATOMIC(atomic_long, atomic_long_t, long)

#define xchg(x, v) __atomic_exchange_n(x, v, __ATOMIC_SEQ_CST)
#define try_cmpxchg(x, old, new)                                                                   \
	__atomic_compare_exchange_n(x, old, new, false, __ATOMIC_SEQ_CST, __ATOMIC_ACQUIRE)
#define cmpxchg(x, old, new)                                                                       \
	({                                                                                         \
		__typeof__(*(x)) __old = (old);                                                    \
		try_cmpxchg(x, &__old, new);                                                       \
		__old;                                                                             \
	})

#define smp_load_acquire(x) __atomic_load_n(x, __ATOMIC_ACQUIRE)
#define smp_store_release(x, v) __atomic_store_n(x, v, __ATOMIC_RELEASE)

/*
 * A full barrier without a fence, which ThreadSanitizer does not know: an exchange on a word of
 * this thread's own, so that it orders nothing more than the processor does.
 */
#define smp_mb()                                                                                   \
	({                                                                                         \
		int __own_word = 0;                                                                \
		__asm__ __volatile__("" : : "r"(&__own_word) : "memory");                          \
		(void)__atomic_exchange_n(&__own_word, 1, __ATOMIC_SEQ_CST);                       \
		__asm__ __volatile__("" : : : "memory");                                           \
	})
#define smp_rmb() smp_mb()
#define smp_wmb() smp_mb()
#define smp_mb__before_atomic() smp_mb()
#define smp_mb__after_atomic() smp_mb()

#endif
