/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* The driver's own macros are its text: what is wrong in them is found where they are used. */
#include "../../corpus/corpus.h"
#include <cleat/list.h>

struct dev { struct mutex lock; u32 n __guarded_by(&lock); u32 regs[8]; u8 *__own __opt buf; u32 len; struct dev *__opt next; };

int hw_sync(struct dev *d);

#define REG(d, i) ((d)->regs[i])
#define REG_OK(i) ((i) < 8)
#define CHECK(cond, err) do { if (cond) return (err); } while (0)
#define TRY(expr) do { int __e = (expr); if (__e) return __e; } while (0)
#define DROP(p) do { kfree(p); (p) = NULL; } while (0)
#define DROP_ONLY(p) kfree(p)
#define LOCKED(d) guard(mutex)(&(d)->lock)
#define for_each_dev(d, first) for (struct dev *d = (first); d; d = d->next)
#define MIN_LEN(a, b) ((a) < (b) ? (a) : (b))
#define SQUARE(x) ((x) * (x))
#define DEFINE_SETTER(name, i) void dev_set_##name(struct dev *d, u32 v) { d->regs[i] = v; }
#define DEFINE_COUNTER(name) u32 dev_##name(struct dev *d) { return d->n; }
#define CLEANUP_GOTO(p, label) do { if (!(p)) { err = -ENOMEM; goto label; } } while (0)
#define CONTAINER(p) ((struct dev *)((char *)(p) - offsetof(struct dev, regs)))

void dev_set_mode(struct dev *d, u32 v);
void dev_set_far(struct dev *d, u32 v);
u32 dev_count(struct dev *d);

/* good: a function that a macro makes */
DEFINE_SETTER(mode, 3)

/* bad: with an index that does not exist */
DEFINE_SETTER(far, 8)

/* bad: without the lock */
DEFINE_COUNTER(count)

/* bad: the macro indexes, nobody tests */
u32 get(struct dev *d, u32 i)
{
	return REG(d, i);
}

/* good: tested by a macro */
u32 get_well(struct dev *d, u32 i)
{
	return REG_OK(i) ? REG(d, i) : 0;
}

/* good: leaves by a macro */
int check(struct dev *d, u32 i)
{
	CHECK(!REG_OK(i), -EINVAL);
	REG(d, i) = 1;
	return 0;
}

/* bad: leaves by a macro with the buffer */
int leak(struct dev *d, u32 n)
{
	u8 *p = kmalloc(n, GFP_KERNEL);

	CHECK(!p, -ENOMEM);
	TRY(hw_sync(d));
	kfree(p);
	return 0;
}

/* good */
int leak_not(struct dev *d, u32 n)
{
	u8 *p __free(kfree) = kmalloc(n, GFP_KERNEL);

	CHECK(!p, -ENOMEM);
	TRY(hw_sync(d));
	return 0;
}

/* good: freed and set to NULL */
void drop(struct dev *d)
{
	DROP(d->buf);
	d->len = 0;
}

/* bad: freed only */
void drop_only(struct dev *d)
{
	DROP_ONLY(d->buf);
	d->len = 0;
}

/* bad: twice */
void drop_twice(struct dev *d)
{
	DROP_ONLY(d->buf);
	DROP(d->buf);
}

/* good: the guard is in a macro */
u32 locked(struct dev *d)
{
	LOCKED(d);
	return d->n;
}

/* bad: of another device */
u32 locked_other(struct dev *a, struct dev *b)
{
	LOCKED(a);
	return b->n;
}

/* good: a loop in a macro */
u32 total(struct dev *first)
{
	u32 sum = 0;

	for_each_dev(d, first)
		sum += d->len;
	return sum;
}

/* bad: the loop's own end is used */
u32 last(struct dev *first)
{
	struct dev *at = NULL;

	for_each_dev(d, first)
		at = d->next;
	return at->len;
}

/* good: the smaller of two */
void copy(struct dev *d, u8 *to __sized_by(n), u32 n)
{
	if (d->buf)
		memset(to, 0, MIN_LEN(n, 16u));
}

/* bad: the larger is taken */
#define MAX_LEN(a, b) ((a) > (b) ? (a) : (b))
void copy_bad(struct dev *d, u8 *to __sized_by(n), u32 n)
{
	memset(to, 0, MAX_LEN(n, 16u));
}

/* bad: squared in 32 bits */
int square(u32 n)
{
	u8 *p = kmalloc(SQUARE(n), GFP_KERNEL);

	kfree(p);
	return 0;
}

/* good: a goto in a macro */
int unwind(u32 n)
{
	u8 *a, *b;
	int err = 0;

	a = kmalloc(n, GFP_KERNEL);
	CLEANUP_GOTO(a, out);
	b = kmalloc(n, GFP_KERNEL);
	CLEANUP_GOTO(b, free_a);
	kfree(b);
free_a:
	kfree(a);
out:
	return err;
}

/* bad: to the wrong label */
int unwind_bad(u32 n)
{
	u8 *a, *b;
	int err = 0;

	a = kmalloc(n, GFP_KERNEL);
	CLEANUP_GOTO(a, out);
	b = kmalloc(n, GFP_KERNEL);
	CLEANUP_GOTO(b, out);
	kfree(b);
	kfree(a);
out:
	return err;
}

/* bad: the driver's own container_of */
struct dev *outer(u32 *regs)
{
	return CONTAINER(regs);
}

/* bad: an unsafe name does not make it so */
#define trusted(p) (*(u64 *)(p))
u64 by_name(u32 *p)
{
	return trusted(p);
}

/* bad: arithmetic hidden in the argument of a kit's macro */
u32 in_argument(struct dev *d, u32 i)
{
	return READ_ONCE(d->regs[i]);
}

/* good */
u32 in_argument_well(struct dev *d, u32 i)
{
	return READ_ONCE(d->regs[i % ARRAY_SIZE(d->regs)]);
}

/* bad: a cast in the argument of a kit's macro */
u32 cast_in_argument(struct dev *d)
{
	return min_t(u32, *(u32 *)d->buf, 3);
}

/*
 * check:
 *	33: CL601: element 8 of 'd->regs' is used, which has 8 elements
 *	36: CL404: 'd->n' is read without 'd->lock', which guards it
 *	41: CL601: 'i' indexes 'd->regs', which has 8 elements, and is not proven to be below that
 *	64: CL101: 'p' is owned here, and is not released on this path
 *	91: CL108: 'd->buf' is left pointing to an object that is gone
 *	97: CL102: 'd->buf' is passed to 'kfree', but the object was freed already
 *	111: CL405: 'b->n' is guarded by 'b->lock', but the lock that is held is 'a->lock'
 *	131: CL201: 'at' may be NULL, and is dereferenced without a test
 *	145: CL602: memset uses '16' bytes of 'to', which has n
 *	151: CL603: 'n * n' may have wrapped around, and is the size that 'kmalloc' is given
 *	187: CL101: 'a' is owned here, and is not released on this path
 *	193: CL801: a 'char *' is cast to 'struct dev *'
 *	200: CL801: a 'unsigned int *' is cast to 'unsigned long long *'
 *	206: CL601: 'i' indexes 'd->regs', which has 8 elements, and is not proven to be below that
 *	218: CL201: 'd->buf' may be NULL, and is dereferenced without a test
 *	218: CL801: a 'unsigned char *' is cast to 'unsigned int *'
 */
