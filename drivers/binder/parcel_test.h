/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A transaction with everything in it: objects, descriptors, further buffers. */
#ifndef BINDER_PARCEL_TEST_H
#define BINDER_PARCEL_TEST_H

#include "peer_test.h"

/* What the sender calls its objects. */
enum { NODE = 0x100, WEAK_NODE = 0x300, COOKIE = 0x1234 };

struct sg_command {
	u32 cmd;
	struct binder_transaction_data_sg sg;
} __packed;

/* One object of each kind, and the further buffers that two of them are about. */
struct parcel {
	struct flat_binder_object node, weak;
	struct binder_fd_object fd;
	struct binder_buffer_object array, child;
	struct binder_fd_array_object fds;
	binder_size_t offsets[6];
	struct {
		u64 child;
		u32 fd, pad;
	} array_bytes;
	u64 child_bytes;
};

/* What its reader has of it: a handle to the object, and the descriptor that the array brought. */
struct parcel_got {
	u32 node;
	int array_fd;
};

static long parcel_send(struct peer *p, u32 cmd, int fd)
{
	u64 at = (u64)(unsigned long)p->data;
	u64 array = at + offsetof(struct parcel, array_bytes);
	struct parcel q = {
		.node = {{BINDER_TYPE_BINDER}, FLAT_BINDER_FLAG_ACCEPTS_FDS, NODE, COOKIE},
		.weak = {{BINDER_TYPE_WEAK_BINDER}, 0, WEAK_NODE, COOKIE},
		.fd = {{BINDER_TYPE_FD}, .fd = fd},
		.array = {{BINDER_TYPE_PTR}, .buffer = array, .length = sizeof(q.array_bytes)},
		.child = {{BINDER_TYPE_PTR},
			  .flags = BINDER_BUFFER_FLAG_HAS_PARENT,
			  .buffer = at + offsetof(struct parcel, child_bytes),
			  .length = sizeof(q.child_bytes),
			  .parent = 3},
		.fds = {{BINDER_TYPE_FDA}, .num_fds = 1, .parent = 3, .parent_offset = sizeof(u64)},
		.offsets = {offsetof(struct parcel, node), offsetof(struct parcel, weak),
			    offsetof(struct parcel, fd), offsetof(struct parcel, array),
			    offsetof(struct parcel, child), offsetof(struct parcel, fds)},
		.array_bytes = {.fd = fd},
		.child_bytes = COOKIE,
	};
	struct sg_command c = {
		.cmd = cmd,
		.sg = {
			.transaction_data = {
				.flags = TF_ACCEPT_FDS,
				.data_size = offsetof(struct parcel, offsets),
				.offsets_size = sizeof(q.offsets),
				.buffer = at,
				.offsets = at + offsetof(struct parcel, offsets),
			},
			.buffers_size = sizeof(q.array_bytes) + sizeof(q.child_bytes),
		},
	};

	kunit_user_write(p->test, p->data, &q, sizeof(q));
	return peer_say(p, &c, sizeof(c));
}

/* It came as it was sent. Of the descriptors the reader closes the one that is no array's. */
static long parcel_take(struct peer *p, const struct binder_transaction_data *tr, int fd,
			struct parcel_got *ret_got)
{
	struct parcel q = {};
	u64 child = 0;
	bool same;

	if (tr->data_size != offsetof(struct parcel, offsets))
		return -EBADMSG;
	kunit_user_read(p->test, &q, u64_to_user_ptr(tr->buffer), tr->data_size);
	kunit_user_read(p->test, &q.array_bytes, u64_to_user_ptr(q.array.buffer),
			sizeof(q.array_bytes));
	kunit_user_read(p->test, &child, u64_to_user_ptr(q.child.buffer), sizeof(child));
	same = kunit_fd_same(p->test, fd, (int)q.fd.fd) &&
	       kunit_fd_same(p->test, fd, (int)q.array_bytes.fd);
	if (!same || kunit_fd_close(p->test, (int)q.fd.fd))
		return -EBADMSG;
	*ret_got = (struct parcel_got){.node = (u32)q.node.binder, .array_fd = (int)q.array_bytes.fd};
	return q.node.hdr.type == BINDER_TYPE_HANDLE && q.weak.hdr.type == BINDER_TYPE_WEAK_HANDLE &&
			       child == COOKIE && q.array_bytes.child == q.child.buffer
		       ? 0
		       : -EBADMSG;
}

/* The array's descriptor goes with the buffer, unless there was no memory to close it. */
static long parcel_free(struct peer *p, const struct binder_transaction_data *tr,
			const struct parcel_got *got)
{
	long err = peer_say_word(p, BC_FREE_BUFFER, tr->buffer);
	bool gone = kunit_fd_close(p->test, got->array_fd) == -EBADF;

	return err ? err : gone ? 0 : -ENOMEM;
}

#endif
