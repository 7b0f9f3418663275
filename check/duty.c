/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* The module's own life: what init begins (a registered device, a timer), exit ends. */
#include "check/container.h"
#include "check/driver.h"
#include "check/exec.h"
#include "check/mem.h"

#include <string.h>

/* Duties by which others come to call the driver; the rest (memory, pages) are its own business. */
bool duty_shows(const struct decl *p)
{
	static const char *const duties[] = {"registered", "shown", "queued", "armed", NULL};
	const struct contract *c = decl_contract(p, "begins");

	if (!c)
		c = decl_contract(p, "ends");
	for (int i = 0; c && duties[i]; i++)
		if (strcmp(c->arg, duties[i]) == 0)
			return true;
	return false;
}

/* The elements of an array are told as one: "chans.timer". */
static const char *any_element(struct module *m, const char *name)
{
	const char *from = strchr(name, '['), *to = from ? strchr(from, ']') : NULL;

	if (!to)
		return name;
	return mem_format(m->arena, "%.*s%s", (int)(from - name), name, any_element(m, to + 1));
}

static void note(struct module *m, const char ***list, int *n, const char *name)
{
	name = any_element(m, name);
	for (int i = 0; i < *n; i++)
		if (strcmp((*list)[i], name) == 0)
			return;
	name = mem_strdup(m->arena, name);
	MEM_PUSH(m->arena, *list, *n, name);
}

static bool is_global(const struct exec *x, place_t p)
{
	const struct place *root = &x->r->places[place_root(x->r, p)];

	return root->kind == P_VAR && root->decl->global;
}

static bool ended(const struct exec *x, const struct state *s, const char *name)
{
	for (int i = 0; i < s->n_marks; i++)
		if (s->marks[i].kind == MARK_ENDED &&
		    strcmp(any_element(x->m, place_name(x->r, s->marks[i].place)), name) == 0)
			return true;
	return false;
}

void duty_teardown(struct exec *x, struct state *s, struct loc at, const char *name)
{
	const struct module *m = x->m;

	if (!decl_has(x->f->decl, "exit"))
		return;
	for (int i = 0; i < m->n_shown; i++)
		if (strcmp(m->shown[i], name) != 0 && !ended(x, s, m->shown[i])) {
			say(x, at, "CL116", "end what others call the driver through first",
			    "'%s' goes while others may still call the driver through '%s'", name,
			    m->shown[i]);
			return;
		}
	for (int i = 0; i < m->n_files; i++)
		if (strcmp(m->files[i], name) == 0)
			return;
	for (int i = 0; i < m->n_files; i++)
		if (!file_gone(x->r, s, m->files[i])) {
			say(x, at, "CL116", "remove the files in which the driver shows itself first",
			    "'%s' goes while others may still look at the driver through '%s'", name,
			    m->files[i]);
			return;
		}
}

/* Owners and containers of the module that exit leaves empty, or whose object it ended. */
static void note_empty(struct exec *x, const struct state *s)
{
	struct module *m = x->m;

	for (int i = 0; i < s->n_marks; i++)
		if (s->marks[i].kind == MARK_CLEARED && is_global(x, s->marks[i].place) &&
		    !mark_partial(&s->marks[i], x->r->places[s->marks[i].place].type->kind == T_ARRAY
							 ? x->r->places[s->marks[i].place].type->count
							 : 0))
			note(m, &m->closed, &m->n_closed, place_name(x->r, s->marks[i].place));
	for (int i = 0; i < s->n_cells; i++) {
		const struct cell *c = &s->cells[i];
		const struct fact *f = c->val.kind == V_PTR ? state_known(s, c->val.sym) : NULL;

		if (c->val.kind == V_PTR &&
		    (!c->val.sym || (f && (f->death || !(f->mask & M_VALID)))) &&
		    is_global(x, c->place))
			note(m, &m->closed, &m->n_closed, place_name(x->r, c->place));
	}
}

/* The variables of the module that own the file @file, or the directory that it is in. */
static void note_file(struct exec *x, const struct state *s, sym_t file)
{
	for (int i = 0; file && i < s->n_cells; i++)
		if (s->cells[i].val.kind == V_PTR && s->cells[i].val.sym == file &&
		    is_global(x, s->cells[i].place) && place_contract(x->r, s->cells[i].place, "own"))
			note(x->m, &x->m->files, &x->m->n_files, place_name(x->r, s->cells[i].place));
}

