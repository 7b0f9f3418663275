/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Intrusive lists that know their element's type. The element carries the link, the macro
 * generates the functions, and neither container_of nor a bare list_head appears in a driver.
 *
 * DEFINE_LIST(name, T, member) - define "struct name", a list of T that does not own them
 * DEFINE_OWNED_LIST(name, T, member, free) - one that owns them; free(item) ends one
 * @T: type of the element; @member: its struct cleat_list_link, zeroed before the first use
 *
 * Generated for both (l is a struct name *, item and pos are T *):
 *	name_init(l)				empty, ready for use; also CLEAT_LIST_INIT(variable)
 *	name_add(l, item), name_add_tail	first, last
 *	name_add_before(l, pos, item), name_add_after
 *	name_del(l, item)			take it out; it may be added again, or ended
 *	name_pop(l), name_pop_tail(l)		take the first, the last; NULL when empty
 *	name_move(to, from, item), name_move_tail	del and add in one
 *	name_splice(to, from), name_splice_tail	all of from to the begin, end of to; from is empty
 *	name_empty(l), name_first(l), name_last(l), name_next(l, pos), name_prev(l, pos)
 *	name_linked(item)			is it on a list (through this member)?
 *	cleat_list_for_each(name, item, l) { }	declares item; the body may take item itself out
 *	name_clear(l)				owned only: frees every element (the destructor)
 *
 * Context: any; the caller's lock guards the list and the links of its elements.
 * Ownership: an owned list takes what is added and gives back what is taken out. A list that does
 * not own ends its elements' links before they end: name_del comes before kfree.
 * Invariants: an element is on at most one list through one member. In a process every breach
 * (added twice, taken out of another list, list not initialised or copied) ends it with a message.
 * Return: name_first and its like give NULL when there is none.
 * Source: include/linux/list.h; rust/kernel/list.rs; rust/kernel/list/arc.rs (links by type).
 *
 * Wrong: the element is freed while it is on the list::
 *
 *	struct job *j = job_list_first(&q->jobs);
 *	kfree(j);
 *
 * Right::
 *
 *	struct job {
 *		struct cleat_list_link link;
 *		u32 id;
 *	};
 *	DEFINE_OWNED_LIST(job_list, struct job, link, kfree);
 *
 *	struct job *j __free(kfree) = job_list_pop(&q->jobs);
 */
#ifndef CLEAT_LIST_H
#define CLEAT_LIST_H

#include <cleat/cleanup.h>

#ifdef __KERNEL__
#include "../../kernel/list.h"
#else
#include "../../host/list.h"
#endif

#define CLEAT_LIST_INIT(variable) {.list = __CLEAT_LIST_INIT((variable).list)}

#define DEFINE_LIST(name, T, member) __CLEAT_DEFINE_LIST(name, T, member, , )

