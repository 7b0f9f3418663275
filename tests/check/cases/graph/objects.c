/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A graph of counted objects under one spinlock: trees, lists and fields that hold references. */
#include "../../corpus/corpus.h"
#include <cleat/kref.h>
#include <cleat/list.h>
#include <cleat/rbtree.h>

struct proc;
struct node;

static DEFINE_SPINLOCK(graph_lock);

struct node {
	struct kref refs;
	struct cleat_rb_link by_ptr;
	struct cleat_list_link dead_link;

	u64 ptr;
	struct proc *__own __opt proc __guarded_by(&graph_lock);
	int strong __guarded_by(&graph_lock);
};
void node_release(struct node *__own n);
DEFINE_REFCOUNTED(node, struct node, refs, node_release);
DEFINE_OWNED_RBTREE(node_tree, struct node, by_ptr, ptr, node_put);
DEFINE_OWNED_LIST(dead_list, struct node, dead_link, node_put);

struct work {
	struct cleat_list_link link;
	int kind;
	struct node *__own __opt node;
};
void work_free(struct work *__own w);
DEFINE_OWNED_LIST(work_list, struct work, link, work_free);
DEFINE_FREE(work_free, struct work *, if (_T) work_free(_T))

struct proc {
	struct kref refs;
	struct cleat_list_link procs_link;
	int pid;
	struct node_tree nodes __guarded_by(&graph_lock);
	struct work_list todo __guarded_by(&graph_lock);
	struct node *__own __opt manager __guarded_by(&graph_lock);
	struct proc *__own __opt peer __guarded_by(&graph_lock);
	bool dead __guarded_by(&graph_lock);
};
void proc_release(struct proc *__own p);
DEFINE_REFCOUNTED(proc, struct proc, refs, proc_release);
DEFINE_OWNED_LIST(proc_list, struct proc, procs_link, proc_put);

static struct proc_list procs __guarded_by(&graph_lock) = CLEAT_LIST_INIT(procs);

void node_release(struct node *__own n)
{
	if (n->proc)
		proc_put(n->proc);
	kfree(n);
}

void work_free(struct work *__own w)
{
	if (w->node)
		node_put(w->node);
	kfree(w);
}

void proc_release(struct proc *__own p)
{
	node_tree_clear(&p->nodes);
	work_list_clear(&p->todo);
	if (p->manager)
		node_put(p->manager);
	if (p->peer)
		proc_put(p->peer);
	kfree(p);
}

/* look up under lock, get, use after */
struct node *__own __opt node_lookup(struct proc *p, u64 ptr)
{
	struct node *n;

	guard(spinlock)(&graph_lock);
	n = node_tree_find(&p->nodes, ptr);
	return n ? node_get(n) : NULL;
}

/* classic */
struct node *__own __opt node_lookup_classic(struct proc *p, u64 ptr)
{
	struct node *n;

	spin_lock(&graph_lock);
	n = node_tree_find(&p->nodes, ptr);
	if (n)
		n = node_get(n);
	spin_unlock(&graph_lock);
	return n;
}

int node_strong(struct proc *p, u64 ptr)
{
	struct node *n __free(node_put) = node_lookup(p, ptr);

	if (!n)
		return -ENOENT;
	guard(spinlock)(&graph_lock);
	return n->strong;
}

/* new node: two references: one for the tree, one for the caller */
struct node *__own __errptr node_create(struct proc *p, u64 ptr)
{
	struct node *n __free(node_put) = node_new(kzalloc_obj(*n));
	struct node *old;

	if (!n)
		return ERR_PTR(-ENOMEM);
	n->ptr = ptr;
	guard(spinlock)(&graph_lock);
	old = node_tree_find(&p->nodes, ptr);
	if (old)
		return node_get(old);
	n->proc = proc_get(p);
	node_tree_add(&p->nodes, node_get(n));
	return_ptr(n);
}

