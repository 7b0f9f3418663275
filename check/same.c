/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * When two states say the same, and when they differ in nothing that a rule asks about.
 */
#include "check/merge_private.h"
#include "check/own_private.h"

/* A pointer of which nothing is owed and nothing is wrong. */
static bool plain_pointer(const struct run *r, const struct state *s, const struct val *v)
{
	const struct fact *f;
	sym_t sym = v->sym;

	if (v->uninit)
		return false;
	if (v->kind == V_ADDR) {
		const struct place *root = &r->places[place_root(r, v->place)];

		for (place_t p = v->place; p; p = r->places[p].parent)
			if (r->places[p].decl && decl_has(r->places[p].decl, "guarded_by"))
				return false;
		if (root->kind == P_VAR)
			return root->decl->global;
		sym = root->sym;
	} else if (v->kind != V_PTR) {
		return v->kind == V_FUNC || v->kind == V_TEXT;
	}
	if (!sym)
		return true;
	f = state_known(s, sym);
	return !f || (f->own == 0 && !f->death && !f->pending && !f->loan);
}

static bool pending(const struct state *s, const struct val *v)
{
	const struct fact *f = v->lin.n == 1 ? state_known(s, v->lin.t[0].sym) : NULL;

	return f && f->pending;
}

/*
 * An owner here, NULL there: as what an allocation gives before it is tested, an owner unless it is
 * NULL. Only where paths are many: which of them it was is forgotten.
 */
static bool owner_or_null(const struct run *r, const struct state *sa, const struct val *a,
			  const struct val *b)
{
	const struct fact *f = a->kind == V_PTR && a->sym ? state_known(sa, a->sym) : NULL;

	return f && val_is_null(b) && f->own == 1 && !f->death && !f->loan && !f->pending &&
	       !a->uninit && !b->uninit && !a->lin.n && !a->lin.k &&
	       r->syms[a->sym].origin != SYM_PARAM;
}

static bool same_value(const struct run *r, const struct state *sa, const struct val *a,
		       const struct state *sb, const struct val *b, bool loose)
{
	bool pointers = a->kind >= V_PTR && a->kind <= V_TEXT && b->kind >= V_PTR &&
			b->kind <= V_TEXT;

	if (loose && pointers && plain_pointer(r, sa, a) && plain_pointer(r, sb, b))
		return true;
	if (a->kind != b->kind)
		return false;
	if (loose && (owner_or_null(r, sa, a, b) || owner_or_null(r, sb, b, a)))
		return true;
	switch (a->kind) {
	case V_INT:
		return pending(sa, a) == pending(sb, b);
	case V_PTR:
		return a->sym == b->sym && a->uninit == b->uninit &&
		       (loose || lin_equal(&a->lin, &b->lin));
	case V_ADDR:
	case V_AGGREGATE:
		return a->place == b->place && a->elem == b->elem &&
		       (loose || lin_equal(&a->lin, &b->lin));
	case V_CONTENT:
		return a->content == b->content;
	case V_FUNC:
		return a->func == b->func;
	default:
		return true;
	}
}

static bool same_fact(const struct run *r, const struct fact *a, const struct fact *b, bool loose)
{
	if (a->pending != b->pending || a->readers != b->readers)
		return false;
	if (sym_is_number(r, a->sym))
		return own_owed(r, a) == own_owed(r, b) && !a->death == !b->death;
	if (loose && a->own == 0 && b->own == 0 && !a->death && !b->death && a->loan == b->loan &&
	    a->lapsed == b->lapsed)
		return true;
	if (loose && a->own == b->own && !a->death && !b->death && a->loan == b->loan &&
	    a->lapsed == b->lapsed && a->content == b->content && a->borrowed == b->borrowed)
		return true;
	if (a->death && a->death == b->death && a->own == b->own)
		return true; /* gone is gone */
	return a->mask == b->mask && a->own == b->own && a->death == b->death &&
	       a->loan == b->loan && a->lapsed == b->lapsed && a->fresh == b->fresh &&
	       a->content == b->content && a->borrowed == b->borrowed;
}

