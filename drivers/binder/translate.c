/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * What a transaction carries besides bytes: objects, at the offsets that the sender names, are made
 * what they are to the receiver. An object of the sender becomes a handle, a handle to an object of
 * the receiver that object, a descriptor one of the receiver's, a further buffer a place in its area.
 *
 * The sender's own values never get into the area where others are to stand: an object is changed
 * before it is copied, and a further buffer is copied last, around the places that are written here.
 */
#include "translate.h"

#include <cleat/security.h>

#include "node.h"
#include "thread.h"

/* ---- binders and handles ---- */

static int binder_translate_binder(struct binder_translation *x, struct flat_binder_object *o)
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

static int binder_translate_handle(struct binder_translation *x, struct flat_binder_object *o)
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

int binder_translate_fd(struct binder_translation *x, u32 fd, size_t at)
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

/* ---- the table ---- */

/* One object, as the sender has it, becomes what the receiver finds at @at of its buffer. */
static int binder_translate_object(struct binder_translation *x, u64 at,
						const struct binder_object *o)
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
static int binder_translate_bytes(struct binder_translation *x, u64 end)
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

static int binder_translate_entry(struct binder_translation *x)
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

static int binder_translate_all(struct binder_translation *x)
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
