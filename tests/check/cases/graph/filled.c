// SPDX-License-Identifier: MIT OR GPL-2.0-only
/* A helper that fills the owners of a struct that its caller gives: each caller shows that they are empty. */
#include <cleat/kref.h>
#include <cleat/slab.h>
#include <cleat/spinlock.h>

static DEFINE_SPINLOCK(graph_lock);

struct node {
	struct kref refs;
	struct node *__own __opt peer __guarded_by(&graph_lock);
};
void node_release(struct node *__own n);
DEFINE_REFCOUNTED(node, struct node, refs, node_release);

void node_release(struct node *__own n)
{
	if (n->peer)
		node_put(n->peer);
	kfree(n);
}

struct send {
	struct node *__own __opt node;
	struct node *__own __opt peer;
	int err;
};

static int find(struct send *s, struct node *n)
{
	guard(spinlock)(&graph_lock);
	if (!n->peer)
		return -EINVAL;
	s->node = node_get(n);
	s->peer = node_get(n->peer);
	return 0;
}

static void end(struct send *s)
{
	if (s->node)
		node_put(s->node);
	if (s->peer)
		node_put(s->peer);
	s->node = NULL;
	s->peer = NULL;
}

/* good: they are NULL before */
int run(struct node *n)
{
	struct send s = {};
	int err = find(&s, n);

	end(&s);
	return err;
}

/* good: and again */
int run_twice(struct node *n)
{
	struct send s = {};
	int err = find(&s, n);

	end(&s);
	if (!err)
		err = find(&s, n);
	end(&s);
	return err;
}

/* good: it is for this one's callers to show */
static int find_in(struct send *s, struct node *n)
{
	s->err = find(s, n);
	return s->err;
}

int run_in(struct node *n)
{
	struct send s = {};
	int err = find_in(&s, n);

	end(&s);
	return err;
}

/* bad: the second search overwrites what the first one found */
int run_bad(struct node *n)
{
	struct send s = {};
	int err = find(&s, n);

	if (!err)
		err = find(&s, n);
	end(&s);
	return err;
}

/* bad: the same through another function */
int run_in_bad(struct node *n)
{
	struct send s = {};
	int err = find(&s, n);

	if (!err)
		err = find_in(&s, n);
	end(&s);
	return err;
}

/* bad: a call may have filled it already */
static int find_again_bad(struct send *s, struct node *n)
{
	int err = find(s, n);

	if (err)
		return err;
	s->peer = node_get(n);
	return 0;
}

int run_again(struct node *n)
{
	struct send s = {};
	int err = find_again_bad(&s, n);

	end(&s);
	return err;
}

/* bad: what a lock guards others may have filled */
static void set_peer_bad(struct node *n, struct node *peer)
{
	guard(spinlock)(&graph_lock);
	n->peer = node_get(peer);
}

void use_peer(struct node *n)
{
	set_peer_bad(n, n);
}

/* bad: who else calls it is not seen */
void find_for_bad(struct send *s, struct node *n)
{
	s->node = node_get(n);
}

/*
 * check:
 *	95: CL101: 'find' overwrites 's.node', which may still own something
 *	107: CL101: 'find_in' overwrites 's.node', which may still own something
 *	119: CL101: 's->peer' is owned here, and is not released on this path
 *	136: CL101: 'n->peer' is overwritten, and may still own something
 *	147: CL101: 's->node' is overwritten, and may still own something
 */
