/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "check/frontend_private.h"

#include <stdlib.h>
#include <stdint.h>
#include <string.h>

/* A struct without a name within a struct: its fields are the outer one's. */
static bool is_nameless_struct(CXCursor c)
{
	return clang_getCursorKind(c) == CXCursor_StructDecl &&
	       clang_Cursor_isAnonymousRecordDecl(c) &&
	       clang_getCursorKind(clang_getCursorSemanticParent(c)) == CXCursor_StructDecl;
}

CXCursor fe_field_owner(CXCursor field)
{
	CXCursor c = clang_getCursorSemanticParent(field);

	while (is_nameless_struct(c))
		c = clang_getCursorSemanticParent(c);
	return c;
}

static struct type *bitfield_type(struct fe *fe, const struct type *t, int bits);

static void take_field(struct fe *fe, struct record *r, CXCursor c)
{
	struct decl *d = mem_new_object(fe->arena, struct decl);
	CXType t = clang_getCursorType(c);
	const char *counted;

	d->kind = D_FIELD;
	d->record = r;
	d->index = r->n_fields;
	d->name = clang_Cursor_isAnonymousRecordDecl(clang_getTypeDeclaration(t)) &&
				  !*clang_getCString(clang_getCursorSpelling(c))
			  ? ""
			  : fe_string(fe, clang_getCursorSpelling(c));
	if (strchr(d->name, '('))
		d->name = "";
	d->loc = fe_loc(fe, clang_getCursorLocation(c));
	d->trusted = fe_given(fe, c);
	fe_remember(fe, c, d);
	MEM_PUSH(fe->arena, r->fields, r->n_fields, d);
	d->type_word = fe_type_word(fe, t);
	d->type = fe_type(fe, t);
	d->bitfield = clang_Cursor_isBitField(c);
	d->offset = clang_Cursor_getOffsetOfField(c);
	if (is_nameless_struct(clang_getCursorSemanticParent(c)))
		d->offset = clang_Type_getOffsetOf(clang_getCursorType(fe_field_owner(c)), d->name);
	d->width = d->bitfield ? clang_getFieldDeclBitWidth(c) : d->type->size * 8;
	if (d->bitfield)
		d->type = bitfield_type(fe, d->type, (int)d->width);
	fe_contracts(fe, c, &d->contracts);
	if (d->type->kind == T_PTR && decl_has(d, "rcu") && !decl_has(d, "own"))
		fe_add_contract(fe, &d->contracts, "own", "");
	fe_pointer_params(fe, c, d);
	if (d->type->kind != T_PTR && d->type->kind != T_ARRAY)
		return;
	counted = strstr(fe_string(fe, clang_getTypeSpelling(t)), "__counted_by(");
	if (counted) {
		counted += strlen("__counted_by(");
		d->counted_by = mem_strndup(fe->arena, counted, strcspn(counted, ")"));
	}
}

/* __all_guarded_by: each field that does not say another lock, and is none. */
static void guard_fields(struct fe *fe, struct record *r, int from, const struct contract *words)
{
	for (; words; words = words->next)
		for (int i = from; strcmp(words->word, "all_guarded_by") == 0 && i < r->n_fields; i++)
			if (!decl_has(r->fields[i], "guarded_by") && !record_contract(r->fields[i]->type, "lock"))
				fe_add_contract(fe, &r->fields[i]->contracts, "guarded_by",
						words->arg);
}

/* The fields that @def declares: @r, or a nameless struct within it. */
static void take_fields(struct fe *fe, struct record *r, CXCursor def)
{
	struct contract *words = NULL;
	CXCursor *kids;
	int n = fe_children(fe, def, &kids), from = r->n_fields;

	for (int i = 0; i < n; i++) {
		if (clang_getCursorKind(kids[i]) == CXCursor_FieldDecl)
			take_field(fe, r, kids[i]);
		if (!is_nameless_struct(kids[i]))
			continue;
		if (!r->grouped)
			r->first_of_group = r->n_fields;
		r->grouped = true;
		take_fields(fe, r, kids[i]);
	}
	fe_contracts(fe, def, &words);
	guard_fields(fe, r, from, words);
}

struct record *fe_record(struct fe *fe, CXCursor c)
{
	CXCursor def = clang_getCursorDefinition(c);
	CXCursor canon = clang_getCanonicalCursor(c);
	struct record *r = fe_find(fe, canon);

	if (!r) {
		r = mem_new_object(fe->arena, struct record);
		r->name = fe_string(fe, clang_getCursorSpelling(c));
		r->is_union = clang_getCursorKind(c) == CXCursor_UnionDecl;
		fe_remember(fe, canon, r);
		MEM_PUSH(fe->arena, fe->u->records, fe->u->n_records, r);
		r->type = fe_type(fe, clang_getCursorType(c));
	}
	if (r->complete || clang_Cursor_isNull(def))
		return r;
	r->complete = true;
	r->trusted = fe_given(fe, def);
	take_fields(fe, r, def);
	fe_contracts(fe, def, &r->contracts);
	return r;
}

