// SPDX-License-Identifier: MIT OR GPL-2.0-only
#include "graph.h"

#include <cleat/delay.h>

DEFINE_SPINLOCK(graph_lock);

void node_release(struct node *__own n)
{
	kfree(n);
}

/* NULL when there is no memory, which the prototype does not say. */
struct node *__own node_make(u64 id)
{
	struct node *n = node_new(kzalloc_obj(*n));

	if (n)
		n->id = id;
	return n;
}

struct node *__own __opt node_find(struct proc *p, u64 id)
{
	struct node *n;

	guard(spinlock)(&graph_lock);
	n = node_tree_find(&p->nodes, id);
	return n ? node_get(n) : NULL;
}

void node_strengthen_locked(struct node *n, int by)
{
	n->strong += by;
}

void node_strengthen(struct node *n, int by)
{
	guard(spinlock)(&graph_lock);
	node_strengthen_locked(n, by);
}

void node_wait(struct node *n)
{
	for (;;) {
		scoped_guard(spinlock, &graph_lock) {
			if (n->strong)
				return;
		}
		msleep(1);
	}
}