/* A cell that only one of two states has says nothing new when it is what a load would find. */
static bool droppable(const struct run *r, const struct state *s, const struct cell *c)
{
	const struct val *v = &c->val;
	const struct fact *f;

	enum content under = state_content(r, s, c->place);

	if (v->kind == V_CONTENT || (under != C_EXTERN && under != C_LENT) || v->uninit || v->stale)
		return false;
	if (v->kind == V_INT)
		return !v->wrapped && !v->cut;
	if (v->kind != V_PTR || !v->sym)
		return false;
	f = state_known(s, v->sym);
	return r->syms[v->sym].origin == SYM_LOAD && r->syms[v->sym].key1 == c->place && f &&
	       !f->death && !f->pending && (f->mask & M_VALID);
}

bool place_elsewhere(const struct run *r, const struct state *other, place_t p)
{
	const struct place *root = &r->places[place_root(r, p)];

	return root->kind == P_SYM && r->syms[root->sym].origin != SYM_PARAM &&
	       !state_known(other, root->sym);
}

/* Is the owner @sym of @a in no place where @b does not have NULL? */
static bool null_in(const struct run *r, const struct state *a, const struct state *b, sym_t sym)
{
	const struct val owner = {.kind = V_PTR, .sym = sym};

	for (int i = 0; i < a->n_cells; i++) {
		const struct cell *c = &a->cells[i], *other;

		if (!val_mentions(r, &c->val, sym) || place_mentions(r, c->place, sym))
			continue;
		other = state_cell(b, c->place);
		if (!other || !owner_or_null(r, a, &c->val, &other->val))
			return false;
	}
	return owner_or_null(r, a, &owner, &(struct val){.kind = V_PTR});
}

/* Two steps of a state machine (steer.c). */
static bool other_step(const struct run *r, const struct cell *a, const struct cell *b)
{
	const struct place *p = &r->places[a->place];

	return p->kind == P_VAR && p->decl->steers && a->val.kind == V_INT && b->val.kind == V_INT &&
	       lin_is_const(&a->val.lin) && lin_is_const(&b->val.lin) &&
	       a->val.lin.k != b->val.lin.k;
}

static bool same_cells(struct run *r, const struct state *a, const struct state *b, bool loose)
{
	int i = 0, k = 0;

	while (i < a->n_cells || k < b->n_cells) {
		place_t pa = i < a->n_cells ? a->cells[i].place : r->n_places;
		place_t pb = k < b->n_cells ? b->cells[k].place : r->n_places;

		if (pa == pb) {
			if (other_step(r, &a->cells[i], &b->cells[k]))
				return false;
			if (!same_value(r, a, &a->cells[i++].val, b, &b->cells[k++].val, loose))
				return false;
		} else if (pa < pb) {
			if (!droppable(r, a, &a->cells[i]) && !(loose && place_elsewhere(r, b, pa)))
				return false;
			i++;
		} else {
			if (!droppable(r, b, &b->cells[k]) && !(loose && place_elsewhere(r, a, pb)))
				return false;
			k++;
		}
	}
	return true;
}

static bool same_held(const struct state *a, const struct state *b)
{
	if (a->n_held != b->n_held)
		return false;
	for (int i = 0; i < a->n_held; i++)
		if (a->held[i].lock != b->held[i].lock || a->held[i].guard != b->held[i].guard ||
		    a->held[i].shared != b->held[i].shared ||
		    a->held[i].parked != b->held[i].parked)
			return false;
	return true;
}

static bool same_marks(const struct state *a, const struct state *b)
{
	if (a->n_marks != b->n_marks)
		return false;
	for (int i = 0; i < a->n_marks; i++)
		if (!state_marked(b, a->marks[i].kind, a->marks[i].place))
			return false;
	return true;
}

