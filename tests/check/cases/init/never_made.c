/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A driver whose locks, lists, timers and wait queues are made somewhere, or nowhere. */
#include <cleat/list.h>
#include <cleat/miscdevice.h>
#include <cleat/module.h>
#include <cleat/mutex.h>
#include <cleat/rbtree.h>
#include <cleat/slab.h>
#include <cleat/spinlock.h>
#include <cleat/timer.h>
#include <cleat/wait.h>
#include <cleat/workqueue.h>

struct item { struct cleat_list_link link; struct cleat_rb_link node; u32 key; };
DEFINE_OWNED_LIST(items, struct item, link, kfree);
DEFINE_OWNED_LIST(olds, struct item, link, kfree);
DEFINE_RBTREE(item_tree, struct item, node, key);

struct open_file { struct mutex lock; u32 n __guarded_by(&lock); };

static struct shop {
	spinlock_t lock;
	spinlock_t other;
	struct mutex given;
	struct mutex ready;
	struct items items;
	struct olds olds;
	struct item_tree tree;
	struct wait_queue_head wait;
	struct timer_list timer;
	struct timer_list late;
	struct work_struct work[2];
} shop = {.ready = __MUTEX_INITIALIZER(shop.ready)};

static DEFINE_MUTEX(made);
static struct mutex unmade;

DEFINE_TIMER_FUNCTIONS(shop_timer, struct shop, timer, shop_tick);
DEFINE_TIMER_FUNCTIONS(shop_late, struct shop, late, shop_tock);

static void shop_tick(struct shop *s)
{
	wake_up(&s->wait);
}

static void shop_tock(struct shop *s)
{
	wake_up(&s->wait);
}

static struct open_file *shop_open(struct file *file)
{
	struct open_file *f = kzalloc_obj(*f);

	return f ? f : ERR_PTR(-ENOMEM);
}

static void shop_release(struct open_file *__own f, struct file *file)
{
	kfree(f);
}

/* good: made by a helper, by its initialiser, or by the macro that defines it */
static void shop_use(struct shop *s)
{
	scoped_guard(mutex, &s->given)
		shop_timer_mod(s, jiffies + 1);
	scoped_guard(mutex, &s->ready)
		wake_up(&s->wait);
	scoped_guard(mutex, &made)
		wake_up(&s->wait);
	guard(spinlock)(&s->lock);
	if (items_empty(&s->items) && item_tree_empty(&s->tree))
		wake_up(&s->wait);
}

/* bad: nobody made these */
static void shop_use_unmade(struct shop *s)
{
	scoped_guard(mutex, &unmade)
		shop_late_mod(s, jiffies + 1);
	guard(spinlock)(&s->other);
	if (olds_empty(&s->olds))
		wake_up(&s->wait);
}

/* bad: nothing makes the lock of a file */
static long shop_ioctl(struct open_file *f, struct file *file, unsigned int cmd, void __user *arg)
{
	guard(mutex)(&f->lock);
	f->n++;
	shop_use(&shop);
	shop_use_unmade(&shop);
	return 0;
}

static void make_lock(struct mutex *lock)
{
	mutex_init(lock);
}

DEFINE_FILE_OPERATIONS(shop_fops, struct open_file,
	.open = shop_open,
	.release = shop_release,
	.ioctl = shop_ioctl);

static struct miscdevice shop_misc = {.minor = MISC_DYNAMIC_MINOR, .name = "shop", .fops = &shop_fops};

static int __init shop_init(void)
{
	spin_lock_init(&shop.lock);
	make_lock(&shop.given);
	items_init(&shop.items);
	init_waitqueue_head(&shop.wait);
	shop_timer_setup(&shop);
	return misc_register(&shop_misc);
}

static void __exit shop_exit(void)
{
	misc_deregister(&shop_misc);
	shop_timer_shutdown_sync(&shop);
	shop_late_shutdown_sync(&shop);
	items_clear(&shop.items);
	olds_clear(&shop.olds);
}

cleat_module(shop, shop_init, shop_exit);

/*
 * check:
 *	80: CL501: 'unmade' is used, and nothing in the driver makes it
 *	81: CL501: 'struct shop.late' is used, and nothing in the driver makes it
 *	82: CL501: 'struct shop.other' is used, and nothing in the driver makes it
 *	83: CL501: 'struct shop.olds' is used, and nothing in the driver makes it
 *	90: CL501: 'struct open_file.lock' is used, and nothing in the driver makes it
 */
