/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "conf.h"

#include <errno.h>
#include <time.h>

static struct peer *manage_by(struct peer *p, uint32_t cmd, long arg)
{
	const struct timespec pause = {.tv_nsec = 5 * 1000 * 1000};

	for (int i = 0; i < PATIENCE_S * 200; i++) {
		if (run(first(p), job_ioctl, p->fd, (long)cmd, arg, 0) == 0)
			return p;
		if (errno != EBUSY)
			give_up("BINDER_SET_CONTEXT_MGR");
		nanosleep(&pause, NULL);
	}
	test_hangs();
}

struct peer *manage(struct peer *p)
{
	return manage_by(p, BINDER_SET_CONTEXT_MGR, (long)arena(4));
}

struct peer *manager(void)
{
	return manage(peer_new());
}

struct peer *manager_with(int flags, uint32_t node_flags)
{
	struct flat_binder_object *o = arena(sizeof(*o));

	o->hdr.type = BINDER_TYPE_BINDER;
	o->flags = node_flags;
	return manage_by(peer_with(flags, MAP_SIZE), BINDER_SET_CONTEXT_MGR_EXT, (long)o);
}

/* The manager answers the sync transaction that waits for it with @reply's objects. */
static void answer(struct peer *m, struct parcel *reply)
{
	hear(first(m));
	bc_u64(first(m), BC_FREE_BUFFER, first(m)->data);
	bc_txn(first(m), parcel_reply(reply));
	ask(first(m));
}

uint32_t grant(struct peer *m, struct peer *owner, uint64_t ptr, uint32_t flags,
	       struct peer *client)
{
	struct parcel *p = parcel_new();
	struct worker *o = first(owner), *c = first(client);
	uint32_t handle = 0;

	if (owner != m) {
		parcel_binder(p, BINDER_TYPE_BINDER, flags, ptr, ptr + 1);
		send(o, parcel_txn(p));
		hear(first(m));
		handle = object_handle(first(m), 0);
		bc_u32(first(m), BC_ACQUIRE, handle);
		bc_u64(first(m), BC_FREE_BUFFER, first(m)->data);
		bc_txn(first(m), parcel_reply(parcel_new()));
		ask(first(m));
		hear(o);
		bc_node(o, BC_INCREFS_DONE, ptr, ptr + 1);
		bc_node(o, BC_ACQUIRE_DONE, ptr, ptr + 1);
		bc_u64(o, BC_FREE_BUFFER, o->data);
		tell(o);
		p = parcel_new();
		parcel_handle(p, BINDER_TYPE_HANDLE, handle);
	} else {
		parcel_binder(p, BINDER_TYPE_BINDER, flags, ptr, ptr + 1);
	}
	SEND(c, .code = 1);
	answer(m, p);
	if (owner == m) {
		bc_node(o, BC_INCREFS_DONE, ptr, ptr + 1);
		bc_node(o, BC_ACQUIRE_DONE, ptr, ptr + 1);
		tell(o);
	}
	hear(c);
	bc_u32(c, BC_ACQUIRE, object_handle(c, 0));
	handle = object_handle(c, 0);
	bc_u64(c, BC_FREE_BUFFER, c->data);
	tell(c);
	if (owner != m) {
		bc_u32(first(m), BC_RELEASE, object_handle_of(p));
		tell(first(m));
	}
	return handle;
}
