/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Objects that are written or copied as bytes: bytes are no addresses, and a copy of an owner's bytes is a
 * second owner.
 */
#include "check/call.h"

static bool is_address(const struct decl *d, const struct type *t)
{
	(void)d;
	return t->kind == T_PTR && t->space != SPACE_USER;
}

static bool is_flag(const struct decl *d, const struct type *t)
{
	(void)d;
	return t->kind == T_BOOL;
}

static bool is_owner(const struct decl *d, const struct type *t)
{
	return d && t->kind == T_PTR && decl_has(d, "own");
}

/* The first field in @t (declared as @d, or nameless) that @is one, or what @t is itself; or NULL. */
static const char *find(const struct decl *d, const struct type *t,
			bool (*is)(const struct decl *d, const struct type *t))
{
	const char *found = NULL;

	while (t->kind == T_ARRAY)
		t = t->to;
	if (is(d, t))
		return d ? d->name : t->name;
	for (int i = 0; t->kind == T_RECORD && !found && i < t->record->n_fields; i++)
		found = find(t->record->fields[i], t->record->fields[i]->type, is);
	return found;
}

const char *bytes_address(const struct type *t)
{
	return find(NULL, t, is_address);
}

const char *bytes_owner(const struct type *t)
{
	return find(NULL, t, is_owner);
}

void bytes_over(struct exec *x, const struct state *s, place_t array, const struct expr *e)
{
	const struct type *t = x->r->places[array].type;

	if (t->kind != T_ARRAY || !(bytes_owner(t) || place_contract(x->r, array, "own")) || place_private(x->r, s, array) ||
	    state_content(x->r, s, array) != C_EXTERN || state_marked(s, MARK_CLEARED, array))
		return;
	for (int i = 0; i < s->n_marks; i++)
		if (s->marks[i].kind == MARK_CLEARED && place_within(x->r, s->marks[i].place, array))
			return;
	say(x, e->loc, "CL101", "release what is there first", "'%s' is overwritten, and may still own something",
	    place_name(x->r, array));
}

static const struct type *pointee(struct exec *x, const struct val *v)
{
	const struct type *t = v->kind == V_ADDR	   ? x->r->places[v->place].type
			       : v->kind == V_PTR && v->sym ? x->r->syms[v->sym].type->to
							    : NULL;

	while (t && t->kind == T_ARRAY)
		t = t->to;
	return t;
}

/* But for const. */
static bool is_same(const struct type *a, const struct type *b)
{
	if (a->kind == T_RECORD && b->kind == T_RECORD)
		return a->record == b->record;
	return a->kind == T_PTR && b->kind == T_PTR && a->to == b->to;
}

void bytes_written(struct exec *x, const struct val *to, const struct val *from, const struct expr *e,
		   const char *by)
{
	const struct type *t = pointee(x, to);
	const struct type *source = from ? pointee(x, from) : NULL;
	const struct record *part;
	const char *field;

	if (!t || (source && is_same(t, source)))
		return;
	field = find(NULL, t, is_address);
	part = field ? NULL : type_pinned(t);
	if (field)
		say(x, e->loc, "CL801", "copy the members that are data, one by one",
		    "'%s' writes bytes into '%s', where '%s' is a pointer", by, say_expr(x, e), field);
	else if (part)
		say(x, e->loc, "CL117", "copy the members that are data, one by one",
		    "'%s' writes bytes into '%s', over a struct %s", by, say_expr(x, e), part->name);
}

void bytes_brought(struct exec *x, const struct val *to, const struct expr *e, const char *by)
{
	const struct type *t = pointee(x, to);
	const char *field = t ? find(NULL, t, is_flag) : NULL;

	bytes_written(x, to, NULL, e, by);
	if (field)
		say(x, e->loc, "CL801", "take a u8, and test it: flag = byte != 0",
		    "'%s' writes bytes into '%s', but '%s' is a bool, and a byte may be neither 0 nor 1", by, say_expr(x, e),
		    field);
}

void bytes_copied(struct exec *x, const struct val *from, bool taken, const struct expr *e, const char *by)
{
	const struct type *t = pointee(x, from);
	const struct record *part = t ? type_pinned(t) : NULL;
	const char *field = t && !taken && !part ? find(NULL, t, is_owner) : NULL;

	if (part)
		say(x, e->loc, "CL117", "make a new object, and copy the members that are data",
		    "'%s' copies '%s', and a struct %s in it must stay where it is", by, say_expr(x, e), part->name);
	if (field)
		say(x, e->loc, "CL115", "make a new object, and copy the members that are data",
		    "'%s' copies '%s': what '%s' owns would have two owners", by, say_expr(x, e), field);
}
