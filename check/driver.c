/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "check/driver.h"
#include "check/mem.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_FIELDS = 8 };

/* ---- telling ---- */

static void tell(struct module *m, const char *line)
{
	facts_add(&m->report->taught, m->report->arena, line);
}

static const char *field_name(const struct module *m, const struct decl *d)
{
	if (d->kind != D_FIELD)
		return d->kind == D_VAR && d->global ? driver_public(m, NULL, d->name) : NULL;
	return mem_format(m->arena, "%s.%s", d->record->type->name, d->name);
}

static bool has_name(const struct decl *d)
{
	return d->kind != D_FIELD ||
	       (*d->record->name && !strchr(d->record->name, '(') && *d->name);
}

static void tell_words(struct module *m, const struct func *f, int i, const struct contract *c)
{
	for (; c; c = c->next)
		tell(m, mem_format(m->arena, "says\t%s\t%d\t%s\t%s", f->decl->name, i, c->word,
				   driver_public(m, f, c->arg)));
}

static void tell_effects(struct module *m, const struct func *f, const struct summary *s)
{
	for (int i = 0; i < s->n_effects; i++) {
		const struct effect *e = &s->effects[i];
		bool always = e->exits >= s->n_exits;

		if (always || e->kind == EFFECT_LEFT || effect_by_success(s, e) || effect_of_result(s, e))
			tell(m,
			     mem_format(m->arena, "effect\t%s\t%d\t%d\t%d\t%s", f->decl->name,
					e->kind, e->shows | e->once << 1, always, driver_public(m, f, e->text)));
	}
}

/* What becomes of the objects that it is lent, and what user memory it reads. */
static void tell_lent(struct module *m, const char *name, const struct summary *s)
{
	if (s->n_exits && !s->n_failed)
		tell(m, mem_format(m->arena, "succeeds\t%s", name));
	if (s->gone || s->gone_failed)
		tell(m, mem_format(m->arena, "gone\t%s\t%u\t%u", name, s->gone, s->gone_failed));
	for (int i = 0; i < MAX_WRITTEN; i++)
		if (s->written[i])
			tell(m, mem_format(m->arena, "written\t%s\t%d\t%llu", name, i, s->written[i]));
	for (int i = 0; i < s->n_proofs && !s->undecided; i++) {
		const struct proof *p = &s->proofs[i];

		if (!p->field || has_name(p->field))
			tell(m, mem_format(m->arena, "proves\t%s\t%d\t%s\t%lld\t%lld\t%lld\t%lld", name,
					   p->param, p->field ? field_name(m, p->field) : "", p->lo[0], p->hi[0],
					   p->lo[1], p->hi[1]));
	}
	for (int i = 0; i < s->n_fetches; i++) {
		const struct passed_fetch *f = &s->fetches[i];

		tell(m, mem_format(m->arena, "fetches\t%s\t%d\t%d\t%ld\t%ld\t%ld", name, f->from,
				   f->to, f->offset, f->size, f->to_offset));
	}
}

static void tell_function(struct module *m, struct func *f)
{
	const struct summary *s = summary_of(m, f);
	const char *name = f->decl->name;

	tell(m, mem_format(m->arena, "func\t%s", name));
	tell_words(m, f, -1, f->decl->contracts);
	for (int i = 0; i < f->n_params; i++)
		tell_words(m, f, i, f->params[i]->contracts);
	if (s->sleeps)
		tell(m, mem_format(m->arena, "sleeps\t%s\t%s", name, s->sleeps));
	for (int i = 0; i < s->n_takes; i++)
		tell(m,
		     mem_format(m->arena, "takes\t%s\t%s", name, driver_public(m, f, s->takes[i])));
	for (int i = 0; i < s->n_classes; i++)
		tell(m, mem_format(m->arena, "class\t%s\t%s", name,
				   driver_public(m, NULL, s->classes[i])));
	for (int i = 0; i < s->n_writes; i++) {
		const char *field = field_name(m, s->writes[i].field);

		if (!has_name(s->writes[i].field))
			tell(m, mem_format(m->arena, "writes\t%s\t*", name));
		else if (field)
			tell(m, mem_format(m->arena, "writes\t%s\t%s\t%d", name, field,
					   s->writes[i].param));
	}
	for (int i = 0; i < s->n_foreign_writes; i++)
		tell(m, mem_format(m->arena, "writes\t%s\t%s", name, s->foreign_writes[i]));
	/* In the first round nobody knows of other files: had each believed that they write anything, they
	 * would go on telling that to each other. */
	if (s->writes_anything && m->report->known && m->report->known->n)
		tell(m, mem_format(m->arena, "writes\t%s\t*", name));
	if (s->writes_numbers)
		tell(m, mem_format(m->arena, "writes\t%s\t#", name));
	if (s->shows)
		tell(m, mem_format(m->arena, "shows\t%s", name));
	if (s->gives_errors)
		tell(m, mem_format(m->arena, "fails\t%s", name));
	if (f->shares)
		tell(m, mem_format(m->arena, "shares\t%s", name));
	for (int i = 0; i < s->n_needs; i++)
		tell(m,
		     mem_format(m->arena, "needs\t%s\t%s", name, driver_public(m, f, s->needs[i])));
	tell_effects(m, f, s);
	tell_lent(m, name, s);
}