/* move an owner out of a field and put it after the unlock */
void proc_drop_peer(struct proc *p)
{
	struct proc *old;

	spin_lock(&graph_lock);
	old = p->peer;
	p->peer = NULL;
	spin_unlock(&graph_lock);
	if (old)
		proc_put(old);
}

void proc_set_peer(struct proc *p, struct proc *other)
{
	struct proc *old __free(proc_put) = NULL;

	guard(spinlock)(&graph_lock);
	old = p->peer;
	p->peer = proc_get(other);
}

void proc_set_peer2(struct proc *p, struct proc *other)
{
	struct proc *old;

	scoped_guard(spinlock, &graph_lock) {
		old = p->peer;
		p->peer = proc_get(other);
	}
	if (old)
		proc_put(old);
}

/* pop, unlock, free, relock */
void proc_flush(struct proc *p)
{
	struct work *w;

	spin_lock(&graph_lock);
	while ((w = work_list_pop(&p->todo))) {
		spin_unlock(&graph_lock);
		work_free(w);
		spin_lock(&graph_lock);
	}
	spin_unlock(&graph_lock);
}

static struct work *__own __opt proc_next(struct proc *p)
{
	guard(spinlock)(&graph_lock);
	return work_list_pop(&p->todo);
}

void proc_flush2(struct proc *p)
{
	struct work *w;

	while ((w = proc_next(p)))
		work_free(w);
}

int proc_queue(struct proc *p, struct node *n, int kind)
{
	struct work *w __free(work_free) = kzalloc_obj(*w);

	if (!w)
		return -ENOMEM;
	w->kind = kind;
	w->node = node_get(n);
	guard(spinlock)(&graph_lock);
	if (p->dead)
		return -ESRCH;
	work_list_add_tail(&p->todo, no_free_ptr(w));
	return 0;
}

/* take a work and handle */
int proc_work_one(struct proc *p)
{
	struct work *w __free(work_free) = proc_next(p);
	struct node *n;

	if (!w)
		return 0;
	switch (w->kind) {
	case 1:
		n = w->node;
		if (!n)
			return -EINVAL;
		return 1;
	default:
		return -EINVAL;
	}
}

/* iterate over the procs, take a reference of the one found */
struct proc *__own __opt proc_find(int pid)
{
	guard(spinlock)(&graph_lock);
	cleat_list_for_each(proc_list, p, &procs)
		if (p->pid == pid)
			return proc_get(p);
	return NULL;
}

/* global list membership holds a reference */
struct proc *__own __errptr proc_open(int pid)
{
	struct proc *p = proc_new(kzalloc_obj(*p));

	if (!p)
		return ERR_PTR(-ENOMEM);
	p->pid = pid;
	work_list_init(&p->todo);
	node_tree_init(&p->nodes);
	guard(spinlock)(&graph_lock);
	proc_list_add(&procs, proc_get(p));
	return p;
}

void proc_close(struct proc *__own p)
{
	struct node *manager;
	struct proc *peer, *listed;
	struct work_list todo;

	work_list_init(&todo);
	spin_lock(&graph_lock);
	p->dead = true;
	manager = p->manager;
	p->manager = NULL;
	peer = p->peer;
	p->peer = NULL;
	listed = proc_list_del(&procs, p);
	work_list_splice(&todo, &p->todo);
	spin_unlock(&graph_lock);
	work_list_clear(&todo);
	if (manager)
		node_put(manager);
	if (peer)
		proc_put(peer);
	proc_put(listed);
	proc_put(p);
}

/* empty a tree under lock, put outside */
void proc_drop_nodes(struct proc *p)
{
	struct node *n;

	spin_lock(&graph_lock);
	while ((n = node_tree_first(&p->nodes))) {
		n = node_tree_erase(&p->nodes, n);
		spin_unlock(&graph_lock);
		node_put(n);
		spin_lock(&graph_lock);
	}
	spin_unlock(&graph_lock);
}

