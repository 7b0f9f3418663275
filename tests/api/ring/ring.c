/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* The tests of <cleat/ring.h> need a module around them, and no device. */
#include <cleat/module.h>

static int __init ring_init(void)
{
	return 0;
}

static void __exit ring_exit(void)
{
}

cleat_module(ring, ring_init, ring_exit);
MODULE_DESCRIPTION("around the tests of cleat/ring.h");
