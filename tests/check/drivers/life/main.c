// SPDX-License-Identifier: MIT OR GPL-2.0-only
#include "life.h"

static struct life life;

static int __init life_init(void)
{
	int err;

	mutex_init(&life.lock);
	life.buf = kzalloc(16, GFP_KERNEL);
	if (!life.buf)
		return -ENOMEM;
	err = life_node_init();
	if (err) {
		kfree(life.buf);
		life.buf = NULL;
	}
	return err;
}

/* The node is away: nobody is left who could take the lock. */
static void __exit life_exit(void)
{
	life_node_exit();
	kfree(life.buf);
	life.buf = NULL;
}

cleat_module(life, life_init, life_exit);
