/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "check/driver.h"
#include "check/mem.h"
#include "check/module.h"
#include "check/walk.h"

#include <string.h>

struct gather {
	struct module *m;
	struct func *f;
	struct summary *s;
};

/*
 * What is written to an object that the function was given for good is gone with it: no caller sees
 * it again. A reference is another matter, unless it is the last.
 */
static bool goes_with_it(const struct gather *g, int param)
{
	const struct decl *d = param >= 0 ? g->f->params[param] : NULL;

	return d && decl_has(d, "own") && !decl_has(d, "keeps_on_failure") &&
	       (g->f->last || !type_counted(d->type));
}

static void add_write(struct gather *g, const struct decl *field, int param)
{
	struct write new = {field, param};

	if (goes_with_it(g, param))
		return;
	for (int i = 0; i < g->s->n_writes; i++)
		if (g->s->writes[i].field == field && g->s->writes[i].param == param)
			return;
	MEM_PUSH(g->m->arena, g->s->writes, g->s->n_writes, new);
}

/* The parameter in whose own object the lvalue or argument @e lies, or -1. */
static int param_of(const struct gather *g, const struct expr *e)
{
	e = expr_plain(e);
	if (e->kind == E_ADDR)
		return param_of(g, e->a);
	while (e->kind == E_INDEX || e->kind == E_CAST || (e->kind == E_MEMBER && !e->arrow))
		e = expr_plain(e->a);
	if (e->kind == E_MEMBER)
		e = expr_plain(e->a);
	return e->kind == E_VAR && e->decl->kind == D_PARAM && e->decl->index < g->f->n_params &&
			       g->f->params[e->decl->index] == e->decl
		       ? e->decl->index
		       : -1;
}

static void add_fields(struct gather *g, const struct record *r, int param)
{
	for (int i = 0; i < r->n_fields; i++) {
		const struct type *t = r->fields[i]->type;

		add_write(g, r->fields[i], param);
		if (t->kind == T_RECORD && !t->record->trusted)
			add_fields(g, t->record, param);
	}
}

/* "*p = v": a whole object; a number or pointer that the caller gave an address of is forgotten there. */
static void note_deref(struct gather *g, const struct expr *e)
{
	const struct expr *p = expr_plain(e->a);
	int param = p->kind == E_VAR ? param_of(g, p) : -1;

	if (e->type->kind == T_RECORD)
		add_fields(g, e->type->record, param);
	else if (param < 0 && type_is_int(e->type))
		g->s->writes_numbers = true;
	else if (param < 0)
		g->s->writes_anything = true;
}

/* What is written through an lvalue: the field or variable that it ends in. */
static void note_write(struct gather *g, const struct expr *e)
{
	while (e->kind == E_INDEX || e->kind == E_CAST)
		e = e->a;
	if (e->kind == E_MEMBER || e->kind == E_VAR)
		add_write(g, e->decl, e->kind == E_MEMBER ? param_of(g, e) : -1);
	else if (e->kind == E_DEREF)
		note_deref(g, e);
}

/* "&d->lock" again from the tree, when it is made of a parameter or a global; else NULL. */
static const char *path_text(struct gather *g, const struct expr *e)
{
	const char *inner;

	e = expr_plain(e);
	switch (e->kind) {
	case E_VAR:
		return e->decl->kind == D_PARAM || e->decl->global ? e->decl->name : NULL;
	case E_ADDR:
		inner = path_text(g, e->a);
		return inner ? mem_format(g->m->arena, "&%s", inner) : NULL;
	case E_MEMBER:
		inner = path_text(g, e->a);
		return inner ? mem_format(g->m->arena, "%s%s%s", inner, e->arrow ? "->" : ".",
					  e->decl->name)
			     : NULL;
	default:
		return NULL;
	}
}

enum { MAX_ARROWS = 2 };

