/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Leaks where reviews find them: the error path nobody runs, the second of two, the lost old value. */
#include "../../corpus/corpus.h"
#include <cleat/kref.h>
#include <cleat/list.h>
#include <cleat/workqueue.h>
#include <cleat/rbtree.h>
#include <cleat/xarray.h>

struct pkt { struct cleat_list_link link; struct cleat_rb_link node; u32 id; u8 *__own __opt data; u32 len; };
static void pkt_free(struct pkt *__own __opt p)
{
	if (!p)
		return;
	kfree(p->data);
	kfree(p);
}
DEFINE_OWNED_LIST(pkts, struct pkt, link, pkt_free);
DEFINE_OWNED_RBTREE(tree, struct pkt, node, id, pkt_free);
DEFINE_OWNED_XARRAY(table, struct pkt, pkt_free);
struct dev {
	struct mutex lock;
	struct pkts queue __guarded_by(&lock);
	struct pkt *__own __opt cur __guarded_by(&lock);
	char *__own __opt name;
	struct workqueue_struct *__own __opt wq;
	struct tree by_id __guarded_by(&lock);
	struct table tab;
};
struct ctx { char *__own __opt a, *__own __opt b; struct dev *dev; };

int hw_send(struct pkt *p);
int hw_check(u32 id);

/* bad: the copy fails, and the buffer stays */
int read_in(struct dev *d, const void __user *u, size_t n)
{
	u8 *buf = kmalloc(n, GFP_KERNEL);

	if (!buf)
		return -ENOMEM;
	if (copy_from_user(buf, u, n))
		return -EFAULT;
	kfree(buf);
	return 0;
}

/* good */
int read_in_well(struct dev *d, const void __user *u, size_t n)
{
	u8 *buf __free(kfree) = kmalloc(n, GFP_KERNEL);

	if (!buf)
		return -ENOMEM;
	if (copy_from_user(buf, u, n))
		return -EFAULT;
	return 0;
}

/* bad: the early check comes after the allocation */
int check_late(u32 id)
{
	struct pkt *p = kzalloc_obj(*p);

	if (!p)
		return -ENOMEM;
	if (hw_check(id) < 0)
		return -EINVAL;
	kfree(p);
	return 0;
}

/* bad: the inner buffer leaks when the outer is freed */
int nested(u32 n)
{
	struct pkt *p = kzalloc_obj(*p);

	if (!p)
		return -ENOMEM;
	p->data = kmalloc_objs(u8, n);
	if (!p->data) {
		kfree(p);
		return -ENOMEM;
	}
	kfree(p);
	return 0;
}

/* good */
int nested_well(u32 n)
{
	struct pkt *p = kzalloc_obj(*p);

	if (!p)
		return -ENOMEM;
	p->data = kmalloc_objs(u8, n);
	if (!p->data) {
		kfree(p);
		return -ENOMEM;
	}
	kfree(p->data);
	kfree(p);
	return 0;
}

/* bad: the old name is overwritten while it is full */
int rename_dev(struct dev *d, const char *name)
{
	char *s = kstrdup(name, GFP_KERNEL);

	if (!s)
		return -ENOMEM;
	d->name = s;
	return 0;
}

/* good */
int rename_dev_well(struct dev *d, const char *name)
{
	char *s = kstrdup(name, GFP_KERNEL);

	if (!s)
		return -ENOMEM;
	kfree(d->name);
	d->name = s;
	return 0;
}

/* good: by swapping */
int rename_dev_swap(struct dev *d, const char *name)
{
	char *s __free(kfree) = kstrdup(name, GFP_KERNEL);

	if (!s)
		return -ENOMEM;
	swap(d->name, s);
	return 0;
}

/* bad: krealloc loses the old one */
int grow(struct pkt *p, u32 n)
{
	p->data = krealloc(p->data, n, GFP_KERNEL);
	if (!p->data)
		return -ENOMEM;
	return 0;
}

/* good */
int grow_well(struct pkt *p, u32 n)
{
	u8 *data = krealloc(p->data, n, GFP_KERNEL);

	if (!data)
		return -ENOMEM;
	p->data = data;
	return 0;
}

/* bad: the insert is refused, and the packet is nobody's */
int insert(struct dev *d, u32 id)
{
	struct pkt *p = kzalloc_obj(*p);

	if (!p)
		return -ENOMEM;
	p->id = id;
	guard(mutex)(&d->lock);
	return tree_insert(&d->by_id, p);
}

/* good */
int insert_well(struct dev *d, u32 id)
{
	struct pkt *p = kzalloc_obj(*p);
	int err;

	if (!p)
		return -ENOMEM;
	p->id = id;
	guard(mutex)(&d->lock);
	err = tree_insert(&d->by_id, p);
	if (err)
		kfree(p);
	return err;
}

