/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A list in a process is a ring of links, each of which knows the list it is on: what goes wrong
 * silently in a kernel is reported here.
 */
#ifndef CLEAT_HOST_LIST_H
#define CLEAT_HOST_LIST_H

#include "printk.h"

struct __pinned cleat_list_link {
	struct cleat_list_link *next, *prev;
	struct cleat_list *list;
};

/* The ring's end; end.list is its own address from init on, so that a copy is noticed. */
struct __pinned cleat_list {
	struct cleat_list_link end;
};

#define __CLEAT_LIST_INIT(l) {.end = {.next = &(l).end, .prev = &(l).end, .list = &(l)}}

void cleat_list_init(struct cleat_list *l);
struct cleat_list_link *cleat_list_end(struct cleat_list *l);
struct cleat_list_link *cleat_list_begin(struct cleat_list *l);
/* The link after, before @link, which must be on @l (or its end). */
struct cleat_list_link *cleat_list_step(struct cleat_list *l, struct cleat_list_link *link);
struct cleat_list_link *cleat_list_back(struct cleat_list *l, struct cleat_list_link *link);
bool cleat_list_empty(struct cleat_list *l);
bool cleat_list_linked(const struct cleat_list_link *link);
void cleat_list_add(struct cleat_list *l, struct cleat_list_link *after,
		    struct cleat_list_link *link);
void cleat_list_add_tail(struct cleat_list *l, struct cleat_list_link *before,
			 struct cleat_list_link *link);
void cleat_list_del(struct cleat_list *l, struct cleat_list_link *link);
/* From whichever list it is on. */
void cleat_list_unlink(struct cleat_list_link *link);
void cleat_list_move(struct cleat_list *to, struct cleat_list *from, struct cleat_list_link *link);
void cleat_list_move_tail(struct cleat_list *to, struct cleat_list *from,
			  struct cleat_list_link *link);
void cleat_list_splice(struct cleat_list *to, struct cleat_list *from);
void cleat_list_splice_tail(struct cleat_list *to, struct cleat_list *from);

#endif
