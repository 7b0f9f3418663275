/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* The same driver as in ../good, and functions that are wrong. */
#ifndef GRAPH_H
#define GRAPH_H

#include <cleat/kref.h>
#include <cleat/list.h>
#include <cleat/mutex.h>
#include <cleat/rbtree.h>
#include <cleat/slab.h>
#include <cleat/spinlock.h>
#include <cleat/workqueue.h>

extern spinlock_t graph_lock;

struct node {
	struct kref refs;
	struct cleat_rb_link link;
	u64 id;
	int strong __guarded_by(&graph_lock);
};
void node_release(struct node *__own n);
DEFINE_REFCOUNTED(node, struct node, refs, node_release);
DEFINE_OWNED_RBTREE(node_tree, struct node, link, id, node_put);

struct job {
	struct cleat_list_link link;
	struct node *__own __opt node;
};
void job_free(struct job *__own j);
DEFINE_OWNED_LIST(job_list, struct job, link, job_free);
DEFINE_FREE(job_free, struct job *, if (_T) job_free(_T))

struct proc {
	struct mutex lock;
	struct work_struct work;
	char *__own name;
	char *__own __opt hint;
	struct node_tree nodes __guarded_by(&graph_lock);
	struct job_list jobs __guarded_by(&graph_lock);
	u32 n __guarded_by(&lock);
};

/* node.c */
struct node *__own node_make(u64 id);
struct node *__own __opt node_find(struct proc *p, u64 id);
void node_strengthen(struct node *n, int by);
void node_strengthen_locked(struct node *n, int by) __must_hold(&graph_lock);
void node_wait(struct node *n);

/* proc.c */
struct proc *__own __opt proc_new(const char *name);
void proc_free(struct proc *__own p);
void proc_empty(struct proc *p);
void proc_stop(struct proc *p);
int proc_start(struct proc *p);
void proc_touch(struct proc *p);
int proc_add_job(struct proc *p, struct node *n);

/* order.c */
void order_other(struct node *n);
void node_said(struct node *n);

struct other {
	struct kref refs;
};
void other_release(struct other *__own o);
DEFINE_REFCOUNTED(other, struct other, refs, other_release);

#endif
