/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Used, freed or handed on when it is gone. */
#include "../../corpus/corpus.h"
#include <cleat/kref.h>
#include <cleat/list.h>
#include <cleat/rbtree.h>
#include <cleat/rcupdate.h>
#include <cleat/workqueue.h>

struct msg { struct cleat_list_link link; u32 len; u32 id; u8 *__own __opt body; struct msg *__opt next; struct work_struct work; };
static void release(struct msg *__own m)
{
	kfree(m->body);
	kfree(m);
}
DEFINE_OWNED_LIST(msgs, struct msg, link, release);
DEFINE_OWNED_WORK_FUNCTIONS(msg_work, struct msg, work, msg_run);
static void msg_run(struct msg *__own m)
{
	kfree(m->body);
	kfree(m);
}
struct box {
	struct mutex lock;
	struct msgs in __guarded_by(&lock);
	struct msg *__own __opt cur;
	struct msg *__own __opt slot[8];
	u8 *__own __opt buf;
	u32 size;
};
int box_post(struct box *b, struct msg *__own m);
int box_try(struct box *b, struct msg *__own __keeps_on_failure m);
void box_note(u32 id);

/* bad: the argument of the message is read after the free */
void log_late(struct msg *__own m)
{
	kfree(m->body);
	kfree(m);
	pr_info("freed %u\n", m->id);
}

/* good */
void log_early(struct msg *__own m)
{
	pr_info("freeing %u\n", m->id);
	kfree(m->body);
	kfree(m);
}

/* bad: freed in the order of a novice */
void wrong_order(struct msg *__own m)
{
	kfree(m);
	kfree(m->body);
}

/* bad: an alias is used */
u32 alias(struct msg *__own m)
{
	struct msg *other = m;

	kfree(m->body);
	kfree(m);
	return other->len;
}

/* bad: a pointer into it is used */
u32 inner(struct msg *__own m)
{
	u32 *len = &m->len;

	kfree(m->body);
	kfree(m);
	return *len;
}

/* good: read first */
u32 inner_well(struct msg *__own m)
{
	u32 len = m->len;

	kfree(m->body);
	kfree(m);
	return len;
}

/* bad: a pointer to the buffer that was freed through its owner */
u8 buffer(struct box *b)
{
	u8 *p = b->buf;
	u8 v = 0;

	kfree(b->buf);
	b->buf = NULL;
	if (p)
		v = p[0];
	return v;
}

/* bad: posted, then touched */
int post(struct box *b, struct msg *__own m)
{
	int err = box_post(b, m);

	m->id = 0;
	return err;
}

/* good */
int post_well(struct box *b, struct msg *__own m)
{
	m->id = 0;
	return box_post(b, m);
}

/* bad: freed when the post failed, although it was handed on */
int post_free(struct box *b, struct msg *__own m)
{
	int err = box_post(b, m);

	if (err) {
		kfree(m->body);
		kfree(m);
	}
	return err;
}

/* good: this one keeps it on failure */
int try_free(struct box *b, struct msg *__own m)
{
	int err = box_try(b, m);

	if (err) {
		kfree(m->body);
		kfree(m);
	}
	return err;
}

/* bad: used when it was taken */
int try_use(struct box *b, struct msg *__own m)
{
	int err = box_try(b, m);

	box_note(m->id);
	if (err) {
		kfree(m->body);
		kfree(m);
	}
	return err;
}

/* bad: queued work owns it now */
u32 queued(struct msg *__own m, struct workqueue_struct *wq)
{
	msg_work_queue(m, wq);
	return m->len;
}

/* good */
u32 queued_well(struct msg *__own m, struct workqueue_struct *wq)
{
	u32 len = m->len;

	msg_work_queue(m, wq);
	return len;
}

/* bad: retry posts it twice */
int again(struct box *b, struct msg *__own m)
{
	int err = box_post(b, m);

	if (err == -EAGAIN)
		err = box_post(b, m);
	return err;
}

/* bad: in a loop */
void each(struct box *b, struct msg *__own m, u32 n)
{
	for (u32 i = 0; i < n; i++)
		if (box_post(b, m))
			box_note(i);
}

/* bad: the walk goes on from the freed element */
void walk(struct msg *__opt m)
{
	struct msg *p;

	for (p = m; p; p = p->next) {
		box_note(p->id);
		kfree(p->body);
		p->body = NULL;
		kfree(p);
	}
}

