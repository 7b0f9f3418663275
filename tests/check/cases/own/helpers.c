/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Ownership across functions: by signature, never by looking inside. */
#include "../../corpus/corpus.h"

struct msg { int len; char *__own __opt body; };
struct queue { struct mutex lock; struct msg *__own __opt head __guarded_by(&lock); };

static void msg_free(struct msg *__own __opt m)
{
	if (!m)
		return;
	kfree(m->body);
	kfree(m);
}

static struct msg *__own __opt msg_new(int len)
{
	struct msg *m = kzalloc_obj(*m);

	if (!m)
		return NULL;
	m->body = kmalloc(16, GFP_KERNEL);
	if (!m->body) {
		kfree(m);
		return NULL;
	}
	m->len = len;
	return m;
}

/* good: passed on, or freed */
int push(struct queue *q, struct msg *__own m)
{
	guard(mutex)(&q->lock);
	if (q->head) {
		msg_free(m);
		return -EBUSY;
	}
	q->head = m;
	return 0;
}

/* good: taken out */
struct msg *__own __opt pop(struct queue *q)
{
	struct msg *m;

	guard(mutex)(&q->lock);
	m = q->head;
	q->head = NULL;
	return m;
}

/* bad: returned, but still there */
struct msg *__own __opt peek(struct queue *q)
{
	guard(mutex)(&q->lock);
	return q->head;
}

/* good */
int roundtrip(struct queue *q)
{
	struct msg *m = msg_new(3), *back;
	int err;

	if (!m)
		return -ENOMEM;
	err = push(q, m);
	if (err)
		return err;
	back = pop(q);
	msg_free(back);
	return 0;
}

/* bad: freed after it was handed on */
int handed(struct queue *q)
{
	struct msg *m = msg_new(3);
	int err;

	if (!m)
		return -ENOMEM;
	err = push(q, m);
	if (err)
		msg_free(m);
	return err;
}

/* bad: the old head is lost */
void replace(struct queue *q, struct msg *__own m)
{
	guard(mutex)(&q->lock);
	q->head = m;
}

/* good: keeps it when it fails */
int try_push(struct queue *q, struct msg *__own __keeps_on_failure m)
{
	guard(mutex)(&q->lock);
	if (q->head)
		return -EBUSY;
	q->head = m;
	return 0;
}

/* good */
int careful(struct queue *q)
{
	struct msg *m = msg_new(1);
	int err;

	if (!m)
		return -ENOMEM;
	err = try_push(q, m);
	if (err)
		msg_free(m);
	return err;
}

/* bad: forgets that it keeps it */
int careless(struct queue *q)
{
	struct msg *m = msg_new(1);

	if (!m)
		return -ENOMEM;
	return try_push(q, m);
}

/* good: body moves from one to the other */
void steal(struct msg *to, struct msg *from)
{
	kfree(to->body);
	to->body = from->body;
	from->body = NULL;
}

/* bad: two owners of one body */
void share(struct msg *to, struct msg *from)
{
	kfree(to->body);
	to->body = from->body;
}

/* good: an error is no part of what was not taken, and outlives it */
struct handle { int n; };
struct handle *__must_check __own __errptr handle_new(struct msg *__own __keeps_on_failure m);

struct handle *__own __errptr handle_make(int len)
{
	struct msg *m = msg_new(len);
	struct handle *h;

	if (!m)
		return ERR_PTR(-ENOMEM);
	h = handle_new(m);
	if (IS_ERR(h))
		msg_free(m);
	return h;
}

/*
 * check:
 *	58: CL115: 'q->head' still owns an object that was handed on
 *	87: CL102: 'm' is passed to 'msg_free', but the object was handed on already
 *	95: CL101: 'q->head' is overwritten, and may still own something
 *	129: CL101: 'm' is owned here, and is not released on this path
 *	145: CL115: one object is owned by both 'to->body' and 'from->body'
 */
