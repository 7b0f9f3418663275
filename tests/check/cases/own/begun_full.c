/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Init overwrites what the declaration of a variable puts into an owner, and nothing where that is none. */
#include <cleat/module.h>
#include <cleat/mutex.h>
#include <cleat/slab.h>

static struct { struct mutex lock; u8 *__own buf __guarded_by(&lock); struct { u32 n; } in; } one = {
	.lock = __MUTEX_INITIALIZER(one.lock),
	.in = {.n = 16},
};

/* good: it is empty when init runs */
static int __init full_init(void)
{
	one.buf = kzalloc(16, GFP_KERNEL);
	return one.buf ? 0 : -ENOMEM;
}

/* good: the module is gone after this */
static void __exit full_exit(void)
{
	kfree(one.buf);
}

int full_again(void);
/* bad: another call may have filled it */
int full_again(void)
{
	guard(mutex)(&one.lock);
	one.buf = kzalloc(16, GFP_KERNEL);
	return one.buf ? 0 : -ENOMEM;
}

cleat_module(full, full_init, full_exit);

/*
 * check:
 *	30: CL101: 'one.buf' is overwritten, and may still own something
 */