/* A lock so far away that its instance is not told apart; functions that call each other end so. */
static bool is_far(const char *text)
{
	int n = 0;

	while (text && (text = strstr(text, "->")) != NULL) {
		text += 2;
		n++;
	}
	return n > MAX_ARROWS;
}

static void add_text(struct gather *g, const char ***list, int *n, const char *text)
{
	if (is_far(text))
		return;
	for (int i = 0; text && i < *n; i++)
		if (strcmp((*list)[i], text) == 0)
			return;
	if (text)
		MEM_PUSH(g->m->arena, *list, *n, text);
}

static void add_class(struct gather *g, const struct expr *lock)
{
	lock = expr_plain(lock);
	if (lock->kind == E_ADDR)
		lock = lock->a;
	if (lock->kind == E_MEMBER)
		add_text(g, &g->s->classes, &g->s->n_classes,
			 mem_format(g->m->arena, "%s.%s", lock->decl->record->type->name,
				    lock->decl->name));
	else if (lock->kind == E_VAR && lock->decl->global)
		add_text(g, &g->s->classes, &g->s->n_classes, lock->decl->name);
}

/* What the callee takes, in the words of this function: "&d->lock" with its d as our argument. */
static const char *translated(struct gather *g, const struct func *f, const struct expr *call,
			      const char *text)
{
	const char *name = *text == '&' ? text + 1 : text;
	size_t n = strcspn(name, "-.");

	for (int i = 0; i < f->n_params && i < call->n_args; i++) {
		const char *arg;

		if (strlen(f->params[i]->name) != n || strncmp(f->params[i]->name, name, n) != 0)
			continue;
		arg = path_text(g, call->args[i]);
		if (!arg)
			return NULL;
		if (!name[n])
			return *text == '&' ? NULL : arg;
		return *arg == '&' ? mem_format(g->m->arena, "&%s.%s", arg + 1, name + n + 2)
				   : mem_format(g->m->arena, "&%s%s", arg, name + n);
	}
	return text; /* a global */
}

static void note_sleep(struct gather *g, const char *name, struct loc at)
{
	if (g->s->sleeps)
		return;
	g->s->sleeps = name;
	g->s->sleeps_at = at;
}

/* Flags as they are written: a number, or in a kernel's headers several that are put together. */
static long long flags_of(const struct expr *e)
{
	while (e->kind == E_CAST)
		e = e->a;
	if (e->kind == E_INT)
		return e->value;
	if (e->kind == E_BINARY && e->op == OP_OR)
		return flags_of(e->a) | flags_of(e->b);
	return e->kind == E_BINARY && e->op == OP_SHL ? flags_of(e->a) << (flags_of(e->b) & 31) : 0;
}

static bool blocking_flags(const struct func *f, const struct expr *call)
{
	for (int i = 0; i < f->n_params && i < call->n_args; i++) {
		const char *word = f->params[i]->type_word;

		if (word && strcmp(word, "gfp_t") == 0 && (flags_of(call->args[i]) & 0x400))
			return true;
	}
	return false;
}

/* What the caller holds by contract and is taken here was dropped here before: it is no news. */
static bool comes_held(const struct gather *g, const char *text)
{
	for (const struct contract *c = g->f->decl->contracts; text && c; c = c->next)
		if (strncmp(c->word, "must_hold", 9) == 0 && strcmp(c->arg, text) == 0)
			return true;
	return false;
}

/* A guard's constructor and destructor. */
static bool is_class(const struct func *f)
{
	return strncmp(f->decl->name, "class_", 6) == 0;
}

static void note_taken(struct gather *g, const struct func *f, const struct expr *call)
{
	for (const struct contract *c = f->decl->contracts; c; c = c->next) {
		if (strncmp(c->word, "acquires", 8) != 0)
			continue;
		for (int i = 0; i < f->n_params && i < call->n_args; i++)
			if (strcmp(f->params[i]->name, c->arg) == 0) {
				const char *text = path_text(g, call->args[i]);

				if (!text && is_class(g->f))
					text = "lock"; /* note_guard() knows its name */
				if (comes_held(g, text))
					continue;
				add_text(g, &g->s->takes, &g->s->n_takes, text);
				add_class(g, call->args[i]);
			}
	}
}

