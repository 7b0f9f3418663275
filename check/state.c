/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "check/mem.h"
#include "check/module.h"
#include "check/state.h"

#include <string.h>

struct val val_int(struct lin l)
{
	return (struct val){.kind = V_INT, .lin = l};
}

struct val val_const(num k)
{
	return val_int(lin_const(k));
}

struct val val_ptr(sym_t s)
{
	return (struct val){.kind = V_PTR, .sym = s};
}

struct val val_null(void)
{
	return val_ptr(0);
}

bool val_is_null(const struct val *v)
{
	return v->kind == V_PTR && v->sym == 0;
}

struct state *state_new(struct run *r)
{
	return mem_new_object(r->arena, struct state);
}

static void *copy_list(struct run *r, const void *list, int n, size_t size)
{
	int room = 1;

	while (room < n)
		room *= 2;
	return !n ? NULL : mem_copy(r->arena, list, (size_t)n * size, (size_t)room * size);
}

#define COPY(field, count) c->field = copy_list(r, s->field, s->count, sizeof(*s->field))

struct state *state_copy(struct run *r, const struct state *s)
{
	struct state *c = state_new(r);

	*c = *s;
	COPY(cells, n_cells);
	COPY(facts, n_facts);
	COPY(held, n_held);
	COPY(rels, n_rels);
	COPY(marks, n_marks);
	COPY(fetches, n_fetches);
	COPY(seen, n_seen);
	COPY(stack, sp);
	return c;
}

const struct fact *state_known(const struct state *s, sym_t sym)
{
	for (int i = 0; i < s->n_facts; i++)
		if (s->facts[i].sym == sym)
			return &s->facts[i];
	return NULL;
}

/* Facts stay sorted by symbol, so that equal states have equal lists. */
struct fact *state_fact(struct run *r, struct state *s, sym_t sym)
{
	struct fact f = {.sym = sym, .mask = M_VALID, .borrowed = true};
	int i = 0;

	while (i < s->n_facts && s->facts[i].sym < sym)
		i++;
	if (i < s->n_facts && s->facts[i].sym == sym)
		return &s->facts[i];
	if (sym == 0)
		f.mask = M_NULL;
	type_range(sym ? r->syms[sym].type : NULL, &f.lo, &f.hi);
	MEM_PUSH(r->arena, s->facts, s->n_facts, f);
	memmove(&s->facts[i + 1], &s->facts[i], (size_t)(s->n_facts - 1 - i) * sizeof(f));
	s->facts[i] = f;
	return &s->facts[i];
}

void state_forget(const struct run *r, struct state *s, sym_t sym)
{
	int n = 0;

	seen_forget(r, s, sym);

	for (int i = 0; i < s->n_facts; i++)
		if (s->facts[i].sym != sym)
			s->facts[n++] = s->facts[i];
	s->n_facts = n;
	n = 0;
	for (int i = 0; i < s->n_rels; i++)
		if (!lin_mentions(&s->rels[i], sym))
			s->rels[n++] = s->rels[i];
	s->n_rels = n;
	n = 0;
	for (int i = 0; i < s->n_fetches; i++)
		if (s->fetches[i].from != sym && !lin_mentions(&s->fetches[i].offset, sym) &&
		    !lin_mentions(&s->fetches[i].size, sym))
			s->fetches[n++] = s->fetches[i];
	s->n_fetches = n;
}

struct cell *state_cell(const struct state *s, place_t p)
{
	for (int i = 0; i < s->n_cells; i++)
		if (s->cells[i].place == p)
			return &s->cells[i];
	return NULL;
}

void state_set(struct run *r, struct state *s, place_t p, struct val v, struct loc at)
{
	struct cell new = {.place = place_loose(r, p), .val = v, .at = at};
	struct cell *c = state_cell(s, new.place);
	int i = 0;

	p = new.place;
	if (c) {
		*c = new;
		return;
	}
	MEM_PUSH(r->arena, s->cells, s->n_cells, new);
	while (s->cells[i].place < p)
		i++;
	memmove(&s->cells[i + 1], &s->cells[i], (size_t)(s->n_cells - 1 - i) * sizeof(new));
	s->cells[i] = new;
}

