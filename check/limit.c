/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "check/exec.h"

#include <string.h>

/* Of an array, as many are looked at. */
enum { MAX_ELEMENTS = 64 };

/* The contract @c as "*ret <= 0"; false when it is no limit, or its expression is not known here.
 */
static bool limit(struct exec *x, struct state *s, const struct contract *c, const struct val *v,
		  const struct func *f, const struct val *args, int n, place_t self,
		  struct lin *ret)
{
	bool least = strcmp(c->word, "at_least") == 0;
	struct val bound;

	if ((!least && strcmp(c->word, "at_most") != 0) || v->kind != V_INT)
		return false;
	if (!contract_value(x, s, c->arg, f, args, n, self, &bound) || bound.kind != V_INT)
		return false;
	return least ? lin_add(&bound.lin, &v->lin, -1, ret)
		     : lin_add(&v->lin, &bound.lin, -1, ret);
}

void limit_assume(struct exec *x, struct state *s, const struct decl *d, const struct val *v,
		  const struct func *f, const struct val *args, int n, place_t self)
{
	for (const struct contract *c = d ? d->contracts : NULL; c; c = c->next) {
		struct lin l;

		if (limit(x, s, c, v, f, args, n, self, &l))
			state_assume(x->r, s, &l);
	}
}

void limit_check(struct exec *x, struct state *s, const struct decl *d, const struct val *v,
		 const struct func *f, const struct val *args, int n, place_t self, struct loc at)
{
	for (const struct contract *c = d ? d->contracts : NULL; c; c = c->next) {
		struct lin l;

		if (limit(x, s, c, v, f, args, n, self, &l) && !state_proves(s, &l))
			say(x, at, "CL609", "test it first, or bound it with min() or max()",
			    "'%s' is declared __%s(%s), which is not proven here", d->name, c->word,
			    c->arg);
	}
}

bool limit_is_on(const struct decl *d, const struct type *t)
{
	while (t->kind == T_ARRAY)
		t = t->to;
	for (int i = 0; t->kind == T_RECORD && i < t->record->n_fields; i++)
		if (limit_is_on(t->record->fields[i], t->record->fields[i]->type))
			return true;
	return decl_has(d, "at_most") || decl_has(d, "at_least");
}

void limit_check_zeros(struct exec *x, struct state *s, place_t p, struct loc at)
{
	const struct type *t = x->r->places[p].type;
	const struct decl *d = x->r->places[p].decl;
	const struct val zero = val_const(0);

	for (int i = 0; t->kind == T_RECORD && !t->record->is_union && i < t->record->n_fields; i++)
		if (limit_is_on(t->record->fields[i], t->record->fields[i]->type))
			limit_check_zeros(x, s, place_field(x->r, p, t->record->fields[i]), at);
	for (long i = 0; t->kind == T_ARRAY && i < t->count && i < MAX_ELEMENTS; i++)
		limit_check_zeros(x, s, place_index(x->r, p, i), at);
	if (x->r->places[p].kind == P_FIELD && t->kind != T_RECORD && t->kind != T_ARRAY &&
	    !state_cell(s, p) && state_content(x->r, s, p) == C_ZERO)
		limit_check(x, s, d, &zero, NULL, NULL, 0, 0, at);
}
