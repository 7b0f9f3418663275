/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What is learned of one function of another file. */
#include "check/driver_private.h"
#include "check/mem.h"

#include <stdlib.h>
#include <string.h>

struct about {
	struct func *f;
	struct summary *s;
};

static void learn_about(struct module *m, const struct driver_line *l, void *data)
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
		const struct decl *d = driver_field(m, driver_local(m, NULL, what));

		/* What this file does not see may be seen by those that call it. */
		if (d)
			MEM_PUSH(m->arena, s->writes, s->n_writes,
				 ((struct write){d, l->n > 3 ? atoi(l->field[3]) : -1}));
		else
			MEM_PUSH(m->arena, s->foreign_writes, s->n_foreign_writes, what);
	}
}

static void learn_effect(struct module *m, const struct driver_line *l, void *data)
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

static void learn_makes(struct module *m, const struct driver_line *l, void *data)
{
	const struct about *a = data;

	if (l->n > 3)
		MEM_PUSH(m->arena, a->s->makes, a->s->n_makes,
			 ((struct made){driver_local(m, a->f, l->field[3]), (enum alone)atoi(l->field[2])}));
}

static void learn_gone(struct module *m, const struct driver_line *l, void *data)
{
	const struct about *a = data;

	(void)m;
	if (l->n < 4)
		return;
	a->s->gone = (unsigned int)strtoul(l->field[2], NULL, 10);
	a->s->gone_failed = (unsigned int)strtoul(l->field[3], NULL, 10);
}

static void learn_written(struct module *m, const struct driver_line *l, void *data)
{
	const struct about *a = data;
	int i = l->n < 4 ? MAX_WRITTEN : atoi(l->field[2]);

	(void)m;
	if (i < MAX_WRITTEN)
		a->s->written[i] = strtoull(l->field[3], NULL, 10);
}

static void learn_reads(struct module *m, const struct driver_line *l, void *data)
{
	const struct about *a = data;
	int i = l->n < 4 ? MAX_WRITTEN : atoi(l->field[2]);

	(void)m;
	if (i < MAX_WRITTEN)
		a->s->reads[i] = strtoull(l->field[3], NULL, 10);
	if (i < MAX_WRITTEN && l->n > 4)
		a->s->exposes[i] = strtoull(l->field[4], NULL, 10);
}

static void learn_wraps(struct module *m, const struct driver_line *l, void *data)
{
	const struct about *a = data;

	(void)m;
	if (l->n < 4)
		return;
	a->s->wraps = (unsigned int)strtoul(l->field[2], NULL, 10);
	a->s->cuts = (unsigned int)strtoul(l->field[3], NULL, 10);
}

static void learn_proof(struct module *m, const struct driver_line *l, void *data)
{
	const struct about *a = data;
	struct proof p = {.param = l->n < 8 ? -1 : atoi(l->field[2])};

	if (p.param < 0)
		return;
	p.field = *l->field[3] ? driver_field(m, l->field[3]) : NULL;
	for (int i = 0; i < 2; i++) {
		p.lo[i] = atoll(l->field[4 + 2 * i]);
		p.hi[i] = atoll(l->field[5 + 2 * i]);
	}
	if (p.field || !*l->field[3])
		MEM_PUSH(m->arena, a->s->proofs, a->s->n_proofs, p);
}

static void learn_relation(struct module *m, const struct driver_line *l, void *data)
{
	const struct about *a = data;
	struct relation rel = {.other = l->n > 3 && atoi(l->field[2]), .k = l->n > 3 ? atoll(l->field[3]) : 0};

	for (int i = 4; i + 2 < l->n && rel.n < MAX_RELATED; i += 3) {
		struct related *t = &rel.t[rel.n++];

		t->coef = atoi(l->field[i]);
		t->field = *l->field[i + 1] ? driver_field(m, l->field[i + 1]) : NULL;
		t->param = atoi(l->field[i + 2]);
		if (!t->field && *l->field[i + 1])
			return;
	}
	if (rel.n)
		MEM_PUSH(m->arena, a->s->relations, a->s->n_relations, rel);
}

static void learn_fetch(struct module *m, const struct driver_line *l, void *data)
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
		driver_each(m, words[i], name, learn_about, &a);
	driver_each(m, "effect", name, learn_effect, &a);
	driver_each(m, "makes", name, learn_makes, &a);
	driver_each(m, "reads", name, learn_reads, &a);
	driver_each(m, "wraps", name, learn_wraps, &a);
	driver_each(m, "gone", name, learn_gone, &a);
	driver_each(m, "written", name, learn_written, &a);
	driver_each(m, "fetches", name, learn_fetch, &a);
	driver_each(m, "proves", name, learn_proof, &a);
	driver_each(m, "relates", name, learn_relation, &a);
	a.s->shows = report_knows(m->report, mem_format(m->arena, "shows\t%s", name));
	a.s->gives_errors = report_knows(m->report, mem_format(m->arena, "fails\t%s", name));
	f->replaced = report_knows(m->report, mem_format(m->arena, "replaced\t%s", name));
	f->shares = report_knows(m->report, mem_format(m->arena, "shares\t%s", name));
	return a.s;
}
