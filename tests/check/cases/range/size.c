/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Sizes and lengths that were computed: wrapped, cut, of the wrong sign, or right. */
#include "../../corpus/corpus.h"

struct rec { u64 a, b; };
struct dev { u8 mem[4096]; };

/* bad */
void *__own __opt product(u32 n)
{
	return kmalloc(n * (u32)sizeof(struct rec), GFP_KERNEL);
}

/* good: in 64 bits a u32 times 16 fits */
void *__own __opt wide(u32 n)
{
	return kmalloc(n * sizeof(struct rec), GFP_KERNEL);
}

/* bad: a u64 times 16 may not */
void *__own __opt too_wide(u64 n)
{
	return kmalloc(n * sizeof(struct rec), GFP_KERNEL);
}

/* good: bounded first */
void *__own __opt bounded(u64 n)
{
	if (n > 1000)
		return NULL;
	return kmalloc(n * sizeof(struct rec), GFP_KERNEL);
}

/* good */
void *__own __opt saturating(size_t n, size_t m)
{
	return kmalloc(size_add(size_mul(n, 16), m), GFP_KERNEL);
}

/* good: told when it wraps */
int told(struct dev *d, u8 *__writes to __sized_by(len), u32 off, u32 len)
{
	u32 end;

	if (check_add_overflow(off, len, &end) || end > sizeof(d->mem))
		return -EINVAL;
	memcpy(to, d->mem + off, len);
	return 0;
}

/* bad: told, but does not listen */
int deaf(struct dev *d, u8 *__writes to __sized_by(len), u32 off, u32 len)
{
	u32 end;

	if (check_add_overflow(off, len, &end))
		pr_info("large\n");
	if (end > sizeof(d->mem))
		return -EINVAL;
	memcpy(to, d->mem + off, len);
	return 0;
}

/* bad: the difference may be negative */
int difference(struct dev *d, const u8 *from __sized_by(b), u32 a, u32 b)
{
	if (b > 4096)
		return -EINVAL;
	memcpy(d->mem, from, b - a);
	return 0;
}

/* good */
int difference_good(struct dev *d, const u8 *from __sized_by(b), u32 a, u32 b)
{
	if (b > 4096 || a > b)
		return -EINVAL;
	memcpy(d->mem, from, b - a);
	return 0;
}

/* bad: cut to 8 bits before the test */
int cut(struct dev *d, const u8 *from __sized_by(len), u32 len)
{
	u8 n = len;

	if (n > 64)
		return -EINVAL;
	memcpy(d->mem, from, len);
	return 0;
}

/* bad: the int is negative */
int negative(struct dev *d, const u8 *from __sized_by(len), int len)
{
	if (len > (int)sizeof(d->mem))
		return -EINVAL;
	memcpy(d->mem, from, len);
	return 0;
}

/* good: sizeof of what is there */
void clear(struct dev *d)
{
	memset(d, 0, sizeof(*d));
	memset(d->mem, 0xff, sizeof(d->mem));
}

/* bad: size of the struct into the member */
void clear_bad(struct dev *d, struct rec *r)
{
	memset(&r->b, 0, sizeof(*r));
	memset(d->mem, 0, sizeof(d->mem) + 1);
}

/* bad: divided by what may be 0 */
u32 ratio(u32 a, u32 b)
{
	return a / b;
}

/* good */
u32 ratio_good(u32 a, u32 b)
{
	return b ? a / b : 0;
}

/* bad: shifted by what may be too much */
u32 bit(u32 n)
{
	return 1u << n;
}

/* good */
u32 bit_good(u32 n)
{
	return n < 32 ? 1u << n : 0;
}

/*
 * check:
 *	11: CL603: 'n * 16' may have wrapped around, and is the size that 'kmalloc' is given
 *	23: CL603: 'n * 16' may have wrapped around, and is the size that 'kmalloc' is given
 *	60: CL601: 'off' indexes 'd->mem', which has 4096 elements, and is not proven to be below that
 *	60: CL602: memcpy uses 'len' bytes of 'd->mem + off', which has 4096 - off
 *	69: CL602: memcpy uses 'b - a' bytes of 'd->mem', which has 4096 (the number may have wrapped around)
 *	69: CL602: memcpy uses 'b - a' bytes of 'from', which has b (the number may have wrapped around)
 *	69: CL603: 'b - a' may have wrapped around, and is the size that 'memcpy' is given
 *	89: CL602: memcpy uses 'len' bytes of 'd->mem', which has 4096
 *	98: CL602: memcpy uses 'len' bytes of 'd->mem', which has 4096 (the number may have been cut or changed sign)
 *	98: CL602: memcpy uses 'len' bytes of 'from', which has len (the number may have been cut or changed sign)
 *	98: CL604: 'len' may be negative or too large for its type, and is the size that 'memcpy' is given
 *	112: CL602: memset uses '16' bytes of '&r->b', which has 8
 *	113: CL602: memset uses '4097' bytes of 'd->mem', which has 4096
 *	119: CL607: 'b' may be 0, and is divided by
 *	131: CL608: the shift count 'n' may be negative or wider than the type
 */
