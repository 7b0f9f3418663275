/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What is known of a transaction's objects while they are translated, one after the other. */
#ifndef BINDER_TRANSLATE_H
#define BINDER_TRANSLATE_H

#include "object.h"
#include "transaction.h"

/* A further buffer that is to be copied: @object is where in the data its object lies. */
struct binder_copy {
	struct cleat_list_link link;
	u64 object;
	u64 from;
	size_t at;
	size_t len;
};

/* A place in further buffers that the sender does not write: @value, or @skip bytes left alone. */
struct binder_patch {
	struct cleat_list_link link;
	u64 at;
	u64 value;
	size_t skip;
};

DEFINE_OWNED_LIST(binder_copies, struct binder_copy, link, kfree);
DEFINE_OWNED_LIST(binder_patches, struct binder_patch, link, kfree);

/**
 * struct binder_translation - what is known between objects
 * @offsets: where the table of offsets begins in the buffer; @next: the entry being looked at
 * @extra, @extra_end: the room for further buffers that is left
 * @copied: bytes of the data that are dealt with
 * @last, @last_min: the further buffer that a patch went into last, and where the next may begin
 */
struct binder_translation {
	struct binder_send *s;
	struct binder_transaction *t;
	struct binder_proc *to;
	struct binder_buffer *buffer;
	struct binder_copies copies;
	struct binder_patches patches;
	size_t offsets;
	size_t next;
	size_t extra;
	size_t extra_end;
	size_t copied;
	u64 last;
	u64 last_min;
};

/** binder_translate_fd - descriptor @fd of the caller goes along; its number belongs at @at of the buffer */
int binder_translate_fd(struct binder_translation *x, u32 fd, size_t at);

/** binder_translate_fds - an array of descriptors, in an earlier further buffer */
int binder_translate_fds(struct binder_translation *x,
				      const struct binder_fd_array_object *o);

/** binder_translate_ptr - a further buffer, whose object is at @at of the data; it is copied last */
int binder_translate_ptr(struct binder_translation *x, u64 at, struct binder_buffer_object *o);

/** binder_copy_extra - copy all further buffers, around what is written into them here */
int binder_copy_extra(struct binder_translation *x);

#endif
