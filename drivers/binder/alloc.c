/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Best fit over the area of one process. All stretches, free or not, stand in one list by their
 * place, so that a freed one finds its neighbours; the free ones also in a tree by their size.
 */
#include "alloc.h"

DEFINE_CLEAT_AREAS(binder_areas);

void binder_alloc_init(struct binder_alloc *alloc)
{
	cleat_area_init(&alloc->area, &binder_areas);
	spin_lock_init(&alloc->discard_lock);
	scoped_guard(mutex, &alloc->area.lock) {
		binder_places_init(&alloc->places);
		binder_free_tree_init(&alloc->free);
	}
	scoped_guard(spinlock, &alloc->discard_lock)
		binder_discarded_init(&alloc->discarded);
	guard(spinlock)(&binder_lock);
	binder_delivered_init(&alloc->delivered);
}

void binder_buffer_end(struct binder_buffer *buffer)
{
	if (buffer->node)
		binder_node_put(buffer->node);
	kfree(buffer);
}

static struct binder_buffer *__own __opt binder_discarded_take(struct binder_alloc *alloc)
{
	guard(spinlock)(&alloc->discard_lock);
	return binder_discarded_pop(&alloc->discarded);
}

/* The process is gone: what nobody gave back goes with its area. */
void binder_alloc_destroy(struct binder_alloc *alloc)
{
	struct binder_discarded rest;

	scoped_guard(mutex, &alloc->area.lock) {
		while (binder_places_pop(&alloc->places))
			;
		binder_free_tree_clear(&alloc->free);
		if (alloc->spare)
			binder_buffer_end(alloc->spare);
		alloc->spare = NULL;
	}
	binder_discarded_init(&rest);
	scoped_guard(spinlock, &alloc->discard_lock)
		binder_discarded_splice(&rest, &alloc->discarded);
	binder_discarded_clear(&rest);
	scoped_guard(spinlock, &binder_lock)
		binder_delivered_clear(&alloc->delivered);
	cleat_area_destroy(&alloc->area);
}

/* ---- taking ---- */

/* The bytes of all parts, at least 8; 0 when the sum wraps. */
static size_t binder_room(size_t data, size_t offsets, size_t extra)
{
	size_t parts, total;

	if (data > SIZE_MAX - 7 || offsets > SIZE_MAX - 7 || extra > SIZE_MAX - 7)
		return 0;
	if (check_add_overflow(binder_align(data), binder_align(offsets), &parts) ||
	    check_add_overflow(parts, binder_align(extra), &total))
		return 0;
	return max_t(size_t, total, sizeof(u64));
}

static struct binder_buffer *__own __opt binder_spare_take(struct binder_alloc *alloc)
{
	struct binder_buffer *spare = alloc->spare;

	alloc->spare = NULL;
	return spare ? spare : kzalloc_obj(*spare);
}

/* The area was mapped since: all of it is free. (A mapping is made where the lock cannot be had.) */
static int binder_alloc_begin(struct binder_alloc *alloc)
{
	struct binder_buffer *whole = binder_spare_take(alloc);

	if (!whole)
		return -ENOMEM;
	*whole = (struct binder_buffer){.room = cleat_area_size(&alloc->area)};
	alloc->async_free = whole->room / 2;
	binder_places_add(&alloc->places, whole);
	binder_free_tree_add(&alloc->free, whole);
	return 0;
}

/* What @buffer has beyond @room becomes a free stretch of its own. */
static int binder_buffer_split(struct binder_alloc *alloc, struct binder_buffer *buffer, size_t room)
{
	struct binder_buffer *rest = binder_spare_take(alloc);

	if (!rest)
		return -ENOMEM;
	*rest = (struct binder_buffer){.place = buffer->place + room, .room = buffer->room - room};
	binder_places_add_after(&alloc->places, buffer, rest);
	binder_free_tree_add(&alloc->free, rest);
	buffer->room = room;
	return 0;
}

/*
 * Does this sender have an undue part of what one-way transactions may take? It is told once, until
 * there is room again.
 */
static bool binder_is_spam(struct binder_alloc *alloc, pid_t pid)
{
	size_t size = cleat_area_size(&alloc->area), bytes = 0;
	unsigned int n = 0;

	if (alloc->async_free >= size / 10) {
		alloc->spam_told = false;
		return false;
	}
	cleat_list_for_each(binder_places, b, &alloc->places) {
		if (b->async && b->pid == pid && !binder_free_tree_linked(b)) {
			bytes += b->room;
			n++;
		}
	}
	if ((n <= 50 && bytes <= size / 4) || alloc->spam_told)
		return false;
	alloc->spam_told = true;
	return true;
}

