/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Callbacks. A function of the driver that is put into a table of the kit is bound by the words of
 * that table's field: what it owns, what it must return, where it must not sleep.
 */
#include "check/mem.h"
#include "check/made.h"
#include "check/module.h"
#include "check/walk.h"

#include <string.h>

static void inherit(struct module *m, struct contract **list, const struct contract *from)
{
	for (; from; from = from->next) {
		bool known = strcmp(from->word, "callback") == 0 ||
			     strcmp(from->word, "sleeps") == 0 ||
			     strcmp(from->word, "must_check") == 0;

		for (const struct contract *c = *list; c && !known; c = c->next)
			known = strcmp(c->word, from->word) == 0;
		if (!known)
			contract_add(m->arena, list, from->word, from->arg);
	}
}

static void bind(struct module *m, const struct decl *field, const struct expr *value)
{
	const struct expr *v = value;
	struct func *f;

	while (v->kind == E_CAST || v->kind == E_ADDR)
		v = v->a;
	if (v->kind != E_FUNC || !decl_has(field, "callback"))
		return;
	f = v->decl->func;
	f->bound = true;
	inherit(m, &f->decl->contracts, field->contracts);
	for (int i = 0; i < f->n_params && i < field->n_params; i++)
		inherit(m, &f->params[i]->contracts, field->params[i]->contracts);
}

static void note_field(struct module *m, const struct decl *param, const struct decl *field)
{
	const char *duty = decl_contract(param, "begins")->arg;

	/* What is shown in a file ends with the file, of which the object knows nothing. */
	if (strcmp(duty, "shown") == 0)
		return;
	if (duty_shows(param))
		MEM_PUSH(m->arena, m->callers, m->n_callers, field);
	MEM_PUSH(m->arena, m->begun, m->n_begun, field);
}

static void note_begun(struct module *m, const struct expr *call)
{
	const struct expr *c = expr_plain(call->a);
	const struct func *f = c->kind == E_FUNC ? c->decl->func : NULL;

	for (int i = 0; f && i < f->n_params && i < call->n_args; i++) {
		const struct expr *arg = call->args[i];

		if (!decl_has(f->params[i], "begins"))
			continue;
		while (arg->kind == E_CAST || arg->kind == E_ADDR)
			arg = arg->a;
		if (made_member(f, i))
			note_field(m, f->params[i], made_member(f, i));
		else if (arg->kind == E_MEMBER)
			note_field(m, f->params[i], arg->decl);
	}
}

static void note_escape(const struct expr *e)
{
	while (e && (e->kind == E_CAST || e->kind == E_ADDR))
		e = e->a;
	if (e && e->kind == E_FUNC)
		e->decl->func->escapes = true;
}

static void note_slot(struct module *m, const struct decl *at, const struct expr *value)
{
	struct slot slot = {.at = at};

	while (value && (value->kind == E_CAST || value->kind == E_ADDR))
		value = value->a;
	if (!at || !value || value->kind != E_FUNC)
		return;
	slot.f = value->decl->func;
	MEM_PUSH(m->arena, m->slots, m->n_slots, slot);
}

static void note_slots(struct module *m, const struct expr *e)
{
	const struct expr *c = e->kind == E_CALL ? expr_plain(e->a) : NULL;
	const struct func *f = c && c->kind == E_FUNC ? c->decl->func : NULL;

	if (e->kind == E_ASSIGN && (e->a->kind == E_MEMBER || e->a->kind == E_VAR))
		note_slot(m, e->a->decl, e->b);
	for (int i = 0; i < e->n_args; i++)
		if (e->kind == E_INIT)
			note_slot(m, e->fields[i], e->args[i]);
		else if (f && i < f->n_params)
			note_slot(m, f->params[i], e->args[i]);
}

static void look(const struct expr *e, void *data)
{
	struct module *m = data;

	note_slots(m, e);
	if (e->kind == E_FUNC)
		e->decl->func->mentions++;
	for (int i = 0; i < e->n_args; i++)
		note_escape(e->args[i]);
	if (e->kind == E_ASSIGN)
		note_escape(e->b);

	if (e->kind == E_INIT)
		for (int i = 0; i < e->n_args; i++)
			if (e->fields[i])
				bind(m, e->fields[i], e->args[i]);
	if (e->kind == E_ASSIGN && e->a->kind == E_MEMBER)
		bind(m, e->a->decl, e->b);
}

/* What the kit's own functions call is said by their signatures; a macro of the kit's says it here. */
static void look_in_driver(const struct expr *e, void *data)
{
	look(e, data);
	if (e->kind == E_CALL)
		note_begun(data, e);
	if (e->kind == E_CALL && expr_plain(e->a)->kind == E_FUNC)
		expr_plain(e->a)->decl->func->calls++;
	if (e->kind == E_CALL && !e->trusted && expr_plain(e->a)->kind == E_FUNC)
		expr_plain(e->a)->decl->func->called = true;
}

struct put {
	bool counts_down;
	struct func *release;
};

static void look_in_put(const struct expr *e, void *data)
{
	struct put *p = data;
	const struct expr *c = e->kind == E_CALL ? expr_plain(e->a) : NULL;
	struct func *f = c && c->kind == E_FUNC ? c->decl->func : NULL;

	if (!f)
		return;
	if (strcmp(f->decl->name, "refcount_dec_and_test") == 0)
		p->counts_down = true;
	else if (f->n_params == 1 && decl_has(f->params[0], "own"))
		p->release = f;
}

