/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * What a transaction carries besides bytes: objects, at the offsets that the sender names, are made
 * what they are to the receiver. An object of the sender becomes a handle, a handle to an object of
 * the receiver that object, a descriptor one of the receiver's, a further buffer a place in its area.
 *
 * The sender's own values never get into the area where others are to stand: an object is changed
 * before it is copied, and a further buffer is copied last, around the places that are written here.
 */
#include "transaction.h"

#include <cleat/security.h>

#include "node.h"
#include "object.h"
#include "thread.h"

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

/* ---- binders and handles ---- */

static int __must_check binder_translate_binder(struct binder_translation *x, struct flat_binder_object *o) __sleeps
{
	bool strong = o->hdr.type == BINDER_TYPE_BINDER;
	struct binder_node *node __free(binder_node_unpin) = binder_node_make(x->s->thread->proc, o);
	struct binder_ref_data ref = {};
	int err = 0;

	if (!node)
		return -ENOMEM;
	if (o->cookie != node->cookie)
		err = -EINVAL;
	else if (security_binder_transfer_binder(x->s->thread->proc->cred, x->to->cred))
		err = -EPERM;
	if (!err)
		err = binder_ref_inc_node(x->to, node, strong, x->s->thread, &ref);
	if (err)
		return err;
	o->hdr.type = strong ? BINDER_TYPE_HANDLE : BINDER_TYPE_WEAK_HANDLE;
	o->binder = binder_first_word(ref.desc);
	o->cookie = 0;
	return 0;
}

/* The receiver's own object comes home: it holds it as long as the buffer is there. */
static bool binder_translate_home(struct binder_translation *x, struct flat_binder_object *o,
				  struct binder_node *node, bool strong)
{
	guard(spinlock)(&binder_lock);
	if (node->proc != x->to)
		return false;
	if (binder_node_inc(node, strong, false, NULL))
		return false;
	o->hdr.type = strong ? BINDER_TYPE_BINDER : BINDER_TYPE_WEAK_BINDER;
	o->binder = node->ptr;
	o->cookie = node->cookie;
	return true;
}

static int __must_check binder_translate_handle(struct binder_translation *x, struct flat_binder_object *o) __sleeps
{
	bool strong = o->hdr.type == BINDER_TYPE_HANDLE;
	struct binder_node *node __free(binder_node_unpin) = NULL;
	struct binder_ref_data data = {};
	int err;

	scoped_guard(spinlock, &binder_lock) {
		struct binder_ref *ref =
			binder_ref_find(x->s->thread->proc, binder_handle(o->binder), strong);

		if (!ref)
			return -EINVAL;
		node = binder_node_pin(ref->node);
	}
	if (security_binder_transfer_binder(x->s->thread->proc->cred, x->to->cred))
		return -EPERM;
	if (binder_translate_home(x, o, node, strong))
		return 0;
	err = binder_ref_inc_node(x->to, node, strong, NULL, &data);
	if (err)
		return err;
	o->binder = binder_first_word(data.desc);
	o->cookie = 0;
	return 0;
}

/* ---- descriptors ---- */

static int __must_check binder_translate_fd(struct binder_translation *x, u32 fd, size_t at) __sleeps
{
	struct binder_fd_fixup *fixup __free(kfree) = NULL;
	struct file *file __free(fput) = NULL;
	bool allowed = x->s->in_reply_to ? x->s->in_reply_to->flags & TF_ACCEPT_FDS
				      : x->buffer->node && x->buffer->node->accept_fds;

	if (!allowed)
		return -EPERM;
	file = fget(fd);
	if (!file)
		return -EBADF;
	if (security_binder_transfer_file(x->s->thread->proc->cred, x->to->cred, file) < 0)
		return -EPERM;
	fixup = kzalloc_obj(*fixup);
	if (!fixup)
		return -ENOMEM;
	fixup->file = no_free_ptr(file);
	fixup->offset = at;
	fixup->fd = -1;
	binder_fd_fixups_add_tail(&x->t->fixups, no_free_ptr(fixup));
	return 0;
}

/* ---- further buffers ---- */