static struct binder_buffer *__own __errptr binder_buffer_fit(struct binder_alloc *alloc, size_t room,
							      bool async)
{
	struct binder_buffer *buffer;

	if (async && alloc->async_free < room)
		return ERR_PTR(-ENOSPC);
	buffer = binder_free_tree_lower_bound(&alloc->free, room);
	if (!buffer)
		return ERR_PTR(-ENOSPC);
	buffer = binder_free_tree_erase(&alloc->free, buffer);
	if (buffer->room > room) {
		int err = binder_buffer_split(alloc, buffer, room);

		if (err) {
			binder_free_tree_add(&alloc->free, buffer);
			return ERR_PTR(err);
		}
	}
	return buffer;
}

/* ---- giving back ---- */

static void binder_spare_keep(struct binder_alloc *alloc, struct binder_buffer *__own buffer)
{
	if (alloc->spare)
		binder_buffer_end(buffer);
	else
		alloc->spare = buffer;
}

static void binder_buffer_return(struct binder_alloc *alloc, struct binder_buffer *__own buffer)
{
	size_t from = round_down(buffer->place, PAGE_SIZE);
	size_t to = PAGE_ALIGN(buffer->place + buffer->room);
	struct binder_buffer *prev = binder_places_prev(&alloc->places, buffer);
	struct binder_buffer *next = binder_places_next(&alloc->places, buffer);

	if (buffer->async)
		alloc->async_free += buffer->room;
	if (next && binder_free_tree_linked(next)) {
		buffer->room += next->room;
		binder_places_del(&alloc->places, next);
		binder_spare_keep(alloc, binder_free_tree_erase(&alloc->free, next));
	}
	if (prev && binder_free_tree_linked(prev)) {
		prev = binder_free_tree_erase(&alloc->free, prev);
		prev->room += buffer->room;
		binder_places_del(&alloc->places, buffer);
		binder_spare_keep(alloc, buffer);
		buffer = prev;
	}
	from = max(from, buffer->place);
	to = min(to, buffer->place + buffer->room);
	binder_free_tree_add(&alloc->free, buffer);
	if (from < to)
		cleat_area_idle(&alloc->area, from, to - from);
}

static void binder_discarded_return(struct binder_alloc *alloc)
{
	struct binder_buffer *buffer;

	while ((buffer = binder_discarded_take(alloc)))
		binder_buffer_return(alloc, buffer);
}

struct binder_buffer *binder_buffer_new(struct binder_alloc *alloc, size_t data, size_t offsets,
					size_t extra, bool async, int id, pid_t pid)
{
	size_t room = binder_room(data, offsets, extra);
	struct binder_buffer *buffer;
	int err;

	if (!cleat_area_mapped(&alloc->area))
		return ERR_PTR(-ESRCH);
	if (!room)
		return ERR_PTR(-EINVAL);
	guard(mutex)(&alloc->area.lock);
	if (binder_places_empty(&alloc->places)) {
		err = binder_alloc_begin(alloc);
		if (err)
			return ERR_PTR(err);
	}
	binder_discarded_return(alloc);
	buffer = binder_buffer_fit(alloc, room, async);
	if (IS_ERR(buffer))
		return buffer;
	buffer->id = id;
	buffer->data_size = data;
	buffer->offsets_size = offsets;
	buffer->extra_size = extra;
	buffer->async = async;
	if (async)
		alloc->async_free -= room;
	/* As Linux counts: this one is not among those that the sender has. */
	buffer->spam = async && binder_is_spam(alloc, pid);
	buffer->pid = pid;
	alloc->high = max(alloc->high, buffer->place + room);
	err = cleat_area_populate(&alloc->area, buffer->place, room);
	if (err) {
		binder_buffer_return(alloc, buffer);
		return ERR_PTR(err);
	}
	return buffer;
}

void binder_buffer_free(struct binder_alloc *alloc, struct binder_buffer *buffer)
{
	guard(mutex)(&alloc->area.lock);
	if (buffer->clear && cleat_area_zero(&alloc->area, buffer->place, buffer->room))
		pr_err("buffer %d is outside of its area\n", buffer->id);
	binder_buffer_return(alloc, buffer);
}

void binder_buffer_discard(struct binder_alloc *alloc, struct binder_buffer *buffer)
{
	struct binder_node *node = buffer->node;

	buffer->node = NULL;
	if (node)
		binder_node_put(node);
	guard(spinlock)(&alloc->discard_lock);
	binder_discarded_add_tail(&alloc->discarded, buffer);
}