void duty_exit(struct exec *x, struct state *s, struct loc at, bool failed)
{
	bool init = decl_has(x->f->decl, "init"), exit = decl_has(x->f->decl, "exit");
	struct module *m = x->m;

	if (exit) {
		m->exit_at = x->f->decl->loc;
		note_empty(x, s);
	}
	for (int i = 0; i < s->n_marks; i++) {
		const struct mark *k = &s->marks[i];
		struct finding *f;

		if (k->by_file && k->kind == MARK_BEGUN && init && !failed)
			note_file(x, s, k->file);
		if (!is_global(x, k->place) || k->by_file)
			continue;
		if (exit && k->kind == MARK_ENDED)
			note(m, &m->closed, &m->n_closed, place_name(x->r, k->place));
		if (!init || k->kind != MARK_BEGUN)
			continue;
		note(m, &m->open, &m->n_open, place_name(x->r, k->place));
		if (k->shows && !failed)
			note(m, &m->shown, &m->n_shown, place_name(x->r, k->place));
		if (!failed)
			continue;
		f = say(x, at, "CL113", "end it before this return",
			"init fails here with '%s' still in use by others",
			place_name(x->r, k->place));
		say_step(x, f, k->at, "begun here");
	}
}

static bool is_closed(struct module *m, const char *name)
{
	for (int i = 0; i < m->n_closed; i++)
		if (strcmp(m->closed[i], name) == 0)
			return true;
	return driver_closes(m, name);
}

/* The kit's object @d of the driver's variable @var, which is called @name. */
static void check_begun_field(struct module *m, const struct decl *var, const struct decl *d,
			      const char *name)
{
	bool called = false, open = false;

	for (int i = 0; i < m->n_callers; i++)
		called |= m->callers[i] == d;
	for (int i = 0; i < m->n_open; i++)
		open |= strcmp(m->open[i], name) == 0;
	if (!called || open || is_closed(m, name))
		return;
	report_add(m->report, m->u, "CL113", m->exit_at.file ? m->exit_at : var->loc,
		   mem_format(m->arena, "exit leaves '%s', which others may have begun, in use by others",
			      name),
		   "end it in exit, after what it is begun through");
}

/* What any function may begin on an object that lives as long as the module: a timer is armed. */
static void check_ever_begun(struct module *m, const struct decl *var, const struct type *t,
			     const char *name)
{
	if (t->kind == T_ARRAY)
		t = t->to;
	for (int i = 0; t->kind == T_RECORD && !t->record->trusted && i < t->record->n_fields; i++) {
		const struct decl *d = t->record->fields[i];
		const char *at = mem_format(m->arena, "%s.%s", name, d->name);

		if (d->type->kind == T_RECORD && d->type->record->trusted)
			check_begun_field(m, var, d, at);
		else
			check_ever_begun(m, var, d->type, at);
	}
}

static void left_full(struct module *m, const struct decl *var, const char *name)
{
	if (is_closed(m, name))
		return;
	report_add(m->report, m->u, "CL101", var->loc,
		   mem_format(m->arena, "exit leaves '%s', and something may still be in it", name),
		   "release it in exit, when nobody can call the driver any more");
}

static bool ever_set(struct module *m, const struct decl *var, const struct decl *d)
{
	bool set = !var->internal; /* another file may */

	for (int i = 0; i < m->u->n_funcs && !set; i++)
		set = m->u->funcs[i]->driver && m->u->funcs[i]->body &&
		      summary_writes(m, m->u->funcs[i], d);
	return set;
}

/* What the variable @var owns, in itself or in its fields: @d is called @name. */
static void check_left_full(struct module *m, const struct decl *var, const struct decl *d,
			    const char *name)
{
	const struct type *t = d->type;

	if (t->kind == T_ARRAY && !d->trusted)
		t = t->to;
	if (t->kind == T_PTR && decl_has(d, "own")) {
		if (ever_set(m, var, d) && !driver_wipes(m, d))
			left_full(m, var, name);
	} else if (container_owns(m->u, t))
		left_full(m, var, name);
	else if (t->kind == T_RECORD && !t->record->trusted && !t->record->is_union)
		for (int i = 0; i < t->record->n_fields; i++)
			check_left_full(m, var, t->record->fields[i],
					mem_format(m->arena, "%s.%s", name,
						   t->record->fields[i]->name));
}

void duty_check(struct module *m)
{
	bool exits = m->exit_at.file || report_knows(m->report, "exit");

	paired_check(m, exits);
	unmade_check(m, exits);
	for (int i = 0; i < m->u->n_globals && exits; i++) {
		const struct decl *d = m->u->globals[i];

		if (d->trusted || !d->defined)
			continue;
		check_ever_begun(m, d, d->type, d->name);
		if (!d->type->is_const)
			check_left_full(m, d, d, d->name);
	}
	for (int i = 0; i < m->n_open && m->exit_at.file; i++)
		if (!is_closed(m, m->open[i]))
			report_add(
				m->report, m->u, "CL113", m->exit_at,
				mem_format(m->arena,
					   "exit leaves '%s', which init began, in use by others",
					   m->open[i]),
				"end it in exit, in reverse order of init");
}
