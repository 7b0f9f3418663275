/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* M2 move: ownership passed on one branch, freed on every branch */
#include "corpus.h"

struct msg { int len; };
struct queue { int n; };
void queue_push(struct queue *q, struct msg *__own m);
void send_or_drop(struct queue *q, int len)
{
	struct msg *__own m = kmalloc(sizeof(*m), GFP_KERNEL);

	if (!m)
		return;
	m->len = len;
	if (len)
		queue_push(q, m);
#ifndef BAD
	else
		kfree(m);
#else
	kfree(m);
#endif
}

/*
 * check:
 * check -DBAD:
 *	21: CL102: 'm' is passed to 'kfree', but the object was handed on already
 */
