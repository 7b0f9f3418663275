// SPDX-License-Identifier: MIT OR GPL-2.0-only
#include <cleat/err.h>
#include <cleat/mutex.h>
#include <cleat/spinlock.h>

#include "lock.h"

void counter_add(struct counter *c, u64 n)
{
	guard(mutex)(&c->lock);
	c->value += n;
}

int counter_take(struct counter *c, u64 n, u64 *ret_left)
{
	guard(mutex)(&c->lock);
	if (c->busy)
		return -EBUSY;
	if (c->value < n)
		return -ERANGE;
	c->value -= n;
	*ret_left = c->value;
	return 0;
}

u64 counter_value(struct counter *c)
{
	scoped_guard(mutex, &c->lock)
		return c->value;
}

void counter_move(struct counter *from, struct counter *to, u64 n)
{
	guard(mutex)(&from->lock);
	guard(mutex)(&to->lock);
	from->value -= n;
	to->value += n;
}

int ring_push(struct ring *r, u32 v)
{
	guard(spinlock)(&r->lock);
	if (r->tail - r->head == ARRAY_SIZE(r->slot))
		return -ENOSPC;
	r->slot[r->tail++ % ARRAY_SIZE(r->slot)] = v;
	return 0;
}

int ring_pop(struct ring *r, u32 *ret_v)
{
	guard(spinlock_irqsave)(&r->lock);
	if (r->tail == r->head)
		return -EAGAIN;
	*ret_v = r->slot[r->head++ % ARRAY_SIZE(r->slot)];
	return 0;
}
