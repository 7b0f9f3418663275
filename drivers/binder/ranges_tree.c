/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* The ranges of an area that has more than a few. */
#include "ranges.h"

void binder_tree_clear(struct binder_ranges *r)
{
	struct binder_stretch *gap;

	while ((gap = binder_gaps_first(&r->gaps)))
		binder_gaps_erase(&r->gaps, gap);
	binder_stretches_clear(&r->stretches);
	r->n_taken = 0;
}

static int binder_stretch_add(struct binder_ranges *r, const struct binder_range *range, bool taken)
{
	struct binder_stretch *s = kzalloc_obj(*s);

	if (!s)
		return -ENOMEM;
	s->range = *range;
	if (!taken)
		binder_gaps_add(&r->gaps, s);
	binder_stretches_add(&r->stretches, s);
	return 0;
}

static int binder_gap_add(struct binder_ranges *r, u32 begin, u32 end)
{
	struct binder_range gap = {.place = begin, .room = end - begin};

	return gap.room ? binder_stretch_add(r, &gap, false) : 0;
}

int binder_ranges_grow(struct binder_ranges *r)
{
	u32 begin = 0;
	int err = 0;

	if (binder_is_tree(r))
		return 0;
	for (unsigned int i = 0; i < r->n_slots && !err; i++) {
		err = binder_gap_add(r, begin, r->slots[i].place);
		if (!err)
			err = binder_stretch_add(r, &r->slots[i], true);
		begin = r->slots[i].place + r->slots[i].room;
	}
	if (!err)
		err = binder_gap_add(r, begin, r->size);
	if (err) {
		binder_tree_clear(r);
		return err;
	}
	r->n_taken = r->n_slots;
	r->n_slots = 0;
	return 0;
}

static void binder_ranges_shrink(struct binder_ranges *r)
{
	r->n_slots = 0;
	cleat_rbtree_for_each(binder_stretches, s, &r->stretches) {
		if (!binder_gaps_linked(s) && r->n_slots < BINDER_SLOTS)
			r->slots[r->n_slots++] = s->range;
	}
	binder_tree_clear(r);
}

struct binder_range *binder_tree_take(struct binder_ranges *r, u32 room)
{
	struct binder_range want = {.room = room};
	struct binder_stretch *s = binder_gaps_lower_bound(&r->gaps, &want);
	int err;

	if (!s)
		return ERR_PTR(-ENOSPC);
	err = binder_gap_add(r, s->range.place + room, s->range.place + s->range.room);
	if (err)
		return ERR_PTR(err);
	binder_gaps_erase(&r->gaps, s);
	s->range.room = room;
	r->n_taken++;
	return &s->range;
}

/* @s becomes what it and @next behind it were. */
static void binder_gap_join(struct binder_ranges *r, struct binder_stretch *s, struct binder_stretch *next)
{
	s->range.room += next->range.room;
	if (binder_gaps_linked(next))
		binder_gaps_erase(&r->gaps, next);
	kfree(binder_stretches_erase(&r->stretches, next));
}

struct binder_gap binder_tree_give(struct binder_ranges *r, u32 place)
{
	struct binder_stretch *s = binder_stretches_find(&r->stretches, place), *next, *prev;
	struct binder_gap gap = {.begin = place, .end = place};

	if (!s || binder_gaps_linked(s))
		return gap;
	r->n_taken--;
	next = binder_stretches_next(&r->stretches, s);
	if (next && binder_gaps_linked(next))
		binder_gap_join(r, s, next);
	prev = binder_stretches_prev(&r->stretches, s);
	if (prev && binder_gaps_linked(prev)) {
		binder_gaps_erase(&r->gaps, prev);
		binder_gap_join(r, prev, s);
		s = prev;
	}
	binder_gaps_add(&r->gaps, s);
	gap.begin = s->range.place;
	gap.end = gap.begin + s->range.room;
	if (r->n_taken <= BINDER_SLOTS / 2)
		binder_ranges_shrink(r);
	return gap;
}

const struct binder_range *binder_tree_from(struct binder_ranges *r, u32 place)
{
	struct binder_stretch *s;

	for (s = binder_stretches_lower_bound(&r->stretches, place); s && binder_gaps_linked(s);)
		s = binder_stretches_next(&r->stretches, s);
	return s ? &s->range : NULL;
}