/* __waits_for(fn): who waits gets on when fn has had what it takes, as if it took that itself. */
static void note_waited(struct gather *g, const struct func *f, const struct expr *call)
{
	const struct contract *k = decl_contract(f->decl, "waits_for");
	struct func *fn = k ? unit_func(g->m->u, k->arg) : NULL;
	const struct summary *s = fn && fn->body ? summary_known(g->m, fn) : NULL;

	for (int i = 0; s && i < s->n_takes; i++)
		add_text(g, &g->s->takes, &g->s->n_takes, translated(g, fn, call, s->takes[i]));
	for (int i = 0; s && i < s->n_classes; i++)
		add_text(g, &g->s->classes, &g->s->n_classes, s->classes[i]);
}

/* guard(mutex)(&d->lock) takes its argument, by what its constructor calls. */
static void note_guard(struct gather *g, const struct func *f, const struct expr *call,
		       const struct summary *inner)
{
	const char *text;

	if (!is_class(f) || call->n_args != 1 || !inner->n_takes)
		return;
	text = path_text(g, call->args[0]);
	add_text(g, &g->s->takes, &g->s->n_takes, text);
	add_class(g, call->args[0]);
}

/* The parameter that is handed on as @arg, itself or a part of its object; or -1. */
static int argument_param(const struct gather *g, const struct expr *arg)
{
	arg = expr_plain(arg);
	if (arg->kind == E_ADDR || arg->kind == E_VAR)
		return param_of(g, arg);
	return -1;
}

/* What @f sleeps in and writes, wherever it is called. */
static void add_inner(struct gather *g, struct func *f, const struct expr *call, struct loc at)
{
	const struct summary *s = summary_known(g->m, f);

	if (s->sleeps)
		note_sleep(g, f->decl->name + (strncmp(f->decl->name, "__free_", 7) ? 0 : 7), at);
	for (int i = 0; i < s->n_writes; i++) {
		int k = s->writes[i].param;
		bool given = call && k >= 0 && k < call->n_args;

		add_write(g, s->writes[i].field, given ? argument_param(g, call->args[k]) : -1);
	}
	for (int i = 0; !is_class(f) && i < s->n_classes; i++)
		add_text(g, &g->s->classes, &g->s->n_classes, s->classes[i]);
	for (int i = 0; i < s->n_foreign_writes; i++)
		add_text(g, &g->s->foreign_writes, &g->s->n_foreign_writes, s->foreign_writes[i]);
	g->s->writes_anything |= s->writes_anything && !f->decl->trusted;
	g->s->writes_numbers |= s->writes_numbers && !f->decl->trusted;
	g->s->shows |= s->shows;
}

/* "memset(p, …)", "copy_from_user(&p->head, …)": the whole object that is pointed to. */
static void note_filled(struct gather *g, const struct func *f, int i, const struct expr *arg)
{
	const struct type *t = arg->type->kind == T_PTR ? arg->type->to : NULL;

	if ((arg->kind == E_VAR || arg->kind == E_ADDR) && i < f->n_params &&
	    decl_has(f->params[i], "writes") && t && t->kind == T_RECORD)
		add_fields(g, t->record, param_of(g, arg));
}