/* What no cell holds is no reason to keep two paths apart. */
static bool only_seen(const struct run *r, const struct state *a, const struct state *b, sym_t sym)
{
	const struct fact *f = state_known(a, sym), *g = state_known(b, sym);

	return !f->own && !g->own && !f->death && !g->death && f->loan == g->loan &&
	       f->lapsed == g->lapsed && !f->pending && !g->pending && state_only_seen(r, a, sym) &&
	       state_only_seen(r, b, sym);
}

/* 0 here, an error or "true" there. */
static bool other_answer(const struct val *a, const struct val *b)
{
	return a->kind == V_INT && b->kind == V_INT && lin_is_const(&a->lin) && lin_is_const(&b->lin) &&
	       !a->lin.k != !b->lin.k;
}

static bool same_rest(struct run *r, const struct state *a, const struct state *b, bool loose)
{
	if (a->sp != b->sp || a->target != b->target || a->has_result != b->has_result)
		return false;
	if (a->has_result && (!same_value(r, a, &a->result, b, &b->result, false) ||
			      (!loose && other_answer(&a->result, &b->result))))
		return false;
	for (int i = 0; i < a->sp; i++)
		if (!same_value(r, a, &a->stack[i], b, &b->stack[i], false) ||
		    (a->stack[i].kind == V_INT && !lin_equal(&a->stack[i].lin, &b->stack[i].lin)))
			return false;
	for (int i = 0; i < a->n_facts; i++) {
		const struct fact *f = state_known(b, a->facts[i].sym);

		if (f && !same_fact(r, &a->facts[i], f, loose) && !only_seen(r, a, b, f->sym))
			return false;
		if (!f && a->facts[i].own && !(loose && null_in(r, a, b, a->facts[i].sym)))
			return false;
	}
	for (int i = 0; i < b->n_facts; i++)
		if (b->facts[i].own && !state_known(a, b->facts[i].sym) &&
		    !(loose && null_in(r, b, a, b->facts[i].sym)))
			return false;
	return true;
}

bool state_joinable(struct run *r, const struct state *a, const struct state *b, bool loose)
{
	return same_rest(r, a, b, loose) && same_held(a, b) && same_marks(a, b) &&
	       same_cells(r, a, b, loose);
}

static bool equal_vals(const struct val *a, const struct val *b)
{
	return a->kind == b->kind && a->sym == b->sym && a->place == b->place &&
	       a->elem == b->elem && a->uninit == b->uninit && a->content == b->content &&
	       a->func == b->func && a->wrapped == b->wrapped && a->cut == b->cut &&
	       a->stale == b->stale && lin_equal(&a->lin, &b->lin);
}

bool state_equal(struct run *r, const struct state *a, const struct state *b)
{
	(void)r;
	if (a->n_cells != b->n_cells || a->n_facts != b->n_facts || a->n_rels != b->n_rels ||
	    !same_held(a, b) || !same_marks(a, b) || !seen_equal(a, b))
		return false;
	for (int i = 0; i < a->n_cells; i++)
		if (a->cells[i].place != b->cells[i].place ||
		    !equal_vals(&a->cells[i].val, &b->cells[i].val))
			return false;
	for (int i = 0; i < a->n_facts; i++) {
		const struct fact *f = &a->facts[i], *g = &b->facts[i];

		if (f->sym != g->sym || f->lo != g->lo || f->hi != g->hi || f->mask != g->mask ||
		    f->nonzero != g->nonzero || f->own != g->own || f->death != g->death ||
		    f->fresh != g->fresh || f->pending != g->pending || f->loan != g->loan ||
		    f->lapsed != g->lapsed)
			return false;
	}
	for (int i = 0; i < a->n_rels; i++) {
		int k = 0;

		while (k < b->n_rels && !lin_equal(&a->rels[i], &b->rels[k]))
			k++;
		if (k == b->n_rels)
			return false;
	}
	return true;
}
