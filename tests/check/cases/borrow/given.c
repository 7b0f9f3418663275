/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* An object that is given to the caller, and left in another place besides: who ends it does not know of that. */
#include <cleat/kref.h>
#include <cleat/mutex.h>
#include <cleat/slab.h>

struct peer { struct kref refs; u32 id; };
static void peer_release(struct peer *__own p)
{
	kfree(p);
}
DEFINE_REFCOUNTED(peer, struct peer, refs, peer_release);

struct seat { u32 id; };
static struct seat *newest;
static u32 newest_id;
static DEFINE_MUTEX(lock);
static struct peer *__own __opt first __guarded_by(&lock);

/* bad: nobody clears "newest" when the seat goes */
struct seat *seat_new(u32 id) __own __opt;
struct seat *seat_new(u32 id)
{
	struct seat *s = kzalloc_obj(*s);

	if (!s)
		return NULL;
	s->id = id;
	newest = s;
	return s;
}

/* good: a number that finds it again */
struct seat *seat_new_id(u32 id) __own __opt;
struct seat *seat_new_id(u32 id)
{
	struct seat *s = kzalloc_obj(*s);

	if (!s)
		return NULL;
	s->id = id;
	newest_id = id;
	return s;
}

/* good: each has a reference */
struct peer *peer_new_first(u32 id) __own __opt;
struct peer *peer_new_first(u32 id)
{
	struct peer *p = peer_new(kzalloc_obj(*p));

	if (!p)
		return NULL;
	p->id = id;
	guard(mutex)(&lock);
	if (!first)
		first = peer_get(p);
	return p;
}

/*
 * check:
 *	29: CL210: what 'newest' is left with here belongs to another place, and may be gone before
 */
