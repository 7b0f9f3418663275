/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* The buffers of one process: ranges of its area (ranges.h), with the pages that they need. */
#include "alloc.h"

DEFINE_CLEAT_AREAS(binder_areas);

void binder_alloc_init(struct binder_alloc *alloc)
{
	cleat_area_init(&alloc->area, &binder_areas);
	spin_lock_init(&alloc->discard_lock);
	scoped_guard(mutex, &alloc->area.lock)
		binder_ranges_init(&alloc->ranges);
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
		binder_ranges_clear(&alloc->ranges);
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
static void binder_alloc_begin(struct binder_alloc *alloc)
{
	size_t size = cleat_area_size(&alloc->area);

	binder_ranges_begin(&alloc->ranges, size);
	alloc->async_free = size / 2;
}

/*
 * Does the sender of @new have an undue part of what one-way transactions may take? It is told once,
 * until there is room again. As Linux counts, @new is not among those that it has.
 */
static bool binder_is_spam(struct binder_alloc *alloc, const struct binder_buffer *new)
{
	size_t size = cleat_area_size(&alloc->area), bytes = 0;
	unsigned int n = 0;

	if (alloc->async_free >= size / 10) {
		alloc->spam_told = false;
		return false;
	}
	binder_ranges_for_each(range, &alloc->ranges) {
		if (range->async && range->pid == new->pid && range->place != new->place) {
			bytes += range->room;
			n++;
		}
	}
	if ((n <= 50 && bytes <= size / 4) || alloc->spam_told)
		return false;
	alloc->spam_told = true;
	return true;
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
	struct binder_gap gap;

	if (buffer->async)
		alloc->async_free += buffer->room;
	gap = binder_ranges_give(&alloc->ranges, buffer->place);
	binder_spare_keep(alloc, buffer);
	from = max_t(size_t, from, gap.begin);
	to = min_t(size_t, to, gap.end);
	if (from < to)
		cleat_area_idle(&alloc->area, from, to - from);
}

static void binder_discarded_return(struct binder_alloc *alloc)
{
	struct binder_buffer *buffer;

	while ((buffer = binder_discarded_take(alloc)))
		binder_buffer_return(alloc, buffer);
}

/* Its range is told the same, for who looks at all of them. */
static int binder_buffer_place(struct binder_alloc *alloc, struct binder_buffer *buffer)
{
	struct binder_range *range;

	if (buffer->room > alloc->ranges.size || (buffer->async && alloc->async_free < buffer->room))
		return -ENOSPC;
	range = binder_ranges_take(&alloc->ranges, buffer->room);
	if (IS_ERR(range))
		return PTR_ERR(range);
	range->data_size = buffer->data_size;
	range->offsets_size = buffer->offsets_size;
	range->extra_size = buffer->extra_size;
	range->id = buffer->id;
	range->pid = buffer->pid;
	range->async = buffer->async;
	buffer->place = range->place;
	alloc->high = max(alloc->high, buffer->place + buffer->room);
	if (buffer->async) {
		alloc->async_free -= buffer->room;
		buffer->spam = binder_is_spam(alloc, buffer);
	}
	return 0;
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
	if (!alloc->ranges.size)
		binder_alloc_begin(alloc);
	binder_discarded_return(alloc);
	buffer = binder_spare_take(alloc);
	if (!buffer)
		return ERR_PTR(-ENOMEM);
	*buffer = (struct binder_buffer){
		.room = room,
		.data_size = data,
		.offsets_size = offsets,
		.extra_size = extra,
		.id = id,
		.pid = pid,
		.async = async,
	};
	err = binder_buffer_place(alloc, buffer);
	if (err) {
		binder_spare_keep(alloc, buffer);
		return ERR_PTR(err);
	}
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
