/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What begins with a macro of the kit, and goes on in the driver's words, is the driver's. */
#include <cleat/cleanup.h>
#include <cleat/jiffies.h>
#include <cleat/mm.h>
#include <cleat/mutex.h>
#include <cleat/overflow.h>
#include <cleat/sched.h>
#include <cleat/types.h>
#include <cleat/wait.h>

struct dev {
	u32 n, size;
	u8 tab[8];
	struct mutex lock;
	u32 sum __guarded_by(&lock);
	struct wait_queue_head wait;
};

#define RATE(n)	 (HZ / (n))
#define RATE_OPEN(n) HZ / n

/* bad: divides by 0 */
unsigned long rate(unsigned long n)
{
	return HZ / n;
}

/* good */
unsigned long rate_good(unsigned long n)
{
	return n ? HZ / n : 0;
}

/* bad: in a macro of the driver */
unsigned long rate_macro(unsigned long n)
{
	return RATE(n);
}

/* bad: without parentheses */
unsigned long rate_open(unsigned long n)
{
	return RATE_OPEN(n);
}

/* bad: a macro with arguments */
u32 limited(struct dev *d, u32 n)
{
	return min(d->n, 7u) / n;
}

/* bad: both sides */
u32 both(struct dev *d, u32 n)
{
	return min(d->n, 7u) / min(n, 3u);
}

/* good */
u32 both_good(struct dev *d, u32 n)
{
	return min(d->n, 7u) / max(n, 3u);
}

/* bad: as an argument of another macro of the kit */
u32 nested(u32 n)
{
	return max(1ul, HZ / n);
}

/* bad: in a condition that is waited for */
int waited(struct dev *d, u32 n)
{
	return wait_event_interruptible(d->wait, HZ / n > 3);
}

/* bad: shifts */
unsigned long shifted(u32 n)
{
	return PAGE_SIZE << n;
}

/* bad: one too far */
u8 index(struct dev *d)
{
	return d->tab[ARRAY_SIZE(d->tab) - d->n];
}

/* bad: what ?: chooses has a guard */
u32 chosen(struct dev *d)
{
	return HZ > 100 ? d->sum : 0;
}

/* good: what the macro itself computes is its own affair */
u32 own(struct dev *d)
{
	return clamp(d->n, 1u, 8u) + DIV_ROUND_UP(d->size, 8) + ALIGN(d->size, 16);
}


/*
 * check:
 *	26: CL607: 'n' may be 0, and is divided by
 *	38: CL607: 'n' may be 0, and is divided by
 *	44: CL607: 'n' may be 0, and is divided by
 *	50: CL607: 'n' may be 0, and is divided by
 *	56: CL607: 'the value' may be 0, and is divided by
 *	68: CL607: 'n' may be 0, and is divided by
 *	74: CL607: 'n' may be 0, and is divided by
 *	80: CL608: the shift count 'n' may be negative or wider than the type
 *	86: CL601: '8 / 1 - d->n' indexes 'd->tab', which has 8 elements, and is not proven to be below that
 *	92: CL404: 'd->sum' is read without 'd->lock', which guards it
 */