static void note_call(struct gather *g, const struct expr *e)
{
	const struct expr *callee = expr_plain(e->a);
	struct func *f;

	if (callee->kind != E_FUNC)
		return;
	f = callee->decl->func;
	if (decl_has(f->decl, "sleeps") || blocking_flags(f, e))
		note_sleep(g, f->decl->name, e->loc);
	note_taken(g, f, e);
	note_waited(g, f, e);
	for (int i = 0; i < f->n_params; i++)
		g->s->shows |= decl_has(f->params[i], "begins") && duty_shows(f->params[i]);
	for (int i = 0; i < e->n_args; i++) {
		const struct expr *arg = expr_plain(e->args[i]);

		note_filled(g, f, i, arg);
		if (arg->kind == E_ADDR && f->op != CONTAINER_LOOKS && f->op != CONTAINER_ASKS &&
		    f->op != CONTAINER_ASKS_KIND &&
		    (i >= f->n_params || f->params[i]->type->kind != T_PTR ||
					    !f->params[i]->type->to->is_const))
			note_write(g, arg->a);
	}
	if (f != g->f && !summary_known(g->m, f)) {
		g->s->writes_anything |= !f->decl->trusted;
	} else if (f != g->f) {
		const struct summary *s = summary_known(g->m, f);

		add_inner(g, f, e, e->loc);
		note_guard(g, f, e, s);
		for (int i = 0; !is_class(f) && i < s->n_takes; i++)
			add_text(g, &g->s->takes, &g->s->n_takes, translated(g, f, e, s->takes[i]));
	}
}

static void gather_expr(const struct expr *e, void *data)
{
	struct gather *g = data;

	switch (e->kind) {
	case E_ASSIGN:
	case E_PREINC:
	case E_PREDEC:
	case E_POSTINC:
	case E_POSTDEC:
		note_write(g, e->a);
		break;
	case E_CALL:
		note_call(g, e);
		break;
	default:
		break;
	}
}

/* What ends at the end of its scope is passed to a function, too. */
static void gather_decl(const struct stmt *s, void *data)
{
	struct gather *g = data;

	for (int i = 0; i < s->n_decls; i++) {
		struct func *f = s->decls[i]->cleanup ? unit_func(g->m->u, s->decls[i]->cleanup)
						      : NULL;

		if (f && f->body && !is_class(f))
			add_inner(g, f, NULL, s->loc);
	}
}

struct summary *summary_edit(struct module *m, struct func *f)
{
	struct gather g = {.m = m, .f = f};
	struct walk w = {.expr = gather_expr, .stmt = gather_decl, .data = &g};

	if (f->summary)
		return f->summary;
	f->summary = g.s = mem_new_object(m->arena, struct summary);
	walk_stmt(&w, f->body);
	return f->summary;
}

static int size_of(const struct summary *s)
{
	return s->n_writes + s->n_takes + s->n_classes + s->n_foreign_writes +
	       s->writes_anything + s->writes_numbers + s->shows + (s->sleeps != NULL);
}

void summary_settle(struct module *m)
{
	bool grew = true;

	while (grew) {
		grew = false;
		for (int i = 0; i < m->u->n_funcs; i++) {
			struct gather g = {.m = m, .f = m->u->funcs[i]};
			struct walk w = {.expr = gather_expr, .stmt = gather_decl, .data = &g};
			int before;

			if (!g.f->body)
				continue;
			g.s = summary_edit(m, g.f);
			before = size_of(g.s);
			walk_stmt(&w, g.f->body);
			grew |= size_of(g.s) != before;
		}
	}
}

const struct summary *summary_of(struct module *m, struct func *f)
{
	return summary_edit(m, f);
}

const struct summary *summary_known(struct module *m, struct func *f)
{
	return f->body ? summary_edit(m, f) : driver_summary(m, f);
}

static bool holds_numbers(const struct type *t)
{
	return type_is_int(t->kind == T_ARRAY ? t->to : t);
}

/* A function of which nothing is known writes what it wants; the kit's own leave the driver alone. */
bool summary_writes(struct module *m, struct func *f, const struct decl *field)
{
	const struct summary *s = summary_known(m, f);

	if (!s)
		return !f->decl->trusted;
	for (int i = 0; i < s->n_writes; i++)
		if (s->writes[i].field == field)
			return true;
	return s->writes_anything || (s->writes_numbers && holds_numbers(field->type));
}
