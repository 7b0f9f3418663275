/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The kernel's own lists, with its hardening. A link that is on no list has next == NULL, so that
 * a zeroed element is ready and name_linked() needs no state of its own.
 */
#ifndef CLEAT_KERNEL_LIST_H
#define CLEAT_KERNEL_LIST_H

#include <linux/list.h>

#define cleat_list list_head
#define cleat_list_link list_head
#define __CLEAT_LIST_INIT(variable) LIST_HEAD_INIT(variable)

static __always_inline void cleat_list_init(struct list_head *l)
{
	INIT_LIST_HEAD(l);
}

static __always_inline struct list_head *cleat_list_end(struct list_head *l)
{
	return l;
}

static __always_inline struct list_head *cleat_list_begin(struct list_head *l)
{
	return l->next;
}

static __always_inline struct list_head *cleat_list_step(struct list_head *l,
							 struct list_head *link)
{
	return link->next;
}

static __always_inline struct list_head *cleat_list_back(struct list_head *l,
							 struct list_head *link)
{
	return link->prev;
}

static __always_inline bool cleat_list_empty(struct list_head *l)
{
	return list_empty(l);
}

static __always_inline bool cleat_list_linked(const struct list_head *link)
{
	return READ_ONCE(link->next) != NULL;
}

static __always_inline void cleat_list_add(struct list_head *l, struct list_head *after,
					   struct list_head *link)
{
	list_add(link, after);
}

static __always_inline void cleat_list_add_tail(struct list_head *l, struct list_head *before,
						struct list_head *link)
{
	list_add_tail(link, before);
}

static __always_inline void cleat_list_del(struct list_head *l, struct list_head *link)
{
	__list_del_entry(link);
	WRITE_ONCE(link->next, NULL);
}

/* From whichever list it is on. */
static __always_inline void cleat_list_unlink(struct list_head *link)
{
	cleat_list_del(NULL, link);
}

static __always_inline void cleat_list_move(struct list_head *to, struct list_head *from,
					    struct list_head *link)
{
	list_move(link, to);
}

static __always_inline void cleat_list_move_tail(struct list_head *to, struct list_head *from,
						 struct list_head *link)
{
	list_move_tail(link, to);
}

static __always_inline void cleat_list_splice(struct list_head *to, struct list_head *from)
{
	list_splice_init(from, to);
}

static __always_inline void cleat_list_splice_tail(struct list_head *to, struct list_head *from)
{
	list_splice_tail_init(from, to);
}

#endif