static void tell_orders(struct module *m)
{
	for (int i = 0; i < m->n_orders; i++) {
		const struct lock_order *o = &m->orders[i];

		if (!o->path)
			tell(m, mem_format(m->arena, "order\t%s\t%s\t%s\t%s\t%u\t%u",
					   driver_public(m, NULL, o->outer),
					   driver_public(m, NULL, o->inner), o->func,
					   m->u->files[o->at.file].path, o->at.line, o->at.col));
	}
}

static void tell_fields(struct module *m, const char *word, const struct decl **list, int n)
{
	for (int i = 0; i < n; i++)
		if (has_name(list[i]) && field_name(m, list[i]))
			tell(m, mem_format(m->arena, "%s\t%s", word, field_name(m, list[i])));
}

static void tell_names(struct module *m, const char *word, const char **list, int n)
{
	for (int i = 0; i < n; i++)
		tell(m, mem_format(m->arena, "%s\t%s", word, driver_public(m, NULL, list[i])));
}

/* Of exit, and of what is called at a last close: the module stays as long as a file is open. */
static const struct summary *exit_summary(struct module *m, int i)
{
	struct func *f = m->u->funcs[i];
	bool last = decl_has(f->decl, "exit");

	for (int k = 0; k < m->n_slots && !last; k++)
		last = m->slots[k].f == f && strncmp(m->slots[k].at->name, "release", 7) == 0;
	return f->driver && f->body && last ? summary_of(m, f) : NULL;
}

/* What these write, themselves or through others. */
static void tell_wiped(struct module *m)
{
	for (int i = 0; i < m->u->n_funcs; i++) {
		const struct summary *s = exit_summary(m, i);

		for (int k = 0; s && k < s->n_writes; k++)
			tell_fields(m, "wiped", &s->writes[k].field, 1);
		for (int k = 0; s && k < s->n_foreign_writes; k++)
			tell(m, mem_format(m->arena, "wiped\t%s", s->foreign_writes[k]));
	}
}

void driver_teach(struct module *m)
{
	for (int i = 0; i < m->u->n_funcs; i++) {
		struct func *f = m->u->funcs[i];

		if (f->driver && f->body && !f->is_static)
			tell_function(m, f);
		else if (!f->body && !f->decl->trusted && f->bound)
			tell_words(m, f, -1, f->decl->contracts);
		for (int k = 0; !f->body && !f->decl->trusted && f->bound && k < f->n_params; k++)
			tell_words(m, f, k, f->params[k]->contracts);
		if (f->last && !f->is_static)
			tell(m, mem_format(m->arena, "last\t%s", f->decl->name));
	}
	if (m->exit_at.file)
		tell(m, "exit");
	for (int i = 0; i < m->u->n_globals; i++)
		if (life_claims(m->u->globals[i]))
			tell(m, mem_format(m->arena, "claims\t%s",
					   driver_public(m, NULL, m->u->globals[i]->name)));
	tell_orders(m);
	tell_wiped(m);
	tell_fields(m, "begun", m->begun, m->n_begun);
	tell_fields(m, "caller", m->callers, m->n_callers);
	tell_names(m, "closed", m->closed, m->n_closed);
}

/* ---- learning ---- */

struct line {
	const char *field[MAX_FIELDS];
	int n;
};

