/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* The module's own life: what init begins (a registered device, a timer), exit ends. */
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

static void note(struct module *m, const char ***list, int *n, const char *name)
{
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
		    strcmp(place_name(x->r, s->marks[i].place), name) == 0)
			return true;
	return false;
}

void duty_teardown(struct exec *x, struct state *s, struct loc at, const char *name)
{
	const struct module *m = x->m;

	if (!decl_has(x->f->decl, "exit"))
		return;
	for (int i = 0; i < m->n_shown; i++)
		if (!ended(x, s, m->shown[i])) {
			say(x, at, "CL116", "end what others call the driver through first",
			    "'%s' goes while others may still call the driver through '%s'", name,
			    m->shown[i]);
			return;
		}
}

void duty_exit(struct exec *x, struct state *s, struct loc at, bool failed)
{
	bool init = decl_has(x->f->decl, "init"), exit = decl_has(x->f->decl, "exit");
	struct module *m = x->m;

	if (exit)
		m->exit_at = x->f->decl->loc;
	for (int i = 0; i < s->n_marks; i++) {
		const struct mark *k = &s->marks[i];
		struct finding *f;

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

/* What any function may begin on an object that lives as long as the module: a timer is armed. */
static void check_ever_begun(struct module *m, const struct decl *var)
{
	const struct type *t = var->type;

	for (int i = 0; i < m->n_callers && t->kind == T_RECORD; i++) {
		const struct decl *d = m->callers[i];
		const char *name = mem_format(m->arena, "%s.%s", var->name, d->name);
		bool known = false;

		for (int k = 0; k < i; k++)
			known |= m->callers[k] == d;
		for (int k = 0; k < m->n_open; k++)
			known |= strcmp(m->open[k], name) == 0;
		if (known || d->record != t->record || is_closed(m, name) ||
		    !(d->type->kind == T_RECORD && d->type->record->trusted))
			continue;
		report_add(m->report, m->u, "CL113", m->exit_at.file ? m->exit_at : var->loc,
			   mem_format(m->arena, "exit leaves '%s', which others may have begun, in use "
						"by others", name),
			   "end it in exit, after what it is begun through");
	}
}

void duty_check(struct module *m)
{
	bool exits = m->exit_at.file || report_knows(m->report, "exit");

	for (int i = 0; i < m->u->n_globals && exits; i++)
		check_ever_begun(m, m->u->globals[i]);
	for (int i = 0; i < m->n_open && m->exit_at.file; i++)
		if (!is_closed(m, m->open[i]))
			report_add(
				m->report, m->u, "CL113", m->exit_at,
				mem_format(m->arena,
					   "exit leaves '%s', which init began, in use by others",
					   m->open[i]),
				"end it in exit, in reverse order of init");
}
