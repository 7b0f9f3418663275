/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Pointers whose length stands in a field beside them: "u8 *buf __sized_by(len); u32 len". Where
 * the pointer is found, it has as much as the number says; where the two are left, the number must
 * not say more than there is. In between they may disagree: one is written before the other.
 */
#include "check/mem.h"
#include "check/memory_private.h"

#include <ctype.h>
#include <string.h>

/* The expression that says how much @d points to, or NULL; @unit: bytes that it counts in. */
static const char *length_of(const struct decl *d, long *unit)
{
	const struct contract *bytes = decl_contract(d, "sized_by");
	const struct contract *elements = decl_contract(d, "elements");

	if (d->kind != D_FIELD || d->type->kind != T_PTR)
		return NULL;
	*unit = bytes || d->type->to->size < 1 ? 1 : d->type->to->size;
	return bytes ? bytes->arg : elements ? elements->arg : d->counted_by;
}

static bool mentions(const char *text, const char *name)
{
	size_t n = strlen(name);

	for (const char *at = text; (at = strstr(at, name)); at += n)
		if ((at == text || (!isalnum((unsigned char)at[-1]) && at[-1] != '_')) &&
		    !isalnum((unsigned char)at[n]) && at[n] != '_')
			return true;
	return false;
}

static bool counted_bytes(struct exec *x, struct state *s, place_t object, const char *text,
			  long unit, struct lin *ret)
{
	struct val n;

	return contract_value(x, s, text, NULL, NULL, 0, object, &n) && n.kind == V_INT &&
	       lin_scale(&n.lin, unit, ret);
}

void counted_found(struct exec *x, struct state *s, place_t p, const struct val *v)
{
	const struct decl *d = place_decl(x->r, p);
	struct lin bytes;
	struct fact *f;
	const char *text;
	long unit;

	text = d ? length_of(d, &unit) : NULL;
	if (!text || v->kind != V_PTR || !v->sym || state_fact(x->r, s, v->sym)->has_extent)
		return;
	while (x->r->places[p].decl != d)
		p = x->r->places[p].parent;
	if (!counted_bytes(x, s, x->r->places[p].parent, text, unit, &bytes))
		return;
	f = state_fact(x->r, s, v->sym);
	f->extent = bytes;
	f->has_extent = true;
}

void counted_changes(struct exec *x, struct state *s, place_t p)
{
	const struct place field = x->r->places[p];
	const struct record *r = field.kind == P_FIELD ? field.decl->record : NULL;
	long unit;

	for (int i = 0; r && i < r->n_fields; i++) {
		const struct decl *d = r->fields[i];
		const char *text = length_of(d, &unit);
		place_t at = place_field(x->r, field.parent, d);
		struct val v;

		if (!text || !mentions(text, field.decl->name) || x->r->places[at].exact ||
		    state_cell(s, at) || state_content(x->r, s, at) != C_EXTERN)
			continue;
		v = memory_unknown(x, s, at, d, d->type, 0);
		state_set(x->r, s, at, v, (struct loc){0});
		counted_found(x, s, at, &v);
	}
}

/* How many bytes are behind the pointer @v, which points to a @t? */
static bool bytes_behind(struct exec *x, struct state *s, const struct val *v, const struct type *t, struct lin *ret)
{
	const struct fact *f = v->kind == V_PTR && v->sym ? state_known(s, v->sym) : NULL;
	const struct type *array = v->kind == V_ADDR && v->elem && v->place ? x->r->places[v->place].type : NULL;
	long size = t->size > 0 ? t->size : 1;

	if (f && !f->death && f->has_extent && (f->mask & M_VALID))
		return lin_add(&f->extent, &v->lin, -size, ret);
	*ret = array && array->kind == T_ARRAY && array->count > 0 && array->to->size == size
		       ? lin_const((num)array->count * size)
		       : lin_const(-1);
	return ret->k >= 0 && lin_add(ret, &v->lin, -size, ret);
}

static void check_pair(struct exec *x, struct state *s, place_t object, const struct decl *d,
		       struct loc at)
{
	place_t p = place_field(x->r, object, d);
	const struct cell *c = state_cell(s, p);
	const struct val v = c ? c->val : (struct val){0};
	struct lin need, have, more;
	const char *text;
	bool wrapped;
	long unit;

	text = length_of(d, &unit);
	if (!c || !text || !bytes_behind(x, s, &v, d->type->to, &have) ||
	    !counted_bytes(x, s, object, text, unit, &need))
		return;
	if (lin_add(&need, &have, -1, &more) && state_proves(s, &more))
		return;
	wrapped = need.n == 1 && x->r->syms[need.t[0].sym].origin == SYM_WRAP;
	say(x, at, "CL606", "write the length that there is",
	    "'%s' bytes are said to be behind '%s', where '%s' are%s", lin_name(x->r, &need),
	    place_name(x->r, p), lin_name(x->r, &have), wrapped ? " (the number may have wrapped around)" : "");
}

/* Did this function write a field of @object that is named in @text? */
static bool wrote(struct exec *x, const struct state *s, place_t object, const struct record *r, const char *text)
{
	for (int i = 0; i < r->n_fields; i++) {
		const struct cell *c = mentions(text, r->fields[i]->name)
					       ? state_cell(s, place_field(x->r, object, r->fields[i]))
					       : NULL;

		if (c && c->at.file)
			return true;
	}
	return false;
}

void counted_given(struct exec *x, struct state *s, place_t object, struct loc at)
{
	const struct type *t = x->r->places[object].type;
	const struct record *r = t->kind == T_RECORD && !t->record->is_union && !t->record->trusted ? t->record : NULL;
	long unit;

	for (int i = 0; r && i < r->n_fields; i++) {
		const struct decl *d = r->fields[i];
		const char *text = length_of(d, &unit);

		if (d->type->kind == T_RECORD)
			counted_given(x, s, place_field(x->r, object, d), at);
		else if (text && (wrote(x, s, object, r, text) || wrote(x, s, object, r, d->name)))
			check_pair(x, s, object, d, at);
	}
}

void counted_left(struct exec *x, struct state *s)
{
	for (int i = 0; i < s->n_cells; i++) {
		const struct cell c = s->cells[i];
		const struct place at = x->r->places[c.place];
		const struct record *r = at.kind == P_FIELD ? at.decl->record : NULL;
		const struct place *root = &x->r->places[place_root(x->r, c.place)];
		const struct fact *f = root->kind == P_SYM ? state_known(s, root->sym) : NULL;
		long unit;

		if (!r || !c.at.file || (f && f->death) ||
		    (root->kind == P_VAR && !root->decl->global))
			continue;
		for (int k = 0; k < r->n_fields; k++) {
			const char *text = length_of(r->fields[k], &unit);

			if (text && (r->fields[k] == at.decl ? !wrote(x, s, at.parent, r, text)
							     : mentions(text, at.decl->name)))
				check_pair(x, s, at.parent, r->fields[k], c.at);
		}
	}
}
