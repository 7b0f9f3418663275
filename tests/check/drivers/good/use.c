// SPDX-License-Identifier: MIT OR GPL-2.0-only
/* Uses what the other files define, and knows of it what they do, not only what they say. */
#include "graph.h"

int use_make(u64 id);
int use_make(u64 id)
{
	struct node *n __free(node_put) = node_make(id);

	if (!n)
		return -ENOMEM;
	n->strong = 1; /* nobody else has it yet */
	return 0;
}

int use_find(struct proc *p, u64 id);
int use_find(struct proc *p, u64 id)
{
	struct node *n __free(node_put) = node_find(p, id);

	if (!n)
		return -ENOENT;
	node_strengthen(n, 1);
	node_wait(n);
	guard(spinlock)(&graph_lock);
	node_strengthen_locked(n, 1);
	return n->strong;
}

/* What was seen of p stays true over calls that do not write it. */
char use_hint(struct proc *p, struct node *n);
char use_hint(struct proc *p, struct node *n)
{
	if (!p->hint)
		return 0;
	proc_touch(p);
	node_strengthen(n, 1);
	if (proc_add_job(p, n))
		return 0;
	return p->hint[0];
}

void proc_free(struct proc *__own p)
{
	proc_stop(p);
	proc_empty(p);
	kfree(p->name);
	kfree(p);
}

int use_start(void);
int use_start(void)
{
	struct proc *p = proc_new("one");

	if (!p)
		return -ENOMEM;
	if (proc_start(p)) {
		proc_free(p);
		return -EBUSY;
	}
	proc_free(p);
	return 0;
}

void use_order(struct proc *p, struct node *n);
void use_order(struct proc *p, struct node *n)
{
	guard(mutex)(&p->lock);
	node_strengthen(n, 1);
}
