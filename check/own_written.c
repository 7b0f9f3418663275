/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * New memory has what was there before. Whoever hands a new object on has written all that others read of
 * it, and where they show it to user space, every byte.
 */
#include "check/mem.h"
#include "check/own_private.h"

#include <string.h>

/* Nobody reads it before call_rcu() and its like write it. */
static bool is_rcu_head(const struct type *t)
{
	return strcmp(t->name, "struct rcu_head") == 0 || strcmp(t->name, "struct callback_head") == 0;
}

/* Are there bytes in a struct of @r that are in none of its fields? */
static bool has_holes(const struct record *r)
{
	long at = 0;

	for (int i = 0; i < r->n_fields && r->fields[i]->offset <= at; i++)
		at = r->fields[i]->offset + r->fields[i]->width;
	return r->type && at < r->type->size * 8;
}

/* Others show such objects to user space, and trust that each was wholly written by whoever made it. */
static void check_holes(struct exec *x, struct state *s, place_t p, const struct record *r, struct loc at)
{
	if (r->trusted || state_whole(x->r, s, p))
		return;
	if (has_holes(r) && *r->name && module_knows(x->m, "exposed", r->type->name))
		say(x, at, "CL504", "allocate with kzalloc_obj(), or leave no holes in the struct",
		    "'%s' has padding that was never written, and a %s is copied to user space elsewhere",
		    place_name(x->r, p), r->type->name);
	for (int i = 0; i < r->n_fields; i++)
		if (r->fields[i]->type->kind == T_RECORD)
			check_holes(x, s, place_field(x->r, p, r->fields[i]), r->fields[i]->type->record, at);
}

/* Whoever gets the object reads it: what kmalloc left in it must have been written. */
static void check_whole(struct exec *x, struct state *s, place_t p, const struct record *r,
			struct loc at)
{
	for (int i = 0; i < r->n_fields; i++) {
		const struct decl *d = r->fields[i];
		place_t f = place_field(x->r, p, d);
		bool written = false;

		if (state_content(x->r, s, f) != C_UNINIT || !*d->name || is_rcu_head(d->type))
			continue;
		for (int k = 0; k < s->n_cells && !written; k++)
			written = place_within(x->r, s->cells[k].place, f);
		if (!written)
			say(x, at, "CL507", "write it, or allocate with kzalloc_obj()",
			    "'%s' is handed on, and was never written", place_name(x->r, f));
		else if (d->type->kind == T_RECORD && !d->type->record->trusted && !d->type->record->is_union)
			check_whole(x, s, f, d->type->record, at);
	}
}

/* A buffer that the object of somebody else points to, and that is shown from there. */
static void check_buffer(struct exec *x, struct state *s, const struct fact *f, struct loc at)
{
	if (f->content != C_UNINIT || f->death || filled_to(x, s, place_sym(x->r, f->sym), &f->extent))
		return;
	for (int i = 0; i < s->n_cells; i++) {
		const struct cell *c = &s->cells[i];

		if (c->val.kind == V_PTR && c->val.sym == f->sym && x->r->places[c->place].kind == P_FIELD &&
		    module_knows(x->m, "exposed", field_name(x->m, x->r->places[c->place].decl)))
			say(x, at, "CL503", "clear it first: kzalloc(), kcalloc()",
			    "'%s' is not wholly written, and is copied to user space elsewhere",
			    place_name(x->r, c->place));
	}
}

void own_written(struct exec *x, struct state *s, const struct fact *f, struct loc at)
{
	const struct type *t = x->r->syms[f->sym].type;
	place_t p;

	if (t->kind != T_PTR)
		return;
	if (f->has_extent && !(lin_is_const(&f->extent) && f->extent.k == t->to->size)) {
		check_buffer(x, s, f, at); /* an array: how much of it is in use is not known */
		return;
	}
	if (f->content == C_UNINIT && !f->death && (f->mask & M_VALID) && t->kind == T_PTR &&
	    t->to->kind == T_RECORD && !t->to->record->is_union &&
	    x->r->syms[f->sym].origin != SYM_PARAM) {
		p = place_index(x->r, place_sym(x->r, f->sym), 0);
		check_whole(x, s, p, t->to->record, at);
		check_holes(x, s, p, t->to->record, at);
	}
}
