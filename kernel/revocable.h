/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A pointer that readers find under RCU, or SRCU where they sleep: access costs what these cost. */
#ifndef CLEAT_KERNEL_REVOCABLE_H
#define CLEAT_KERNEL_REVOCABLE_H

#include <linux/rcupdate.h>
#include <linux/srcu.h>

struct cleat_revocable {
	void __rcu *object;
};

static __always_inline void cleat_revocable_init(struct cleat_revocable *r, void *object)
{
	rcu_assign_pointer(r->object, object);
}

static __always_inline void *cleat_revocable_enter(struct cleat_revocable *r, int *key)
{
	rcu_read_lock();
	return rcu_dereference(r->object);
}

static __always_inline void cleat_revocable_leave(struct cleat_revocable *r, int key)
{
	rcu_read_unlock();
}

static inline void *cleat_revocable_take(struct cleat_revocable *r)
{
	void *object = unrcu_pointer(xchg(&r->object, NULL));

	if (object)
		synchronize_rcu();
	return object;
}

static inline void cleat_revocable_destroy(struct cleat_revocable *r)
{
}

struct cleat_srevocable {
	void __rcu *object;
	struct srcu_struct srcu;
};

static inline int cleat_srevocable_init(struct cleat_srevocable *r, void *object)
{
	int err = cleat_fault(CLEAT_FAULT_ALLOC) ? -ENOMEM : init_srcu_struct(&r->srcu);

	if (!err)
		rcu_assign_pointer(r->object, object);
	return err;
}

static __always_inline void *cleat_srevocable_enter(struct cleat_srevocable *r, int *key)
{
	*key = srcu_read_lock(&r->srcu);
	return srcu_dereference(r->object, &r->srcu);
}

static __always_inline void cleat_srevocable_leave(struct cleat_srevocable *r, int key)
{
	srcu_read_unlock(&r->srcu, key);
}

static inline void *cleat_srevocable_take(struct cleat_srevocable *r)
{
	void *object = unrcu_pointer(xchg(&r->object, NULL));

	if (object)
		synchronize_srcu(&r->srcu);
	return object;
}

static inline void cleat_srevocable_destroy(struct cleat_srevocable *r)
{
	cleanup_srcu_struct(&r->srcu);
}

#endif
