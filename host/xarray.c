/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Each node knows by bits which slots hold something and below which ones nothing is free, so that
 * both searches, for the next item and for the next free index, go straight down. Nodes are libc's
 * memory: like the kernel's they are not the driver's allocations.
 */
#include "libc.h"

#include "core.h"
#include <cleat/xarray.h>

enum { NODE_BITS = 6, SLOTS = 1 << NODE_BITS, MAX_LEVELS = (64 + NODE_BITS - 1) / NODE_BITS };

struct host_xa_node {
	u64 used, full;
	void *slot[SLOTS];
};

_Static_assert(sizeof(((struct cleat_xarray *)0)->pthread) >= sizeof(pthread_mutex_t),
	       "struct cleat_xarray is too small");

#define PTHREAD(xa) ((pthread_mutex_t *)(xa)->pthread)

/* How far an index is shifted to see the slot in a node of @level (1: leaves). */
static unsigned int shift_of(unsigned int level)
{
	return NODE_BITS * (level - 1);
}

static unsigned int slot_of(unsigned long index, unsigned int level)
{
	return (index >> shift_of(level)) % SLOTS;
}

/* Does the tree, as high as it is, have a place for @index? */
static bool reaches(const struct cleat_xarray *xa, unsigned long index)
{
	return xa->levels == MAX_LEVELS || index >> (NODE_BITS * xa->levels) == 0;
}

static void *load(const struct cleat_xarray *xa, unsigned long index)
{
	struct host_xa_node *node = reaches(xa, index) ? xa->root : NULL;

	for (unsigned int level = xa->levels; node && level > 1; level--)
		node = node->slot[slot_of(index, level)];
	return node ? node->slot[slot_of(index, 1)] : NULL;
}

/* Put another node on top of the tree. */
static bool grow(struct cleat_xarray *xa)
{
	struct host_xa_node *top = calloc(1, sizeof(*top));

	if (!top)
		return false;
	if (xa->root) {
		top->slot[0] = xa->root;
		top->used = 1;
		top->full = ~xa->root->full == 0;
	}
	xa->root = top;
	xa->levels++;
	return true;
}

/* Write @item at @index, making the nodes that are missing. */
static bool put(struct cleat_xarray *xa, unsigned long index, void *item)
{
	struct host_xa_node *path[MAX_LEVELS + 1], *node;

	while (!xa->root || !reaches(xa, index))
		if (!grow(xa))
			return false;
	node = xa->root;
	for (unsigned int level = xa->levels; level > 1; level--) {
		void **slot = &node->slot[slot_of(index, level)];

		path[level] = node;
		if (!*slot)
			*slot = calloc(1, sizeof(*node));
		if (!*slot)
			return false;
		node->used |= BIT_ULL(slot_of(index, level));
		node = *slot;
	}
	node->slot[slot_of(index, 1)] = item;
	node->used |= BIT_ULL(slot_of(index, 1));
	node->full |= BIT_ULL(slot_of(index, 1));
	for (unsigned int level = 2; level <= xa->levels && ~node->full == 0; level++) {
		node = path[level];
		node->full |= BIT_ULL(slot_of(index, level));
	}
	return true;
}

/* Empty the slot of @index; nodes that hold nothing any more go. */
static void clear(struct host_xa_node **at, unsigned int level, unsigned long index)
{
	struct host_xa_node *node = *at;
	unsigned int slot = slot_of(index, level);

	if (level > 1)
		clear((struct host_xa_node **)&node->slot[slot], level - 1, index);
	else
		node->slot[slot] = NULL;
	node->full &= ~BIT_ULL(slot);
	if (!node->slot[slot])
		node->used &= ~BIT_ULL(slot);
	if (!node->used) {
		free(node);
		*at = NULL;
	}
}

/*
 * Move *@index to the first index from there on that is used (or free). A node in which there is
 * none is left for the one beside it, by a new way down from the root.
 */
static bool search(const struct cleat_xarray *xa, unsigned long *index, bool used)
{
	while (xa->root && reaches(xa, *index)) {
		struct host_xa_node *node = xa->root;
		unsigned int level = xa->levels;
		unsigned long beside;

		for (;; level--) {
			unsigned int slot = slot_of(*index, level), found;
			u64 bits = (used ? node->used : ~node->full) & (~0ull << slot);

			if (!bits)
				break;
			found = (unsigned int)__builtin_ctzll(bits);
			if (found != slot)
				*index = ((*index >> shift_of(level)) - slot + found) << shift_of(level);
			if (level == 1 || !node->slot[found])
				return true;
			node = node->slot[found];
		}
		if (level == MAX_LEVELS)
			return false;
		beside = ((*index >> shift_of(level + 1)) + 1) << shift_of(level + 1);
		if (beside <= *index)
			return false;
		*index = beside;
	}
	return !used;
}

