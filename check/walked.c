/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "check/walked.h"
#include "check/container.h"

#include <string.h>

/* The container's function by which the loop gets its first element, as the kit's macros write it; or NULL. */
static const struct func *first_of(const struct stmt *loop)
{
	const struct stmt *init = loop->init;
	const struct expr *call = init && init->kind == S_DECL && init->n_decls == 1 && loop->trusted
					  ? expr_plain(init->decls[0]->init)
					  : NULL;
	const struct expr *callee = call && call->kind == E_CALL ? expr_plain(call->a) : NULL;
	const struct func *f = callee && callee->kind == E_FUNC ? callee->decl->func : NULL;
	size_t n = f ? strlen(f->decl->name) : 0;

	return f && !f->driver && f->op == CONTAINER_ASKS && n > 6 && strcmp(f->decl->name + n - 6, "_first") == 0
		       ? f
		       : NULL;
}

void walked_begin(struct exec *x, const struct stmt *loop, struct walked *w)
{
	const struct func *f = first_of(loop);

	*w = (struct walked){.loop = loop, .outer = x->walked};
	if (!f)
		return;
	w->item = loop->init->decls[0];
	w->container = f->params[0]->type->to;
	x->walked = w;
}

/* The element that the loop is at, and the container that lent it; 0 when that is not known. */
static sym_t element_of(struct exec *x, struct state *s, const struct walked *w, place_t *ret_from)
{
	const struct cell *c = state_cell(s, place_var(x->r, w->item));
	const struct fact *f = c && c->val.kind == V_PTR && c->val.sym ? state_known(s, c->val.sym) : NULL;

	*ret_from = f ? f->from ? f->from : f->popped : 0;
	return f ? f->sym : 0;
}

/* Does the container's function take from @from what is not @item? Of two, splice and move take from the second. */
static bool takes_other(struct exec *x, const struct callee *c, const struct val *args, int n,
			const struct walked *w, sym_t item, place_t from)
{
	place_t of = 0;

	for (int i = 0; i < n && i < c->n_params; i++)
		if (c->params[i]->type->kind == T_PTR && c->params[i]->type->to == w->container)
			of = call_pointee(x, &args[i]);
	return of && place_of_all(x->r, of) == from &&
	       (args[n - 1].kind != V_PTR || args[n - 1].sym != item);
}

/* Does a function of this file, which is not told where the loop is, take elements out of such containers? */
static bool takes_some(struct exec *x, const struct callee *c, const struct val *args, int n,
		       const struct walked *w, sym_t item, place_t from)
{
	for (int i = 0; i < n; i++)
		if (args[i].kind == V_PTR && args[i].sym == item)
			return false;
	return linked_takes_off(c->f, w->container, x->r->places[from].decl, false);
}

void walked_called(struct exec *x, struct state *s, const struct callee *c, const struct val *args, int n,
		   struct loc at)
{
	for (struct walked *w = c->f ? x->walked : NULL; w; w = w->outer) {
		place_t from;
		sym_t item = element_of(x, s, w, &from);

		if (item && from &&
		    (container_takes_out(c->f) ? n && takes_other(x, c, args, n, w, item, from)
					       : takes_some(x, c, args, n, w, item, from)))
			state_mark(x->r, s, MARK_WALKED, place_var(x->r, w->item), at);
	}
}

void walked_again(struct exec *x, const struct stmt *loop, struct set *body)
{
	if (!x->walked || x->walked->loop != loop)
		return;
	for (int i = 0; i < body->n; i++) {
		place_t item = place_var(x->r, x->walked->item);
		const struct mark *m = state_marked(body->v[i], MARK_WALKED, item);

		if (!m)
			continue;
		say(x, m->at, "CL121", "leave the loop after it, or begin again: while ((p = name_first(l)))",
		    "another element than '%s' may be taken out, which the loop goes on with",
		    x->walked->item->name);
		state_unmark(body->v[i], MARK_WALKED, item);
	}
}

void walked_end(struct exec *x, struct set *set, struct walked *w)
{
	for (int i = 0; w->item && i < set->n; i++)
		state_unmark(set->v[i], MARK_WALKED, place_var(x->r, w->item));
	x->walked = w->outer;
}
