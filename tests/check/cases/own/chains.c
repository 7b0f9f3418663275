/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Chains of owners: each object owns the next one. Walks, insertions, removals, reversal. */
#include "../../corpus/corpus.h"

struct msg { u32 len; u32 id; struct msg *__own __opt next; };
struct lst { struct msg *__own __opt head; };

/* good */
void walk(struct msg *__own __opt m)
{
	while (m) {
		struct msg *n = m->next;

		m->next = NULL;
		kfree(m);
		m = n;
	}
}

/* good */
void walk2(struct msg *__own __opt m)
{
	struct msg *n;

	for (; m; m = n) {
		n = m->next;
		m->next = NULL;
		kfree(m);
	}
}

/* good */
void walk3(struct lst *l)
{
	struct msg *m, *n;

	for (m = l->head; m; m = n) {
		n = m->next;
		m->next = NULL;
		kfree(m);
	}
	l->head = NULL;
}

/* good */
void walk4(struct lst *l)
{
	while (l->head) {
		struct msg *m = l->head;

		l->head = m->next;
		m->next = NULL;
		kfree(m);
	}
}

/* bad: steps from what is gone */
void walk5(struct msg *__own __opt m)
{
	struct msg *p;

	for (p = m; p; p = p->next)
		kfree(p);
}

/* bad: reads the next one too late */
void walk6(struct msg *__own __opt m)
{
	while (m) {
		kfree(m);
		m = m->next;
	}
}
static void kfree_chain(struct msg *__own __opt m)
{
	while (m) {
		struct msg *n = m->next;

		m->next = NULL;
		kfree(m);
		m = n;
	}
}

/* good: what hung on it before is ended */
void push(struct lst *l, struct msg *__own m)
{
	kfree_chain(m->next);
	m->next = l->head;
	l->head = m;
}

/* good */
struct msg *__own __opt pop(struct lst *l)
{
	struct msg *m = l->head;

	if (m) {
		l->head = m->next;
		m->next = NULL;
	}
	return m;
}

/* bad: what is popped still owns the rest */
struct msg *__own __opt pop2(struct lst *l)
{
	struct msg *m = l->head;

	if (m)
		l->head = m->next;
	return m;
}

/* good */
u32 sum(struct lst *l)
{
	u32 n = 0;

	for (struct msg *m = l->head; m; m = m->next)
		n += m->len;
	return n;
}

/* good */
struct msg *__opt find(struct lst *l, u32 id)
{
	struct msg *m;

	for (m = l->head; m; m = m->next)
		if (m->id == id)
			return m;
	return NULL;
}

/* good */
int del(struct lst *l, u32 id)
{
	struct msg *p = l->head, *m;

	if (!p)
		return -ENOENT;
	if (p->id == id) {
		l->head = p->next;
		p->next = NULL;
		kfree(p);
		return 0;
	}
	for (; p->next; p = p->next) {
		if (p->next->id != id)
			continue;
		m = p->next;
		p->next = m->next;
		m->next = NULL;
		kfree(m);
		return 0;
	}
	return -ENOENT;
}

/* bad: reads freed */
int del2(struct lst *l, u32 id)
{
	struct msg *p = l->head, *m;

	if (!p)
		return -ENOENT;
	for (; p->next; p = p->next) {
		if (p->next->id != id)
			continue;
		m = p->next;
		kfree(m);
		p->next = m->next;
		return 0;
	}
	return -ENOENT;
}

/* bad: what hung on it is lost */
void push_over(struct lst *l, struct msg *__own m)
{
	m->next = l->head;
	l->head = m;
}

/* good: known to be alone */
int push_alone(struct lst *l, struct msg *__own __keeps_on_failure m)
{
	if (m->next)
		return -EINVAL;
	m->next = l->head;
	l->head = m;
	return 0;
}

/* good */
int insert_sorted(struct lst *l, u32 id)
{
	struct msg *p = l->head, *m = kzalloc_obj(*m);

	if (!m)
		return -ENOMEM;
	m->id = id;
	if (!p || p->id > m->id) {
		m->next = p;
		l->head = m;
		return 0;
	}
	while (p->next && p->next->id < m->id)
		p = p->next;
	m->next = p->next;
	p->next = m;
	return 0;
}

