/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A die, and how often it fell on each side. */
#include <cleat/module.h>
#include <cleat/mutex.h>
#include <cleat/random.h>

#include "numbers.h"

static DEFINE_MUTEX(thrown_lock);
static u32 thrown[NUMBERS_SIDES] __guarded_by(&thrown_lock);

void numbers_throw(void)
{
	guard(mutex)(&thrown_lock);
	thrown[get_random_u32_below(NUMBERS_SIDES)]++;
}

u32 numbers_thrown(u32 side)
{
	guard(mutex)(&thrown_lock);
	return side < NUMBERS_SIDES ? thrown[side] : 0;
}

static int __init numbers_init(void)
{
	return 0;
}

static void __exit numbers_exit(void)
{
	mutex_destroy(&thrown_lock);
}

cleat_module(numbers, numbers_init, numbers_exit);
MODULE_DESCRIPTION("test of arithmetic, byte order and random numbers");
MODULE_AUTHOR("the Cleat authors");
