/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include <cleat/list.h>

static void broken(const struct cleat_list *l, const struct cleat_list_link *link, const char *what)
{
	printk(KERN_ERR "list %p, link %p: %s\n", l, link, what);
	cleat_bug(__FILE__, __LINE__, what);
}

static void check_list(const struct cleat_list *l)
{
	if (l->end.list != l)
		broken(l, NULL, "the list is not initialised, or was copied");
}

static void check_on(const struct cleat_list *l, const struct cleat_list_link *link)
{
	check_list(l);
	if (link->list != l)
		broken(l, link, link->list ? "the element is on another list"
		       : "the element is on no list");
}

void cleat_list_init(struct cleat_list *l)
{
	l->end = (struct cleat_list_link){&l->end, &l->end, l};
}

struct cleat_list_link *cleat_list_end(struct cleat_list *l)
{
	return &l->end;
}

struct cleat_list_link *cleat_list_begin(struct cleat_list *l)
{
	check_list(l);
	return l->end.next;
}

struct cleat_list_link *cleat_list_step(struct cleat_list *l, struct cleat_list_link *link)
{
	check_on(l, link);
	return link->next;
}

struct cleat_list_link *cleat_list_back(struct cleat_list *l, struct cleat_list_link *link)
{
	check_on(l, link);
	return link->prev;
}

bool cleat_list_empty(struct cleat_list *l)
{
	check_list(l);
	return l->end.next == &l->end;
}

bool cleat_list_linked(const struct cleat_list_link *link)
{
	return READ_ONCE(link->list) != NULL;
}

static void insert(struct cleat_list *l, struct cleat_list_link *prev, struct cleat_list_link *link)
{
	if (link->list)
		broken(l, link, "the element is on a list already, or its link was not zeroed");
	link->prev = prev;
	link->next = prev->next;
	prev->next->prev = link;
	prev->next = link;
	WRITE_ONCE(link->list, l);
}

void cleat_list_add(struct cleat_list *l, struct cleat_list_link *after,
		    struct cleat_list_link *link)
{
	check_on(l, after);
	insert(l, after, link);
}

void cleat_list_add_tail(struct cleat_list *l, struct cleat_list_link *before,
			 struct cleat_list_link *link)
{
	check_on(l, before);
	insert(l, before->prev, link);
}

void cleat_list_del(struct cleat_list *l, struct cleat_list_link *link)
{
	check_on(l, link);
	link->prev->next = link->next;
	link->next->prev = link->prev;
	link->next = link->prev = NULL;
	WRITE_ONCE(link->list, NULL);
}

void cleat_list_unlink(struct cleat_list_link *link)
{
	if (!link->list)
		broken(NULL, link, "the element is on no list");
	cleat_list_del(link->list, link);
}

void cleat_list_move(struct cleat_list *to, struct cleat_list *from, struct cleat_list_link *link)
{
	cleat_list_del(from, link);
	cleat_list_add(to, &to->end, link);
}

void cleat_list_move_tail(struct cleat_list *to, struct cleat_list *from,
			  struct cleat_list_link *link)
{
	cleat_list_del(from, link);
	cleat_list_add_tail(to, &to->end, link);
}

/* Put all of @from between @prev and what follows it. */
static void splice(struct cleat_list *to, struct cleat_list_link *prev, struct cleat_list *from)
{
	struct cleat_list_link *first = from->end.next, *last = from->end.prev;

	check_list(to);
	check_list(from);
	if (to == from)
		broken(to, NULL, "the list is spliced into itself");
	if (first == &from->end)
		return;
	for (struct cleat_list_link *link = first; link != &from->end; link = link->next)
		WRITE_ONCE(link->list, to);
	last->next = prev->next;
	prev->next->prev = last;
	prev->next = first;
	first->prev = prev;
	cleat_list_init(from);
}

void cleat_list_splice(struct cleat_list *to, struct cleat_list *from)
{
	splice(to, &to->end, from);
}

void cleat_list_splice_tail(struct cleat_list *to, struct cleat_list *from)
{
	splice(to, to->end.prev, from);
}
