/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* The functions of a driver's own table want locks, or take them: who calls through it is asked. */
#include <cleat/build_bug.h>
#include <cleat/mutex.h>

struct box {
	struct mutex lock;
	u32 n __guarded_by(&lock);
};

struct op {
	int (*run)(struct box *b, u32 arg);
	int (*ask)(struct box *b);
};

static int op_add(struct box *b, u32 arg) __must_hold(&b->lock)
{
	b->n += arg;
	return 0;
}

static int op_below(struct box *b, u32 arg) __must_hold(&b->lock)
{
	return b->n < arg;
}

static int op_ask(struct box *b)
{
	guard(mutex)(&b->lock);
	return b->n > 0;
}

static const struct op ops[] = {
	{.run = op_add, .ask = op_ask},
	{.run = op_below, .ask = op_ask},
};

int held(struct box *b, u32 which, u32 arg);
/* good */
int held(struct box *b, u32 which, u32 arg)
{
	if (which >= ARRAY_SIZE(ops))
		return -EINVAL;
	guard(mutex)(&b->lock);
	return ops[which].run(b, arg);
}

int not_held(struct box *b, u32 which, u32 arg);
/* bad: they want the lock */
int not_held(struct box *b, u32 which, u32 arg)
{
	if (which >= ARRAY_SIZE(ops))
		return -EINVAL;
	return ops[which].run(b, arg);
}

int another(struct box *a, struct box *b, u32 which);
/* bad: it is another's */
int another(struct box *a, struct box *b, u32 which)
{
	if (which >= ARRAY_SIZE(ops))
		return -EINVAL;
	guard(mutex)(&a->lock);
	return ops[which].run(b, 1);
}

int asked(struct box *b, const struct op *op);
/* good */
int asked(struct box *b, const struct op *op)
{
	return op->ask(b);
}

int twice(struct box *b, const struct op *op);
/* bad: it takes the lock itself */
int twice(struct box *b, const struct op *op)
{
	guard(mutex)(&b->lock);
	return op->ask(b);
}

/*
 * check:
 *	54: CL406: 'ops[which].run (which may be op_add)' must be called with 'b->lock' held
 *	64: CL406: 'ops[which].run (which may be op_add)' must be called with 'b->lock' held
 *	79: CL402: 'b->lock' is held here, and 'op->ask (which may be op_ask)' takes it again
 */