static bool refused(gfp_t gfp)
{
	if (gfp & __GFP_DIRECT_RECLAIM)
		might_sleep();
	return cleat_fault(CLEAT_FAULT_ALLOC);
}

void cleat_xa_init(struct cleat_xarray *xa)
{
	*xa = (struct cleat_xarray){.levels = 0};
	pthread_mutex_init(PTHREAD(xa), NULL);
}

static void free_nodes(struct host_xa_node *node, unsigned int level)
{
	for (int i = 0; node && level > 1 && i < SLOTS; i++)
		free_nodes(node->slot[i], level - 1);
	free(node);
}

void cleat_xa_destroy(struct cleat_xarray *xa)
{
	pthread_mutex_lock(PTHREAD(xa));
	free_nodes(xa->root, xa->levels);
	xa->root = NULL;
	xa->levels = 0;
	pthread_mutex_unlock(PTHREAD(xa));
}

bool cleat_xa_empty(const struct cleat_xarray *xa)
{
	bool empty;

	pthread_mutex_lock(PTHREAD(xa));
	empty = !xa->root || !xa->root->used;
	pthread_mutex_unlock(PTHREAD(xa));
	return empty;
}

void *cleat_xa_load(struct cleat_xarray *xa, unsigned long index)
{
	void *item;

	pthread_mutex_lock(PTHREAD(xa));
	item = load(xa, index);
	pthread_mutex_unlock(PTHREAD(xa));
	return item;
}

void *cleat_xa_find(struct cleat_xarray *xa, unsigned long *index)
{
	unsigned long at = *index;
	void *item = NULL;

	pthread_mutex_lock(PTHREAD(xa));
	if (search(xa, &at, true)) {
		item = load(xa, at);
		*index = at;
	}
	pthread_mutex_unlock(PTHREAD(xa));
	return item;
}

void *cleat_xa_find_after(struct cleat_xarray *xa, unsigned long *index)
{
	unsigned long next = *index + 1;
	void *item = next ? cleat_xa_find(xa, &next) : NULL;

	if (item)
		*index = next;
	return item;
}

int cleat_xa_insert(struct cleat_xarray *xa, unsigned long index, void *item, gfp_t gfp)
{
	int err = 0;

	if (refused(gfp))
		return -ENOMEM;
	pthread_mutex_lock(PTHREAD(xa));
	if (load(xa, index))
		err = -EBUSY;
	else if (!put(xa, index, item))
		err = -ENOMEM;
	pthread_mutex_unlock(PTHREAD(xa));
	return err;
}

int cleat_xa_store(struct cleat_xarray *xa, unsigned long index, void *item, gfp_t gfp,
		   void **ret_old)
{
	bool done;

	if (refused(gfp))
		return -ENOMEM;
	pthread_mutex_lock(PTHREAD(xa));
	*ret_old = load(xa, index);
	done = put(xa, index, item);
	pthread_mutex_unlock(PTHREAD(xa));
	return done ? 0 : -ENOMEM;
}

int cleat_xa_alloc(struct cleat_xarray *xa, u32 *ret_id, void *item, u32 lowest, u32 highest,
		   gfp_t gfp)
{
	unsigned long index = lowest;
	int err = 0;

	if (refused(gfp))
		return -ENOMEM;
	pthread_mutex_lock(PTHREAD(xa));
	if (!search(xa, &index, false) || index > highest)
		err = -EBUSY;
	else if (!put(xa, index, item))
		err = -ENOMEM;
	pthread_mutex_unlock(PTHREAD(xa));
	if (!err)
		*ret_id = (u32)index;
	return err;
}

void *cleat_xa_erase(struct cleat_xarray *xa, unsigned long index)
{
	void *item;

	pthread_mutex_lock(PTHREAD(xa));
	item = load(xa, index);
	if (item)
		clear(&xa->root, xa->levels, index);
	if (!xa->root)
		xa->levels = 0;
	pthread_mutex_unlock(PTHREAD(xa));
	return item;
}
