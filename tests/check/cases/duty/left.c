/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What the module owns has to go with it: in exit, in what exit calls, or with the last open file. */
#include <cleat/prelude.h>

struct job { struct cleat_list_link link; u32 id; };
DEFINE_OWNED_LIST(jobs, struct job, link, kfree);
DEFINE_OWNED_XARRAY(slots, struct job, kfree);

static struct jobs queue = CLEAT_LIST_INIT(queue), other = CLEAT_LIST_INIT(other);
static u8 *__own __opt never;
static struct {
	struct mutex lock;
	struct slots slots __guarded_by(&lock);
	u8 *__own __opt spare __guarded_by(&lock);
} store = {.lock = __MUTEX_INITIALIZER(store.lock), .slots = CLEAT_XARRAY_INIT(store.slots)};
static struct desk { struct mutex lock; u8 *__own __opt page __guarded_by(&lock); u32 n; } desk = {
	.lock = __MUTEX_INITIALIZER(desk.lock)};

int job_submit(void)
{
	struct job *j = kzalloc_obj(*j);

	if (!j)
		return -ENOMEM;
	j->id = never ? *never : 0;
	jobs_add(&queue, j);
	return 0;
}

static void drop_jobs(void)
{
	struct job *j;

	while ((j = jobs_pop(&queue)))
		kfree(j);
	jobs_clear(&other);
}

static void drop_store(void)
{
	u8 *old;

	scoped_guard(mutex, &store.lock)
		old = no_free_ptr(store.spare);
	kfree(old);
}

static void desk_release(struct desk *d, struct file *file)
{
	guard(mutex)(&d->lock);
	kfree(d->page);
	d->page = NULL;
}

static long desk_ioctl(struct desk *d, struct file *file, unsigned int cmd, void __user *arg)
{
	u8 *page = kzalloc(PAGE_SIZE, GFP_KERNEL), *spare = kzalloc(16, GFP_KERNEL);

	scoped_guard(mutex, &store.lock) {
		kfree(store.spare);
		store.spare = spare;
	}
	guard(mutex)(&d->lock);
	kfree(d->page);
	d->page = page;
	return page ? 0 : -ENOMEM;
}

DEFINE_FILE_OPERATIONS(desk_fops, struct desk,
	.shared = &desk,
	.release_shared = desk_release,
	.ioctl = desk_ioctl);

static int __init left_init(void)
{
	return 0;
}

/* good */
static void __exit left_exit(void)
{
	drop_jobs();
	drop_store();
	slots_clear(&store.slots);
}

cleat_module(left, left_init, left_exit);

/*
 * check:
 */
