/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What this file tells the others. */
#include "check/driver.h"
#include "check/mem.h"

#include <string.h>

static void tell(struct module *m, const char *line)
{
	facts_add(&m->report->taught, m->report->arena, line);
}

static const char *public_name(const struct module *m, const struct decl *d)
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

		if (always || e->kind == EFFECT_LEFT || effect_by_success(s, e) ||
		    effect_of_result(s, e))
			tell(m, mem_format(m->arena, "effect\t%s\t%d\t%d\t%d\t%s", f->decl->name,
					   e->kind, e->shows | e->once << 1, always,
					   driver_public(m, f, e->text)));
	}
}

static void tell_relation(struct module *m, const char *name, const struct relation *rel)
{
	const char *line = mem_format(m->arena, "relates\t%s\t%d\t%lld", name, rel->other, rel->k);

	for (int i = 0; i < rel->n; i++) {
		const struct related *t = &rel->t[i];

		if (t->field && !has_name(t->field))
			return;
		line = mem_format(m->arena, "%s\t%d\t%s\t%d", line, t->coef,
				  t->field ? public_name(m, t->field) : "", t->param);
	}
	tell(m, line);
}

/* What becomes of the objects that it is lent, and what user memory it reads. */
static void tell_lent(struct module *m, const char *name, const struct summary *s)
{
	if (s->n_exits && !s->n_failed)
		tell(m, mem_format(m->arena, "succeeds\t%s", name));
	if (s->gone || s->gone_failed)
		tell(m, mem_format(m->arena, "gone\t%s\t%u\t%u", name, s->gone, s->gone_failed));
	if (s->wraps || s->cuts)
		tell(m, mem_format(m->arena, "wraps\t%s\t%u\t%u", name, s->wraps, s->cuts));
	for (int i = 0; i < MAX_WRITTEN; i++)
		if (s->reads[i])
			tell(m, mem_format(m->arena, "reads\t%s\t%d\t%llu\t%llu", name, i, s->reads[i], s->exposes[i]));
	for (int i = 0; i < MAX_WRITTEN; i++)
		if (s->written[i])
			tell(m,
			     mem_format(m->arena, "written\t%s\t%d\t%llu", name, i, s->written[i]));
	for (int i = 0; i < s->n_proofs && !s->undecided; i++) {
		const struct proof *p = &s->proofs[i];

		if (!p->field || has_name(p->field))
			tell(m, mem_format(m->arena, "proves\t%s\t%d\t%s\t%lld\t%lld\t%lld\t%lld",
					   name, p->param, p->field ? public_name(m, p->field) : "",
					   p->lo[0], p->hi[0], p->lo[1], p->hi[1]));
	}
	for (int i = 0; i < s->n_relations && !s->undecided; i++)
		tell_relation(m, name, &s->relations[i]);
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
		const char *field = public_name(m, s->writes[i].field);

		if (!has_name(s->writes[i].field))
			tell(m, mem_format(m->arena, "writes\t%s\t*", name));
		else if (field)
			tell(m, mem_format(m->arena, "writes\t%s\t%s\t%d", name, field,
					   s->writes[i].param));
	}
	for (int i = 0; i < s->n_foreign_writes; i++)
		tell(m, mem_format(m->arena, "writes\t%s\t%s", name, s->foreign_writes[i]));
	/* In the first round nobody knows of other files: had each believed that they write
	 * anything, they would go on telling that to each other. */
	if (s->writes_anything && m->report->known && m->report->known->n)
		tell(m, mem_format(m->arena, "writes\t%s\t*", name));
	if (s->writes_numbers)
		tell(m, mem_format(m->arena, "writes\t%s\t#", name));
	if (s->shows)
		tell(m, mem_format(m->arena, "shows\t%s", name));
	if (s->gives_errors)
		tell(m, mem_format(m->arena, "fails\t%s", name));
	if (f->replaced)
		tell(m, mem_format(m->arena, "replaced\t%s", name));
	if (f->shares)
		tell(m, mem_format(m->arena, "shares\t%s", name));
	for (int i = 0; i < s->n_needs; i++)
		tell(m,
		     mem_format(m->arena, "needs\t%s\t%s", name, driver_public(m, f, s->needs[i])));
	for (int i = 0; i < s->n_makes; i++)
		tell(m, mem_format(m->arena, "makes\t%s\t%d\t%s", name, s->makes[i].kind,
				   driver_public(m, f, s->makes[i].text)));
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
		if (has_name(list[i]) && public_name(m, list[i]))
			tell(m, mem_format(m->arena, "%s\t%s", word, public_name(m, list[i])));
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

bool driver_wipes(struct module *m, const struct decl *d)
{
	for (int i = 0; i < m->u->n_funcs; i++) {
		const struct summary *s = exit_summary(m, i);

		for (int k = 0; s && k < s->n_writes; k++)
			if (s->writes[k].field == d)
				return true;
	}
	return has_name(d) && public_name(m, d) &&
	       report_knows(m->report, mem_format(m->arena, "wiped\t%s", public_name(m, d)));
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
	for (int i = 0; i < m->u->n_globals; i++)
		if (m->u->globals[i]->defined && !m->u->globals[i]->internal)
			tell(m, mem_format(m->arena, "var\t%s", m->u->globals[i]->name));
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