void state_unset(struct state *s, place_t p)
{
	int n = 0;

	for (int i = 0; i < s->n_cells; i++)
		if (s->cells[i].place != p)
			s->cells[n++] = s->cells[i];
	s->n_cells = n;
}

void state_clear(struct run *r, struct state *s, place_t p)
{
	state_clear_but(r, s, p, NULL);
}

void state_clear_but(struct run *r, struct state *s, place_t p, bool (*stays)(const struct run *r, place_t p))
{
	int n = 0;

	seen_within(r, s, p);
	p = place_loose(r, p);
	for (int i = 0; i < s->n_cells; i++)
		if (!place_within(r, s->cells[i].place, p) || (stays && stays(r, s->cells[i].place)))
			s->cells[n++] = s->cells[i];
	s->n_cells = n;
	n = 0;
	for (int i = 0; i < s->n_marks; i++)
		if (!place_within(r, s->marks[i].place, p))
			s->marks[n++] = s->marks[i];
	s->n_marks = n;
}

bool state_whole(const struct run *r, const struct state *s, place_t p)
{
	for (; p; p = r->places[p].parent) {
		const struct cell *c = state_cell(s, p);

		if (c && c->val.kind == V_CONTENT)
			return c->val.elem;
		if (r->places[p].kind == P_SYM) {
			const struct fact *f = state_known(s, r->places[p].sym);

			return !f || f->content == C_ZERO || f->content == C_EXTERN;
		}
	}
	return false;
}

void state_fill(struct run *r, struct state *s, place_t p, enum content content, struct loc at)
{
	struct val v = {.kind = V_CONTENT, .content = content};

	state_clear(r, s, p);
	state_set(r, s, p, v, at);
}

/* What the declaration of a variable of the module puts in @p; NULL: a zero. */
static const struct expr *initial(const struct run *r, place_t p)
{
	const struct place *at = &r->places[p];
	const struct expr *e = at->parent ? initial(r, at->parent) : at->decl->init;

	if (!e || !at->parent || e->kind != E_INIT || at->kind != P_FIELD)
		return e;
	for (int i = 0; i < e->n_args; i++)
		if (!e->fields[i] || e->fields[i] == at->decl)
			return e->args[i];
	return NULL;
}

enum content state_content(const struct run *r, const struct state *s, place_t p)
{
	place_t root = place_root(r, p), at = p;
	const struct fact *f;

	for (p = place_loose(r, p); p; p = r->places[p].parent) {
		const struct cell *c = state_cell(s, p);

		if (c && c->val.kind == V_CONTENT)
			return c->val.content;
	}
	if (r->places[root].kind == P_SYM) {
		f = state_known(s, r->places[root].sym);
		return f ? f->content : C_EXTERN;
	}
	if (r->places[root].decl->global && decl_has(r->func->decl, "init") && !initial(r, at))
		return C_ZERO; /* init runs first */
	return r->places[root].decl->global || r->places[root].decl->kind == D_PARAM ? C_EXTERN
										     : C_UNINIT;
}

void state_push(struct run *r, struct state *s, struct val v)
{
	MEM_PUSH(r->arena, s->stack, s->sp, v);
}

struct val state_pop(struct state *s)
{
	return s->sp > 0 ? s->stack[--s->sp] : (struct val){0};
}

struct mark *state_mark(struct run *r, struct state *s, enum mark_kind k, place_t p, struct loc at)
{
	struct mark new = {.kind = k, .place = p, .at = at};

	if (!state_marked(s, k, p))
		MEM_PUSH(r->arena, s->marks, s->n_marks, new);
	return state_marked(s, k, p);
}

struct mark *state_marked(const struct state *s, enum mark_kind k, place_t p)
{
	for (int i = 0; i < s->n_marks; i++)
		if (s->marks[i].kind == k && s->marks[i].place == p)
			return &s->marks[i];
	return NULL;
}

void state_unmark(struct state *s, enum mark_kind k, place_t p)
{
	int n = 0;

	for (int i = 0; i < s->n_marks; i++)
		if (s->marks[i].kind != k || s->marks[i].place != p)
			s->marks[n++] = s->marks[i];
	s->n_marks = n;
}
