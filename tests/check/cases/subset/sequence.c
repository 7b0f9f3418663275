/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Which operand is first C leaves open: what one of them ends, locks or replaces, no other may touch. */
#include <cleat/mutex.h>
#include <cleat/slab.h>
#include <cleat/types.h>

struct dev {
	u32 n;
	struct mutex lock;
	u32 sum __guarded_by(&lock);
	struct dev *__own __opt next;
};

static u32 drop(struct dev *__own d)
{
	kfree(d);
	return 0;
}

static u32 both(u32 a, u32 b)
{
	return a + b;
}

static u32 drop_next(struct dev *d)
{
	kfree(d->next);
	d->next = NULL;
	return 1;
}

static u32 look(const struct dev *d)
{
	return d->n;
}

static u32 lock(struct dev *d) __acquires(&d->lock)
{
	mutex_lock(&d->lock);
	return 0;
}

/* bad: arguments */
u32 arguments(struct dev *__own d)
{
	return both(d->n, drop(d));
}

/* bad: operands */
u32 sum(struct dev *__own d)
{
	return d->n + drop(d);
}

/* bad: values of an initialiser */
u32 values(struct dev *__own d)
{
	u32 v[2] = {d->n, drop(d)};

	return v[0];
}

/* bad: a helper ends what a field owns */
u32 helper(struct dev *d)
{
	return d->next ? both(d->next->n, drop_next(d)) : 0;
}

/* bad: the index of what is written */
void store_at(struct dev *__own d, u32 *v __elements(4))
{
	v[d->n & 3] = drop(d);
}

/* bad: what the lock guards */
u32 locked(struct dev *d)
{
	u32 sum = lock(d) + d->sum;

	mutex_unlock(&d->lock);
	return sum;
}

/* good: one after the other */
u32 in_order(struct dev *__own d)
{
	u32 n = d->n;

	return n + drop(d);
}

/* good: the condition is first */
u32 condition(struct dev *__own d)
{
	return d->n > 3 ? drop(d) : drop(d) + 1;
}

/* good: the left side is first */
bool logical(struct dev *__own d)
{
	return (d->n || 1) && drop(d);
}

/* good: who only looks may be first or last */
u32 looks(struct dev *d)
{
	return both(d->n, look(d)) + look(d);
}

/* good: what is written is no part of it */
void written(struct dev *__own d, struct dev *to)
{
	to->n = drop(d);
}

/*
 * check:
 *	16: CL107: 'd' is freed while it still owns 'd->next'
 *	27: CL107: 'd->next' is freed while it still owns 'd->next->next'
 *	46: CL006: C does not say whether 'd' is looked at before 'drop' or after it
 *	52: CL006: C does not say whether 'd' is looked at before 'drop' or after it
 *	58: CL006: C does not say whether 'd' is looked at before 'drop' or after it
 *	66: CL006: C does not say whether 'next' is looked at before 'drop_next' or after it
 *	72: CL006: C does not say whether 'd' is looked at before 'drop' or after it
 *	72: CL104: 'd' is used after 'drop' took it over
 *	78: CL006: C does not say whether 'sum' is looked at before 'lock' or after it
 */