static int __must_check binder_patch_add(struct binder_translation *x, u64 at, u64 value, size_t skip)
{
	struct binder_patch *patch = kzalloc_obj(*patch), *before = NULL;

	if (!patch)
		return -ENOMEM;
	patch->at = at;
	patch->value = value;
	patch->skip = skip;
	cleat_list_for_each(binder_patches, p, &x->patches) {
		if (p->at >= at)
			break;
		before = p;
	}
	if (before)
		binder_patches_add_after(&x->patches, before, patch);
	else
		binder_patches_add(&x->patches, patch);
	return 0;
}

/* The further buffer that entry @index of the table names, if it stands before the one looked at. */
static int __must_check binder_parent(struct binder_translation *x, u64 index,
				      struct binder_buffer_object *parent __writes, u64 *ret_at __writes)
{
	struct binder_alloc *alloc = &x->to->alloc;
	struct binder_buffer *buffer = x->buffer;
	u64 valid = (x->next - x->offsets) / sizeof(binder_size_t);
	struct binder_object o;

	if (index >= valid ||
	    binder_buffer_read(alloc, buffer, x->offsets + index * sizeof(binder_size_t), ret_at,
			       sizeof(*ret_at)) ||
	    binder_object_read(alloc, buffer, *ret_at, &o) || o.type != BINDER_TYPE_PTR)
		return -EINVAL;
	*parent = binder_object_ptr(&o);
	return 0;
}

/*
 * Patches go upwards: into the buffer of the last one behind it, or into one of its parents behind
 * the place that leads down to it. @at is the parent object's offset, @place the place in its buffer.
 */
static bool binder_patch_in_order(struct binder_translation *x, u64 at, u64 place)
{
	struct binder_alloc *alloc = &x->to->alloc;
	struct binder_buffer *buffer = x->buffer;
	u64 last = x->last, min = x->last_min;

	if (!last)
		return false;
	while (last != at) {
		struct binder_buffer_object child;
		struct binder_object o;
		u64 entry;

		if (binder_object_read(alloc, buffer, last, &o) || o.type != BINDER_TYPE_PTR)
			return false;
		child = binder_object_ptr(&o);
		if (!(child.flags & BINDER_BUFFER_FLAG_HAS_PARENT))
			return false;
		min = child.parent_offset + sizeof(u64);
		entry = x->offsets + sizeof(binder_size_t) * child.parent;
		if (binder_buffer_read(alloc, buffer, entry, &last, sizeof(last)))
			return false;
	}
	return place >= min;
}

/* Where in the receiver's buffer the sender's further buffer of object @at begins, in its memory. */
static struct binder_copy *__opt binder_copy_of(struct binder_translation *x, u64 at)
{
	cleat_list_for_each(binder_copies, copy, &x->copies) {
		if (copy->object == at)
			return copy;
	}
	return NULL;
}

static int __must_check binder_translate_fds(struct binder_translation *x,
					     const struct binder_fd_array_object *o) __sleeps
{
	struct binder_buffer_object parent;
	struct binder_copy *copy;
	u64 at, bytes, place, from;
	int err = binder_parent(x, o->parent, &parent, &at);

	if (err || !binder_patch_in_order(x, at, o->parent_offset))
		return -EINVAL;
	copy = binder_copy_of(x, at);
	if (!copy)
		return -EINVAL;
	if (o->num_fds) {
		if (check_mul_overflow(o->num_fds, (u64)sizeof(u32), &bytes) || bytes > parent.length ||
		    o->parent_offset > parent.length - bytes)
			return -EINVAL;
		place = copy->at + o->parent_offset;
		from = copy->from + o->parent_offset;
		if (place % sizeof(u32) || from % sizeof(u32))
			return -EINVAL;
		err = binder_patch_add(x, place, 0, bytes);
		for (u64 i = 0; !err && i < o->num_fds; i++) {
			u32 fd;

			if (get_user(fd, (const u32 __user *)(from + i * sizeof(u32))))
				return -EINVAL;
			err = binder_translate_fd(x, fd, place + i * sizeof(u32));
		}
	}
	x->last = at;
	x->last_min = o->parent_offset + sizeof(u32) * o->num_fds;
	return err;
}

