// SPDX-License-Identifier: MIT OR GPL-2.0-only
#include "graph.h"

#include <cleat/delay.h>

static DEFINE_MUTEX(other_lock);
static struct proc *__own __opt other_proc __guarded_by(&other_lock);

void order_other(struct node *n)
{
	guard(mutex)(&other_lock);
	if (other_proc)
		proc_touch(other_proc);
	node_strengthen(n, 1);
}

void node_said(struct node *n) __must_hold(&graph_lock)
{
	n->strong++;
}

void other_release(struct other *__own o)
{
	msleep(1);
	kfree(o);
}
