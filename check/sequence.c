/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * What C leaves open: which operand of an operator, or which argument of a call, is first. The checker goes
 * from left to right, compilers do not. So what a call among them ends, locks or replaces, no other may touch.
 */
#include "check/mem.h"
#include "check/sequence.h"
#include "check/walk.h"

enum { MAX_EFFECTS = 8 };

/* What one operand does: @gone: variables and fields that it hands on; @called: the driver's functions. */
struct effects {
	const struct decl *gone[MAX_EFFECTS];
	struct func *called[MAX_EFFECTS];
	int n_gone, n_called;
	bool locks;
	const char *by;
};

struct search {
	struct module *m;
	const struct effects *of;
	const struct expr *found;
};

static const struct decl *named(const struct expr *e)
{
	e = expr_plain(e);
	return e->kind == E_VAR || e->kind == E_MEMBER ? e->decl : NULL;
}

static void note_call(const struct expr *e, void *data)
{
	struct effects *eff = data;
	const struct expr *callee = e->kind == E_CALL ? expr_plain(e->a) : NULL;
	const struct decl *d = callee && callee->kind == E_FUNC ? callee->decl : NULL;
	struct func *f = d ? d->func : NULL;

	for (int i = 0; f && i < e->n_args && i < f->n_params; i++)
		if (decl_has(f->params[i], "own") && named(e->args[i]) && eff->n_gone < MAX_EFFECTS) {
			eff->gone[eff->n_gone++] = named(e->args[i]);
			eff->by = d->name;
		}
	if (f && (decl_has(d, "acquires") || decl_has(d, "releases") || decl_has(d, "cond_acquires"))) {
		eff->locks = true;
		eff->by = d->name;
	}
	if (f && f->driver && eff->n_called < MAX_EFFECTS)
		eff->called[eff->n_called++] = f;
}

static void note_use(const struct expr *e, void *data)
{
	struct search *s = data;
	const struct decl *d = e->kind == E_VAR || e->kind == E_MEMBER ? e->decl : NULL;
	bool hit = d && s->of->locks && decl_has(d, "guarded_by");

	for (int i = 0; d && i < s->of->n_gone; i++)
		hit |= s->of->gone[i] == d;
	for (int i = 0; d && d->kind == D_FIELD && decl_has(d, "own") && i < s->of->n_called; i++)
		hit |= summary_writes(s->m, s->of->called[i], d);
	if (hit && !s->found)
		s->found = e;
}

/* The operands, none of which is first: NULL for the place that "=" writes, of which only the way there counts. */
static int operands(const struct expr *e, const struct expr **ret, int max)
{
	const struct expr *to = expr_plain(e->a ? e->a : e);
	int n = 0;

	switch (e->kind) {
	case E_BINARY:
		if (e->op == OP_LAND || e->op == OP_LOR || e->op == OP_COMMA)
			return 0;
		/* fall through */
	case E_INDEX:
		ret[n++] = e->a;
		ret[n++] = e->b;
		return n;
	case E_ASSIGN:
		if (e->op != OP_NONE)
			ret[n++] = e->a;
		else if (to->kind == E_MEMBER || to->kind == E_DEREF || to->kind == E_INDEX)
			ret[n++] = to->a;
		if (e->op == OP_NONE && to->kind == E_INDEX)
			ret[n++] = to->b;
		ret[n++] = e->b;
		return n;
	case E_CALL:
	case E_INIT:
		for (int i = 0; i < e->n_args && n < max; i++)
			if (e->args[i])
				ret[n++] = e->args[i];
		return n;
	default:
		return 0;
	}
}

const struct expr *sequence_open(struct module *m, const struct expr *e, const char **ret_by)
{
	const struct expr *list[32];
	int n = operands(e, list, 32);

	for (int i = 0; n > 1 && i < n; i++) {
		struct effects eff = {.n_gone = 0};
		struct search s = {.m = m, .of = &eff};

		walk_expr(&(struct walk){.expr = note_call, .data = &eff}, list[i]);
		if (!eff.n_gone && !eff.n_called && !eff.locks)
			continue;
		for (int k = 0; k < n && !s.found; k++)
			if (k != i)
				walk_expr(&(struct walk){.expr = note_use, .data = &s}, list[k]);
		*ret_by = eff.by ? eff.by : eff.called[0]->decl->name;
		if (s.found)
			return s.found;
	}
	return NULL;
}
