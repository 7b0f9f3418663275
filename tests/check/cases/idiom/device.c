/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* One device as a careful driver writes it: every function is right. */
#include <cleat/slab.h>
#include <cleat/mutex.h>
#include <cleat/spinlock.h>
#include <cleat/string.h>
#include <cleat/uaccess.h>
#include <cleat/err.h>
#include <cleat/list.h>
#include <cleat/workqueue.h>
#include <cleat/kref.h>
#include <cleat/fs.h>
#include <cleat/wait.h>
#define N_CH 4
struct cmd {
	u32 ch, len;
	u64 cookie;
};
struct done {
	struct cleat_list_link link;
	u64 cookie;
	s32 status;
	u32 pad;
};
DEFINE_OWNED_LIST(dones, struct done, link, kfree);
struct chan {
	spinlock_t lock;
	u8 *__own __opt buf __guarded_by(&lock);
	u32 len __guarded_by(&lock);
	bool busy __guarded_by(&lock);
};
struct mdev {
	struct mutex lock;
	struct chan ch[N_CH];
	struct dones done __guarded_by(&lock);
	u32 n_done __guarded_by(&lock);
	struct wait_queue_head wq;
	struct work_struct work;
	bool dead __guarded_by(&lock);
};
DEFINE_WORK_FUNCTIONS(mdev_work, struct mdev, work, mdev_do);
int hw_submit(u32 ch, const u8 *p __sized_by(n), u32 n);

/* good */
static int finish(struct mdev *m, u64 cookie, s32 status)
{
	struct done *d __free(kfree) = kzalloc_obj(*d);

	if (!d)
		return -ENOMEM;
	d->cookie = cookie;
	d->status = status;
	guard(mutex)(&m->lock);
	if (m->dead)
		return -ENODEV;
	dones_add_tail(&m->done, no_free_ptr(d));
	m->n_done++;
	wake_up(&m->wq);
	return 0;
}

/* good */
static u8 *__own __opt chan_steal(struct chan *c, u32 *__writes len)
{
	u8 *p;

	guard(spinlock)(&c->lock);
	p = c->buf;
	c->buf = NULL;
	*len = p ? c->len : 0;
	c->len = 0;
	c->busy = false;
	return p;
}

/* good */
static void mdev_do(struct mdev *m)
{
	for (u32 i = 0; i < N_CH; i++) {
		u32 len;
		u8 *p __free(kfree) = chan_steal(&m->ch[i], &len);

		if (!p)
			continue;
		if (finish(m, i, len))
			pr_warn("lost one\n");
	}
}

/* good */
int submit(struct mdev *m, const struct cmd __user *u, const u8 __user *data)
{
	struct cmd c;
	struct chan *ch;
	u8 *buf __free(kfree) = NULL;

	if (cleat_get_user_obj(&c, u))
		return -EFAULT;
	if (c.ch >= N_CH || !c.len || c.len > 4096)
		return -EINVAL;
	buf = kmalloc(c.len, GFP_KERNEL);
	if (!buf)
		return -ENOMEM;
	if (copy_from_user(buf, data, c.len))
		return -EFAULT;
	ch = &m->ch[c.ch];
	scoped_guard (spinlock, &ch->lock) {
		if (ch->busy)
			return -EBUSY;
		kfree(ch->buf);
		ch->buf = no_free_ptr(buf);
		ch->len = c.len;
		ch->busy = true;
	}
	mdev_work_queue(m);
	return 0;
}

/* good */
int reap(struct mdev *m, struct done __user *u, bool block)
{
	struct done *d __free(kfree) = NULL;
	struct {
		u64 cookie;
		s32 status;
		u32 pad;
	} out;

	scoped_guard (mutex, &m->lock) {
		while (!(d = dones_pop(&m->done))) {
			int err;

			if (m->dead)
				return -ENODEV;
			if (!block)
				return -EAGAIN;
			err = cleat_wait_event_interruptible(m->wq, &m->lock, m->n_done || m->dead);
			if (err)
				return err;
		}
		m->n_done--;
	}
	out.cookie = d->cookie;
	out.status = d->status;
	out.pad = 0;
	return copy_to_user(u, &out, sizeof(out)) ? -EFAULT : 0;
}

/* good */
void shut(struct mdev *m)
{
	scoped_guard (mutex, &m->lock) {
		m->dead = true;
		dones_clear(&m->done);
		m->n_done = 0;
	}
	wake_up_all(&m->wq);
	mdev_work_cancel_sync(m);
}

/* good */
void mdev_free(struct mdev *__own m)
{
	shut(m);
	for (u32 i = 0; i < N_CH; i++)
		kfree(m->ch[i].buf);
	dones_clear(&m->done);
	kfree(m);
}

/* good */
struct mdev *__own __errptr mdev_new(void)
{
	struct mdev *m __free(kfree) = kzalloc_obj(*m);

	if (!m)
		return ERR_PTR(-ENOMEM);
	mutex_init(&m->lock);
	for (u32 i = 0; i < N_CH; i++)
		spin_lock_init(&m->ch[i].lock);
	dones_init(&m->done);
	init_waitqueue_head(&m->wq);
	mdev_work_init(m);
	return_ptr(m);
}

/*
 * check:
 */
