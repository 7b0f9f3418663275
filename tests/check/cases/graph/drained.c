// SPDX-License-Identifier: MIT OR GPL-2.0-only
/* References that stay: besides the one in a field, over calls, in another object; helpers that drain. */
#include <cleat/kref.h>
#include <cleat/list.h>
#include <cleat/slab.h>
#include <cleat/spinlock.h>

static DEFINE_SPINLOCK(graph_lock);

struct node {
	struct kref refs;
	struct cleat_list_link link;
	int id;
	struct node *__own __opt peer __guarded_by(&graph_lock);
};
void node_release(struct node *__own n);
DEFINE_REFCOUNTED(node, struct node, refs, node_release);
DEFINE_OWNED_LIST(node_list, struct node, link, node_put);

void node_release(struct node *__own n)
{
	if (n->peer)
		node_put(n->peer);
	kfree(n);
}

struct send {
	struct node *__own __opt to;
	int error;
};

static void node_set(struct node *n, struct node *__opt peer)
{
	struct node *old;

	scoped_guard(spinlock, &graph_lock) {
		old = n->peer;
		n->peer = peer ? node_get(peer) : NULL;
	}
	if (old)
		node_put(old);
}

/* good: the reference that was taken stays, whatever the call does to the field */
int peer_id(struct node *n)
{
	struct node *peer __free(node_put) = NULL;

	scoped_guard(spinlock, &graph_lock) {
		if (!n->peer)
			return -ENOENT;
		peer = node_get(n->peer);
	}
	node_set(n, NULL);
	return peer->id;
}

/* bad: the field's was the only one */
int peer_id_bad(struct node *n)
{
	struct node *peer;

	scoped_guard(spinlock, &graph_lock) {
		if (!n->peer)
			return -ENOENT;
		peer = n->peer;
	}
	node_set(n, NULL);
	return peer->id;
}

/* good: what is in s is s's, and no lock guards s */
static int send_find(struct send *s, struct node *n)
{
	if (s->to)
		return -EBUSY;
	scoped_guard(spinlock, &graph_lock) {
		if (!n->peer)
			return -ENOENT;
		s->to = node_get(n->peer);
	}
	return s->to->id;
}

/* good: a helper that succeeds has found it */
int send_run(struct node *n)
{
	struct send s = {.error = 0};
	int id = send_find(&s, n);

	if (s.to)
		node_put(s.to);
	s.to = NULL;
	return id;
}

/* good: the node takes its peer with it, and that one its own */
void node_drop(struct node *__own n)
{
	scoped_guard(spinlock, &graph_lock) {
		if (n->peer && n->peer->peer)
			n->peer->peer->id = 1;
	}
	node_put(n);
}

static void drain(struct node_list *l)
{
	for (;;) {
		struct node *n = node_list_pop(l);

		if (!n)
			return;
		node_put(n);
	}
}

static void drain_some(struct node_list *l, int max)
{
	while (max-- > 0) {
		struct node *n = node_list_pop(l);

		if (n)
			node_put(n);
	}
}

/* good */
void drained(struct node *n)
{
	struct node_list mine = CLEAT_LIST_INIT(mine);

	node_list_add(&mine, node_get(n));
	drain(&mine);
}

/* bad: perhaps not all */
void drained_bad(struct node *n)
{
	struct node_list mine = CLEAT_LIST_INIT(mine);

	node_list_add(&mine, node_get(n));
	drain_some(&mine, 3);
}

/* good: the caller holds the lock and goes on holding it */
static int find_locked(struct node *n, struct node **__writes ret) __must_hold(&graph_lock)
{
	if (!n->peer)
		return -ENOENT;
	*ret = n->peer;
	return 0;
}

int find(struct node *n)
{
	struct node *peer;
	int err;

	guard(spinlock)(&graph_lock);
	err = find_locked(n, &peer);
	return err ? err : peer->id;
}

/*
 * check:
 *	69: CL410: 'peer' was read under 'graph_lock', which is no longer held
 *	144: CL101: 'mine' ends here, and something may still be in it
 */
