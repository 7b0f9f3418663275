// SPDX-License-Identifier: MIT OR GPL-2.0-only
/*
 * A module without the kit: tests of cleat build and cleat vm need one that says what it is told
 * and misbehaves on demand (crash=N).
 */
#include <linux/module.h>
#include <linux/slab.h>

static int crash;
module_param(crash, int, 0);

static int __init hello_init(void)
{
	pr_info("hello: loaded\n");
	if (crash == 1)
		WARN(1, "hello: warned as told\n");
	if (crash == 2)
		*(volatile int *)8 = 1;
	if (crash == 3)
		panic("hello: as told");
	if (crash == 4)
		return -ENODEV;
	return 0;
}

static void __exit hello_exit(void)
{
	pr_info("hello: unloaded\n");
}

module_init(hello_init);
module_exit(hello_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("test fixture of cleat");
