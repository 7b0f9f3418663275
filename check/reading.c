/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Who holds a lock only for reading writes nothing that it guards: not by a callee, nor in what it found there. */
#include "check/call.h"
#include "check/container.h"
#include "check/exec.h"

#include <string.h>

/* A word of the driver's on it says under which other lock, or how, it is written. */
static bool has_guard(const struct run *r, place_t p)
{
	for (; p; p = r->places[p].parent)
		if (r->places[p].decl && decl_has(r->places[p].decl, "guarded_by"))
			return true;
	return false;
}

/* The lock under which @sym was found, if it is held only for reading. */
static const struct held *found_under(const struct exec *x, const struct state *s, sym_t sym)
{
	const struct fact *f = state_known(s, sym);

	for (int i = 0; f && f->loan && i < s->n_held; i++)
		if (s->held[i].lock == f->loan && s->held[i].shared && !s->held[i].parked &&
		    !lock_is_rcu(x->r, f->loan))
			return &s->held[i];
	return NULL;
}

static void say_written(struct exec *x, const struct held *held, const char *what, struct loc at)
{
	struct finding *f = say(x, at, "CL404", "take the lock for writing",
				"'%s' is written, and was found while '%s' is held only for reading", what,
				place_name(x->r, held->lock));

	say_step(x, f, held->at, "others may read it at this time");
}

void reading_store(struct exec *x, struct state *s, place_t p, struct loc at)
{
	const struct place *root = &x->r->places[place_root(x->r, p)];
	const struct held *held = root->kind == P_SYM ? found_under(x, s, root->sym) : NULL;

	if (held && !has_guard(x->r, p))
		say_written(x, held, place_name(x->r, p), at);
}

void reading_passed(struct exec *x, struct state *s, const struct val *v, const struct expr *e)
{
	const struct held *held = v->kind == V_PTR && v->sym ? found_under(x, s, v->sym) : NULL;

	if (held)
		say_written(x, held, say_expr(x, e), e->loc);
}

/* What has a lock of its own, or is one, and what of the kit many use at once: a wait queue, a counter. */
static bool for_many(const struct decl *d)
{
	const struct type *t = d->type;

	return decl_has(d, "guarded_by") ||
	       (t->kind == T_RECORD && t->record->trusted && !container_is(t) && strcmp(t->name, "struct cleat_ring") != 0);
}

bool reading_changes(struct exec *x, const struct callee *c, int i)
{
	const struct decl *p = callee_param(c, i);
	const struct type *t = p && p->type->kind == T_PTR ? p->type->to : NULL;
	const struct summary *sum;

	if (!c->f || !t || t->is_const)
		return false;
	if (!c->f->driver)
		return container_changes(c->f, i) || strcmp(t->name, "struct cleat_ring") == 0;
	sum = summary_known(x->m, c->f);
	for (int k = 0; sum && k < sum->n_writes; k++)
		if (sum->writes[k].param == i && !for_many(sum->writes[k].field))
			return true;
	return type_is_int(t); /* or it would be const */
}
