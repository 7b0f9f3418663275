/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Where there are several processors, one thread that has served a request goes on to look, at all slots
 * that were in use lately, until none has come for a while. It does so again when one comes about as soon as
 * it would have been found. Clients see that they need not wake anybody; one that gets no answer meanwhile
 * wakes its own thread before it sleeps, so that nothing hangs on this one.
 *
 * Calls that it finds can keep it up; then its own slot is looked after by another (fiber_duty).
 *
 * The thread leaves the processor to the clients: they take turns there, which costs them less than to
 * wait for it.
 */
#include "host/fuse/ring.h"

#include "host/fuse/fiber.h"
#include "host/spin.h"

enum { MAX_HOT = 32, COOL_NS = 20000000, STAY_NS = 20000 };

static struct quiet_lock hot_lock;
static struct hot {
	struct ring_server *server;
	u64 used;
} hot[MAX_HOT];
static unsigned int n_hot;
static bool polling;
/* One thread does it; when the last request had been served. */
static unsigned int somebody;
static u64 last_served;
static struct spin_rest rest;

static void tell(struct ring_server *v, bool polled)
{
	__atomic_store_n(&ring_server_slot(v)->polled, polled, __ATOMIC_SEQ_CST);
}

static void tell_all(bool polled)
{
	quiet_lock(&hot_lock);
	polling = polled;
	for (unsigned int i = 0; i < n_hot; i++)
		tell(hot[i].server, polled);
	quiet_unlock(&hot_lock);
}

/* Lock held. */
static void cool(unsigned int i)
{
	tell(hot[i].server, false);
	hot[i] = hot[--n_hot];
}

void ring_poll_end(struct ring_server *v)
{
	quiet_lock(&hot_lock);
	for (unsigned int i = 0; i < n_hot; i++) {
		if (hot[i].server == v)
			cool(i--);
	}
	quiet_unlock(&hot_lock);
}

static void heat(struct ring_server *v, u64 now)
{
	unsigned int i = 0;

	quiet_lock(&hot_lock);
	while (i < n_hot && hot[i].server != v)
		i++;
	if (i == n_hot && n_hot < MAX_HOT) {
		hot[n_hot++].server = v;
		tell(v, polling);
	}
	if (i < n_hot)
		hot[i].used = now;
	quiet_unlock(&hot_lock);
}

/* One that has a request, claimed. */
static struct ring_server *find(u64 now)
{
	struct ring_server *v = NULL;

	quiet_lock(&hot_lock);
	for (unsigned int i = 0; i < n_hot && !v; i++) {
		if (ring_server_claim(hot[i].server)) {
			v = hot[i].server;
			hot[i].used = now;
		} else if (now - hot[i].used > COOL_NS) {
			cool(i--);
		}
	}
	quiet_unlock(&hot_lock);
	return v;
}

/**
 * struct place - where the thread that looks may run
 * @all: everywhere, once it has @moved away from a client, at that time
 */
struct place {
	cpu_set_t all;
	u64 moved;
};

static void make_room(struct place *p, unsigned int cpu, u64 now)
{
	cpu_set_t others;

	if ((int)cpu != sched_getcpu() || now - p->moved < STAY_NS)
		return;
	if (!p->moved && sched_getaffinity(0, sizeof(p->all), &p->all) < 0)
		return;
	p->moved = now;
	others = p->all;
	CPU_CLR(cpu, &others);
	/* None: it stays. */
	sched_setaffinity(0, sizeof(others), &others);
}

static void look(void)
{
	u64 now = spin_now(), end = now + fuse_spin_ns;
	struct place place = {.moved = 0};

	tell_all(true);
	for (unsigned int n = 1; now < end; n++) {
		struct ring_server *v = find(now);

		if (v) {
			make_room(&place, __atomic_load_n(&ring_server_slot(v)->cpu, __ATOMIC_RELAXED), now);
			fiber_run(ring_server_run, v);
			end = spin_now() + fuse_spin_ns;
			n = 0;
		} else if (n % SPIN_SERVER) {
			spin_relax();
			continue;
		} else if (!spin_yield(&rest)) {
			break;
		}
		now = spin_now();
	}
	tell_all(false);
	if (place.moved)
		sched_setaffinity(0, sizeof(place.all), &place.all);
}

void ring_poll(struct ring_server *v)
{
	u64 now, gap;

	if (!fuse_spin_ns || !fiber_possible())
		return;
	now = spin_now();
	gap = now - __atomic_exchange_n(&last_served, now, __ATOMIC_RELAXED);
	heat(v, now);
	while (gap < SPIN_SLEEP * fuse_spin_ns && !__atomic_exchange_n(&somebody, 1, __ATOMIC_SEQ_CST)) {
		if (spin_rested(&rest, now))
			look();
		now = spin_now();
		__atomic_store_n(&last_served, now, __ATOMIC_RELAXED);
		__atomic_store_n(&somebody, 0, __ATOMIC_SEQ_CST);
		/* Who asked before it was told that nobody looks. */
		v = find(now);
		if (!v)
			return;
		fiber_run(ring_server_run, v);
	}
}
