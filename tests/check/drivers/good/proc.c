// SPDX-License-Identifier: MIT OR GPL-2.0-only
#include "graph.h"

#include <cleat/string.h>

void job_free(struct job *__own j)
{
	if (j->node)
		node_put(j->node);
	kfree(j);
}

DEFINE_WORK_FUNCTIONS(proc_work, struct proc, work, proc_tick);

static void proc_tick(struct proc *p)
{
	proc_touch(p);
}

struct proc *__own __opt proc_new(const char *name)
{
	struct proc *p = kzalloc_obj(*p);

	if (!p)
		return NULL;
	p->name = kstrdup(name, GFP_KERNEL);
	if (!p->name) {
		kfree(p);
		return NULL;
	}
	mutex_init(&p->lock);
	job_list_init(&p->jobs);
	return p;
}

/* What it leaves behind its callers in other files know: two fields and two containers. */
void proc_empty(struct proc *p)
{
	kfree(p->hint);
	p->hint = NULL;
	scoped_guard(spinlock, &graph_lock) {
		node_tree_clear(&p->nodes);
		job_list_clear(&p->jobs);
	}
}

void proc_stop(struct proc *p)
{
	proc_work_cancel_sync(p);
}

int proc_start(struct proc *p)
{
	if (p->hint)
		return -EBUSY;
	proc_work_init(p);
	proc_work_queue(p);
	return 0;
}

void proc_touch(struct proc *p)
{
	guard(mutex)(&p->lock);
	p->n++;
}

int proc_add_job(struct proc *p, struct node *n)
{
	struct job *j __free(job_free) = kzalloc_obj(*j);

	if (!j)
		return -ENOMEM;
	j->node = node_get(n);
	guard(spinlock)(&graph_lock);
	job_list_add_tail(&p->jobs, no_free_ptr(j));
	return 0;
}