#define DEFINE_OWNED_LIST(name, T, member, free_item)                                              \
	__CLEAT_DEFINE_LIST(name, T, member, __own, __must_check);                                 \
	static inline __maybe_unused void name##_clear(struct name *l)                             \
	{                                                                                          \
		T *item;                                                                           \
                                                                                                   \
		while ((item = name##_pop(l)))                                                     \
			free_item(item);                                                           \
	}                                                                                          \
	struct name

#define __CLEAT_LIST_FN static __always_inline __maybe_unused

/* OWN and MUST stand where an owning list takes or gives the element. */
#define __CLEAT_DEFINE_LIST(name, T, member, OWN, MUST)                                            \
	struct name {                                                                              \
		struct cleat_list list;                                                            \
	};                                                                                         \
	typedef T name##_item_t;                                                                   \
	__CLEAT_LIST_FN T *name##_item(struct cleat_list_link *link)                               \
	{                                                                                          \
		return container_of(link, T, member);                                              \
	}                                                                                          \
	__CLEAT_LIST_FN T *name##_item_or_null(struct name *l, struct cleat_list_link *link)       \
	{                                                                                          \
		return link == cleat_list_end(&l->list) ? NULL : name##_item(link);                \
	}                                                                                          \
	__CLEAT_LIST_FN void name##_init(struct name *l __writes)                                  \
	{                                                                                          \
		cleat_list_init(&l->list);                                                         \
	}                                                                                          \
	__CLEAT_LIST_FN bool name##_empty(struct name *l)                                          \
	{                                                                                          \
		return cleat_list_empty(&l->list);                                                 \
	}                                                                                          \
	__CLEAT_LIST_FN bool name##_linked(const T *item)                                          \
	{                                                                                          \
		return cleat_list_linked(&item->member);                                           \
	}                                                                                          \
	__CLEAT_LIST_FN T *__opt __borrows(l) name##_first(struct name *l)                         \
	{                                                                                          \
		return name##_item_or_null(l, cleat_list_begin(&l->list));                         \
	}                                                                                          \
	__CLEAT_LIST_FN T *__opt __borrows(l) name##_last(struct name *l)                          \
	{                                                                                          \
		return name##_item_or_null(l, cleat_list_end(&l->list)->prev);                     \
	}                                                                                          \
	__CLEAT_LIST_FN T *__opt __borrows(l) name##_next(struct name *l, T *pos)                  \
	{                                                                                          \
		return name##_item_or_null(l, cleat_list_step(&l->list, &pos->member));            \
	}                                                                                          \
	__CLEAT_LIST_FN T *__opt __borrows(l) name##_prev(struct name *l, T *pos)                  \
	{                                                                                          \
		return name##_item_or_null(l, cleat_list_back(&l->list, &pos->member));            \
	}                                                                                          \
	__CLEAT_LIST_FN void name##_add(struct name *l, T *OWN item __links)                       \
	{                                                                                          \
		cleat_list_add(&l->list, cleat_list_end(&l->list), &item->member);                 \
	}                                                                                          \
	__CLEAT_LIST_FN void name##_add_tail(struct name *l, T *OWN item __links)                  \
	{                                                                                          \
		cleat_list_add_tail(&l->list, cleat_list_end(&l->list), &item->member);            \
	}                                                                                          \
	__CLEAT_LIST_FN void name##_add_after(struct name *l, T *pos, T *OWN item __links)         \
	{                                                                                          \
		cleat_list_add(&l->list, &pos->member, &item->member);                             \
	}                                                                                          \
	__CLEAT_LIST_FN void name##_add_before(struct name *l, T *pos, T *OWN item __links)        \
	{                                                                                          \
		cleat_list_add_tail(&l->list, &pos->member, &item->member);                        \
	}                                                                                          \
	__CLEAT_LIST_FN MUST T *OWN name##_del(struct name *l, T *item __unlinks)                  \
	{                                                                                          \
		cleat_list_del(&l->list, &item->member);                                           \
		return item;                                                                       \
	}                                                                                          \
	__CLEAT_LIST_FN MUST T *OWN __opt name##_pop(struct name *l)                               \
	{                                                                                          \
		struct cleat_list_link *link = cleat_list_begin(&l->list);                         \
                                                                                                   \
		if (link == cleat_list_end(&l->list))                                              \
			return NULL;                                                               \
		cleat_list_del(&l->list, link);                                                    \
		return name##_item(link);                                                          \
	}                                                                                          \
	__CLEAT_LIST_FN MUST T *OWN __opt name##_pop_tail(struct name *l)                          \
	{                                                                                          \
		struct cleat_list_link *link = cleat_list_end(&l->list)->prev;                     \
                                                                                                   \
		if (link == cleat_list_end(&l->list))                                              \
			return NULL;                                                               \
		cleat_list_del(&l->list, link);                                                    \
		return name##_item(link);                                                          \
	}                                                                                          \
	__CLEAT_LIST_FN void name##_move(struct name *to, struct name *from, T *item)              \
	{                                                                                          \
		cleat_list_move(&to->list, &from->list, &item->member);                            \
	}                                                                                          \
	__CLEAT_LIST_FN void name##_move_tail(struct name *to, struct name *from, T *item)         \
	{                                                                                          \
		cleat_list_move_tail(&to->list, &from->list, &item->member);                       \
	}                                                                                          \
	__CLEAT_LIST_FN void name##_splice(struct name *to, struct name *from)                     \
	{                                                                                          \
		cleat_list_splice(&to->list, &from->list);                                         \
	}                                                                                          \
	__CLEAT_LIST_FN void name##_splice_tail(struct name *to, struct name *from)                \
	{                                                                                          \
		cleat_list_splice_tail(&to->list, &from->list);                                    \
	}                                                                                          \
	__CLEAT_LIST_FN struct cleat_list *name##_list(struct name *l)                             \
	{                                                                                          \
		return &l->list;                                                                   \
	}                                                                                          \
	struct name

/**
 * cleat_list_for_each - run the block for each element, first to last
 * @name: of the list's type; @item: the variable to declare; @l: the list
 *
 * The body may take @item out and end it; no other element. To empty a list: while (name_pop).
 */
#ifdef __CLEAT_CHECK__
/* Each round is a new loan from the list, so that ending the last round's element is no error. */
#define cleat_list_for_each(name, item, l)                                                         \
	for (name##_item_t *item = name##_first(l); item; item = name##_first(l))
#else
/* The inner loop runs once; "left" stays true when the body leaves it by break. */
struct cleat_list_loop {
	struct cleat_list_link *at, *next;
	bool left;
};
#define cleat_list_for_each(name, item, l)                                                         \
	for (struct cleat_list_loop item##__loop = {.at = cleat_list_begin(name##_list(l))};       \
	     item##__loop.at != cleat_list_end(name##_list(l)) && !item##__loop.left;              \
	     item##__loop.at = item##__loop.next)                                                  \
		for (name##_item_t *item __maybe_unused = (item##__loop.left = true,               \
					    item##__loop.next = cleat_list_step(name##_list(l),    \
										item##__loop.at),  \
					    name##_item(item##__loop.at));                         \
		     item##__loop.left; item##__loop.left = false)
#endif

#endif
