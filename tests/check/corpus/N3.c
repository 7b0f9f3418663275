/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* N3 null: nullable lookup result (function in the same file) is dereferenced */
#include "corpus.h"

struct foo { int id, a; struct foo *__opt next; };
static struct foo *__opt find(struct foo *__opt head, int id)
{
	struct foo *__opt f;

	for (f = head; f; f = f->next)
		if (f->id == id)
			return f;
	return NULL;
}
int get(struct foo *__opt head, int id)
{
	struct foo *__opt f = find(head, id);

#ifndef BAD
	return f ? f->a : -ENOENT;
#else
	return f->a;
#endif
}

/*
 * check:
 * check -DBAD:
 *	22: CL201: 'f' may be NULL, and is dereferenced without a test
 */