static struct line split(struct module *m, const char *text)
{
	struct line l = {.n = 0};

	while (l.n < MAX_FIELDS) {
		size_t len = strcspn(text, "\t");

		l.field[l.n++] = mem_strndup(m->arena, text, len);
		if (!text[len])
			break;
		text += len + 1;
	}
	return l;
}

/* The fields after @word of each fact that begins with it and @name (or any name). */
typedef void (*learner)(struct module *m, const struct line *l, void *data);

static void each(struct module *m, const char *word, const char *name, learner fn, void *data)
{
	const struct facts *known = m->report->known;
	const char *prefix = name ? mem_format(m->arena, "%s\t%s", word, name) : word;
	size_t n = strlen(prefix);

	report_asks(m->report, prefix);
	for (int i = known ? facts_from(known, prefix) : 0; known && i < known->n; i++) {
		const char *text = known->lines[i];
		struct line l;

		if (strncmp(text, prefix, n) != 0)
			break;
		if (text[n] && text[n] != '\t')
			continue;
		l = split(m, text);
		fn(m, &l, data);
	}
}

static const struct decl *find_field(const struct module *m, const char *name)
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

static void learn_field(struct module *m, const struct line *l, void *data)
{
	const struct decl *d = find_field(m, driver_local(m, NULL, l->field[1]));

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

static void learn_word(struct module *m, const struct line *l, void *data)
{
	struct func *f = data;
	int i = l->n < 5 ? f->n_params : atoi(l->field[2]);
	struct contract **list, *new;

	if (i >= f->n_params)
		return;
	list = i < 0 ? &f->decl->contracts : &f->params[i]->contracts;
	new = mem_new_object(m->arena, struct contract);
	new->word = l->field[3];
	new->arg = driver_local(m, f, l->field[4]);
	if (has_words(*list, new->word, new->arg))
		return;
	while (*list)
		list = &(*list)->next;
	*list = new;
	if (strcmp(new->word, "must_check") == 0 && i < 0)
		f->decl->must_check = true;
}

void driver_learn(struct module *m)
{
	for (int i = 0; i < m->u->n_funcs; i++) {
		struct func *f = m->u->funcs[i];

		if (f->decl->trusted)
			continue;
		each(m, "says", f->decl->name, learn_word, f);
		if (!f->is_static && report_knows(m->report, mem_format(m->arena, "last\t%s",
									f->decl->name)))
			f->last = true;
	}
	each(m, "begun", NULL, learn_field, NULL);
	each(m, "caller", NULL, learn_field, NULL);
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

static void learn_order(struct module *m, const struct line *l, void *data)
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
		each(m, "order", todo.list[i], learn_order, &todo);
}

bool driver_wipes(struct module *m, const struct decl *d)
{
	for (int i = 0; i < m->u->n_funcs; i++) {
		const struct summary *s = exit_summary(m, i);

		for (int k = 0; s && k < s->n_writes; k++)
			if (s->writes[k].field == d)
				return true;
	}
	return has_name(d) && field_name(m, d) &&
	       report_knows(m->report, mem_format(m->arena, "wiped\t%s", field_name(m, d)));
}

bool driver_closes(struct module *m, const char *name)
{
	return report_knows(m->report,
			    mem_format(m->arena, "closed\t%s", driver_public(m, NULL, name)));
}

/* ---- one function of another file ---- */

struct about {
	struct func *f;
	struct summary *s;
};

static void learn_about(struct module *m, const struct line *l, void *data)
{
	const struct about *a = data;
	struct summary *s = a->s;
	const char *word = l->field[0], *what = l->n > 2 ? l->field[2] : "";

	if (strcmp(word, "sleeps") == 0) {
		s->sleeps = what;
	} else if (strcmp(word, "takes") == 0) {
		what = driver_local(m, a->f, what);
		MEM_PUSH(m->arena, s->takes, s->n_takes, what);
	} else if (strcmp(word, "class") == 0) {
		what = driver_local(m, NULL, what);
		MEM_PUSH(m->arena, s->classes, s->n_classes, what);
	} else if (strcmp(word, "needs") == 0) {
		what = driver_local(m, a->f, what);
		MEM_PUSH(m->arena, s->needs, s->n_needs, what);
	} else if (strcmp(what, "*") == 0) {
		s->writes_anything = true;
	} else if (strcmp(what, "#") == 0) {
		s->writes_numbers = true;
	} else {
		const struct decl *d = find_field(m, driver_local(m, NULL, what));

		/* What this file does not see may be seen by those that call it. */
		if (d)
			MEM_PUSH(m->arena, s->writes, s->n_writes,
				 ((struct write){d, l->n > 3 ? atoi(l->field[3]) : -1}));
		else
			MEM_PUSH(m->arena, s->foreign_writes, s->n_foreign_writes, what);
	}
}

static void learn_effect(struct module *m, const struct line *l, void *data)
{
	const struct about *a = data;
	struct effect e = {.exits = 1};
	bool always;

	if (l->n < 6)
		return;
	e.kind = (enum effect_kind)atoi(l->field[2]);
	e.shows = atoi(l->field[3]) & 1;
	e.once = atoi(l->field[3]) & 2;
	always = atoi(l->field[4]) != 0;
	e.text = driver_local(m, a->f, l->field[5]);
	e.exits = always ? 2 : 1; /* as if there were two exits, of which one may fail */
	e.failed = always && a->s->n_failed;
	MEM_PUSH(m->arena, a->s->effects, a->s->n_effects, e);
}

static void learn_gone(struct module *m, const struct line *l, void *data)
{
	const struct about *a = data;

	(void)m;
	if (l->n < 4)
		return;
	a->s->gone = (unsigned int)strtoul(l->field[2], NULL, 10);
	a->s->gone_failed = (unsigned int)strtoul(l->field[3], NULL, 10);
}

static void learn_written(struct module *m, const struct line *l, void *data)
{
	const struct about *a = data;
	int i = l->n < 4 ? MAX_WRITTEN : atoi(l->field[2]);

	(void)m;
	if (i < MAX_WRITTEN)
		a->s->written[i] = strtoull(l->field[3], NULL, 10);
}

static void learn_proof(struct module *m, const struct line *l, void *data)
{
	const struct about *a = data;
	struct proof p = {.param = l->n < 8 ? -1 : atoi(l->field[2])};

	if (p.param < 0)
		return;
	p.field = *l->field[3] ? find_field(m, l->field[3]) : NULL;
	for (int i = 0; i < 2; i++) {
		p.lo[i] = atoll(l->field[4 + 2 * i]);
		p.hi[i] = atoll(l->field[5 + 2 * i]);
	}
	if (p.field || !*l->field[3])
		MEM_PUSH(m->arena, a->s->proofs, a->s->n_proofs, p);
}

static void learn_fetch(struct module *m, const struct line *l, void *data)
{
	const struct about *a = data;
	struct passed_fetch f;

	if (l->n < 7)
		return;
	f.from = atoi(l->field[2]);
	f.to = atoi(l->field[3]);
	f.offset = atol(l->field[4]);
	f.size = atol(l->field[5]);
	f.to_offset = atol(l->field[6]);
	MEM_PUSH(m->arena, a->s->fetches, a->s->n_fetches, f);
}

struct summary *driver_summary(struct module *m, struct func *f)
{
	static const char *const words[] = {"sleeps", "takes", "class", "needs", "writes", NULL};
	struct about a = {.f = f};
	const char *name = f->decl->name;

	if (f->summary || f->unknown)
		return f->summary;
	f->unknown = f->is_static || f->decl->trusted ||
		     !report_knows(m->report, mem_format(m->arena, "func\t%s", name));
	if (f->unknown)
		return NULL;
	f->summary = a.s = mem_new_object(m->arena, struct summary);
	a.s->n_exits = 2;
	a.s->n_failed = !report_knows(m->report, mem_format(m->arena, "succeeds\t%s", name));
	for (int i = 0; words[i]; i++)
		each(m, words[i], name, learn_about, &a);
	each(m, "effect", name, learn_effect, &a);
	each(m, "gone", name, learn_gone, &a);
	each(m, "written", name, learn_written, &a);
	each(m, "fetches", name, learn_fetch, &a);
	each(m, "proves", name, learn_proof, &a);
	a.s->shows = report_knows(m->report, mem_format(m->arena, "shows\t%s", name));
	a.s->gives_errors = report_knows(m->report, mem_format(m->arena, "fails\t%s", name));
	f->shares = report_knows(m->report, mem_format(m->arena, "shares\t%s", name));
	return a.s;
}
