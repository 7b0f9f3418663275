/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* U4 uaf: object freed, but a pointer to it stays in a table and is used */
#include "corpus.h"

struct foo { int a; };
struct tab { struct foo *__opt slot[8]; }; /* borrowed entries */
int once(struct tab *t, int n)
{
	struct foo *__own f = kmalloc(sizeof(*f), GFP_KERNEL);

	if (!f)
		return -ENOMEM;
	f->a = n;
	t->slot[0] = f;
#ifndef BAD
	n = t->slot[0]->a;
	t->slot[0] = NULL;
#endif
	kfree(f);
#ifndef BAD
	return n;
#else
	return t->slot[0]->a;
#endif
}

/*
 * check:
 * check -DBAD:
 *	23: CL103: 't->slot[0]' is used after the object was freed
 */
