/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Arrays of timers, lists and owners in the module's own objects: exit ends them all. */
#include <cleat/list.h>
#include <cleat/miscdevice.h>
#include <cleat/module.h>
#include <cleat/mutex.h>
#include <cleat/slab.h>
#include <cleat/timer.h>

struct buf {
	struct cleat_list_link link;
	u32 n;
};
static void buf_free(struct buf *__own b)
{
	kfree(b);
}
DEFINE_OWNED_LIST(buf_list, struct buf, link, buf_free);

struct shelf {
	struct timer_list timer;
	struct buf *__own __opt now;
	struct buf_list free;
};
DEFINE_TIMER_FUNCTIONS(shelf_timer, struct shelf, timer, shelf_tick);
static void shelf_tick(struct shelf *s)
{
}

enum { SHELVES = 64 };

static DEFINE_MUTEX(lock);
/* good: all of them end */
static struct {
	struct shelf shelf[SHELVES];
	struct buf *__own __opt spare[SHELVES];
} kept;
/* bad: the elements of one are released, but not what is in them */
static struct {
	struct shelf shelf[SHELVES];
	struct buf *__own __opt spare[SHELVES];
} left;

static int fill(struct shelf *s)
{
	struct buf *b = kzalloc_obj(*b);

	if (!b)
		return -ENOMEM;
	guard(mutex)(&lock);
	shelf_timer_mod(s, jiffies + 1);
	if (!s->now)
		s->now = b;
	else
		buf_list_add(&s->free, b);
	return 0;
}

static long do_ioctl(struct shelf *first, struct file *file, unsigned int cmd, void __user *arg)
{
	struct buf *b;

	if (cmd < SHELVES)
		return fill(&kept.shelf[cmd]);
	cmd -= SHELVES;
	if (cmd < SHELVES)
		return fill(&left.shelf[cmd]);
	b = kzalloc_obj(*b);
	if (!b)
		return -ENOMEM;
	guard(mutex)(&lock);
	kfree(kept.spare[cmd % SHELVES]);
	kept.spare[cmd % SHELVES] = b;
	return 0;
}
DEFINE_FILE_OPERATIONS(fops, struct shelf, .shared = &kept.shelf[0], .ioctl = do_ioctl);
static struct miscdevice misc = {.minor = MISC_DYNAMIC_MINOR, .name = "shelf", .fops = &fops};

static int __init m_init(void)
{
	for (int i = 0; i < SHELVES; i++) {
		buf_list_init(&kept.shelf[i].free);
		shelf_timer_setup(&kept.shelf[i]);
		buf_list_init(&left.shelf[i].free);
		shelf_timer_setup(&left.shelf[i]);
	}
	return misc_register(&misc);
}

/* good: a helper for each, in a loop that is long */
static void shelf_empty(struct shelf *s)
{
	kfree(s->now);
	s->now = NULL;
	buf_list_clear(&s->free);
}

/* bad: the timers of the other */
static void __exit m_exit(void)
{
	misc_deregister(&misc);
	for (int i = 0; i < SHELVES; i++)
		shelf_timer_shutdown_sync(&kept.shelf[i]);
	for (int i = 0; i < SHELVES; i++) {
		shelf_empty(&kept.shelf[i]);
		kfree(kept.spare[i]);
		kept.spare[i] = NULL;
	}
}

cleat_module(shelf, m_init, m_exit);

/*
 * check:
 *	42: CL101: exit leaves 'left.shelf.free', and something may still be in it
 *	99: CL113: exit leaves 'left.shelf.timer', which others may have begun, in use by others
 */