/* The address of further buffer @o is also to stand in an earlier one. */
static int __must_check binder_patch_parent(struct binder_translation *x,
					    const struct binder_buffer_object *o)
{
	struct binder_buffer_object parent;
	struct binder_copy *copy;
	u64 at;
	int err;

	if (!(o->flags & BINDER_BUFFER_FLAG_HAS_PARENT))
		return 0;
	err = binder_parent(x, o->parent, &parent, &at);
	if (err || !binder_patch_in_order(x, at, o->parent_offset) || parent.length < sizeof(u64) ||
	    o->parent_offset > parent.length - sizeof(u64))
		return -EINVAL;
	copy = binder_copy_of(x, at);
	return copy ? binder_patch_add(x, copy->at + o->parent_offset, o->buffer, 0) : -EINVAL;
}

static int __must_check binder_translate_ptr(struct binder_translation *x, u64 at,
					     struct binder_buffer_object *o)
{
	size_t left = x->extra_end - x->extra;
	struct binder_copy *copy;
	int err;

	if (o->length > left)
		return -EINVAL;
	copy = kzalloc_obj(*copy);
	if (!copy)
		return -ENOMEM;
	copy->object = at;
	copy->from = o->buffer;
	copy->at = x->extra;
	copy->len = o->length;
	binder_copies_add_tail(&x->copies, copy);
	o->buffer = binder_buffer_addr(&x->to->alloc, x->buffer) + x->extra;
	x->extra += min_t(size_t, binder_align(o->length), left);
	err = binder_patch_parent(x, o);
	x->last = at;
	x->last_min = 0;
	return err;
}

/* The patch at @at, where the next byte of a further buffer belongs: what it covers is not copied. */
static int __must_check binder_patch_apply(struct binder_translation *x, struct binder_patch *__own patch,
					   size_t *ret_covered __writes)
{
	size_t at = patch->at, skip = patch->skip;
	u64 value = patch->value;

	kfree(patch);
	*ret_covered = skip ? skip : sizeof(value);
	return skip ? 0 : binder_buffer_write(&x->to->alloc, x->buffer, at, &value, sizeof(value));
}

/* Copy one further buffer, up to, around and behind the patches in it. */
static int __must_check binder_copy_around(struct binder_translation *x, const struct binder_copy *copy) __sleeps
{
	size_t done = 0;

	while (done < copy->len) {
		struct binder_patch *patch = binder_patches_first(&x->patches);
		size_t n = copy->len - done, before;
		int err = 0;

		if (patch) {
			if (check_sub_overflow(patch->at, copy->at + done, &before))
				return -EINVAL;
			n = min(n, before);
		}
		if (n)
			err = binder_buffer_write_user(&x->to->alloc, x->buffer, copy->at + done,
						       (const void __user *)(copy->from + done), n);
		done += n;
		if (!err && patch && done < copy->len) {
			size_t covered = 0;

			err = binder_patch_apply(x, binder_patches_del(&x->patches, patch), &covered);
			if (check_add_overflow(done, covered, &done))
				return -EINVAL;
		}
		if (err)
			return err;
	}
	return 0;
}

static int __must_check binder_copy_extra(struct binder_translation *x) __sleeps
{
	for (;;) {
		struct binder_copy *copy __free(kfree) = binder_copies_pop(&x->copies);
		int err;

		if (!copy)
			return 0;
		err = binder_copy_around(x, copy);
		if (err)
			return err;
	}
}

/* ---- the table ---- */

