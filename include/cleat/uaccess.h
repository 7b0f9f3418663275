/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The caller's memory. A "T __user *" is an address in the calling process: it is never
 * dereferenced, only copied from and to, and each object is fetched once: what was checked is what
 * is used. What is copied out must be written wholly, padding included.
 *
 *	cleat_get_user_obj(&obj, ptr)		one object in; 0 or -EFAULT
 *	cleat_put_user_obj(ptr, &obj)		one object out; 0 or -EFAULT
 *	copy_from_user, copy_to_user		byte counts; the bytes NOT copied
 *	struct cleat_user_reader, _writer	a buffer of known length, consumed from its start
 *
 * Context: process context, may sleep (a page may have to be read in); not under a spinlock.
 * Source: include/linux/uaccess.h; rust/kernel/uaccess.rs (UserSliceReader, UserSliceWriter).
 *
 * Wrong: the length is fetched twice, and the caller changes it between::
 *
 *	if (get_user(len, &req->len) || len > MAX)
 *		return -EINVAL;
 *	if (copy_from_user(buf, req, sizeof(req) + req_len_again))
 *
 * Right::
 *
 *	struct fifo_req req;
 *	int err = cleat_get_user_obj(&req, arg);
 *
 *	if (err)
 *		return err;
 *	if (req.len > MAX)
 *		return -EINVAL;
 */
#ifndef CLEAT_UACCESS_H
#define CLEAT_UACCESS_H

#include <cleat/err.h>
#include <cleat/fault.h>

/* -EFAULT, as the result of a macro that somebody must look at. */
#ifdef __CLEAT_CHECK__
int __must_check __cleat_efault(void) __at_most(-1);
#else
#define __cleat_efault() (-EFAULT)
#endif

#ifdef __KERNEL__
#include "../../kernel/uaccess.h"
#else

/**
 * copy_from_user - @n bytes from the caller
 * @to: where to; wholly written, the rest with zeros when not all could be read
 * @from: the caller's address
 *
 * Return: how many bytes could NOT be copied; 0 is success.
 */
unsigned long __must_check copy_from_user(void *__writes to __sized_by(n), const void __user *__opt from,
					  unsigned long n __length) __sleeps;

/** copy_to_user - @n bytes to the caller; how many could NOT be copied */
unsigned long __must_check copy_to_user(void __user *__opt to, const void *__to_user from __sized_by(n),
					unsigned long n __length) __sleeps;

/** clear_user - @n zeros to the caller; how many could NOT be written */
unsigned long __must_check clear_user(void __user *__opt to, unsigned long n __length) __sleeps;

/** u64_to_user_ptr - the address that a uapi struct has as a u64 */
#define u64_to_user_ptr(x)                                                                         \
	({                                                                                         \
		_Static_assert(__builtin_types_compatible_p(__typeof__(x), u64), "not a u64");     \
		(void __user *)(unsigned long)(x);                                                 \
	})

/** get_user - x = *ptr, converted as by an assignment; 0 or -EFAULT (then x is 0); put_user - *ptr = x */
#define get_user(x, ptr)                                                                           \
	({                                                                                         \
		__typeof__((__typeof__(*(ptr)))(x)) __got;                                         \
		copy_from_user(&__got, ptr, sizeof(__got)) ? ((x) = 0, __cleat_efault())           \
							   : ((x) = __got, 0);                     \
	})
#define put_user(x, ptr)                                                                           \
	({                                                                                         \
		__typeof__((__typeof__(*(ptr)))(x)) __value = (x);                                 \
		copy_to_user(ptr, &__value, sizeof(__value)) ? __cleat_efault() : 0;                  \
	})
#endif

/* The bytes that a copy left over, as an errno. */
#ifndef __cleat_copied_in
#define __cleat_copied_in(left) ((left) ? __cleat_efault() : 0)
#define __cleat_copied_out(left) ((left) ? __cleat_efault() : 0)
#endif

/** cleat_get_user_obj - fetch one object of *@obj's type; 0 or -EFAULT (then *@obj is zeroed) */
#define cleat_get_user_obj(obj, ptr) __cleat_copied_in(copy_from_user(obj, ptr, sizeof(*(obj))))

/** cleat_put_user_obj - give one object of *@obj's type out; 0 or -EFAULT */
#define cleat_put_user_obj(ptr, obj) __cleat_copied_out(copy_to_user(ptr, obj, sizeof(*(obj))))

/**
 * struct cleat_user_reader - a caller's buffer that is read from its start to its end, once
 * @at: address of the next byte; @left: bytes not yet read
 *
 * No byte can be fetched twice: a reader only moves forward.
 */
struct cleat_user_reader {
	const char __user *at;
	size_t left;
};

/**
 * struct cleat_user_writer - a caller's buffer that is written from its start
 * @at: address of the next byte; @left: room
 */
struct cleat_user_writer {
	char __user *at;
	size_t left;
};

/** cleat_user_reader_init - a reader over @len bytes at @from */
static inline struct cleat_user_reader cleat_user_reader_init(const void __user *__opt from, size_t len);
static inline struct cleat_user_writer cleat_user_writer_init(void __user *__opt to, size_t len);

/**
 * cleat_user_read - the next @n bytes of @r into @to
 *
 * Return: 0; -EFAULT when @r has fewer left or the caller's memory cannot be read (nothing is consumed).
 */
static inline int __must_check __sleeps cleat_user_read(struct cleat_user_reader *r,
							void *__writes to __sized_by(n), size_t n __length);

/** cleat_user_write - @n bytes of @from to the next place in @w; 0 or -EFAULT */
static inline int __must_check __sleeps cleat_user_write(struct cleat_user_writer *w,
							 const void *__to_user from __sized_by(n), size_t n __length);

/** cleat_user_skip - leave out the next @n bytes; 0 or -EFAULT when fewer are left */
static inline int __must_check cleat_user_skip(struct cleat_user_reader *r, size_t n);

#ifndef __CLEAT_CHECK__ /* which reads the declarations */
static inline struct cleat_user_reader cleat_user_reader_init(const void __user *from, size_t len)
{
	return (struct cleat_user_reader){from, len};
}

static inline struct cleat_user_writer cleat_user_writer_init(void __user *to, size_t len)
{
	return (struct cleat_user_writer){to, len};
}

static inline int cleat_user_read(struct cleat_user_reader *r, void *to, size_t n)
{
	if (n > r->left || copy_from_user(to, r->at, n))
		return -EFAULT;
	r->at += n;
	r->left -= n;
	return 0;
}

static inline int cleat_user_write(struct cleat_user_writer *w, const void *from, size_t n)
{
	if (n > w->left || copy_to_user(w->at, from, n))
		return -EFAULT;
	w->at += n;
	w->left -= n;
	return 0;
}

static inline int cleat_user_skip(struct cleat_user_reader *r, size_t n)
{
	if (n > r->left)
		return -EFAULT;
	r->at += n;
	r->left -= n;
	return 0;
}
#endif

/* One object of *@obj's type. */
#define cleat_user_read_obj(r, obj) cleat_user_read(r, obj, sizeof(*(obj)))
#define cleat_user_write_obj(w, obj) cleat_user_write(w, obj, sizeof(*(obj)))

#endif
