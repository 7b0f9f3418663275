/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "check/mem.h"
#include "check/state.h"

#include <stdint.h>
#include <string.h>

static bool same_place(const struct place *a, const struct place *b)
{
	return a->kind == b->kind && a->parent == b->parent && a->decl == b->decl &&
	       a->sym == b->sym && a->index == b->index && lin_equal(&a->at, &b->at);
}

static size_t bucket_of(enum place_kind kind, place_t parent, const struct decl *decl, size_t rest)
{
	return ((size_t)kind + (size_t)parent * 31 + (uintptr_t)decl / 16 + rest) % RUN_BUCKETS;
}

static place_t intern(struct run *r, struct place key)
{
	size_t h = bucket_of(key.kind, key.parent, key.decl,
			     (size_t)key.sym * 17 + (size_t)key.index * 7 +
				     (size_t)key.at.t[0].sym * 5);

	for (int i = r->place_bucket[h]; i; i = r->places[i].next)
		if (same_place(&r->places[i], &key))
			return i;
	if (r->n_places == 0)
		MEM_PUSH(r->arena, r->places, r->n_places, (struct place){0});
	key.exact = key.at.n > 0 || (key.parent && r->places[key.parent].exact);
	key.loose = r->n_places;
	if (key.exact) {
		struct place loose = key;

		loose.at = (struct lin){0};
		loose.parent = place_loose(r, key.parent);
		key.loose = intern(r, loose);
	}
	key.next = r->place_bucket[h];
	r->place_bucket[h] = r->n_places;
	MEM_PUSH(r->arena, r->places, r->n_places, key);
	return r->n_places - 1;
}

place_t place_var(struct run *r, const struct decl *d)
{
	return intern(r, (struct place){.kind = P_VAR, .decl = d, .type = d->type});
}

/* The memory behind a pointer is an array of what it points to; type is that of one element. */
place_t place_sym(struct run *r, sym_t s)
{
	struct type *t = r->syms[s].type;

	return intern(
		r, (struct place){.kind = P_SYM, .sym = s, .type = t->kind == T_PTR ? t->to : t});
}

/* Most places are fields, and most of them known: a key for them is not made for nothing. */
place_t place_field(struct run *r, place_t base, const struct decl *field)
{
	for (int i = r->place_bucket[bucket_of(P_FIELD, base, field, 0)]; i;
	     i = r->places[i].next) {
		const struct place *p = &r->places[i];

		if (p->kind == P_FIELD && p->parent == base && p->decl == field)
			return i;
	}
	return intern(r,
		      (struct place){
			      .kind = P_FIELD, .parent = base, .decl = field, .type = field->type});
}

static struct type *element_type(const struct run *r, place_t base)
{
	const struct place *p = &r->places[base];

	return p->kind != P_SYM && p->type->kind == T_ARRAY ? p->type->to : p->type;
}

place_t place_index(struct run *r, place_t base, long long index)
{
	return intern(r, (struct place){.kind = P_INDEX,
					.parent = base,
					.index = index,
					.type = element_type(r, base)});
}

place_t place_any(struct run *r, place_t base)
{
	return intern(r,
		      (struct place){.kind = P_ANY, .parent = base, .type = element_type(r, base)});
}

place_t place_at(struct run *r, place_t base, const struct lin *index)
{
	struct place key = {.kind = P_ANY, .parent = base, .type = element_type(r, base)};

	if (!index->n)
		return place_index(r, base, (long long)index->k);
	key.at = *index;
	return intern(r, key);
}

bool place_mentions(const struct run *r, place_t p, sym_t sym)
{
	for (; p; p = r->places[p].parent)
		if ((r->places[p].kind == P_SYM && r->places[p].sym == sym) ||
		    (r->places[p].exact && lin_mentions(&r->places[p].at, sym)))
			return true;
	return false;
}

place_t place_rename(struct run *r, place_t p, sym_t from, sym_t to)
{
	struct place key;

	if (!place_mentions(r, p, from))
		return p;
	key = r->places[p];
	if (key.kind == P_SYM)
		return place_sym(r, to);
	key.parent = place_rename(r, key.parent, from, to);
	lin_rename(&key.at, from, to);
	return intern(r, key);
}

place_t place_root(const struct run *r, place_t p)
{
	while (r->places[p].parent)
		p = r->places[p].parent;
	return p;
}

bool place_within(const struct run *r, place_t p, place_t base)
{
	for (; p; p = r->places[p].parent)
		if (p == base)
			return true;
	return false;
}

bool place_global(const struct run *r, place_t p)
{
	const struct place *root = &r->places[place_root(r, p)];

	return root->kind == P_VAR && root->decl->global;
}

place_t place_rebase(struct run *r, place_t p, place_t from, place_t to)
{
	struct place key;

	if (p == from)
		return to;
	key = r->places[p];
	key.parent = place_rebase(r, key.parent, from, to);
	return intern(r, key);
}

bool place_has_any(const struct run *r, place_t p)
{
	for (; p; p = r->places[p].parent)
		if (r->places[p].kind == P_ANY)
			return true;
	return false;
}

place_t place_of_all(struct run *r, place_t p)
{
	struct place key = r->places[p];
	bool element = key.kind == P_ANY || key.kind == P_INDEX;

	if (!key.parent)
		return p;
	if (element && r->places[key.parent].kind != P_SYM)
		return place_of_all(r, key.parent);
	key.parent = place_of_all(r, key.parent);
	return key.parent == r->places[p].parent ? p : intern(r, key);
}

