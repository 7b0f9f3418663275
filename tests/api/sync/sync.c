/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A driver without a device that uses each concept of synchronisation as its header shows it. The
 * tests beside it call these functions from several threads.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <cleat/module.h>

#include "sync.h"

/* ---- references ---- */

atomic_t nodes_released = ATOMIC_INIT(0);

void node_release(struct node *__own n)
{
	atomic_inc(&nodes_released);
	kfree(n);
}

struct node *node_create(void)
{
	struct node *n __free(node_put) = node_new(kzalloc_obj(*n));

	if (!n)
		return NULL;
	atomic_set(&n->uses, 1);
	return_ptr(n);
}

/* ---- RCU ---- */

struct config {
	u32 limit, inverted;
	struct rcu_head rcu;
};

struct device_state {
	struct mutex lock;
	struct config __rcu *__own __opt config;
};

static struct device_state state = {.lock = __MUTEX_INITIALIZER(state.lock)};

atomic_t configs_retired = ATOMIC_INIT(0);

static void config_free(struct config *__own c)
{
	atomic_inc(&configs_retired);
	kfree(c);
}

DEFINE_CALL_RCU(config_retire, struct config, rcu, config_free);

static struct config *__own __opt config_new(u32 limit)
{
	struct config *c = kzalloc_obj(*c);

	if (c) {
		c->limit = limit;
		c->inverted = ~limit;
	}
	return c;
}

static struct config *__own __opt config_replace(struct config *__own __opt c)
{
	guard(mutex)(&state.lock);
	return rcu_replace_pointer(state.config, c, lockdep_is_held(&state.lock));
}

int config_set(u32 limit)
{
	struct config *c = config_new(limit), *old;

	if (!c)
		return -ENOMEM;
	old = config_replace(c);
	kfree_rcu(old, rcu);
	return 0;
}

int config_set_counted(u32 limit)
{
	struct config *c = config_new(limit), *old;

	if (!c)
		return -ENOMEM;
	old = config_replace(c);
	if (old)
		config_retire(old);
	return 0;
}

void config_clear(void)
{
	struct config *old = config_replace(NULL);

	synchronize_rcu();
	kfree(old);
}

u32 config_limit(void)
{
	const struct config *c;

	guard(rcu)();
	c = rcu_dereference(state.config);
	if (!c)
		return 0;
	WARN_ON(c->inverted != ~c->limit);
	return c->limit;
}

/* ---- atomics and bits ---- */

static atomic_t users = ATOMIC_INIT(0);
static DECLARE_BITMAP(busy, SYNC_SLOTS);

int user_enter(void)
{
	if (!atomic_add_unless(&users, 1, SYNC_USERS))
		return -EBUSY;
	return 0;
}

void user_leave(void)
{
	atomic_dec(&users);
}

int slot_take(void)
{
	for (;;) {
		unsigned long slot = find_first_zero_bit(busy, SYNC_SLOTS);

		if (slot >= SYNC_SLOTS)
			return -ENOSPC;
		if (!test_and_set_bit(slot, busy))
			return (int)slot;
	}
}

void slot_give(int slot)
{
	if (slot >= 0 && slot < SYNC_SLOTS)
		clear_bit_unlock(slot, busy);
}

/* ---- readers and writers ---- */

static DECLARE_RWSEM(table_lock);
static unsigned long left __guarded_by(&table_lock), right __guarded_by(&table_lock);

void table_bump(void)
{
	guard(rwsem_write)(&table_lock);
	lockdep_assert_held_write(&table_lock);
	left++;
	right++;
}

bool table_is_whole(void)
{
	guard(rwsem_read)(&table_lock);
	lockdep_assert_held(&table_lock);
	return left == right;
}

static int __init sync_init(void)
{
	return config_set(1);
}

static void __exit sync_exit(void)
{
	config_clear();
	rcu_barrier();
}

cleat_module(sync, sync_init, sync_exit);
MODULE_DESCRIPTION("test of the synchronisation headers");
MODULE_AUTHOR("the Cleat authors");
