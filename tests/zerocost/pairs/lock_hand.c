// SPDX-License-Identifier: MIT OR GPL-2.0-only
#include <linux/errno.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>

#include "lock.h"

void counter_add(struct counter *c, u64 n)
{
	mutex_lock(&c->lock);
	c->value += n;
	mutex_unlock(&c->lock);
}

int counter_take(struct counter *c, u64 n, u64 *ret_left)
{
	int err = 0;

	mutex_lock(&c->lock);
	if (c->busy) {
		err = -EBUSY;
		goto unlock;
	}
	if (c->value < n) {
		err = -ERANGE;
		goto unlock;
	}
	c->value -= n;
	*ret_left = c->value;
unlock:
	mutex_unlock(&c->lock);
	return err;
}

u64 counter_value(struct counter *c)
{
	u64 value;

	mutex_lock(&c->lock);
	value = c->value;
	mutex_unlock(&c->lock);
	return value;
}

void counter_move(struct counter *from, struct counter *to, u64 n)
{
	mutex_lock(&from->lock);
	mutex_lock(&to->lock);
	from->value -= n;
	to->value += n;
	mutex_unlock(&to->lock);
	mutex_unlock(&from->lock);
}

int ring_push(struct ring *r, u32 v)
{
	int err = 0;

	spin_lock(&r->lock);
	if (r->tail - r->head == ARRAY_SIZE(r->slot))
		err = -ENOSPC;
	else
		r->slot[r->tail++ % ARRAY_SIZE(r->slot)] = v;
	spin_unlock(&r->lock);
	return err;
}

int ring_pop(struct ring *r, u32 *ret_v)
{
	unsigned long flags;
	int err = 0;

	spin_lock_irqsave(&r->lock, flags);
	if (r->tail == r->head)
		err = -EAGAIN;
	else
		*ret_v = r->slot[r->head++ % ARRAY_SIZE(r->slot)];
	spin_unlock_irqrestore(&r->lock, flags);
	return err;
}
