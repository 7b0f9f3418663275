// SPDX-License-Identifier: MIT OR GPL-2.0-only
/* Each function is wrong because of what another file does; its prototype does not say so. */
#include "graph.h"

/* bad: node_make() gives NULL when there is no memory */
u64 null_bad(void);
u64 null_bad(void)
{
	struct node *n = node_make(1);
	u64 id = n->id;

	node_put(n);
	return id;
}

/* bad: node_find() gives one reference of several */
int shared_bad(struct proc *p);
int shared_bad(struct proc *p)
{
	struct node *n __free(node_put) = node_find(p, 1);

	return n ? n->strong : 0;
}

/* bad: it sleeps */
void sleep_bad(struct node *n);
void sleep_bad(struct node *n)
{
	guard(spinlock)(&graph_lock);
	node_wait(n);
}

/* bad: it takes the lock that is held */
void twice_bad(struct node *n);
void twice_bad(struct node *n)
{
	guard(spinlock)(&graph_lock);
	node_strengthen(n, 1);
}

/* bad: the instance's own lock, too */
void twice_own_bad(struct proc *p);
void twice_own_bad(struct proc *p)
{
	guard(mutex)(&p->lock);
	proc_touch(p);
}

/* bad: it sets the hint to NULL */
char empty_bad(struct proc *p);
char empty_bad(struct proc *p)
{
	if (!p->hint)
		return 0;
	proc_empty(p);
	return p->hint[0];
}

/* bad: the other way round in order.c */
void order_bad(struct proc *p, struct node *n);
void order_bad(struct proc *p, struct node *n)
{
	guard(mutex)(&p->lock);
	order_other(n);
}

/* bad: the work is still queued */
void work_bad(struct proc *__own p);
void work_bad(struct proc *__own p)
{
	proc_empty(p);
	kfree(p->name);
	kfree(p);
}

/* bad: it began when proc_start() succeeded */
int start_bad(void);
int start_bad(void)
{
	struct proc *p = proc_new("one");

	if (!p)
		return -ENOMEM;
	if (proc_start(p))
		return -EBUSY;
	proc_empty(p);
	kfree(p->name);
	kfree(p);
	return 0;
}

/* bad: nodes and jobs are still there */
void empty_missing_bad(struct proc *__own p);
void empty_missing_bad(struct proc *__own p)
{
	proc_stop(p);
	kfree(p->hint);
	kfree(p->name);
	kfree(p);
}

/* bad: in node.c it says that the lock must be held */
void said_there_bad(struct node *n);
void said_there_bad(struct node *n)
{
	node_said(n);
}

/* bad: the put sleeps in the end */
void put_bad(struct other *__own o);
void put_bad(struct other *__own o)
{
	guard(spinlock)(&graph_lock);
	other_put(o);
}