/* One object, as the sender has it, becomes what the receiver finds at @at of its buffer. */
static int __must_check binder_translate_object(struct binder_translation *x, u64 at,
						const struct binder_object *o) __sleeps
{
	struct binder_alloc *alloc = &x->to->alloc;
	struct binder_buffer *buffer = x->buffer;
	struct flat_binder_object flat = binder_object_flat(o);
	struct binder_fd_array_object fda;
	struct binder_buffer_object ptr;
	int err;

	switch (o->type) {
	case BINDER_TYPE_BINDER:
	case BINDER_TYPE_WEAK_BINDER:
		err = binder_translate_binder(x, &flat);
		return err ? err : binder_buffer_write(alloc, buffer, at, &flat, sizeof(flat));
	case BINDER_TYPE_HANDLE:
	case BINDER_TYPE_WEAK_HANDLE:
		err = binder_translate_handle(x, &flat);
		return err ? err : binder_buffer_write(alloc, buffer, at, &flat, sizeof(flat));
	case BINDER_TYPE_FD:
		err = binder_translate_fd(x, binder_handle(flat.binder),
					  at + offsetof(struct binder_fd_object, fd));
		flat.binder = 0;
		return err ? err : binder_buffer_write(alloc, buffer, at, &flat, sizeof(flat));
	case BINDER_TYPE_FDA:
		fda = binder_object_fda(o);
		err = binder_translate_fds(x, &fda);
		return err ? err : binder_buffer_write(alloc, buffer, at, &fda, sizeof(fda));
	case BINDER_TYPE_PTR:
		ptr = binder_object_ptr(o);
		err = binder_translate_ptr(x, at, &ptr);
		return err ? err : binder_buffer_write(alloc, buffer, at, &ptr, sizeof(ptr));
	default:
		return -EINVAL;
	}
}

/* The data between the objects, up to @end, is copied as it is. */
static int __must_check binder_translate_bytes(struct binder_translation *x, u64 end) __sleeps
{
	const struct binder_transaction_data *data = x->s->data;
	int err = 0;

	if (end == x->copied)
		return 0;
	if (end < x->copied || end > data->data_size)
		return -EFAULT;
	err = binder_buffer_write_user(&x->to->alloc, x->buffer, x->copied,
				       (const void __user *)(data->buffer + x->copied), end - x->copied);
	return err ? -EFAULT : 0;
}

static int __must_check binder_translate_entry(struct binder_translation *x) __sleeps
{
	struct binder_send *s = x->s;
	struct binder_object o;
	u64 at;
	int err = binder_buffer_read(&x->to->alloc, x->buffer, x->next, &at, sizeof(at));

	if (err)
		return binder_fail(s, BR_FAILED_REPLY, -EINVAL);
	err = binder_translate_bytes(x, at);
	if (err)
		return binder_fail(s, BR_FAILED_REPLY, err);
	err = binder_object_fetch((const void __user *)s->data->buffer, s->data->data_size, at, &o);
	if (err || at < x->copied)
		return binder_fail(s, BR_FAILED_REPLY, -EINVAL);
	err = binder_translate_object(x, at, &o);
	if (err)
		return binder_fail(s, BR_FAILED_REPLY, err);
	x->copied = at + binder_object_size(o.type);
	return 0;
}

static int __must_check binder_translate_all(struct binder_translation *x) __sleeps
{
	struct binder_send *s = x->s;
	size_t end = x->offsets + s->data->offsets_size;
	int err;

	for (; x->next < end; x->next += sizeof(binder_size_t)) {
		err = binder_translate_entry(x);
		if (err)
			return err;
		s->translated = x->next + sizeof(binder_size_t);
	}
	err = binder_translate_bytes(x, s->data->data_size);
	if (!err)
		err = binder_copy_extra(x) ? -EINVAL : 0;
	return err ? binder_fail(s, BR_FAILED_REPLY, err) : 0;
}

int binder_translate(struct binder_send *s, struct binder_transaction *t, struct binder_proc *to,
		     struct binder_buffer *buffer)
{
	struct binder_translation x = {.s = s, .t = t, .to = to, .buffer = buffer};
	int err;

	x.offsets = x.next = s->translated = binder_buffer_offsets(buffer);
	x.extra = binder_buffer_extra(buffer);
	x.extra_end = x.extra + s->extra;
	if (binder_buffer_write_user(&to->alloc, buffer, x.offsets,
				     (const void __user *)s->data->offsets, buffer->offsets_size))
		return binder_fail(s, BR_FAILED_REPLY, -EFAULT);
	if (buffer->offsets_size % sizeof(binder_size_t) || s->extra % sizeof(u64))
		return binder_fail(s, BR_FAILED_REPLY, -EINVAL);
	binder_copies_init(&x.copies);
	binder_patches_init(&x.patches);
	err = binder_translate_all(&x);
	binder_copies_clear(&x.copies);
	binder_patches_clear(&x.patches);
	return err;
}
