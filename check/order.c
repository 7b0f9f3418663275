/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* The order in which locks are taken, over the whole module: a graph that must have no cycle. */
#include "check/mem.h"
#include "check/module.h"

#include <string.h>

void order_note(struct module *m, const char *outer, const char *inner, const char *func,
		struct loc at)
{
	struct lock_order o = {.outer = outer, .inner = inner, .func = func, .at = at};

	if (!at.file)
		return;
	for (int i = 0; i < m->n_orders; i++)
		if (strcmp(m->orders[i].outer, outer) == 0 &&
		    strcmp(m->orders[i].inner, inner) == 0)
			return;
	MEM_PUSH(m->arena, m->orders, m->n_orders, o);
}

/* Is there a chain of locks from @from to @to among the first @n pairs? Its first pair, or -1. */
static int chain(const struct module *m, const char *from, const char *to, int n, int depth)
{
	for (int i = 0; i < n; i++) {
		if (strcmp(m->orders[i].outer, from) != 0)
			continue;
		if (strcmp(m->orders[i].inner, to) == 0)
			return i;
		if (depth > 0 && chain(m, m->orders[i].inner, to, n, depth - 1) >= 0)
			return i;
	}
	return -1;
}

static const char *path_of(const struct module *m, const struct lock_order *o)
{
	return o->path ? o->path : m->u->files[o->at.file].path;
}

/* Each file sees the same pairs in the same order, so that one of them reports a cycle. */
static void sort_orders(struct module *m)
{
	for (int i = 1; i < m->n_orders; i++)
		for (int k = i; k > 0; k--) {
			struct lock_order *a = &m->orders[k - 1], *b = &m->orders[k], t = *a;
			int c = strcmp(path_of(m, a), path_of(m, b));

			if (c == 0)
				c = a->at.line != b->at.line ? (a->at.line < b->at.line ? -1 : 1)
							     : (int)a->at.col - (int)b->at.col;
			if (c <= 0)
				break;
			*a = *b;
			*b = t;
		}
}

void order_check(struct module *m)
{
	sort_orders(m);
	for (int i = 0; i < m->n_orders; i++) {
		const struct lock_order *o = &m->orders[i];
		bool self = strcmp(o->outer, o->inner) == 0;
		int first = self ? i : chain(m, o->inner, o->outer, i, 8);
		struct finding *f;
		const char *text;

		if (first < 0 || o->path)
			continue;
		text = self ? mem_format(m->arena,
					 "a second '%s' is taken while one is held: two threads "
					 "can do "
					 "it in opposite order",
					 o->inner)
			    : mem_format(m->arena,
					 "'%s' is taken while '%s' is held, and elsewhere the "
					 "other way "
					 "round: two threads can deadlock",
					 o->inner, o->outer);
		f = report_add(m->report, m->u, "CL407", o->at, text,
			       self ? "take both at once: guard(mutex_two)(&a->lock, &b->lock), or spinlock_two"
				    : "take them in one order everywhere");
		if (!f)
			continue;
		f->func = mem_strdup(m->report->arena, o->func);
		if (!self)
			report_step_at(m->report, f, path_of(m, &m->orders[first]),
				    m->orders[first].at,
				    mem_format(m->arena, "'%s' is taken under '%s' here, in '%s'",
					       m->orders[first].inner, m->orders[first].outer,
					       m->orders[first].func));
	}
}
