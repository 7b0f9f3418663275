/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Joining states. Two states are joined when they agree in everything that a rule of ownership,
 * locking or null asks about; they may differ in numbers, whose bounds are then joined. States
 * that disagree stay apart, so that "ret != 0 exactly when p was freed" is never forgotten.
 */
#include "check/cstring.h"
#include "check/mem.h"
#include "check/merge_private.h"
#include "check/own_private.h"

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

bool sym_is_number(const struct run *r, sym_t sym)
{
	enum type_kind k = sym ? r->syms[sym].type->kind : T_PTR;

	return k == T_INT || k == T_BOOL || k == T_ENUM;
}

/* Offsets into arrays are numbers of their own, of no type that the driver wrote. */
static struct type *offset_type(void)
{
	static struct type t = {.kind = T_INT, .is_signed = true, .size = 8, .name = "offset"};

	return &t;
}

static void join_pointer(struct run *r, struct state *into, struct val *v, const struct state *a,
			 const struct state *b, const struct val *vb, int point, place_t p)
{
	const struct val *both[2] = {v, vb};
	const struct state *from[2] = {a, b};
	sym_t j = sym_intern(r, SYM_JOIN, point, p, r->places[p].type, place_name(r, p));
	sym_t old = sym_intern(r, SYM_OLD, j, GEN_JOIN, r->places[p].type, place_name(r, p));
	struct fact f = {.sym = j, .borrowed = true};
	bool strings;
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
	strings = cstring_holds(a, v) && cstring_holds(b, vb);
	*state_fact(r, into, j) = f;
	*v = val_ptr(j);
	if (strings)
		cstring_begin(r, into, v);
}

static bool same_target(const struct val *a, const struct val *b)
{
	return a->kind == b->kind && a->sym == b->sym && a->place == b->place && a->func == b->func;
}

/* One side owns an object, the other has NULL (see same.c): it stays that object, or NULL. */
static bool owned(const struct state *a, const struct state *b, const struct val *va,
		  const struct val *vb)
{
	const struct fact *f = va->sym ? state_known(a, va->sym) : state_known(b, vb->sym);

	return f && f->own;
}

/* Numbers that are the same on both paths, a counter and how much of an array is written, are one afterwards. */
static const struct joined *alike(const struct run *r, const struct joined *list, int n,
				  const struct lin *la, const struct lin *lb, const struct type *t)
{
	for (int i = 0; i < n; i++)
		if (lin_equal(&list[i].la, la) && lin_equal(&list[i].lb, lb) &&
		    r->syms[list[i].j].type->size <= t->size)
			return &list[i];
	return NULL;
}

static void join_values(struct run *r, struct state *into, struct val *v, place_t p,
			const struct state *a, const struct state *b, const struct val *vb,
			int point, bool widen, struct joined *list, int *n)
{
	struct val va = *v;
	bool pointer = v->kind >= V_PTR && v->kind <= V_TEXT;

	if (v->kind == V_PTR && vb->kind == V_PTR && !v->sym != !vb->sym && owned(a, b, v, vb)) {
		sym_t sym = v->sym ? v->sym : vb->sym;

		state_fact(r, into, sym)->mask |= M_NULL;
		*v = val_ptr(sym);
	} else if (pointer && !same_target(v, vb)) {
		join_pointer(r, into, v, a, b, vb, point, p);
	} else if ((v->kind == V_INT || pointer) && !lin_equal(&v->lin, &vb->lin)) {
		struct type *t = pointer ? offset_type() : r->places[p].type;
		const struct joined *same = pointer ? NULL
						    : alike(r, list, *n, &va.lin, &vb->lin, t);
		sym_t j = same ? same->j : sym_intern(r, SYM_JOIN, point, p, t, place_name(r, p));

		if (!same)
			j = join_number(r, into, a, va.lin, b, vb->lin, j, widen);
		v->lin = lin_sym(j);
		if (!same && !pointer && *n < MAX_JOINED)
			list[(*n)++] = (struct joined){j, va.lin, vb->lin};
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
		if (sym_is_number(r, f->sym)) {
			if (!own_owed(r, f))
				f->own = 0; /* an error, which is not given back */
			join_bounds(r, f, f->lo, f->hi, g->lo, g->hi, widen);
			f->character = f->character == g->character ? f->character : 0;
		}
		f->mask |= g->mask;
		f->fresh = f->fresh && g->fresh;
		f->nonzero = f->nonzero && g->nonzero;
		f->waited = f->waited && g->waited;
		if (f->has_extent && (!g->has_extent || !lin_equal(&f->extent, &g->extent)))
			f->has_extent = f->text = false;
	}
	for (int i = 0; i < a->n_rels; i++)
		if (state_proves(b, &a->rels[i]))
			into->rels[n++] = a->rels[i];
	into->n_rels = n;
	for (int i = 0; i < b->n_facts; i++)
		if (!state_known(a, b->facts[i].sym))
			*state_fact(r, into, b->facts[i].sym) = b->facts[i];
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

static void join(struct run *r, struct state *into, struct state *b, int point, bool widen)
{
	struct joined list[MAX_JOINED], seen[MAX_JOINED];
	struct state *a;
	int n = 0, n_seen = 0;

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
		place_t p = into->cells[i].place;

		if (state_cell(b, p) || place_elsewhere(r, b, p))
			into->cells[n++] = into->cells[i];
	}
	into->n_cells = n;
	for (int i = 0; i < into->n_cells; i++) {
		struct cell *c = &into->cells[i];
		const struct cell *other = state_cell(b, c->place);

		if (other)
			join_values(r, into, &c->val, c->place, a, b, &other->val, point, widen,
				    seen, &n_seen);
	}
	for (int i = 0; i < b->n_cells; i++) /* objects that only the other path has */
		if (!state_cell(a, b->cells[i].place) && place_elsewhere(r, a, b->cells[i].place))
			state_set(r, into, b->cells[i].place, b->cells[i].val, b->cells[i].at);
	n = relate_collect(r, into, a, b, point, list);
	relate_pairs(r, into, a, b, list, n);
	if (widen)
		relate_drop_drifting(into, a);
	if (into->has_result && into->result.kind == V_INT &&
	    !lin_equal(&into->result.lin, &b->result.lin)) {
		sym_t j = sym_intern(r, SYM_JOIN, point, -1, r->func->result, "the result");

		into->result.lin = lin_sym(
			join_number(r, into, a, into->result.lin, b, b->result.lin, j, widen));
	}
}

void set_merge(struct run *r, struct set *set, int point, bool widen)
{
	bool loose = widen || set->n > 24;
	int n = 0;

	for (int i = 0; i < set->n; i++) {
		int k = 0;

		while (k < n && !state_joinable(r, set->v[k], set->v[i], loose))
			k++;
		if (k == n)
			set->v[n++] = set->v[i];
		else
			join(r, set->v[k], set->v[i], point, widen);
	}
	set->n = n;
}