/* good */
int unlink(struct lst *l, u32 id)
{
	struct msg *m, *prev = NULL;

	for (m = l->head; m; prev = m, m = m->next) {
		if (m->id != id)
			continue;
		if (prev)
			prev->next = m->next;
		else
			l->head = m->next;
		m->next = NULL;
		kfree(m);
		return 0;
	}
	return -ENOENT;
}

/* bad: forgets prev */
int unlink_bad(struct lst *l, u32 id)
{
	struct msg *m, *prev = NULL;

	for (m = l->head; m; prev = m, m = m->next) {
		if (m->id != id)
			continue;
		if (!prev)
			l->head = m->next;
		m->next = NULL;
		kfree(m);
		return 0;
	}
	return -ENOENT;
}

/* good */
void append(struct lst *l, u32 id)
{
	struct msg *m = kzalloc_obj(*m), *p;

	if (!m)
		return;
	if (!l->head) {
		l->head = m;
		return;
	}
	for (p = l->head; p->next; p = p->next)
		;
	p->next = m;
}

/* bad: the tail is overwritten */
void append_bad(struct lst *l, u32 id)
{
	struct msg *m = kzalloc_obj(*m), *p;

	if (!m)
		return;
	if (!l->head) {
		l->head = m;
		return;
	}
	p = l->head;
	p->next = m;
}

/* good */
void reverse(struct lst *l)
{
	struct msg *m = l->head, *done = NULL, *next;

	while (m) {
		next = m->next;
		m->next = done;
		done = m;
		m = next;
	}
	l->head = done;
}

/* good */
void drop_all(struct lst *l)
{
	struct msg *m;

	while ((m = l->head)) {
		l->head = m->next;
		m->next = NULL;
		kfree(m);
	}
}

/* bad: head still points to it */
void drop_first(struct lst *l)
{
	struct msg *m = l->head;

	if (!m)
		return;
	m->next = NULL;
	kfree(m);
}

/* good */
u32 longest(struct lst *l)
{
	struct msg *best = NULL;

	for (struct msg *m = l->head; m; m = m->next)
		if (!best || m->len > best->len)
			best = m;
	return best ? best->len : 0;
}

/* bad: an empty chain has no longest */
u32 longest_bad(struct lst *l)
{
	struct msg *best = NULL;

	for (struct msg *m = l->head; m; m = m->next)
		if (!best || m->len > best->len)
			best = m;
	return best->len;
}

/* good */
int rm_all(struct lst *l, u32 id)
{
	struct msg *m, *next, *prev = NULL;
	int n = 0;

	for (m = l->head; m; m = next) {
		next = m->next;
		if (m->id != id) {
			prev = m;
			continue;
		}
		if (prev)
			prev->next = next;
		else
			l->head = next;
		m->next = NULL;
		kfree(m);
		n++;
	}
	return n;
}

/*
 * check:
 *	62: CL103: 'p' is used after the object was freed
 *	63: CL107: 'p' is freed while it still owns 'm->next'
 *	70: CL107: 'm' is freed while it still owns 'm->next'
 *	71: CL103: 'm' is used after the object was freed
 *	112: CL115: one object is owned by both 'l->head' and 'l->head->next'
 *	172: CL107: 'm' is freed while it still owns 'l->head->next->next'
 *	173: CL103: 'm' is used after the object was freed
 *	182: CL101: 'm->next' is overwritten, and may still own something
 *	245: CL101: 'l->head->next->next' is overwritten, and may still own something
 *	247: CL108: 'l->head->next' is left pointing to an object that is gone
 *	280: CL101: 'l->head->next' is overwritten, and may still own something
 *	316: CL101: 'l->head->next' is overwritten, and may still own something
 *	318: CL108: 'l->head' is left pointing to an object that is gone
 *	339: CL201: 'best' is NULL here, and is dereferenced
 */
