/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "check/exec.h"

#include <string.h>

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
