/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Balanced search trees that know their element's type and key: O(log n) insert, find and erase,
 * walked in the order of the keys.
 *
 * DEFINE_RBTREE(name, T, member, key) - define "struct name", a tree of T that does not own them
 * DEFINE_OWNED_RBTREE(name, T, member, key, free) - one that owns them; free(item) ends one
 * @T: type of the element; @member: its struct cleat_rb_link, zeroed before the first use
 * @key: the field that orders; a number or a pointer, compared with <
 * DEFINE_RBTREE_LESS(name, T, member, key, less), DEFINE_OWNED_RBTREE_LESS(…, less, free)
 * @less: bool less(const K *a, const K *b) for a @key of another type K (a struct, an array)
 *
 * Generated for both (t is a struct name *, item and pos are T *, k a key):
 *	name_init(t)				empty; a zeroed struct name is so too
 *	name_insert(t, item)			-EEXIST when the key is there; else 0
 *	name_add(t, item)			after those of equal key
 *	name_erase(t, item)			take it out; it may be inserted again, or ended
 *	name_find(t, k)				one with that key, or NULL
 *	name_lower_bound(t, k)			the first whose key is not less than k, or NULL
 *	name_empty(t), name_first(t), name_last(t), name_next(t, pos), name_prev(t, pos)
 *	name_linked(item)			is it in a tree (through this member)?
 *	cleat_rbtree_for_each(name, item, t) { }	declares item; the body may erase it
 *	name_clear(t)				owned only: frees every element (the destructor)
 *
 * With a less function, k is a const K *.
 *
 * Context: any; the caller's lock guards the tree and the links of its elements.
 * Ownership: as lists have it (<cleat/list.h>). A refused insert leaves the element the caller's.
 * Invariants: the key of an element does not change while it is in the tree. In a process a breach
 * (inserted twice, erased from another tree) ends it with a message.
 * Source: include/linux/rbtree.h; rust/kernel/rbtree.rs.
 *
 * Wrong: the element is lost when the key is there already::
 *
 *	if (session_tree_insert(&d->sessions, s))
 *		return -EEXIST;
 *
 * Right::
 *
 *	DEFINE_OWNED_RBTREE(session_tree, struct session, link, id, kfree);
 *
 *	struct session *s __free(kfree) = kzalloc_obj(*s);
 *	...
 *	err = session_tree_insert(&d->sessions, s);
 *	if (err)
 *		return err;
 *	retain_and_null_ptr(s);
 */
#ifndef CLEAT_RBTREE_H
#define CLEAT_RBTREE_H

#include <cleat/cleanup.h>
#include <cleat/err.h>

#ifdef __KERNEL__
#include "../../kernel/rbtree.h"
#else
#include "../../host/rbtree.h"
#endif

#define DEFINE_RBTREE(name, T, member, key)                                                        \
	__CLEAT_DEFINE_RBTREE(name, T, member, __typeof__(((T *)0)->key), item->key,               \
			      __CLEAT_RB_LESS, , );                                                \
	struct name
#define DEFINE_RBTREE_LESS(name, T, member, key, less)                                             \
	__CLEAT_DEFINE_RBTREE(name, T, member, const __typeof__(((T *)0)->key) *, &item->key,      \
			      less, , );                                                           \
	struct name
#define DEFINE_OWNED_RBTREE(name, T, member, key, free_item)                                       \
	__CLEAT_DEFINE_RBTREE(name, T, member, __typeof__(((T *)0)->key), item->key,               \
			      __CLEAT_RB_LESS, __own, __must_check);                               \
	__CLEAT_RBTREE_CLEAR(name, T, free_item)                                                   \
	struct name
#define DEFINE_OWNED_RBTREE_LESS(name, T, member, key, less, free_item)                            \
	__CLEAT_DEFINE_RBTREE(name, T, member, const __typeof__(((T *)0)->key) *, &item->key,      \
			      less, __own, __must_check);                                          \
	__CLEAT_RBTREE_CLEAR(name, T, free_item)                                                   \
	struct name