/* bad: freed through a field, the field is used later in the function */
u32 field(struct box *b)
{
	u32 n = 0;

	if (b->cur && b->cur->len > 4096) {
		kfree(b->cur->body);
		kfree(b->cur);
	}
	if (b->cur)
		n = b->cur->len;
	return n;
}

/* good */
u32 field_well(struct box *b)
{
	u32 n = 0;

	if (b->cur && b->cur->len > 4096) {
		kfree(b->cur->body);
		kfree(b->cur);
		b->cur = NULL;
	}
	if (b->cur)
		n = b->cur->len;
	return n;
}

/* bad: left dangling in the box */
void dangling(struct box *b)
{
	if (!b->cur)
		return;
	kfree(b->cur->body);
	kfree(b->cur);
}

/* bad: the slot still points to it */
void slot(struct box *b, u32 i)
{
	if (i >= 8 || !b->slot[i])
		return;
	kfree(b->slot[i]->body);
	kfree(b->slot[i]);
}

/* good */
void slot_well(struct box *b, u32 i)
{
	if (i >= 8 || !b->slot[i])
		return;
	kfree(b->slot[i]->body);
	kfree(b->slot[i]);
	b->slot[i] = NULL;
}

/* bad: freed twice by two names of one slot */
void slot_twice(struct box *b, u32 i)
{
	struct msg *m;

	if (i >= 8)
		return;
	m = b->slot[i];
	if (!m)
		return;
	kfree(m->body);
	kfree(m);
	kfree(b->slot[i]);
	b->slot[i] = NULL;
}

/* bad: double free across a goto */
int unwind(struct box *b, u32 n)
{
	u8 *p = kmalloc(n, GFP_KERNEL);
	int err = -EIO;

	if (!p)
		return -ENOMEM;
	if (n > 64) {
		kfree(p);
		goto out;
	}
	b->size = n;
	err = 0;
out:
	kfree(p);
	return err;
}

/* good */
int unwind_well(struct box *b, u32 n)
{
	u8 *p = kmalloc(n, GFP_KERNEL);
	int err = -EIO;

	if (!p)
		return -ENOMEM;
	if (n > 64)
		goto out;
	b->size = n;
	err = 0;
out:
	kfree(p);
	return err;
}

/* bad: freed by hand and by scope */
int scope(u32 n)
{
	u8 *p __free(kfree) = kmalloc(n, GFP_KERNEL);

	if (!p)
		return -ENOMEM;
	if (n > 64) {
		kfree(p);
		return -EINVAL;
	}
	return 0;
}

/* bad: returned and freed by scope */
u8 *__own __opt scope_return(u32 n)
{
	u8 *p __free(kfree) = kmalloc(n, GFP_KERNEL);

	return p;
}

/* good */
u8 *__own __opt scope_return_well(u32 n)
{
	u8 *p __free(kfree) = kmalloc(n, GFP_KERNEL);

	return_ptr(p);
}

/* bad: stored and freed by scope */
int scope_store(struct box *b, u32 n)
{
	u8 *p __free(kfree) = kmalloc(n, GFP_KERNEL);

	if (!p)
		return -ENOMEM;
	kfree(b->buf);
	b->buf = p;
	return 0;
}

/* good */
int scope_store_well(struct box *b, u32 n)
{
	u8 *p __free(kfree) = kmalloc(n, GFP_KERNEL);

	if (!p)
		return -ENOMEM;
	kfree(b->buf);
	b->buf = no_free_ptr(p);
	return 0;
}

/* bad: taken out, then used by its old name */
int taken(struct box *b, u32 n)
{
	u8 *p __free(kfree) = kmalloc(n, GFP_KERNEL);

	if (!p)
		return -ENOMEM;
	kfree(b->buf);
	b->buf = no_free_ptr(p);
	p[0] = 1;
	return 0;
}

/* bad: krealloc has moved what the alias points to */
int moved(struct box *b, u32 n)
{
	u8 *old = b->buf, *new;

	new = krealloc(b->buf, n, GFP_KERNEL);
	if (!new)
		return -ENOMEM;
	b->buf = new;
	if (old)
		old[0] = 1;
	return 0;
}

/* bad: a helper frees it */
u32 helper(struct msg *__own m)
{
	release(m);
	return m->id;
}

/* bad: the helper and the caller free it */
void helper_twice(struct msg *__own m)
{
	release(m);
	kfree(m);
}