/* bad: the array may refuse it too */
int store(struct dev *d, u32 id)
{
	struct pkt *p = kzalloc_obj(*p);

	if (!p)
		return -ENOMEM;
	return table_insert(&d->tab, id, p, GFP_KERNEL);
}

/* good */
int store_well(struct dev *d, u32 id)
{
	struct pkt *p __free(kfree) = kzalloc_obj(*p);
	int err;

	if (!p)
		return -ENOMEM;
	err = table_insert(&d->tab, id, p, GFP_KERNEL);
	if (err)
		return err;
	retain_and_null_ptr(p);
	return 0;
}

/* bad: what was erased is dropped on the floor */
void erase(struct dev *d, u32 id)
{
	struct pkt *p = table_erase(&d->tab, id);

	if (p)
		pr_info("erased %u\n", p->id);
}

/* good */
void erase_well(struct dev *d, u32 id)
{
	pkt_free(table_erase(&d->tab, id));
}

/* bad: break leaves with the popped element */
int drain(struct dev *d)
{
	struct pkt *p;

	guard(mutex)(&d->lock);
	while ((p = pkts_pop(&d->queue))) {
		if (hw_send(p) < 0)
			break;
		pkt_free(p);
	}
	return 0;
}

/* good */
int drain_well(struct dev *d)
{
	struct pkt *p;
	int err = 0;

	guard(mutex)(&d->lock);
	while ((p = pkts_pop(&d->queue))) {
		err = hw_send(p);
		pkt_free(p);
		if (err)
			break;
	}
	return err;
}

/* bad: continue skips the free */
void drain_some(struct dev *d)
{
	struct pkt *p;

	guard(mutex)(&d->lock);
	while ((p = pkts_pop(&d->queue))) {
		if (p->len == 0)
			continue;
		pkt_free(p);
	}
}

/* good: put back what is not wanted yet */
void drain_back(struct dev *d)
{
	struct pkt *p;

	guard(mutex)(&d->lock);
	p = pkts_pop(&d->queue);
	if (!p)
		return;
	if (p->len == 0) {
		pkts_add(&d->queue, p);
		return;
	}
	pkt_free(p);
}

/* bad: cur is overwritten */
void next(struct dev *d)
{
	guard(mutex)(&d->lock);
	d->cur = pkts_pop(&d->queue);
}

/* good */
void next_well(struct dev *d)
{
	guard(mutex)(&d->lock);
	pkt_free(d->cur);
	d->cur = pkts_pop(&d->queue);
}

/* good: only when there is none */
void next_if(struct dev *d)
{
	guard(mutex)(&d->lock);
	if (!d->cur)
		d->cur = pkts_pop(&d->queue);
}

/* bad: the queue is made twice */
int start(struct dev *d)
{
	d->wq = alloc_workqueue("dev", 0, 0);
	if (!d->wq)
		return -ENOMEM;
	return 0;
}

/* good */
int start_well(struct dev *d)
{
	if (d->wq)
		return -EBUSY;
	d->wq = alloc_workqueue("dev", 0, 0);
	return d->wq ? 0 : -ENOMEM;
}

/* bad: a context is made, and its second part fails */
struct ctx *__own __errptr ctx_new(struct dev *d)
{
	struct ctx *c = kzalloc_obj(*c);

	if (!c)
		return ERR_PTR(-ENOMEM);
	c->a = kmalloc(16, GFP_KERNEL);
	c->b = kmalloc(16, GFP_KERNEL);
	if (!c->a || !c->b) {
		kfree(c);
		return ERR_PTR(-ENOMEM);
	}
	return c;
}

/* good: kfree(NULL) is fine */
struct ctx *__own __errptr ctx_new_well(struct dev *d)
{
	struct ctx *c = kzalloc_obj(*c);

	if (!c)
		return ERR_PTR(-ENOMEM);
	c->a = kmalloc(16, GFP_KERNEL);
	c->b = kmalloc(16, GFP_KERNEL);
	if (!c->a || !c->b) {
		kfree(c->a);
		kfree(c->b);
		kfree(c);
		return ERR_PTR(-ENOMEM);
	}
	return c;
}

static void ctx_free(struct ctx *__own __opt c)
{
	if (!c)
		return;
	kfree(c->a);
	kfree(c->b);
	kfree(c);
}
DEFINE_FREE(ctx_free, struct ctx *, ctx_free(_T))

/* good: the driver's own cleanup */
struct ctx *__own __errptr ctx_new_free(struct dev *d)
{
	struct ctx *c __free(ctx_free) = kzalloc_obj(*c);

	if (!c)
		return ERR_PTR(-ENOMEM);
	c->a = kmalloc(16, GFP_KERNEL);
	if (!c->a)
		return ERR_PTR(-ENOMEM);
	c->b = kmalloc(16, GFP_KERNEL);
	if (!c->b)
		return ERR_PTR(-ENOMEM);
	return_ptr(c);
}