#define __CLEAT_RB_LESS(a, b) ((a) < (b))
#define __CLEAT_RB_FN static __always_inline __maybe_unused

#define __CLEAT_RBTREE_CLEAR(name, T, free_item)                                                   \
	static inline __maybe_unused void name##_clear(struct name *t)                             \
	{                                                                                          \
		T *item;                                                                           \
                                                                                                   \
		while ((item = name##_first(t)))                                                   \
			free_item(name##_erase(t, item));                                          \
	}

/*
 * KEY is the expression that reads the key of "item", K its type; OWN and MUST stand where an
 * owning tree takes or gives the element. Searching is inlined into the functions that are not.
 */
#define __CLEAT_DEFINE_RBTREE(name, T, member, K, KEY, LESS, OWN, MUST)                            \
	struct name {                                                                              \
		struct cleat_rb_root root;                                                         \
	};                                                                                         \
	typedef T name##_item_t;                                                                   \
	typedef K name##_key_t;                                                                    \
	__CLEAT_RB_FN T *name##_item(struct cleat_rb_link *link)                                   \
	{                                                                                          \
		return container_of(link, T, member);                                              \
	}                                                                                          \
	__CLEAT_RB_FN struct cleat_rb_root *name##_root(struct name *t)                            \
	{                                                                                          \
		return &t->root;                                                                   \
	}                                                                                          \
	__CLEAT_RB_FN T *name##_item_or_null(struct cleat_rb_link *link)                           \
	{                                                                                          \
		return link ? name##_item(link) : NULL;                                            \
	}                                                                                          \
	__CLEAT_RB_FN name##_key_t name##_key(const T *item)                                       \
	{                                                                                          \
		return KEY;                                                                        \
	}                                                                                          \
	__CLEAT_RB_FN void name##_init(struct name *t __writes)                                    \
	{                                                                                          \
		cleat_rb_init(&t->root);                                                           \
	}                                                                                          \
	__CLEAT_RB_FN bool name##_empty(const struct name *t)                                      \
	{                                                                                          \
		return !t->root.rb_node;                                                           \
	}                                                                                          \
	__CLEAT_RB_FN bool name##_linked(const T *item)                                            \
	{                                                                                          \
		return cleat_rb_linked(&item->member);                                             \
	}                                                                                          \
	static inline __maybe_unused T *__opt __borrows(t) name##_find(struct name *t, K key)      \
	{                                                                                          \
		struct cleat_rb_link *at = t->root.rb_node;                                        \
                                                                                                   \
		while (at) {                                                                       \
			T *item = name##_item(at);                                                 \
			name##_key_t its = name##_key(item);                                       \
                                                                                                   \
			if (LESS(key, its))                                                        \
				at = at->rb_left;                                                  \
			else if (LESS(its, key))                                                   \
				at = at->rb_right;                                                 \
			else                                                                       \
				return item;                                                       \
		}                                                                                  \
		return NULL;                                                                       \
	}                                                                                          \
	static inline __maybe_unused T *__opt __borrows(t) name##_lower_bound(struct name *t,      \
									      K key)               \
	{                                                                                          \
		struct cleat_rb_link *at = t->root.rb_node;                                        \
		T *best = NULL;                                                                    \
                                                                                                   \
		while (at) {                                                                       \
			T *item = name##_item(at);                                                 \
                                                                                                   \
			if (LESS(name##_key(item), key)) {                                         \
				at = at->rb_right;                                                 \
			} else {                                                                   \
				best = item;                                                       \
				at = at->rb_left;                                                  \
			}                                                                          \
		}                                                                                  \
		return best;                                                                       \
	}                                                                                          \
	static inline __maybe_unused __must_check int name##_insert(                               \
		struct name *t, T *OWN __keeps_on_failure item __links)                            \
	{                                                                                          \
		struct cleat_rb_link **slot = &t->root.rb_node, *parent = NULL;                    \
		name##_key_t key = name##_key(item);                                               \
                                                                                                   \
		while (*slot) {                                                                    \
			name##_key_t its = name##_key(name##_item(parent = *slot));                \
                                                                                                   \
			if (LESS(key, its))                                                        \
				slot = &parent->rb_left;                                           \
			else if (LESS(its, key))                                                   \
				slot = &parent->rb_right;                                          \
			else                                                                       \
				return -EEXIST;                                                    \
		}                                                                                  \
		cleat_rb_insert(&t->root, &item->member, parent, slot);                            \
		return 0;                                                                          \
	}                                                                                          \
	static inline __maybe_unused void name##_add(struct name *t, T *OWN item __links)          \
	{                                                                                          \
		struct cleat_rb_link **slot = &t->root.rb_node, *parent = NULL;                    \
		name##_key_t key = name##_key(item);                                               \
                                                                                                   \
		while (*slot) {                                                                    \
			parent = *slot;                                                            \
			slot = LESS(key, name##_key(name##_item(parent))) ? &parent->rb_left       \
									  : &parent->rb_right;     \
		}                                                                                  \
		cleat_rb_insert(&t->root, &item->member, parent, slot);                            \
	}                                                                                          \
	__CLEAT_RB_FN MUST T *OWN name##_erase(struct name *t, T *item __unlinks)                  \
	{                                                                                          \
		cleat_rb_erase(&t->root, &item->member);                                           \
		return item;                                                                       \
	}                                                                                          \
	__CLEAT_RB_FN T *__opt __borrows(t) name##_first(struct name *t)                           \
	{                                                                                          \
		return name##_item_or_null(cleat_rb_first(&t->root));                              \
	}                                                                                          \
	__CLEAT_RB_FN T *__opt __borrows(t) name##_last(struct name *t)                            \
	{                                                                                          \
		return name##_item_or_null(cleat_rb_last(&t->root));                               \
	}                                                                                          \
	__CLEAT_RB_FN T *__opt __borrows(t) name##_next(struct name *t, T *pos)                    \
	{                                                                                          \
		return name##_item_or_null(cleat_rb_next(&t->root, &pos->member));                 \
	}                                                                                          \
	__CLEAT_RB_FN T *__opt __borrows(t) name##_prev(struct name *t, T *pos)                    \
	{                                                                                          \
		return name##_item_or_null(cleat_rb_prev(&t->root, &pos->member));                 \
	}                                                                                          \
	struct name

/**
 * cleat_rbtree_for_each - run the block for each element in the order of keys
 * @name: of the tree's type; @item: the variable to declare; @t: the tree
 *
 * The body may erase @item and end it; no other element. To empty a tree: while (name_first).
 */
#ifdef __CLEAT_CHECK__
/* Each round is a new loan from the tree, so that ending the last round's element is no error. */
#define cleat_rbtree_for_each(name, item, t)                                                       \
	for (name##_item_t *item = name##_first(t); item; item = name##_first(t))
#else
/* The inner loop runs once; "left" stays true when the body leaves it by break. */
struct cleat_rb_loop {
	struct cleat_rb_link *at, *next;
	bool left;
};
#define cleat_rbtree_for_each(name, item, t)                                                       \
	for (struct cleat_rb_loop item##__loop = {.at = cleat_rb_first(name##_root(t))};           \
	     item##__loop.at && !item##__loop.left; item##__loop.at = item##__loop.next)           \
		for (name##_item_t *item __maybe_unused = (item##__loop.left = true,               \
					    item##__loop.next = cleat_rb_next(name##_root(t),      \
									      item##__loop.at),    \
					    name##_item(item##__loop.at));                         \
		     item##__loop.left; item##__loop.left = false)
#endif

#endif