/* name_put() of the kit: whom does it call with the last reference? */
static void find_release(const struct func *f)
{
	struct put p = {.release = NULL};
	struct walk w = {.expr = look_in_put, .data = &p};

	if (f->driver || !f->body || f->n_params != 1 || !decl_has(f->params[0], "own"))
		return;
	walk_stmt(&w, f->body);
	if (p.counts_down && p.release)
		p.release->last = true;
}

struct defer {
	const struct func *queue;
	struct func *run, *in;
	bool by_others;
};

static void look_in_run(const struct expr *e, void *data)
{
	struct defer *d = data;
	const struct expr *c = e->kind == E_CALL ? expr_plain(e->a) : NULL;
	struct func *f = c && c->kind == E_FUNC ? c->decl->func : NULL;

	if (f && f->driver && f->n_params == 1 && decl_has(f->params[0], "own"))
		d->run = f;
}

static void look_in_queue(const struct expr *e, void *data)
{
	struct walk w = {.expr = look_in_run, .data = data};
	const struct func *f = e->kind == E_FUNC ? e->decl->func : NULL;

	if (f && f->body && !f->driver)
		walk_stmt(&w, f->body);
}

static void look_for_queue(const struct expr *e, void *data)
{
	struct defer *d = data;
	const struct expr *c = e->kind == E_CALL ? expr_plain(e->a) : NULL;
	const struct expr *arg = e->n_args ? expr_plain(e->args[0]) : NULL;

	if (!c || c->kind != E_FUNC || c->decl->func != d->queue)
		return;
	if (!d->in->last || arg->kind != E_VAR || arg->decl != d->in->params[0])
		d->by_others = true;
}

/* Work that takes its object along, queued by the release function alone: it has the last reference. */
static void find_deferred(const struct unit *u, const struct func *queue)
{
	struct defer d = {.queue = queue};
	struct walk in = {.expr = look_in_queue, .data = &d};
	struct walk by = {.expr = look_for_queue, .data = &d};

	if (queue->driver || !queue->body || !queue->n_params || !decl_has(queue->params[0], "own"))
		return;
	walk_stmt(&in, queue->body);
	for (int i = 0; d.run && i < u->n_funcs; i++) {
		d.in = u->funcs[i];
		if (d.in->driver)
			walk_stmt(&by, d.in->body);
	}
	if (d.run && !d.by_others)
		d.run->last = true;
}

void bind_deferred(const struct unit *u)
{
	for (int i = 0; i < u->n_funcs; i++)
		find_deferred(u, u->funcs[i]);
}

void bind_callbacks(struct module *m)
{
	struct walk w = {.expr = look, .data = m}, driver = {.expr = look_in_driver, .data = m};

	for (int i = 0; i < m->u->n_globals; i++)
		walk_expr(&w, m->u->globals[i]->init);
	for (int i = 0; i < m->u->n_funcs; i++) {
		walk_stmt(m->u->funcs[i]->driver ? &driver : &w, m->u->funcs[i]->body);
		find_release(m->u->funcs[i]);
	}
}

/* ---- what is shown to user space through helpers ---- */

struct shown {
	struct mem *arena;
	bool found;
};

/* @size bytes of what @param points to, or as many as @param itself says. */
static bool is_all_of(const struct expr *bytes, const struct decl *param, long size)
{
	const struct contract *said = decl_contract(param, "sized_by");

	if (said)
		return bytes->kind == E_VAR && strcmp(bytes->decl->name, said->arg) == 0;
	return bytes->kind == E_INT && bytes->value == size;
}

/* Does the callee show all of @param through its parameter @i, as @call has it? */
static bool shows_whole(const struct func *f, int i, const struct expr *call, const struct decl *param)
{
	const struct contract *bytes = decl_contract(f->params[i], "sized_by");
	const struct type *t = param->type->to;

	if (!decl_has(f->params[i], "to_user"))
		return false;
	for (int k = 0; bytes && k < f->n_params && k < call->n_args; k++)
		if (strcmp(f->params[k]->name, bytes->arg) == 0)
			return is_all_of(expr_plain(call->args[k]), param, t->size);
	return !bytes && t->kind == T_RECORD;
}

static void look_for_shown(const struct expr *e, void *data)
{
	struct shown *w = data;
	const struct expr *c = e->kind == E_CALL ? expr_plain(e->a) : NULL;
	const struct func *f = c && c->kind == E_FUNC ? c->decl->func : NULL;

	for (int i = 0; f && i < f->n_params && i < e->n_args; i++) {
		const struct expr *arg = expr_plain(e->args[i]);
		const struct type *t;

		if (arg->kind != E_VAR || arg->decl->kind != D_PARAM || arg->decl->type->kind != T_PTR)
			continue;
		t = arg->decl->type->to;
		if ((t->kind != T_RECORD && !decl_has(arg->decl, "sized_by")) || !t->is_const ||
		    decl_has(arg->decl, "to_user") || !shows_whole(f, i, e, arg->decl))
			continue;
		contract_add(w->arena, &arg->decl->contracts, "to_user", "");
		w->found = true;
	}
}

void bind_shown(struct module *m)
{
	struct shown found = {.arena = m->arena, .found = true};
	struct walk w = {.expr = look_for_shown, .data = &found};

	while (found.found) {
		found.found = false;
		for (int i = 0; i < m->u->n_funcs; i++)
			if (m->u->funcs[i]->driver)
				walk_stmt(&w, m->u->funcs[i]->body);
	}
}