const char *fe_type_word(struct fe *fe, CXType t)
{
	return t.kind == CXType_Typedef ? fe_string(fe, clang_getTypedefName(t)) : NULL;
}

static void take_function_type(struct fe *fe, struct type *t, CXType c)
{
	int n = clang_getNumArgTypes(c);

	t->kind = T_FUNC;
	t->to = fe_type(fe, clang_getResultType(c));
	t->variadic = clang_isFunctionTypeVariadic(c) || c.kind == CXType_FunctionNoProto;
	for (int i = 0; i < n; i++)
		MEM_PUSH(fe->arena, t->params, t->n_params,
			 fe_type(fe, clang_getArgType(c, (unsigned int)i)));
}

static void take_integer(struct type *t, enum CXTypeKind k)
{
	t->kind = k == CXType_Bool ? T_BOOL : T_INT;
	t->is_signed = k >= CXType_Char_S && k <= CXType_Int128;
}

/* Fills @t from the canonical type @c; @t is already findable, for types that contain themselves.
 */
static void take_type(struct fe *fe, struct type *t, CXType c)
{
	switch (c.kind) {
	case CXType_Void:
		t->kind = T_VOID;
		return;
	case CXType_Pointer:
		t->kind = T_PTR;
		t->to = fe_type(fe, clang_getPointeeType(c));
		t->space = clang_getAddressSpace(clang_getPointeeType(c));
		return;
	case CXType_ConstantArray:
	case CXType_IncompleteArray:
	case CXType_VariableArray:
		t->kind = c.kind == CXType_VariableArray ? T_OTHER : T_ARRAY;
		t->to = fe_type(fe, clang_getArrayElementType(c));
		t->count = c.kind == CXType_ConstantArray ? (long)clang_getArraySize(c) : -1;
		return;
	case CXType_FunctionProto:
	case CXType_FunctionNoProto:
		take_function_type(fe, t, c);
		return;
	case CXType_Record:
		t->kind = T_RECORD;
		t->record = fe_record(fe, clang_getTypeDeclaration(c));
		return;
	case CXType_Enum: {
		CXType i = clang_getEnumDeclIntegerType(clang_getTypeDeclaration(c));

		t->kind = T_ENUM;
		t->is_signed = i.kind >= CXType_Char_S && i.kind <= CXType_Int128;
		return;
	}
	case CXType_Float:
	case CXType_Double:
	case CXType_LongDouble:
		t->kind = T_FLOAT;
		return;
	default:
		if (c.kind >= CXType_Bool && c.kind <= CXType_Int128)
			take_integer(t, c.kind);
		else
			t->kind = T_OTHER;
	}
}

/* counted_by wraps a type; what it says is taken from the field's spelling instead. */
static CXType bare_type(CXType t)
{
	CXType c = clang_getCanonicalType(t);

	while (c.kind == CXType_Attributed)
		c = clang_getCanonicalType(clang_Type_getModifiedType(c));
	return c;
}

/* The type of that name; a new one has nothing but the name. */
static struct type *type_named(struct fe *fe, const char *name, bool *ret_new)
{
	struct map_entry **slot = &fe->types[text_hash(name) % MAP_SIZE], *e = *slot;
	struct type *new;

	while (e && strcmp(e->key, name) != 0)
		e = e->next;
	*ret_new = !e;
	if (e)
		return e->value;
	new = mem_new_object(fe->arena, struct type);
	new->name = name;
	e = mem_new_object(fe->scratch, struct map_entry);
	*e = (struct map_entry){.key = name, .value = new, .next = *slot};
	*slot = e;
	return new;
}

static struct type *type_by_name(struct fe *fe, CXType t)
{
	CXType c = bare_type(t);
	bool is_new;
	struct type *type = type_named(fe, fe_string(fe, clang_getTypeSpelling(c)), &is_new);
	long long size;

	if (!is_new)
		return type;
	type->is_const = clang_isConstQualifiedType(c);
	type->is_volatile = clang_isVolatileQualifiedType(c);
	type->space = clang_getAddressSpace(c);
	size = clang_Type_getSizeOf(c);
	type->size = size < 0 ? -1 : (long)size;
	take_type(fe, type, c);
	return type;
}

static struct type *bitfield_type(struct fe *fe, const struct type *t, int bits)
{
	bool is_new;
	struct type *type = type_named(fe, mem_format(fe->arena, "%s:%d", t->name, bits), &is_new);

	if (is_new) {
		const char *name = type->name;

		*type = *t;
		type->name = name;
		type->bits = bits;
	}
	return type;
}

struct type *fe_type(struct fe *fe, CXType t)
{
	struct map_entry **slot = &fe->seen_types[((uintptr_t)t.data[0] >> 4) % MAP_SIZE], *e;

	for (e = *slot; e; e = e->next)
		if (e->key == t.data[0])
			return e->value;
	e = mem_new_object(fe->scratch, struct map_entry);
	e->key = t.data[0];
	e->value = type_by_name(fe, t);
	e->next = *slot; /* which may have become another one meanwhile */
	*slot = e;
	return e->value;
}
