/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Locks, containers, wait queues, timers and work that the driver uses, and that nothing in it makes. On
 * which path a new object is made is asked by others (remade.c); here, whether it is ever done.
 */
#include "check/container.h"
#include "check/driver.h"
#include "check/facts.h"
#include "check/made.h"
#include "check/mem.h"
#include "check/walk.h"

#include <string.h>

/* A field or a variable of the module that is used at @at, or made. */
struct seen {
	const struct decl *what;
	struct loc at;
	bool made;
};

struct unmade {
	struct module *m;
	struct seen *list;
	int n;
};

/* May a @t not be used as it comes, of zeros? Links may, and a tree is empty. */
static bool wants_making(const struct type *t)
{
	static const char *const kinds[] = {"struct mutex", "struct spinlock", "struct rw_semaphore",
					    "struct wait_queue_head", "struct completion", "struct timer_list",
					    "struct hrtimer", "struct work_struct", "struct delayed_work",
					    "struct cleat_poll_queue"};

	while (t->kind == T_ARRAY)
		t = t->to;
	for (size_t i = 0; t->kind == T_RECORD && i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(t->name, kinds[i]) == 0)
			return true;
	return container_is(t) && !strstr(t->record->fields[0]->type->name, "rb_root");
}

static struct seen *seen_of(struct unmade *u, const struct decl *d, struct loc at)
{
	struct seen new = {.what = d, .at = at};

	for (int i = 0; i < u->n; i++)
		if (u->list[i].what == d)
			return &u->list[i];
	MEM_PUSH(u->m->arena, u->list, u->n, new);
	return &u->list[u->n - 1];
}

/* The field or variable whose address @e is, or NULL. */
static const struct decl *named(const struct expr *e)
{
	while (e && (e->kind == E_CAST || e->kind == E_ADDR || e->kind == E_INDEX))
		e = e->a;
	return e && (e->kind == E_MEMBER || (e->kind == E_VAR && e->decl->global)) && !e->decl->trusted ? e->decl : NULL;
}

/* Is what @f is given as @i made by it? A function of the driver may do that with what it is given. */
static bool makes(const struct func *f, int i)
{
	const struct decl *p = f->params[i];
	const struct type *t = p->type->kind == T_PTR ? p->type->to : NULL;

	return t && (decl_has(p, "makes") || (decl_has(p, "writes") && container_is(t)) ||
		     (f->driver && !t->is_const && wants_making(t)));
}

static void note_call(struct unmade *u, const struct func *f, const struct expr *e)
{
	for (int i = 0; i < f->n_params && i < e->n_args; i++) {
		const struct decl *member = made_member(f, i), *d = named(e->args[i]);

		/* Work that takes its object along is made by who queues it. */
		if (member && (decl_has(f->params[i], "makes") || decl_has(f->params[i], "own")))
			seen_of(u, member, e->loc)->made = true;
		else if (member && wants_making(member->type))
			seen_of(u, member, e->loc);
		if (d && wants_making(d->type) && makes(f, i))
			seen_of(u, d, e->loc)->made = true;
	}
}

static void note(const struct expr *e, void *data)
{
	const struct expr *callee = e->kind == E_CALL ? expr_plain(e->a) : NULL;
	struct unmade *u = data;

	if (callee && callee->kind == E_FUNC && callee->decl->func)
		note_call(u, callee->decl->func, e);
	for (int i = 0; e->kind == E_INIT && i < e->n_args; i++)
		if (e->fields[i] && wants_making(e->fields[i]->type))
			seen_of(u, e->fields[i], e->loc)->made = true;
	if ((e->kind == E_MEMBER || (e->kind == E_VAR && e->decl->global)) && !e->decl->trusted &&
	    e->decl->type && wants_making(e->decl->type))
		seen_of(u, e->decl, e->loc);
}

static const char *public_name(const struct module *m, const struct decl *d)
{
	return d->kind == D_FIELD ? field_name(m, d) : driver_public(m, NULL, d->name);
}

void unmade_check(struct module *m, bool exits)
{
	struct unmade u = {.m = m};
	struct walk w = {.expr = note, .data = &u};

	for (int i = 0; i < m->u->n_funcs; i++)
		if (m->u->funcs[i]->body && m->u->funcs[i]->driver)
			walk_stmt(&w, m->u->funcs[i]->body);
	for (int i = 0; i < m->u->n_globals; i++)
		if (m->u->globals[i]->init) {
			walk_expr(&w, m->u->globals[i]->init);
			seen_of(&u, m->u->globals[i], m->u->globals[i]->loc)->made = true;
		}
	for (int i = 0; i < u.n; i++) {
		const char *name = u.list[i].made ? public_name(m, u.list[i].what) : NULL;

		if (name)
			facts_add(&m->report->taught, m->report->arena, mem_format(m->arena, "made\t%s", name));
	}
	for (int i = 0; i < u.n && exits; i++) {
		const struct decl *d = u.list[i].what;
		const char *name = public_name(m, d);

		if (u.list[i].made || (name && report_knows(m->report, mem_format(m->arena, "made\t%s", name))))
			continue;
		report_add(m->report, m->u, "CL501", u.list[i].at,
			   mem_format(m->arena, "'%s' is used, and nothing in the driver makes it",
				      name && d->kind == D_FIELD ? name : d->name),
			   "make it first (mutex_init(), name_init(), name_setup())");
	}
}
