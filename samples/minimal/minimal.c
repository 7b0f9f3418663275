/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* The smallest driver: it comes, remembers some numbers, and goes. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <cleat/module.h>
#include <cleat/slab.h>

enum { N_NUMBERS = 3 };

struct minimal {
	int *__own numbers;
};

static struct minimal minimal;

static int __init minimal_init(void)
{
	int *numbers __free(kfree) = kzalloc_objs(int, N_NUMBERS);

	if (!numbers)
		return -ENOMEM;
	for (int i = 0; i < N_NUMBERS; i++)
		numbers[i] = 72 * (i + 1);
	pr_info("hello, the first number is %d\n", numbers[0]);
	minimal.numbers = no_free_ptr(numbers);
	return 0;
}

static void __exit minimal_exit(void)
{
	pr_info("goodbye\n");
	kfree(minimal.numbers);
	minimal.numbers = NULL;
}

cleat_module(minimal, minimal_init, minimal_exit);
MODULE_DESCRIPTION("the smallest driver");
MODULE_AUTHOR("the Cleat authors");
