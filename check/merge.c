/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Joining states. Two states are joined when they agree in everything that a rule of ownership,
 * locking or null asks about; they may differ in numbers, whose bounds are then joined. States
 * that disagree stay apart, so that "ret != 0 exactly when p was freed" is never forgotten.
 */
#include "check/mem.h"
#include "check/state.h"

#include <string.h>

/* What a join stood for before; among the generations of sym_older() it has its own. */
enum { GEN_JOIN = 100, MAX_FETCHES = 32 };

void set_add(struct run *r, struct set *set, struct state *s)
{
	MEM_PUSH(r->arena, set->v, set->n, s);
}

void set_take(struct run *r, struct set *to, struct set *from)
{
	for (int i = 0; i < from->n; i++)
		set_add(r, to, from->v[i]);
	from->n = 0;
}

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

static bool same_value(const struct run *r, const struct state *sa, const struct val *a,
		       const struct state *sb, const struct val *b, bool loose)
{
	bool pointers = a->kind >= V_PTR && a->kind <= V_TEXT && b->kind >= V_PTR &&
			b->kind <= V_TEXT;

	if (loose && pointers && plain_pointer(r, sa, a) && plain_pointer(r, sb, b))
		return true;
	if (a->kind != b->kind)
		return false;
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

static bool is_number(const struct run *r, sym_t sym)
{
	enum type_kind k = sym ? r->syms[sym].type->kind : T_PTR;

	return k == T_INT || k == T_BOOL || k == T_ENUM;
}

static bool same_fact(const struct run *r, const struct fact *a, const struct fact *b, bool loose)
{
	if (a->pending != b->pending)
		return false;
	if (is_number(r, a->sym))
		return true;
	if (loose && a->own == 0 && b->own == 0 && !a->death && !b->death && a->loan == b->loan &&
	    a->lapsed == b->lapsed)
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

static bool same_cells(struct run *r, const struct state *a, const struct state *b, bool loose)
{
	int i = 0, k = 0;

	while (i < a->n_cells || k < b->n_cells) {
		place_t pa = i < a->n_cells ? a->cells[i].place : r->n_places;
		place_t pb = k < b->n_cells ? b->cells[k].place : r->n_places;

		if (pa == pb) {
			if (!same_value(r, a, &a->cells[i++].val, b, &b->cells[k++].val, loose))
				return false;
		} else if (pa < pb) {
			if (!droppable(r, a, &a->cells[i++]))
				return false;
		} else if (!droppable(r, b, &b->cells[k++])) {
			return false;
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
	       f->lapsed == g->lapsed &&
	       !f->pending && !g->pending && state_only_seen(r, a, sym) &&
	       state_only_seen(r, b, sym);
}

static bool same_rest(struct run *r, const struct state *a, const struct state *b, bool loose)
{
	if (a->sp != b->sp || a->target != b->target || a->has_result != b->has_result)
		return false;
	if (a->has_result && !same_value(r, a, &a->result, b, &b->result, false))
		return false;
	for (int i = 0; i < a->sp; i++)
		if (!same_value(r, a, &a->stack[i], b, &b->stack[i], false) ||
		    (a->stack[i].kind == V_INT && !lin_equal(&a->stack[i].lin, &b->stack[i].lin)))
			return false;
	for (int i = 0; i < a->n_facts; i++) {
		const struct fact *f = state_known(b, a->facts[i].sym);

		if (f && !same_fact(r, &a->facts[i], f, loose) && !only_seen(r, a, b, f->sym))
			return false;
		if (!f && a->facts[i].own)
			return false;
	}
	for (int i = 0; i < b->n_facts; i++)
		if (b->facts[i].own && !state_known(a, b->facts[i].sym))
			return false;
	return true;
}

/* ---- joining numbers ---- */

/* @l with the symbol @sym replaced by @by. */
static bool replace(const struct lin *l, sym_t sym, const struct lin *by, struct lin *ret)
{
	struct lin rest = *l;

	for (int i = 0; i < rest.n; i++)
		if (rest.t[i].sym == sym) {
			num c = rest.t[i].coef;

			memmove(&rest.t[i], &rest.t[i + 1],
				(size_t)(--rest.n - i) * sizeof(rest.t[0]));
			return lin_add(&rest, by, c, ret);
		}
	*ret = rest;
	return true;
}

static void keep_if_both(struct run *r, struct state *into, const struct state *a,
			 const struct lin *va, const struct state *b, const struct lin *vb, sym_t j,
			 struct lin rel)
{
	struct lin ra, rb;

	if (rel.n > 0 && replace(&rel, j, va, &ra) && replace(&rel, j, vb, &rb) &&
	    state_proves(a, &ra) && state_proves(b, &rb))
		state_assume(r, into, &rel);
}

/* How the joined number @j (@va in state a, @vb in b) stands to the others that both know. */
static void relate(struct run *r, struct state *into, const struct state *a, const struct lin *va,
		   const struct state *b, const struct lin *vb, sym_t j)
{
	const struct state *from[2] = {a, b};
	const struct lin *v[2] = {va, vb};

	for (int i = 0; i < a->n_facts; i++) {
		sym_t other = a->facts[i].sym;
		struct lin below = {.n = 2};
		struct lin above;

		if (!is_number(r, other) || other == j || !state_known(b, other))
			continue;
		below.t[0] = (struct term){other < j ? other : j, other < j ? -1 : 1};
		below.t[1] = (struct term){other < j ? j : other, other < j ? 1 : -1};
		lin_scale(&below, -1, &above);
		keep_if_both(r, into, a, va, b, vb, j, above);
		keep_if_both(r, into, a, va, b, vb, j, below);
		below.k = 1;
		keep_if_both(r, into, a, va, b, vb, j, below);
	}
	/* Each side's own expression may bound the joined value: so does min() come out. */
	for (int side = 0; side < 2; side++) {
		struct lin me = lin_sym(j), rel;

		if (lin_add(&me, v[side], -1, &rel))
			keep_if_both(r, into, a, va, b, vb, j, rel);
		if (lin_scale(&rel, -1, &rel))
			keep_if_both(r, into, a, va, b, vb, j, rel);
	}
	for (int side = 0; side < 2; side++)
		for (int i = 0; i < from[side]->n_rels && v[side]->n == 1; i++) {
			struct lin by = lin_sym(j), rel;

			if (v[side]->t[0].coef != 1)
				continue;
			by.k = -v[side]->k;
			if (lin_mentions(&from[side]->rels[i], v[side]->t[0].sym) &&
			    replace(&from[side]->rels[i], v[side]->t[0].sym, &by, &rel))
				keep_if_both(r, into, a, va, b, vb, j, rel);
		}
}

/* A bound that grows goes to the next constant that the function knows, at last to the type's. */
static num next_step(const struct run *r, num hi, num top)
{
	for (int i = 0; i < r->n_steps; i++)
		if (r->steps[i] >= hi && r->steps[i] < top)
			return r->steps[i];
	return top;
}

static void join_bounds(struct run *r, struct fact *f, num alo, num ahi, num blo, num bhi,
			bool widen)
{
	num tlo, thi;

	type_range(r->syms[f->sym].type, &tlo, &thi);
	f->lo = alo < blo ? alo : blo;
	f->hi = ahi > bhi ? ahi : bhi;
	if (widen && blo < alo)
		f->lo = f->lo >= 0 ? 0 : f->lo >= -1 ? -1 : tlo;
	if (widen && bhi > ahi)
		f->hi = next_step(r, f->hi, thi);
	if (f->lo < tlo) /* what lies in a place fits its type */
		f->lo = tlo;
	if (f->hi > thi)
		f->hi = thi;
}

/* Offsets into arrays are numbers of their own, of no type that the driver wrote. */
static struct type *offset_type(void)
{
	static struct type t = {.kind = T_INT, .is_signed = true, .size = 8, .name = "offset"};

	return &t;
}

static sym_t join_number(struct run *r, struct state *into, const struct state *a, struct lin la,
			 const struct state *b, struct lin lb, sym_t j, bool widen)
{
	num alo, ahi, blo, bhi;

	lin_bounds(a, &la, &alo, &ahi);
	lin_bounds(b, &lb, &blo, &bhi);
	join_bounds(r, state_fact(r, into, j), alo, ahi, blo, bhi, widen);
	relate(r, into, a, &la, b, &lb, j);
	return j;
}

static void join_pointer(struct run *r, struct state *into, struct val *v, const struct state *a,
			 const struct state *b, const struct val *vb, int point, place_t p)
{
	const struct val *both[2] = {v, vb};
	const struct state *from[2] = {a, b};
	sym_t j = sym_intern(r, SYM_JOIN, point, p, r->places[p].type, place_name(r, p));
	sym_t old = sym_intern(r, SYM_OLD, j, GEN_JOIN, r->places[p].type, place_name(r, p));
	struct fact f = {.sym = j, .borrowed = true};
	int n = 0;

	for (int i = 0; i < 2; i++) {
		const struct fact *g = NULL;
		sym_t dep = both[i]->sym;

		if (both[i]->kind == V_ADDR &&
		    r->places[place_root(r, both[i]->place)].kind == P_SYM)
			dep = r->places[place_root(r, both[i]->place)].sym;
		g = dep ? state_known(from[i], dep) : NULL;
		f.mask |= both[i]->kind != V_PTR ? M_VALID : dep ? (g ? g->mask : M_VALID) : M_NULL;
		for (int k = 0; (dep == j || dep == old) && g && k < MAX_DEPS; k++)
			if (g->deps[k] && n < MAX_DEPS)
				f.deps[n++] = g->deps[k];
		if (dep && dep != j && dep != old && n < MAX_DEPS &&
		    (n == 0 || f.deps[n - 1] != dep))
			f.deps[n++] = dep;
	}
	*state_fact(r, into, j) = f;
	*v = val_ptr(j);
}

static bool same_target(const struct val *a, const struct val *b)
{
	return a->kind == b->kind && a->sym == b->sym && a->place == b->place && a->func == b->func;
}

static void join_values(struct run *r, struct state *into, struct val *v, place_t p,
			const struct state *a, const struct state *b, const struct val *vb,
			int point, bool widen)
{
	struct val va = *v;
	bool pointer = v->kind >= V_PTR && v->kind <= V_TEXT;

	if (pointer && !same_target(v, vb)) {
		join_pointer(r, into, v, a, b, vb, point, p);
	} else if ((v->kind == V_INT || pointer) && !lin_equal(&v->lin, &vb->lin)) {
		struct type *t = pointer ? offset_type() : r->places[p].type;
		sym_t j = sym_intern(r, SYM_JOIN, point, p, t, place_name(r, p));

		v->lin = lin_sym(join_number(r, into, a, va.lin, b, vb->lin, j, widen));
	}
	v->uninit |= vb->uninit;
	if (vb->wrapped || vb->cut || vb->stale)
		v->odd_at = vb->odd_at;
	v->wrapped |= vb->wrapped;
	v->cut |= vb->cut;
	v->stale |= vb->stale;
}

/* Does @p hold in @s just what the join @j says? */
static bool holds(const struct state *s, place_t p, sym_t j)
{
	const struct cell *c = state_cell(s, p);

	return c && ((c->val.kind == V_PTR && c->val.sym == j) ||
		     (c->val.lin.n == 1 && c->val.lin.k == 0 && c->val.lin.t[0].sym == j &&
		      c->val.lin.t[0].coef == 1));
}

/*
 * A join that this point made before is about to get a new meaning: where the old one is still in
 * use, it gets another name first.
 */
static void retire_joins(struct run *r, struct state *s, int point)
{
	for (sym_t j = 1; j < r->n_syms; j++) {
		const struct sym sym = r->syms[j];

		if (sym.origin == SYM_JOIN && sym.key1 == point && sym.key2 > 0 &&
		    state_known(s, j) && !holds(s, sym.key2, j)) {
			seen_forget_index(r, s, j);
			state_rename(r, s, j,
				     sym_intern(r, SYM_OLD, j, GEN_JOIN, sym.type, sym.name));
		}
	}
}

static void join_facts(struct run *r, struct state *into, const struct state *a,
		       const struct state *b, bool widen)
{
	int n = 0;

	for (int i = 0; i < into->n_facts; i++) {
		struct fact *f = &into->facts[i];
		const struct fact *g = state_known(b, f->sym);

		if (!g)
			continue;
		if (is_number(r, f->sym))
			join_bounds(r, f, f->lo, f->hi, g->lo, g->hi, widen);
		f->mask |= g->mask;
		f->fresh = f->fresh && g->fresh;
		f->nonzero = f->nonzero && g->nonzero;
		if (f->has_extent && (!g->has_extent || !lin_equal(&f->extent, &g->extent)))
			f->has_extent = false;
	}
	for (int i = 0; i < a->n_rels; i++)
		if (state_proves(b, &a->rels[i]))
			into->rels[n++] = a->rels[i];
	into->n_rels = n;
	for (int i = 0; i < b->n_facts; i++)
		if (!state_known(a, b->facts[i].sym))
			*state_fact(r, into, b->facts[i].sym) = b->facts[i];
}

/* One number that a join is about to rename: what it was on each side. */
struct joined {
	sym_t j;
	struct lin la, lb;
};
enum { MAX_JOINED = 24 };

static bool is_joined(const struct run *r, sym_t s, int point)
{
	return r->syms[s].origin == SYM_JOIN && r->syms[s].key1 == point;
}

static int collect_joined(struct run *r, const struct state *into, const struct state *a,
			  const struct state *b, int point, struct joined *list)
{
	int n = 0;

	for (int i = 0; i < into->n_cells && n < MAX_JOINED; i++) {
		const struct val *v = &into->cells[i].val;
		const struct cell *ca = state_cell(a, into->cells[i].place);
		const struct cell *cb = state_cell(b, into->cells[i].place);

		if (v->lin.n == 1 && v->lin.k == 0 && is_joined(r, v->lin.t[0].sym, point) && ca &&
		    cb)
			list[n++] = (struct joined){v->lin.t[0].sym, ca->val.lin, cb->val.lin};
	}
	return n;
}

static bool replace_all(struct lin rel, const struct joined *list, int n, bool second,
			struct lin *ret)
{
	for (int i = 0; i < n; i++)
		if (!replace(&rel, list[i].j, second ? &list[i].lb : &list[i].la, &rel))
			return false;
	*ret = rel;
	return true;
}

static void keep_joint(struct run *r, struct state *into, const struct state *a,
		       const struct state *b, const struct joined *list, int n,
		       const struct lin *rel)
{
	struct lin ra, rb;

	if (replace_all(*rel, list, n, false, &ra) && replace_all(*rel, list, n, true, &rb) &&
	    state_proves(a, &ra) && state_proves(b, &rb))
		state_assume(r, into, rel);
}

/* A relation of one side, said of the joined numbers: where j was "s + k" there, s is "j - k". */
static bool in_new_words(const struct lin *old, const struct joined *list, int n, bool second,
			 struct lin *ret)
{
	struct lin rel = *old;
	bool any = false;

	for (int i = 0; i < n; i++) {
		const struct lin *l = second ? &list[i].lb : &list[i].la;
		struct lin by = lin_sym(list[i].j);

		if (l->n != 1 || l->t[0].coef != 1 || !lin_mentions(&rel, l->t[0].sym) ||
		    l->t[0].sym == list[i].j)
			continue;
		by.k = -l->k;
		if (!replace(&rel, l->t[0].sym, &by, &rel))
			return false;
		any = true;
	}
	*ret = rel;
	return any;
}

/* Numbers that change together keep their sum, or their difference: p++ while n--. */
static void relate_pairs(struct run *r, struct state *into, const struct state *a,
			 const struct state *b, const struct joined *list, int n)
{
	for (int i = 0; i < n; i++)
		for (int k = i + 1; k < n; k++)
			for (num sign = -1; sign <= 1; sign += 2) {
				struct lin rel = lin_sym(list[i].j), other = lin_sym(list[k].j),
					   was, neg;

				if (!lin_add(&list[i].la, &list[k].la, sign, &was) ||
				    !lin_add(&rel, &other, sign, &rel) ||
				    !lin_add(&rel, &was, -1, &rel) || !lin_scale(&rel, -1, &neg))
					continue;
				keep_joint(r, into, a, b, list, n, &rel);
				keep_joint(r, into, a, b, list, n, &neg);
			}
	for (int i = 0; i < n && n <= 8; i++) /* which of two is the smaller one: lo < hi */
		for (int k = 0; k < n; k++) {
			struct lin rel = lin_sym(list[i].j), other = lin_sym(list[k].j);

			if (i == k || !lin_add(&rel, &other, -1, &rel))
				continue;
			keep_joint(r, into, a, b, list, n, &rel);
			rel.k = 1;
			keep_joint(r, into, a, b, list, n, &rel);
		}
	for (int i = 0; i < a->n_rels; i++)
		keep_joint(r, into, a, b, list, n, &a->rels[i]);
	for (int side = 0; side < 2; side++) {
		const struct state *s = side ? b : a;

		for (int i = 0; i < s->n_rels; i++) {
			struct lin rel;

			if (in_new_words(&s->rels[i], list, n, side, &rel))
				keep_joint(r, into, a, b, list, n, &rel);
		}
	}
}

/* What was fetched on either path was fetched. */
static void join_fetches(struct run *r, struct state *into, const struct state *b)
{
	for (int i = 0; i < b->n_fetches; i++) {
		const struct fetch *f = &b->fetches[i];
		int k = 0;

		while (k < into->n_fetches && (into->fetches[k].from != f->from ||
					       !lin_equal(&into->fetches[k].offset, &f->offset) ||
					       !lin_equal(&into->fetches[k].size, &f->size)))
			k++;
		if (k == into->n_fetches && k < MAX_FETCHES)
			MEM_PUSH(r->arena, into->fetches, into->n_fetches, *f);
	}
}

static bool same_terms(const struct lin *a, const struct lin *b)
{
	struct lin l = *a;

	l.k = b->k;
	return lin_equal(&l, b);
}

/* A relation that gets weaker in each round (x <= y + 1, x <= y + 2, …) is none. */
static void drop_drifting(struct state *into, const struct state *a)
{
	int n = 0;

	for (int i = 0; i < into->n_rels; i++) {
		const struct lin *rel = &into->rels[i];
		bool drifts = false;

		for (int k = 0; k < a->n_rels && (rel->k < 0 || rel->k > 1); k++)
			drifts |= same_terms(rel, &a->rels[k]) && a->rels[k].k > rel->k;
		if (!drifts)
			into->rels[n++] = *rel;
	}
	into->n_rels = n;
}

static void join(struct run *r, struct state *into, struct state *b, int point, bool widen)
{
	struct joined list[MAX_JOINED];
	struct state *a;
	int n = 0;

	b = state_copy(r, b);
	retire_joins(r, b, point);
	retire_joins(r, into, point);
	a = state_copy(r, into);
	join_facts(r, into, a, b, widen);
	seen_join(into, b);
	for (int i = 0; i < into->n_marks; i++) {
		struct mark *m = &into->marks[i];
		const struct mark *other = state_marked(b, m->kind, m->place);

		m->lo = other->lo < m->lo ? other->lo : m->lo;
		m->hi = other->hi > m->hi ? other->hi : m->hi;
	}
	join_fetches(r, into, b);
	for (int i = 0; i < into->n_cells; i++) {
		const struct cell *other = state_cell(b, into->cells[i].place);

		if (!other)
			continue;
		into->cells[n++] = into->cells[i];
	}
	into->n_cells = n;
	for (int i = 0; i < into->n_cells; i++) {
		struct cell *c = &into->cells[i];

		join_values(r, into, &c->val, c->place, a, b, &state_cell(b, c->place)->val, point,
			    widen);
	}
	n = collect_joined(r, into, a, b, point, list);
	relate_pairs(r, into, a, b, list, n);
	if (widen)
		drop_drifting(into, a);
	if (into->has_result && into->result.kind == V_INT &&
	    !lin_equal(&into->result.lin, &b->result.lin)) {
		sym_t j = sym_intern(r, SYM_JOIN, point, -1, r->func->result, "the result");

		into->result.lin = lin_sym(
			join_number(r, into, a, into->result.lin, b, b->result.lin, j, widen));
	}
}

static bool joinable(struct run *r, const struct state *a, const struct state *b, bool loose)
{
	return same_rest(r, a, b, loose) && same_held(a, b) && same_marks(a, b) &&
	       same_cells(r, a, b, loose);
}

void set_merge(struct run *r, struct set *set, int point, bool widen)
{
	bool loose = widen || set->n > 24;
	int n = 0;

	for (int i = 0; i < set->n; i++) {
		int k = 0;

		while (k < n && !joinable(r, set->v[k], set->v[i], loose))
			k++;
		if (k == n)
			set->v[n++] = set->v[i];
		else
			join(r, set->v[k], set->v[i], point, widen);
	}
	set->n = n;
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