/* bad: __free knows only kfree */
struct ctx *__own __errptr ctx_new_raw(struct dev *d)
{
	struct ctx *c __free(kfree) = kzalloc_obj(*c);

	if (!c)
		return ERR_PTR(-ENOMEM);
	c->a = kmalloc(16, GFP_KERNEL);
	if (!c->a)
		return ERR_PTR(-ENOMEM);
	c->b = kmalloc(16, GFP_KERNEL);
	if (!c->b)
		return ERR_PTR(-ENOMEM);
	return_ptr(c);
}

/* bad: the pointer is set to NULL before it is freed */
void forget(struct dev *d)
{
	d->name = NULL;
}

/* good */
void forget_well(struct dev *d)
{
	kfree(d->name);
	d->name = NULL;
}

/* bad: no_free_ptr's result goes nowhere */
void nowhere(u32 n)
{
	u8 *p __free(kfree) = kmalloc(n, GFP_KERNEL);

	if (p)
		retain_and_null_ptr(p);
}

/* bad: a second allocation into the same variable */
int twice(u32 n)
{
	u8 *p = kmalloc(n, GFP_KERNEL);

	if (!p)
		return -ENOMEM;
	if (n > 100)
		p = kmalloc(100, GFP_KERNEL);
	kfree(p);
	return 0;
}

/* good */
int twice_well(u32 n)
{
	u8 *p = kmalloc(n, GFP_KERNEL);

	if (!p)
		return -ENOMEM;
	if (n > 100) {
		kfree(p);
		p = kmalloc(100, GFP_KERNEL);
	}
	kfree(p);
	return 0;
}

/* bad: the loop allocates over itself */
int loop(u32 n)
{
	u8 *p = NULL;

	for (u32 i = 0; i < n; i++) {
		p = kmalloc(16, GFP_KERNEL);
		if (!p)
			return -ENOMEM;
	}
	kfree(p);
	return 0;
}

/* good */
int loop_well(u32 n)
{
	for (u32 i = 0; i < n; i++) {
		u8 *p = kmalloc(16, GFP_KERNEL);

		if (!p)
			return -ENOMEM;
		kfree(p);
	}
	return 0;
}

/* bad: ret != 0 exactly when p is kept, but the caller frees on 0 */
int keep(struct dev *d, struct pkt *__own __keeps_on_failure p)
{
	guard(mutex)(&d->lock);
	if (d->cur)
		return 0;
	d->cur = p;
	return 0;
}

/* good */
int keep_well(struct dev *d, struct pkt *__own __keeps_on_failure p)
{
	guard(mutex)(&d->lock);
	if (d->cur)
		return -EBUSY;
	d->cur = p;
	return 0;
}

/* bad: freed on failure although the caller keeps it */
int keep_free(struct dev *d, struct pkt *__own __keeps_on_failure p)
{
	guard(mutex)(&d->lock);
	if (d->cur) {
		kfree(p);
		return -EBUSY;
	}
	d->cur = p;
	return 0;
}

/*
 * check:
 *	43: CL101: 'buf' is owned here, and is not released on this path
 *	68: CL101: 'p' is owned here, and is not released on this path
 *	85: CL101: 'p->data' is owned here, and is not released on this path
 *	85: CL107: 'p' is freed while it still owns 'p->data'
 *	113: CL101: 'd->name' is overwritten, and may still own something
 *	143: CL101: 'p->data' is overwritten, and may still own something
 *	169: CL101: 'p' is owned here, and is not released on this path
 *	195: CL101: 'p' is owned here, and is not released on this path
 *	220: CL101: 'p' is owned here, and is not released on this path
 *	239: CL101: 'p' is owned here, and is not released on this path
 *	264: CL101: 'p' is owned here, and is not released on this path
 *	291: CL101: 'd->cur' is overwritten, and may still own something
 *	313: CL101: 'd->wq' is overwritten, and may still own something
 *	338: CL101: 'c->b' is owned here, and is not released on this path
 *	338: CL107: 'c' is freed while it still owns 'c->b'
 *	400: CL101: 'c->a' is owned here, and is not released on this path
 *	400: CL107: 'c' is freed while it still owns 'c->a'
 *	407: CL101: 'd->name' is overwritten, and may still own something
 *	423: CL101: 'p' is owned here, and is not released on this path
 *	434: CL101: 'p' is owned here, and is not released on this path
 *	460: CL101: 'p' is owned here, and is not released on this path
 *	486: CL101: 'p' is taken over from the caller, and is not released on this path
 *	506: CL107: 'p' is freed while it still owns 'p->data'
 *	507: CL102: 'p' is gone, but the function fails here, and its caller keeps it then
 */
