/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "object.h"

/* How many bytes of @data_size there are for an object at @at; 0: too few for any. */
static size_t binder_object_room(size_t data_size, u64 at)
{
	if (at > data_size || data_size - at < sizeof(u32) || at % sizeof(u32))
		return 0;
	return min_t(size_t, data_size - at, sizeof(struct binder_object));
}

static int binder_object_whole(const struct binder_object *o, size_t room)
{
	size_t size = binder_object_size(o->type);

	return size && size <= room ? 0 : -EINVAL;
}

int binder_object_read(struct binder_alloc *alloc, const struct binder_buffer *buffer, u64 at,
		       struct binder_object *o)
{
	size_t room = binder_object_room(buffer->data_size, at);

	*o = (struct binder_object){};
	if (!room || room > sizeof(*o) || binder_buffer_read(alloc, buffer, at, o, room))
		return -EINVAL;
	return binder_object_whole(o, room);
}

int binder_object_fetch(const void __user *from, size_t data_size, u64 at, struct binder_object *o)
{
	size_t room = binder_object_room(data_size, at);
	struct cleat_user_reader r = cleat_user_reader_init(from, data_size);
	int err;

	*o = (struct binder_object){};
	if (!room || room > sizeof(*o))
		return -EINVAL;
	err = cleat_user_skip(&r, at);
	if (!err)
		err = cleat_user_read(&r, o, room);
	return err ? err : binder_object_whole(o, room);
}
