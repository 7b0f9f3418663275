/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Further buffers: bytes beside a transaction's data, into which addresses of others and descriptors are
 * written. Where those stand is known when all objects were seen; then each buffer is copied around them.
 */
#include "translate.h"

static int binder_patch_add(struct binder_translation *x, u64 at, u64 value, size_t skip)
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
static int binder_parent(struct binder_translation *x, u64 index,
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

int binder_translate_fds(struct binder_translation *x,
					     const struct binder_fd_array_object *o)
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
static int binder_patch_parent(struct binder_translation *x,
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

int binder_translate_ptr(struct binder_translation *x, u64 at,
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
static int binder_patch_apply(struct binder_translation *x, struct binder_patch *__own patch,
					   size_t *ret_covered __writes)
{
	size_t at = patch->at, skip = patch->skip;
	u64 value = patch->value;

	kfree(patch);
	*ret_covered = skip ? skip : sizeof(value);
	return skip ? 0 : binder_buffer_write(&x->to->alloc, x->buffer, at, &value, sizeof(value));
}

/* Copy one further buffer, up to, around and behind the patches in it. */
static int binder_copy_around(struct binder_translation *x, const struct binder_copy *copy)
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

int binder_copy_extra(struct binder_translation *x)
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
