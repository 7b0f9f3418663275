/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* C2 cast: container_of with the wrong outer type */
#include "corpus.h"

struct node { int k; };
struct cat { long pad; struct node n; int lives; };
struct dog { struct node n; int bones[16]; };
int count(struct cat *c)
{
	struct node *n = &c->n;

#ifndef BAD
	return container_of(n, struct cat, n)->lives;
#else
	return container_of(n, struct dog, n)->bones[9];
#endif
}

/*
 * check:
 * check -DBAD:
 *	15: CL803: 'c->n' is not in a 'struct dog': it is in struct cat
 */
