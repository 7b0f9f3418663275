/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Which ranges of an area are taken. The smallest gap that is large enough is taken from, of equal
 * ones the lowest.
 *
 * A few ranges lie in an array by their place, where nothing is allocated and the gaps are what is
 * between. When the array is full it becomes a tree of all stretches, taken or free, with a second one
 * of those that are free by their size; when half of what the array has room for is left, it becomes
 * an array again. Which of them it is cannot be seen from outside. An area is smaller than 4 GiB.
 *
 * The lock of whoever has it guards it.
 */
#ifndef BINDER_RANGES_H
#define BINDER_RANGES_H

#include <cleat/rbtree.h>
#include <cleat/slab.h>

enum { BINDER_SLOTS = 8 };

/**
 * struct binder_range - what is said of a taken range: for whom and for what
 * @place, @room: where, how many bytes; the other sizes are of the transaction's parts
 * @id: of the transaction; @pid: of its sender
 */
struct binder_range {
	u32 place;
	u32 room;
	u32 data_size;
	u32 offsets_size;
	u32 extra_size;
	int id;
	pid_t pid;
	bool async;
};

struct binder_gap {
	u32 begin;
	u32 end;
};

/*
 * A part of the area in the tree's form: a taken range, or one of the gaps, of which there are place
 * and room.
 */
struct binder_stretch {
	struct cleat_rb_link by_place;
	struct cleat_rb_link by_room;
	struct binder_range range;
};

static inline bool binder_gap_less(const struct binder_range *a, const struct binder_range *b)
{
	return a->room != b->room ? a->room < b->room : a->place < b->place;
}

DEFINE_OWNED_RBTREE(binder_stretches, struct binder_stretch, by_place, range.place, kfree);
DEFINE_RBTREE_LESS(binder_gaps, struct binder_stretch, by_room, range, binder_gap_less);

/**
 * struct binder_ranges - the ranges of one area
 * @size: of the area; 0 until binder_ranges_begin
 * @slots: the taken ranges by their place, the first @n_slots of them, while there is no tree
 * @n_taken: how many of the @stretches are not @gaps
 */
struct binder_ranges {
	u32 size;
	unsigned int n_slots __at_most(BINDER_SLOTS);
	unsigned int n_taken;
	struct binder_range slots[BINDER_SLOTS];
	struct binder_stretches stretches;
	struct binder_gaps gaps;
};

void binder_ranges_init(struct binder_ranges *r);
/** binder_ranges_begin - the area has @size bytes, all of them free */
void binder_ranges_begin(struct binder_ranges *r, u32 size);
void binder_ranges_clear(struct binder_ranges *r);

/**
 * binder_ranges_take - a range of @room bytes, not 0
 *
 * Return: the range, until the next one is taken or given; the caller says the rest of it. -ENOSPC; -ENOMEM.
 */
struct binder_range *__errptr __borrows(r) binder_ranges_take(struct binder_ranges *r, u32 room);

/** binder_ranges_give - the range at @place is free; the gap that it is part of now */
struct binder_gap binder_ranges_give(struct binder_ranges *r, u32 place);

/** binder_ranges_from - the first taken range that begins at @place or behind it */
const struct binder_range *__opt __borrows(r) binder_ranges_from(struct binder_ranges *r, u32 place);

#define binder_ranges_for_each(range, r)                                                           \
	for (const struct binder_range *range = binder_ranges_from(r, 0); range;                   \
	     range = binder_ranges_from(r, range->place + range->room))

/* ---- the tree (ranges_tree.c) ---- */

static inline bool binder_is_tree(const struct binder_ranges *r)
{
	return !binder_stretches_empty(&r->stretches);
}

/** binder_ranges_grow - become a tree, for what is beyond the array; -ENOMEM: it is as before */
int binder_ranges_grow(struct binder_ranges *r);

/* The same as above of one that is a tree; binder_tree_from also of one that is not. */
struct binder_range *__errptr __borrows(r) binder_tree_take(struct binder_ranges *r, u32 room);
struct binder_gap binder_tree_give(struct binder_ranges *r, u32 place);
const struct binder_range *__opt __borrows(r) binder_tree_from(struct binder_ranges *r, u32 place);
void binder_tree_clear(struct binder_ranges *r);

#endif
