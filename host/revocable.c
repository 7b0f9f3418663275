/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "libc.h"

#include "park.h"
#include <cleat/printk.h>
#include <cleat/revocable.h>

static void set_up(struct cleat_srevocable *r, void *object)
{
	init_waitqueue_head(&r->idle);
	spin_lock_init(&r->lock);
	r->readers = 0;
	r->object = object;
}

int cleat_srevocable_init(struct cleat_srevocable *r, void *object)
{
	if (cleat_fault(CLEAT_FAULT_ALLOC))
		return -ENOMEM;
	set_up(r, object);
	return 0;
}

void *cleat_srevocable_enter(struct cleat_srevocable *r, int *key)
{
	void *object;

	*key = 0;
	spin_lock(&r->lock);
	object = r->object;
	r->readers++;
	spin_unlock(&r->lock);
	return object;
}

void cleat_srevocable_leave(struct cleat_srevocable *r, int key)
{
	(void)key;
	spin_lock(&r->lock);
	if (--r->readers == 0)
		wake_up_all(&r->idle);
	spin_unlock(&r->lock);
}

/* Who comes after the pointer is gone gets NULL, and may be waited for too: it leaves soon. */
void *cleat_srevocable_take(struct cleat_srevocable *r)
{
	void *object;

	might_sleep();
	spin_lock(&r->lock);
	object = r->object;
	r->object = NULL;
	if (object)
		cleat_wait_event(r->idle, &r->lock, r->readers == 0);
	spin_unlock(&r->lock);
	return object;
}

void cleat_srevocable_destroy(struct cleat_srevocable *r)
{
	WARN_ON(r->readers);
}

void cleat_revocable_init(struct cleat_revocable *r, void *object)
{
	set_up(&r->base, object);
}

void *cleat_revocable_enter(struct cleat_revocable *r, int *key)
{
	cleat_atomic_enter();
	return cleat_srevocable_enter(&r->base, key);
}

void cleat_revocable_leave(struct cleat_revocable *r, int key)
{
	cleat_srevocable_leave(&r->base, key);
	cleat_atomic_leave();
}

void *cleat_revocable_take(struct cleat_revocable *r)
{
	return cleat_srevocable_take(&r->base);
}

void cleat_revocable_destroy(struct cleat_revocable *r)
{
	cleat_srevocable_destroy(&r->base);
}
