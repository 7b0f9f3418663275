/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What is learned of the whole driver. */
#include "check/driver_private.h"
#include "check/mem.h"

#include <stdlib.h>
#include <string.h>

static struct driver_line split(struct module *m, const char *text)
{
	struct driver_line l = {.n = 0};

	while (l.n < DRIVER_FIELDS) {
		size_t len = strcspn(text, "\t");

		l.field[l.n++] = mem_strndup(m->arena, text, len);
		if (!text[len])
			break;
		text += len + 1;
	}
	return l;
}

void driver_each(struct module *m, const char *word, const char *name, driver_learner fn,
		 void *data)
{
	const struct facts *known = m->report->known;
	const char *prefix = name ? mem_format(m->arena, "%s\t%s", word, name) : word;
	size_t n = strlen(prefix);

	report_asks(m->report, prefix);
	for (int i = known ? facts_from(known, prefix) : 0; known && i < known->n; i++) {
		const char *text = known->lines[i];
		struct driver_line l;

		if (strncmp(text, prefix, n) != 0)
			break;
		if (text[n] && text[n] != '\t')
			continue;
		l = split(m, text);
		fn(m, &l, data);
	}
}

bool driver_lacks(struct module *m, const struct decl *d)
{
	bool function = d->kind == D_FUNC && d->func && !d->func->body && !d->func->is_static;
	bool variable = d->kind == D_VAR && d->global && !d->defined && !d->internal;

	if ((!function && !variable) || d->trusted || !d->loc.file || !m->u->files[d->loc.file].driver)
		return false;
	return decl_has(d, "asm") ||
	       (m->report->whole &&
		!report_knows(m->report, mem_format(m->arena, "%s\t%s", function ? "func" : "var", d->name)));
}

const struct decl *driver_field(const struct module *m, const char *name)
{
	const char *dot = strrchr(name, '.');

	for (int i = 0; !dot && i < m->u->n_globals; i++)
		if (strcmp(m->u->globals[i]->name, name) == 0)
			return m->u->globals[i];
	for (int i = 0; dot && i < m->u->n_records; i++) {
		const struct record *r = m->u->records[i];
		size_t n = (size_t)(dot - name);

		if (r->type && strncmp(r->type->name, name, n) == 0 && !r->type->name[n])
			return record_field(r, dot + 1);
	}
	return NULL;
}

static void learn_field(struct module *m, const struct driver_line *l, void *data)
{
	const struct decl *d = driver_field(m, driver_local(m, NULL, l->field[1]));

	(void)data;
	if (!d)
		return;
	if (strcmp(l->field[0], "begun") == 0)
		MEM_PUSH(m->arena, m->begun, m->n_begun, d);
	else
		MEM_PUSH(m->arena, m->callers, m->n_callers, d);
}

static bool has_words(const struct contract *c, const char *word, const char *arg)
{
	static const char *const many[] = {"must_hold", "acquires", "releases", "cond_acquires",
					   NULL};

	for (; c; c = c->next) {
		bool several = false;

		if (strcmp(c->word, word) != 0)
			continue;
		for (int i = 0; many[i]; i++)
			several |= strncmp(word, many[i], strlen(many[i])) == 0;
		if (!several || strcmp(c->arg, arg) == 0)
			return true;
	}
	return false;
}

static void learn_word(struct module *m, const struct driver_line *l, void *data)
{
	struct func *f = data;
	int i = l->n < 5 ? f->n_params : atoi(l->field[2]);
	struct contract **list;
	const char *word, *arg;

	if (i >= f->n_params)
		return;
	list = i < 0 ? &f->decl->contracts : &f->params[i]->contracts;
	word = l->field[3];
	arg = driver_local(m, f, l->field[4]);
	if (has_words(*list, word, arg))
		return;
	contract_add(m->arena, list, word, arg);
	if (strcmp(word, "must_check") == 0 && i < 0)
		f->decl->must_check = true;
}

void driver_learn(struct module *m)
{
	for (int i = 0; i < m->u->n_funcs; i++) {
		struct func *f = m->u->funcs[i];

		if (f->decl->trusted)
			continue;
		driver_each(m, "says", f->decl->name, learn_word, f);
		if (!f->is_static &&
		    report_knows(m->report, mem_format(m->arena, "last\t%s", f->decl->name)))
			f->last = true;
	}
	driver_each(m, "begun", NULL, learn_field, NULL);
	driver_each(m, "caller", NULL, learn_field, NULL);
}

static bool own_path(const struct module *m, const char *path)
{
	for (int i = 1; i < m->u->n_files; i++)
		if (m->u->files[i].path && strcmp(m->u->files[i].path, path) == 0)
			return true;
	return false;
}

/* Locks, each once, in the words of all files. */
struct names {
	const char **list;
	int n;
};

static void names_add(struct module *m, struct names *names, const char *name)
{
	for (int i = 0; i < names->n; i++)
		if (strcmp(names->list[i], name) == 0)
			return;
	MEM_PUSH(m->arena, names->list, names->n, name);
}

static void learn_order(struct module *m, const struct driver_line *l, void *data)
{
	struct lock_order o = {.func = l->field[3], .path = l->field[4]};
	struct names *todo = data;

	if (l->n < 7)
		return;
	names_add(m, todo, l->field[2]);
	if (own_path(m, o.path))
		return;
	o.outer = driver_local(m, NULL, l->field[1]);
	o.inner = driver_local(m, NULL, l->field[2]);
	o.at.line = (unsigned int)atoi(l->field[5]);
	o.at.col = (unsigned int)atoi(l->field[6]);
	MEM_PUSH(m->arena, m->orders, m->n_orders, o);
}

/* Only a chain that begins with a pair of this file can be closed by one. */
void driver_learn_orders(struct module *m)
{
	struct names todo = {.n = 0};

	for (int i = 0; i < m->n_orders; i++)
		names_add(m, &todo, driver_public(m, NULL, m->orders[i].inner));
	for (int i = 0; i < todo.n; i++)
		driver_each(m, "order", todo.list[i], learn_order, &todo);
}

bool driver_closes(struct module *m, const char *name)
{
	return report_knows(m->report,
			    mem_format(m->arena, "closed\t%s", driver_public(m, NULL, name)));
}
