/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* M1 move: object used after its ownership was passed on */
#include "corpus.h"

struct msg { int len; };
struct queue { int n; };
void queue_push(struct queue *q, struct msg *__own m);
int send(struct queue *q, int len)
{
	struct msg *__own m = kmalloc(sizeof(*m), GFP_KERNEL);

	if (!m)
		return -ENOMEM;
	m->len = len;
	queue_push(q, m);
#ifndef BAD
	return len;
#else
	return m->len;
#endif
}

/*
 * check:
 * check -DBAD:
 *	19: CL104: 'm' is used after 'queue_push' took it over
 */
