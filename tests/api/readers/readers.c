/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A configuration that is read without a lock, as <cleat/rcupdate.h> shows it. */
#include <cleat/module.h>

#include "readers.h"

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

static int __init readers_init(void)
{
	return config_set(1);
}

static void __exit readers_exit(void)
{
	config_clear();
	rcu_barrier();
}

cleat_module(readers, readers_init, readers_exit);
MODULE_DESCRIPTION("test of the header of RCU");
MODULE_AUTHOR("the Cleat authors");