static bool is_arrow(const struct run *r, place_t base)
{
	const struct place *p = &r->places[base];

	return p->kind == P_INDEX && p->index == 0 && r->places[p->parent].kind == P_SYM;
}

/* What is added comes first, then what is taken away: "64 - off". */
const char *lin_name(const struct run *r, const struct lin *l)
{
	bool odd = l->n && (l->k > INT32_MAX || l->k < INT32_MIN); /* a negative number, seen as an unsigned one */
	long long k = odd ? 0 : (long long)l->k;
	const char *text = "";

	for (int pass = 0; pass < 2; pass++) {
		for (int i = 0; i < l->n; i++) {
			const char *name = r->syms[l->t[i].sym].name;
			long long c = (long long)l->t[i].coef, n = c < 0 ? -c : c;
			const char *sign = pass ? (*text ? " - " : "-") : (*text ? " + " : "");

			if ((c < 0) != pass)
				continue;
			if (strchr(name, ' ') && (pass || n > 1))
				name = mem_format(r->arena, "(%s)", name);
			text = n == 1 ? mem_format(r->arena, "%s%s%s", text, sign, name)
				      : mem_format(r->arena, "%s%s%lld * %s", text, sign, n, name);
		}
		if (!pass && k > 0)
			text = mem_format(r->arena, *text ? "%s + %lld" : "%s%lld", text, k);
	}
	if (k < 0)
		return mem_format(r->arena, *text ? "%s - %lld" : "%s-%lld", text, -k);
	return *text ? text : "0";
}

const char *place_name(const struct run *r, place_t p)
{
	const struct place *at = &r->places[p];

	switch (at->kind) {
	case P_VAR:
		return at->decl->name;
	case P_SYM:
		return r->syms[at->sym].name;
	case P_FIELD:
		if (!*at->decl->name)
			return place_name(r, at->parent);
		if (is_arrow(r, at->parent))
			return mem_format(r->arena, "%s->%s",
					  place_name(r, r->places[at->parent].parent),
					  at->decl->name);
		return mem_format(r->arena, "%s.%s", place_name(r, at->parent), at->decl->name);
	case P_INDEX:
		if (is_arrow(r, p))
			return mem_format(r->arena, "*%s", place_name(r, at->parent));
		return mem_format(r->arena, "%s[%lld]", place_name(r, at->parent), at->index);
	case P_ANY:
		return mem_format(r->arena, "%s[%s]", place_name(r, at->parent),
				  at->at.n ? lin_name(r, &at->at) : "…");
	}
	return "?";
}

sym_t sym_intern(struct run *r, enum sym_origin origin, int key1, int key2, struct type *type,
		 const char *name)
{
	struct sym key = {.origin = origin, .key1 = key1, .key2 = key2, .type = type, .name = name};
	unsigned int h =
		((unsigned int)origin * 31 + (unsigned int)key1 * 17 + (unsigned int)key2) %
		RUN_BUCKETS;

	for (int i = r->sym_bucket[h]; i; i = r->syms[i].next) {
		const struct sym *s = &r->syms[i];

		if (s->origin == origin && s->key1 == key1 && s->key2 == key2 && s->type == type)
			return i;
	}
	if (r->n_syms == 0)
		MEM_PUSH(r->arena, r->syms, r->n_syms, (struct sym){0});
	key.next = r->sym_bucket[h];
	r->sym_bucket[h] = r->n_syms;
	MEM_PUSH(r->arena, r->syms, r->n_syms, key);
	return r->n_syms - 1;
}

sym_t sym_wrap(struct run *r, const struct lin *l, int rest, struct type *type, const char *name)
{
	int i = 1;

	if (!r->n_wraps)
		MEM_PUSH(r->arena, r->wraps, r->n_wraps, (struct lin){0});
	while (i < r->n_wraps && !lin_equal(&r->wraps[i], l))
		i++;
	if (i == r->n_wraps)
		MEM_PUSH(r->arena, r->wraps, r->n_wraps, *l);
	return sym_intern(r, SYM_WRAP, i, rest, type, name);
}

bool sym_mentions(const struct run *r, sym_t sym, sym_t part)
{
	return r->syms[sym].origin == SYM_WRAP && lin_mentions(&r->wraps[r->syms[sym].key1], part);
}

enum { GENERATIONS = 8 };

/* A name for the value that @sym stood for: the first of a few that the state does not use. */
sym_t sym_older(struct run *r, const struct state *s, sym_t sym)
{
	const struct sym is = r->syms[sym];
	sym_t old = 0;

	for (int g = 0; g < GENERATIONS; g++) {
		old = sym_intern(r, SYM_OLD, sym, g, is.type, is.name);
		r->syms[old].error |= is.error;
		r->syms[old].left |= is.left;
		r->syms[old].paged |= is.paged;
		if (!state_known(s, old) || !state_uses(r, s, old))
			return old;
	}
	return old;
}

/* In a loop the same place of the program makes a value again; who still holds the last one keeps
 * it under another name, and the oldest ones share one. */
sym_t sym_new(struct run *r, struct state *s, enum sym_origin origin, int key1, int key2,
	      struct type *type, const char *name)
{
	sym_t sym = sym_intern(r, origin, key1, key2, type, name);

	if (!state_known(s, sym))
		return sym;
	if (state_uses(r, s, sym))
		state_rename(r, s, sym, sym_older(r, s, sym));
	else
		state_forget(r, s, sym);
	return sym;
}
