/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* The elements behind a struct stay as many as they were made: its count may become less, and a
 * copy has none. */
#include <cleat/slab.h>
#include <cleat/string.h>
#include <cleat/types.h>
struct flex {
	u32 n;
	u8 tag;
	u8 data[] __counted_by(n);
};
struct ptr {
	u32 n;
	u32 *__own __opt v __counted_by(n);
};

/* bad: more than it has */
void f1(struct flex *a)
{
	a->n = 100;
}

/* good: less */
void f2(struct flex *a, u32 n)
{
	if (n < a->n)
		a->n = n;
}

/* bad: the count of a pointer */
void f3(struct ptr *p)
{
	p->n = 100;
}

/* bad: copied */
void f4(struct flex *a, const struct flex *b)
{
	*a = *b;
}

/* good: made of it */
struct flex *__own __opt f5(const struct flex *b)
{
	struct flex *a = kzalloc_flex(*a, data, b->n);

	if (!a)
		return NULL;
	a->n = b->n;
	a->tag = b->tag;
	memcpy(a->data, b->data, b->n);
	return a;
}

/* good: with its head */
struct flex *__own __opt f6(const struct flex *b)
{
	struct flex *a = kzalloc_flex(*a, data, b->n);

	if (!a)
		return NULL;
	*a = *b;
	memcpy(a->data, b->data, b->n);
	return a;
}

/* bad: with its head, and fewer */
struct flex *__own __opt f7(const struct flex *b)
{
	struct flex *a = kzalloc_flex(*a, data, 3);

	if (!a)
		return NULL;
	*a = *b;
	return a;
}

/* bad: by memcpy */
void f8(struct flex *a, const struct flex *b)
{
	memcpy(a, b, sizeof(*a));
}

/* bad: one more */
void f9(struct flex *a)
{
	a->n++;
}

/* bad: a local head */
u32 f10(const struct flex *b)
{
	struct flex h = *b;

	return h.n ? h.data[0] : 0;
}

/* bad: the count of a pointer is copied */
void f11(struct ptr *p, const struct ptr *q)
{
	p->n = q->n;
}

/*
 * check:
 *	20: CL606: 'a->n' counts 'data', which may have fewer elements
 *	33: CL606: '400' bytes are said to be behind 'p->v', where '4 * p->n' are
 *	39: CL606: 'a->n' counts 'data', which may have fewer elements
 *	74: CL606: 'a->n' counts 'data', which may have fewer elements
 *	81: CL606: 'a->n' counts 'data', which may have fewer elements
 *	81: CL602: memcpy uses '8' bytes of 'a', which has a->n + 5
 *	81: CL602: memcpy uses '8' bytes of 'b', which has b->n + 5
 *	87: CL603: 'a->n' is a size elsewhere, and what is written to it may have wrapped around
 *	87: CL606: 'a->n' counts 'data', which may have fewer elements
 *	93: CL606: 'h.n' counts 'data', which may have fewer elements
 *	101: CL606: '4 * q->n' bytes are said to be behind 'p->v', where '4 * p->n' are
 */