/* collect on a local list under the lock, put after it */
void proc_reap(struct proc *p)
{
	struct dead_list dead;
	struct node *n;

	dead_list_init(&dead);
	scoped_guard(spinlock, &graph_lock) {
		while ((n = node_tree_first(&p->nodes)))
			dead_list_add(&dead, node_tree_erase(&p->nodes, n));
	}
	dead_list_clear(&dead);
}

/* bad: the reference is never taken */
int b_lookup_use(struct proc *p, u64 ptr)
{
	struct node *n;

	scoped_guard(spinlock, &graph_lock)
		n = node_tree_find(&p->nodes, ptr);
	return n ? (int)n->ptr : 0;
}

/* bad: field still owns it */
void b_drop_peer(struct proc *p)
{
	struct proc *old;

	spin_lock(&graph_lock);
	old = p->peer;
	spin_unlock(&graph_lock);
	if (old)
		proc_put(old);
}

/* bad: old peer lost */
void b_set_peer(struct proc *p, struct proc *other)
{
	guard(spinlock)(&graph_lock);
	p->peer = proc_get(other);
}

/* bad: no reference for the field */
void b_set_peer2(struct proc *p, struct proc *other)
{
	guard(spinlock)(&graph_lock);
	if (p->peer)
		proc_put(p->peer);
	p->peer = other;
}

/* bad: popped, lost */
void b_flush(struct proc *p)
{
	struct work *w;

	spin_lock(&graph_lock);
	while ((w = work_list_pop(&p->todo))) {
		spin_unlock(&graph_lock);
		spin_lock(&graph_lock);
	}
	spin_unlock(&graph_lock);
}

/* bad: not relocked */
void b_flush2(struct proc *p)
{
	struct work *w;

	spin_lock(&graph_lock);
	while ((w = work_list_pop(&p->todo))) {
		spin_unlock(&graph_lock);
		work_free(w);
	}
	spin_unlock(&graph_lock);
}

/* bad: list is given a borrowed one */
void b_list(struct proc *p)
{
	guard(spinlock)(&graph_lock);
	proc_list_add(&procs, p);
}

/* bad: destructor forgets a field */
void b_proc_release(struct proc *__own p);
DEFINE_REFCOUNTED(b_proc, struct proc, refs, b_proc_release);
void b_proc_release(struct proc *__own p)
{
	node_tree_clear(&p->nodes);
	work_list_clear(&p->todo);
	if (p->manager)
		node_put(p->manager);
	kfree(p);
}

/* bad: destructor forgets list */
void b_proc_release2(struct proc *__own p);
DEFINE_REFCOUNTED(b_proc2, struct proc, refs, b_proc_release2);
void b_proc_release2(struct proc *__own p)
{
	node_tree_clear(&p->nodes);
	if (p->manager)
		node_put(p->manager);
	if (p->peer)
		proc_put(p->peer);
	kfree(p);
}

/* bad: local list not cleared */
void b_reap(struct proc *p)
{
	struct dead_list dead;
	struct node *n;

	dead_list_init(&dead);
	scoped_guard(spinlock, &graph_lock) {
		while ((n = node_tree_first(&p->nodes)))
			dead_list_add(&dead, node_tree_erase(&p->nodes, n));
	}
}

/* bad: erased, not put */
void b_erase(struct proc *p)
{
	struct node *n;

	guard(spinlock)(&graph_lock);
	n = node_tree_first(&p->nodes);
	if (n)
		n = node_tree_erase(&p->nodes, n);
}

/* bad: put of what the tree owns */
void b_put(struct proc *p)
{
	struct node *n;

	guard(spinlock)(&graph_lock);
	n = node_tree_first(&p->nodes);
	if (n)
		node_put(n);
}

/* bad: insert may fail */
int b_insert(struct proc *p, struct node *n)
{
	struct node *r = node_get(n);

	guard(spinlock)(&graph_lock);
	return node_tree_insert(&p->nodes, r);
}

