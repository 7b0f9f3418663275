/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A reference that is taken of what a field owns is one more: it is given back besides. */
#include <cleat/prelude.h>

#include <cleat/kref.h>
#include <cleat/mutex.h>

struct peer { struct kref refs; u32 id; };
static void peer_release(struct peer *__own p)
{
	kfree(p);
}
DEFINE_REFCOUNTED(peer, struct peer, refs, peer_release);
struct link { struct mutex lock; struct peer *__own peer __guarded_by(&lock); };
int __must_check peer_send(struct peer *p);

/* bad: where it fails, the reference is lost */
int link_send(struct link *l)
{
	struct peer *p;
	int err;

	scoped_guard(mutex, &l->lock)
		p = peer_get(l->peer);
	err = peer_send(p);
	if (err)
		return err;
	peer_put(p);
	return 0;
}

/* bad: in the section itself, too */
int link_check(struct link *l, u32 id)
{
	struct peer *p;

	guard(mutex)(&l->lock);
	p = peer_get(l->peer);
	if (p->id != id)
		return -EINVAL;
	peer_put(p);
	return 0;
}

/* good */
int link_send_well(struct link *l)
{
	struct peer *p;
	int err;

	scoped_guard(mutex, &l->lock)
		p = peer_get(l->peer);
	err = peer_send(p);
	peer_put(p);
	return err;
}

/*
 * check:
 *	27: CL101: 'l->peer' is owned here, and is not released on this path
 *	40: CL101: 'l->peer' is owned here, and is not released on this path
 */
