/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A device that comes and goes while programs open it. */
#include <cleat/ioctl.h>
#include <cleat/miscdevice.h>
#include <cleat/module.h>
#include <cleat/mutex.h>
#include <cleat/slab.h>
#include <cleat/wait.h>

#include "uapi.h"

struct guest {
	struct miscdevice misc;
	u32 opens;
};

static DEFINE_MUTEX(gate_lock);
static DECLARE_WAIT_QUEUE_HEAD(gate);
static bool go __guarded_by(&gate_lock);
static struct guest *__own __opt guest;

/* The guest must be there to the end of this, whoever takes it away meanwhile. */
static struct guest *guest_open(struct file *file)
{
	struct guest *g = cleat_misc_owner(file, struct guest, misc);

	scoped_guard(mutex, &gate_lock)
		cleat_wait_event(gate, &gate_lock, go);
	g->opens++;
	return ERR_PTR(-ECONNREFUSED);
}

DEFINE_FILE_OPERATIONS(guest_fops, struct guest, .open = guest_open);

static long removal_add(void)
{
	struct guest *g __free(kfree) = NULL;
	int err;

	if (guest)
		return -EEXIST;
	scoped_guard(mutex, &gate_lock)
		go = false;
	g = kzalloc_obj(*g);
	if (!g)
		return -ENOMEM;
	g->misc.minor = MISC_DYNAMIC_MINOR;
	g->misc.name = "cleat-guest";
	g->misc.fops = &guest_fops;
	err = misc_register(&g->misc);
	if (err)
		return err;
	guest = no_free_ptr(g);
	return 0;
}

static long removal_remove(void)
{
	struct guest *g __free(kfree) = no_free_ptr(guest);

	if (!g)
		return -ENOENT;
	misc_deregister(&g->misc);
	return g->opens;
}

static long removal_ioctl(struct guest **unused, struct file *file, unsigned int cmd,
			  void __user *arg)
{
	switch (cmd) {
	case REMOVAL_ADD:
		return removal_add();
	case REMOVAL_GO:
		scoped_guard(mutex, &gate_lock)
			go = true;
		wake_up_all(&gate);
		return 0;
	case REMOVAL_REMOVE:
		return removal_remove();
	default:
		return -ENOTTY;
	}
}

DEFINE_FILE_OPERATIONS(removal_fops, struct guest *, .shared = &guest, .ioctl = removal_ioctl);

static struct miscdevice removal_misc = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "cleat-removal",
	.fops = &removal_fops,
};

static int __init removal_init(void)
{
	return misc_register(&removal_misc);
}

static void __exit removal_exit(void)
{
	(void)removal_remove(); /* -ENOENT: it is removed already */
	misc_deregister(&removal_misc);
}

cleat_module(removal, removal_init, removal_exit);
MODULE_DESCRIPTION("a device that comes and goes");
MODULE_AUTHOR("the Cleat authors");