/* bad: a borrowed parameter is freed */
void borrowed(struct msg *m)
{
	kfree(m->body);
	kfree(m);
}

/* bad: freed on one side, used where both meet */
u32 one_side(struct msg *__own m, bool drop)
{
	u32 n;

	if (drop)
		release(m);
	n = m->len;
	if (!drop)
		release(m);
	return n;
}

/* good: correlated */
u32 correlated(struct msg *__own m, bool drop)
{
	u32 n = 0;

	if (drop)
		release(m);
	else
		n = m->len;
	if (!drop)
		release(m);
	return n;
}

/* bad: switch falls through from free to use */
u32 falls(struct msg *__own m, int kind)
{
	switch (kind) {
	case 0:
		release(m);
		fallthrough;
	case 1:
		return m->len;
	default:
		release(m);
		return 0;
	}
}

/* bad: the interior is freed */
void interior(struct box *b)
{
	kfree(&b->size);
}

/* bad: a local is freed */
void local(void)
{
	u32 v = 0;

	kfree(&v);
}

/* bad: the iterator is freed while the loop goes on with it */
void sweep(struct box *b)
{
	guard(mutex)(&b->lock);
	cleat_list_for_each(msgs, m, &b->in) {
		if (m->len == 0)
			release(m);
	}
}

/* good */
void sweep_well(struct box *b)
{
	guard(mutex)(&b->lock);
	cleat_list_for_each(msgs, m, &b->in) {
		if (m->len == 0)
			release(msgs_del(&b->in, m));
	}
}

/* bad: deleted, freed, and used once more */
void sweep_use(struct box *b)
{
	guard(mutex)(&b->lock);
	cleat_list_for_each(msgs, m, &b->in) {
		if (m->len == 0) {
			release(msgs_del(&b->in, m));
			box_note(m->id);
		}
	}
}

/*
 * check:
 *	40: CL103: 'm' is used after the object was freed
 *	54: CL107: 'm' is freed while it still owns 'm->body'
 *	55: CL103: 'm' is used after the object was freed
 *	65: CL103: 'other' is used after the object was freed
 *	75: CL103: 'len' is used after the object was freed
 *	97: CL103: 'p' is used after the object was freed
 *	106: CL104: 'm' is used after 'box_post' took it over
 *	123: CL104: 'm' is used after 'box_post' took it over
 *	146: CL104: 'm' is used after 'box_try' took it over
 *	158: CL104: 'm' is used after 'msg_work_queue' took it over
 *	176: CL102: 'm' is passed to 'box_post', but the object was handed on already
 *	184: CL102: 'm' is passed to 'box_post', but the object was handed on already
 *	186: CL101: 'm' is taken over from the caller, and is not released on this path
 *	197: CL105: 'p' is passed to 'kfree', which releases it, but it is only borrowed here
 *	211: CL103: 'b->cur' is used after the object was freed
 *	237: CL108: 'b->cur' is left pointing to an object that is gone
 *	246: CL108: 'b->slot[i]' is left pointing to an object that is gone
 *	270: CL102: 'b->slot[i]' is passed to 'kfree', but the object was freed already
 *	289: CL102: 'p' is passed to 'kfree', but the object was freed already
 *	319: CL102: 'p' is passed to 'kfree', but the object was freed already
 *	329: CL103: 'p' is used after the object was freed
 *	349: CL108: 'b->buf' is left pointing to an object that is gone
 *	373: CL104: 'p' is used after it was handed on, and is NULL
 *	387: CL103: 'old' is used after the object was freed
 *	395: CL104: 'm' is used after 'release' took it over
 *	402: CL102: 'm' is passed to 'kfree', but the object was handed on already
 *	409: CL105: 'm' is passed to 'kfree', which releases it, but it is only borrowed here
 *	410: CL108: 'm->body' is left pointing to an object that is gone
 *	419: CL104: 'm' is used after 'release' took it over
 *	447: CL101: 'm' is taken over from the caller, and is not released on this path
 *	447: CL104: 'm' is used after 'release' took it over
 *	457: CL105: '&b->size' is passed to 'kfree', but is no object of its own
 *	465: CL105: '&v' is passed to 'kfree', but is no object of its own
 *	474: CL105: 'm' is passed to 'release', which releases it, but it is only borrowed here
 *	495: CL104: 'm' is used after 'release' took it over
 */
