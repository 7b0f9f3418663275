/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What one function makes and another shows to user space: all of it was written. */
#include <cleat/slab.h>
#include <cleat/string.h>
#include <cleat/uaccess.h>

struct info {
	u32 id, state;
};
struct hole {
	u8 id;
	u32 state;
};
struct holder {
	u32 refs;
	struct info info;
};
struct dev {
	struct hole *__own __opt hole;
	u32 n, m;
	char *__own __opt text __counted_by(n);
	char *__own __opt kept __counted_by(m);
};
struct quiet {
	u8 id;
	u32 state;
};

/* bad: there is padding in it */
static struct hole *__own __opt hole_new(u32 id)
{
	struct hole *h = kmalloc_obj(*h);

	if (!h)
		return NULL;
	h->id = (u8)(id & 0xff);
	h->state = 0;
	return h;
}

/* good: zeros */
static struct hole *__own __opt hole_new_well(u32 id)
{
	struct hole *h = kzalloc_obj(*h);

	if (!h)
		return NULL;
	h->id = (u8)(id & 0xff);
	return h;
}

/* good: written as a whole */
static struct hole *__own __opt hole_new_set(u32 id)
{
	struct hole *h = kmalloc_obj(*h);

	if (!h)
		return NULL;
	memset(h, 0, sizeof(*h));
	h->id = (u8)(id & 0xff);
	return h;
}

/* good: it is theirs to be whole */
int hole_show(struct hole __user *u, u32 id)
{
	struct hole *h __free(kfree) = id > 5 ? hole_new(id) : id > 2 ? hole_new_set(id) : hole_new_well(id);

	return h ? cleat_put_user_obj(u, h) : -ENOMEM;
}

/* good: nobody shows it */
struct quiet *__own __opt quiet_new(u32 id)
{
	struct quiet *q = kmalloc_obj(*q);

	if (!q)
		return NULL;
	q->id = 1;
	q->state = id;
	return q;
}

/* bad: a field of a field */
struct holder *__own __opt holder_new(u32 id)
{
	struct holder *h = kmalloc_obj(*h);

	if (!h)
		return NULL;
	h->refs = 1;
	h->info.id = id;
	return h;
}

/* good: all of them */
struct holder *__own __opt holder_new_well(u32 id)
{
	struct holder *h = kmalloc_obj(*h);

	if (!h)
		return NULL;
	h->refs = 1;
	h->info.id = id;
	h->info.state = 0;
	return h;
}

/* bad: kept, and shown later */
int dev_keep(struct dev *d)
{
	struct hole *h;

	if (d->hole)
		return -EBUSY;
	h = kmalloc_obj(*h);
	if (!h)
		return -ENOMEM;
	h->id = 1;
	h->state = 2;
	d->hole = h;
	return 0;
}

/* good */
int dev_show(const struct dev *d, struct hole __user *u)
{
	return d->hole ? cleat_put_user_obj(u, d->hole) : -ENOENT;
}

/* bad: a buffer that is shown later */
int text_keep(struct dev *d, u32 n)
{
	char *p;

	if (d->text || !n)
		return -EBUSY;
	p = kmalloc(n, GFP_KERNEL);
	if (!p)
		return -ENOMEM;
	p[0] = 'a';
	d->text = p;
	d->n = n;
	return 0;
}

/* good: zeros */
int text_keep_zeros(struct dev *d, u32 n)
{
	char *p;

	if (d->text || !n)
		return -EBUSY;
	p = kzalloc(n, GFP_KERNEL);
	if (!p)
		return -ENOMEM;
	p[0] = 'a';
	d->text = p;
	d->n = n;
	return 0;
}

/* good: filled */
int text_keep_filled(struct dev *d, u32 n, const void __user *u)
{
	char *p;

	if (d->text || !n)
		return -EBUSY;
	p = kmalloc(n, GFP_KERNEL);
	if (!p)
		return -ENOMEM;
	if (copy_from_user(p, u, n)) {
		kfree(p);
		return -EFAULT;
	}
	d->text = p;
	d->n = n;
	return 0;
}

/* good */
int text_show(struct dev *d, char __user *u)
{
	if (!d->text)
		return -ENOENT;
	return copy_to_user(u, d->text, d->n) ? -EFAULT : 0;
}

/* good: nobody shows that one */
int kept_keep(struct dev *d, u32 n)
{
	char *p;

	if (d->kept || !n)
		return -EBUSY;
	p = kmalloc(n, GFP_KERNEL);
	if (!p)
		return -ENOMEM;
	p[0] = 'a';
	d->kept = p;
	d->m = n;
	return 0;
}

/* good: its callers have written the buffer */
static int bytes_show(char __user *u, const char *buf __sized_by(n), u32 n)
{
	return copy_to_user(u, buf, n) ? -EFAULT : 0;
}

/* bad: they have not */
int bytes_some(char __user *u)
{
	char buf[16];

	buf[0] = 1;
	return bytes_show(u, buf, sizeof(buf));
}

/* good */
int bytes_all(char __user *u)
{
	char buf[16] = {1};

	return bytes_show(u, buf, sizeof(buf));
}

/*
 * check:
 *	38: CL504: '*h' has padding that was never written, and a struct hole is copied to user space elsewhere
 *	93: CL507: 'h->info.state' is handed on, and was never written
 *	122: CL504: '*h' has padding that was never written, and a struct hole is copied to user space elsewhere
 *	144: CL503: 'd->text' is not wholly written, and is copied to user space elsewhere
 *	218: CL503: 'buf' is not wholly written, and is copied to user space
 */
