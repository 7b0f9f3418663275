/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Queues of objects of several types, in one order. Each element carries a link that knows what it
 * is in, so that the queue needs neither a void * nor a union nor container_of in a driver; and the
 * queue owns what is on it: for a counted object (<cleat/kref.h>) that is one reference.
 *
 * DEFINE_VARIANT_LIST(list) - define "struct list"
 * DEFINE_VARIANT(list, name, T, member, KIND) - T can be on it, through its @member
 * @member: a struct cleat_variant_link in T, zeroed before the first use
 * @KIND: a number from 1 to 255, one for each (T, member); a T with two members can be on two
 *	queues at once, or on one twice
 *
 * Generated for the queue (l is a struct list *):
 *	list_init(l)			empty; also CLEAT_VARIANT_LIST_INIT(variable)
 *	list_empty(l)
 *	list_splice_tail(to, from)	all of from to the end of to; from is empty then
 *	list_kind(l)			KIND of the first element; 0 when it is empty
 *	cleat_variant_for_each(list, at, l) { }	declares at, for name_of(at); the body takes nothing out
 * and for each variant (item is a T *):
 *	name_add(l, item), name_add_tail(l, item)	first, last
 *	name_pop(l)			take the first if it is of this kind; else NULL
 *	name_first(l)			look at it; NULL when it is none of this kind
 *	name_dequeue(item)		take it from whichever queue it is on; NULL when it is on none
 *	name_linked(item)		is it on one?
 *	name_of(at)			the element at this place of a loop; NULL for another kind
 *
 * Context: any; one lock guards all queues that an element can be on, and their links.
 * Ownership: add takes, pop and dequeue give back. A queue does not end its elements by itself: its
 * owner pops until it is empty.
 * Invariants: as lists have them (<cleat/list.h>).
 * Source: rust/kernel/list.rs (lists of dyn ListItem); drivers/android/binder (work lists).
 *
 * Wrong: the type is believed, and a note is read as a job::
 *
 *	struct job *j = container_of(link, struct job, link);
 *
 * Right::
 *
 *	DEFINE_VARIANT_LIST(inbox);
 *	DEFINE_VARIANT(inbox, inbox_job, struct job, link, INBOX_JOB);
 *	DEFINE_VARIANT(inbox, inbox_note, struct note, link, INBOX_NOTE);
 *
 *	switch (inbox_kind(&d->inbox)) {
 *	case INBOX_JOB:
 *		j = inbox_job_pop(&d->inbox);
 */
#ifndef CLEAT_VARIANT_LIST_H
#define CLEAT_VARIANT_LIST_H

#include <cleat/build_bug.h>
#include <cleat/list.h>

struct cleat_variant_link {
	struct cleat_list_link link;
	u8 kind;
};

#define CLEAT_VARIANT_LIST_INIT(variable) CLEAT_LIST_INIT(variable)

#define DEFINE_VARIANT_LIST(name)                                                                  \
	struct name {                                                                              \
		struct cleat_list list;                                                            \
	};                                                                                         \
	__CLEAT_LIST_FN struct cleat_variant_link *name##_link(struct cleat_list_link *link)       \
	{                                                                                          \
		return container_of(link, struct cleat_variant_link, link);                        \
	}                                                                                          \
	__CLEAT_LIST_FN void name##_init(struct name *l __writes)                                  \
	{                                                                                          \
		cleat_list_init(&l->list);                                                         \
	}                                                                                          \
	__CLEAT_LIST_FN bool name##_empty(struct name *l)                                          \
	{                                                                                          \
		return cleat_list_empty(&l->list);                                                 \
	}                                                                                          \
	__CLEAT_LIST_FN void name##_splice_tail(struct name *to, struct name *from)                \
	{                                                                                          \
		cleat_list_splice_tail(&to->list, &from->list);                                    \
	}                                                                                          \
	__CLEAT_LIST_FN struct cleat_variant_link *__opt __borrows(l) name##_begin(struct name *l) \
	{                                                                                          \
		struct cleat_list_link *link = cleat_list_begin(&l->list);                         \
                                                                                                   \
		return link == cleat_list_end(&l->list) ? NULL : name##_link(link);                \
	}                                                                                          \
	__CLEAT_LIST_FN struct cleat_variant_link *__opt __borrows(l)                              \
		name##_step(struct name *l, struct cleat_variant_link *at)                         \
	{                                                                                          \
		struct cleat_list_link *link = cleat_list_step(&l->list, &at->link);               \
                                                                                                   \
		return link == cleat_list_end(&l->list) ? NULL : name##_link(link);                \
	}                                                                                          \
	__CLEAT_LIST_FN u8 name##_kind(struct name *l)                                             \
	{                                                                                          \
		struct cleat_variant_link *at = name##_begin(l);                                   \
                                                                                                   \
		return at ? at->kind : 0;                                                          \
	}                                                                                          \
	struct name

#define DEFINE_VARIANT(list_name, name, T, member, KIND)                                           \
	static_assert((KIND) > 0 && (KIND) < 256, "the kind of a variant is from 1 to 255");       \
	__CLEAT_LIST_FN T *name##_item(struct cleat_variant_link *at)                              \
	{                                                                                          \
		return container_of(at, T, member);                                                \
	}                                                                                          \
	__CLEAT_LIST_FN bool name##_linked(const T *item)                                          \
	{                                                                                          \
		return cleat_list_linked(&item->member.link);                                      \
	}                                                                                          \
	__CLEAT_LIST_FN void name##_add(struct list_name *l, T *__own item __links)                \
	{                                                                                          \
		item->member.kind = (KIND);                                                        \
		cleat_list_add(&l->list, cleat_list_end(&l->list), &item->member.link);            \
	}                                                                                          \
	__CLEAT_LIST_FN void name##_add_tail(struct list_name *l, T *__own item __links)           \
	{                                                                                          \
		item->member.kind = (KIND);                                                        \
		cleat_list_add_tail(&l->list, cleat_list_end(&l->list), &item->member.link);       \
	}                                                                                          \
	__CLEAT_LIST_FN T *__opt __borrows(at) name##_of(struct cleat_variant_link *at)            \
	{                                                                                          \
		return at->kind == (KIND) ? name##_item(at) : NULL;                                \
	}                                                                                          \
	__CLEAT_LIST_FN T *__opt __borrows(l) name##_first(struct list_name *l)                    \
	{                                                                                          \
		struct cleat_variant_link *at = list_name##_begin(l);                              \
                                                                                                   \
		return at ? name##_of(at) : NULL;                                                  \
	}                                                                                          \
	__CLEAT_LIST_FN __must_check T *__own __opt name##_pop(struct list_name *l)                \
	{                                                                                          \
		struct cleat_variant_link *at = list_name##_begin(l);                              \
                                                                                                   \
		if (!at || at->kind != (KIND))                                                     \
			return NULL;                                                               \
		cleat_list_del(&l->list, &at->link);                                               \
		return name##_item(at);                                                            \
	}                                                                                          \
	__CLEAT_LIST_FN __must_check T *__own __opt name##_dequeue(T *item __unlinks)              \
	{                                                                                          \
		if (!cleat_list_linked(&item->member.link))                                        \
			return NULL;                                                               \
		cleat_list_unlink(&item->member.link);                                             \
		return item;                                                                       \
	}                                                                                          \
	static_assert(                                                                             \
		__builtin_types_compatible_p(__typeof__(((T *)0)->member),                         \
					     struct cleat_variant_link),                           \
		#T "." #member " is a struct cleat_variant_link")

/** cleat_variant_for_each - run the block for each place of @l, first to last; nothing is taken out */
#define cleat_variant_for_each(list_name, at, l)                                                   \
	for (struct cleat_variant_link *at = list_name##_begin(l); at; at = list_name##_step(l, at))

#endif
