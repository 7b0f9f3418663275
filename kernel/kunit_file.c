/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * What a case does in the kernel: it opens nodes and calls them as a program does, with user memory
 * of the process that loaded the module.
 */
#include <linux/cred.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/poll.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "kunit.h"

enum { SCRATCH_PAGES = 64 };

static void close_file(void *object)
{
	struct kunit_file *f = object;

	if (f->file) {
		/* The last reference goes here and now, not in a work item after the case. */
		get_file(f->file);
		filp_close(f->file, NULL);
		__fput_sync(f->file);
	}
	kfree(f);
}

struct kunit_file *kunit_open_path(struct kunit *test, const char *where, unsigned int flags)
{
	bool debug = strncmp(where, "debug/", 6) == 0;
	char path[128];

	snprintf(path, sizeof(path), "%s/%s", debug ? "/sys/kernel" : "", where);
	return kunit_own_file(test, filp_open(path, flags, 0));
}

struct kunit_file *kunit_own_file(struct kunit *test, struct file *file)
{
	struct kunit_file *f;

	if (IS_ERR(file))
		return ERR_CAST(file);
	f = kzalloc(sizeof(*f), GFP_KERNEL | __GFP_NOFAIL);
	f->test = test;
	f->file = file;
	return kunit_own(test, f, close_file);
}

void kunit_close(struct kunit_file *f)
{
	kunit_disown(f->test, f);
	close_file(f);
}

/* User memory through which kernel buffers go to the driver's own user copies. */
static char __user *scratch(struct kunit_file *f, size_t size)
{
	if (size > SCRATCH_PAGES * PAGE_SIZE)
		return NULL;
	if (!f->scratch)
		f->scratch = kunit_user_alloc(f->test, SCRATCH_PAGES * PAGE_SIZE);
	return f->scratch;
}

static loff_t *position(struct kunit_file *f)
{
	return f->file->f_mode & FMODE_STREAM ? NULL : &f->file->f_pos;
}

ssize_t kunit_read(struct kunit_file *f, void *buf, size_t len)
{
	char __user *u = scratch(f, len);
	ssize_t n;

	if (!u)
		return -ENOBUFS;
	if (!(f->file->f_mode & FMODE_READ))
		return -EBADF;
	if (f->file->f_op->read)
		n = f->file->f_op->read(f->file, u, len, position(f));
	else
		n = kernel_read(f->file, buf, len, position(f));
	kunit_call_over();
	if (n > 0 && f->file->f_op->read)
		kunit_user_read(f->test, buf, u, n);
	return n;
}

ssize_t kunit_write(struct kunit_file *f, const void *buf, size_t len)
{
	char __user *u = scratch(f, len);
	ssize_t n;

	if (!u)
		return -ENOBUFS;
	if (!(f->file->f_mode & FMODE_WRITE))
		return -EBADF;
	if (f->file->f_op->write) {
		kunit_user_write(f->test, u, buf, len);
		n = f->file->f_op->write(f->file, u, len, position(f));
	} else {
		n = kernel_write(f->file, buf, len, position(f));
	}
	kunit_call_over();
	return n;
}

long kunit_ioctl(struct kunit_file *f, unsigned int cmd, void __user *arg)
{
	long ret = f->file->f_op->unlocked_ioctl(f->file, cmd, (unsigned long)arg);

	kunit_call_over();
	return ret == -ENOIOCTLCMD ? -ENOTTY : ret;
}

long kunit_ioctl_buf(struct kunit_file *f, unsigned int cmd, void *obj, size_t size)
{
	char __user *u = scratch(f, size);
	long ret;

	if (!u)
		return -ENOBUFS;
	kunit_user_write(f->test, u, obj, size);
	ret = kunit_ioctl(f, cmd, u);
	kunit_user_read(f->test, obj, u, size);
	return ret;
}

__poll_t kunit_poll(struct kunit_file *f)
{
	return vfs_poll(f->file, NULL);
}

/* One place on one queue, as an entry of epoll has it; a file of the tests names no more than these. */
struct place {
	struct wait_queue_entry wait;
	struct wait_queue_head *head;
	struct kunit_watch *watch;
};

struct kunit_watch {
	poll_table table;
	struct kunit *test;
	struct place places[4];
	unsigned int n_places;
	bool woken;
};

static int note_wake_up(struct wait_queue_entry *wait, unsigned int mode, int sync, void *key)
{
	struct place *p = container_of(wait, struct place, wait);

	WRITE_ONCE(p->watch->woken, true);
	if (key_to_poll(key) & POLLFREE) {
		list_del_init(&wait->entry);
		/* From here on the queue may be gone. */
		smp_store_release(&p->head, NULL);
	}
	return 1;
}

static void take_place(struct file *file, struct wait_queue_head *head, poll_table *table)
{
	struct kunit_watch *w = container_of(table, struct kunit_watch, table);
	struct place *p = &w->places[w->n_places];

	if (WARN_ON(w->n_places == ARRAY_SIZE(w->places)))
		return;
	w->n_places++;
	p->watch = w;
	p->head = head;
	init_waitqueue_func_entry(&p->wait, note_wake_up);
	add_wait_queue(head, &p->wait);
}

static void free_watch(void *object)
{
	struct kunit_watch *w = object;

	for (unsigned int i = 0; i < w->n_places; i++) {
		struct wait_queue_head *head;

		rcu_read_lock();
		head = smp_load_acquire(&w->places[i].head);
		if (head)
			remove_wait_queue(head, &w->places[i].wait);
		rcu_read_unlock();
	}
	kfree(w);
}

struct kunit_watch *kunit_watch(struct kunit_file *f)
{
	struct kunit_watch *w = kzalloc(sizeof(*w), GFP_KERNEL | __GFP_NOFAIL);

	w->test = f->test;
	init_poll_funcptr(&w->table, take_place);
	vfs_poll(f->file, &w->table);
	return kunit_own(f->test, w, free_watch);
}

void kunit_watch_end(struct kunit_watch *w)
{
	kunit_disown(w->test, w);
	free_watch(w);
}

bool kunit_watch_woken(struct kunit_watch *w)
{
	return xchg(&w->woken, false);
}

loff_t kunit_lseek(struct kunit_file *f, loff_t off, int whence)
{
	return vfs_llseek(f->file, off, whence);
}

void kunit_nonblock(struct kunit_file *f, bool on)
{
	spin_lock(&f->file->f_lock);
	f->file->f_flags = on ? f->file->f_flags | O_NONBLOCK : f->file->f_flags & ~O_NONBLOCK;
	spin_unlock(&f->file->f_lock);
}

void kunit_become(struct kunit *test, unsigned int uid, unsigned int gid)
{
	struct cred *cred = prepare_kernel_cred(&init_task);
	struct kunit_thread *t = test->world;

	if (!cred) {
		KUNIT_FAIL(test, "no credentials");
		kunit_abort(test);
	}
	cred->uid = cred->euid = cred->suid = cred->fsuid = KUIDT_INIT(uid);
	cred->gid = cred->egid = cred->sgid = cred->fsgid = KGIDT_INIT(gid);
	if (uid) {
		cap_clear(cred->cap_effective);
		cap_clear(cred->cap_permitted);
	}
	if (t->own_cred)
		cleat_revert_creds(t->own_cred);
	t->own_cred = cleat_override_creds(cred);
}
