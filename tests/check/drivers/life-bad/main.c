// SPDX-License-Identifier: MIT OR GPL-2.0-only
#include "life.h"

static struct life life;

/* bad: from the node on others may come; and the node stays when init fails */
static int __init life_init(void)
{
	int err;

	mutex_init(&life.lock);
	err = life_node_init();
	if (err)
		return err;
	life.buf = kzalloc(16, GFP_KERNEL);
	if (!life.buf)
		return -ENOMEM;
	return 0;
}

/* bad: the buffer goes while the node is there */
static void __exit life_exit(void)
{
	kfree(life.buf);
	life.buf = NULL;
	life_node_exit();
}

cleat_module(life, life_init, life_exit);