/* bad: without lock */
int b_nolock(struct proc *p)
{
	return work_list_empty(&p->todo);
}

/* bad: get, but only on one path put */
int b_queue(struct proc *p, struct node *n, int kind)
{
	struct work *w = kzalloc_obj(*w);

	if (!w)
		return -ENOMEM;
	w->kind = kind;
	w->node = node_get(n);
	guard(spinlock)(&graph_lock);
	if (p->dead)
		return -ESRCH;
	work_list_add_tail(&p->todo, w);
	return 0;
}

/* bad: kfree of w loses node */
int b_queue2(struct proc *p, struct node *n, int kind)
{
	struct work *w = kzalloc_obj(*w);

	if (!w)
		return -ENOMEM;
	w->kind = kind;
	w->node = node_get(n);
	guard(spinlock)(&graph_lock);
	if (p->dead) {
		kfree(w);
		return -ESRCH;
	}
	work_list_add_tail(&p->todo, w);
	return 0;
}

/* bad: use after it is on the list and unlocked */
int b_queue3(struct proc *p)
{
	struct work *w = kzalloc_obj(*w);

	if (!w)
		return -ENOMEM;
	scoped_guard(spinlock, &graph_lock)
		work_list_add_tail(&p->todo, w);
	return w->kind;
}

/* bad: moved out under lock, but not set NULL on a path */
void b_move(struct proc *p, bool keep)
{
	struct proc *old;

	spin_lock(&graph_lock);
	old = p->peer;
	if (!keep)
		p->peer = NULL;
	spin_unlock(&graph_lock);
	if (old)
		proc_put(old);
}

/* bad: put, then use */
int b_use(struct node *__own n)
{
	node_put(n);
	return (int)n->ptr;
}

/* bad: put, then use, though another ref is taken: peer */
int b_use2(struct proc *p)
{
	struct proc *q;
	int pid;

	spin_lock(&graph_lock);
	q = p->peer ? proc_get(p->peer) : NULL;
	spin_unlock(&graph_lock);
	if (!q)
		return 0;
	proc_put(q);
	pid = q->pid;
	return pid;
}

/*
 * check:
 *	310: CL410: 'n' was read under 'graph_lock', which is no longer held
 *	323: CL108: 'p->peer' is left pointing to an object that is gone
 *	329: CL101: 'p->peer' is overwritten, and may still own something
 *	338: CL210: 'other' is only borrowed for this call, and is left in 'p->peer', which lives longer
 *	347: CL101: 'w' is owned here, and is not released on this path
 *	360: CL404: 'p->todo' is written without 'graph_lock', which guards it
 *	361: CL403: 'graph_lock' is unlocked, but is not held here
 *	364: CL403: 'graph_lock' is unlocked, but is not held here
 *	371: CL105: 'p' is passed to 'proc_list_add', which releases it, but it is only borrowed here
 *	383: CL107: 'p' is freed while it still owns 'p->peer'
 *	396: CL107: 'p' is freed while something may be in 'p->todo'
 *	410: CL101: 'dead' ends here, and something may still be in it
 *	421: CL101: 'n' is owned here, and is not released on this path
 *	431: CL105: 'n' is passed to 'node_put', which releases it, but it is only borrowed here
 *	440: CL101: 'n' is owned here, and is not released on this path
 *	446: CL404: 'p->todo' is read without 'graph_lock', which guards it
 *	460: CL101: 'w' is owned here, and is not released on this path
 *	476: CL107: 'w' is freed while it still owns 'w->node'
 *	477: CL101: 'n' is owned here, and is not released on this path
 *	492: CL104: 'w' is used after 'work_list_add_tail' took it over
 *	507: CL108: 'p->peer' is left pointing to an object that is gone
 *	513: CL104: 'n' is used after 'node_put' took it over
 *	528: CL410: 'q' was read under 'graph_lock', which is no longer held
 */
