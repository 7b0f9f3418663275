/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Declarations into facts: structs and unions with every member's place, enums with their values.
 * Groups written in place (anonymous or named) are flattened with their own entry in front.
 */
#include "abi/extract_tu.h"
#include "abi/naming.h"

#include "base/diag.h"

#include <stdlib.h>
#include <string.h>

struct fields {
	struct tu *t;
	struct abi_field *items;
	size_t n, room;
	uint64_t base;
	uint16_t depth;
	bool failed;
};

static bool is_anonymous(CXCursor decl)
{
	return clang_Cursor_isAnonymous(decl) != 0;
}

const char *tu_type(struct tu *t, CXType type)
{
	CXString s = clang_getTypeSpelling(type);
	const char *text = clang_getCString(s), *at = strstr(text, "(unnamed"), *end;
	char *copy = NULL;

	/* "struct (unnamed at FILE:LINE:COL)[4]": where it stands is not a fact. */
	if (!at)
		at = strstr(text, "(anonymous");
	end = at ? strchr(at, ')') : NULL;
	if (end) {
		/* "union outer::(…": its outer struct is where it stands, too. */
		size_t keyword = strcspn(text, " ") + 1;

		copy = arena_format(&t->m->arena, "%.*s{}%s", (int)keyword, text, end + 1);
	}
	text = copy ? copy : text;
	text = arena_intern(&t->m->arena, text, strlen(text));
	clang_disposeString(s);
	return text;
}

static uint16_t type_flags(CXType canonical)
{
	switch (canonical.kind) {
	case CXType_IncompleteArray:
		return ABI_F_FLEX;
	case CXType_ConstantArray:
		if (clang_getArraySize(canonical) == 0)
			return ABI_F_FLEX;
		return type_flags(clang_getCanonicalType(clang_getArrayElementType(canonical))) &
		       (ABI_F_POINTER | ABI_F_RECORD);
	case CXType_Pointer:
	case CXType_Long:
	case CXType_ULong:
		return ABI_F_POINTER;
	case CXType_Record:
		return ABI_F_RECORD;
	default:
		return 0;
	}
}

static struct abi_field *push(struct fields *fs)
{
	fs->items = fs->n < fs->room ? fs->items
				     : realloc(fs->items,
					       (fs->room = fs->room * 2 + 16) * sizeof(*fs->items));
	if (!fs->items)
		arena_oom();
	fs->items[fs->n] = (struct abi_field){.depth = fs->depth};
	return &fs->items[fs->n++];
}

static enum CXVisitorResult on_field(CXCursor c, CXClientData data);

/* The record that a member is written out in place of, through arrays; a null cursor if none. */
static CXCursor group_of(CXType type)
{
	CXCursor decl;

	type = clang_getCanonicalType(type);
	while (type.kind == CXType_ConstantArray || type.kind == CXType_IncompleteArray)
		type = clang_getCanonicalType(clang_getArrayElementType(type));
	decl = clang_getTypeDeclaration(type);
	if (type.kind != CXType_Record || !is_anonymous(decl))
		return clang_getNullCursor();
	return decl;
}

static void add_group(struct fields *fs, CXCursor decl)
{
	struct fields inner = {.t = fs->t, .depth = (uint16_t)(fs->depth + 1)};

	inner.base = fs->items[fs->n - 1].at;
	clang_Type_visitFields(clang_getCursorType(decl), on_field, &inner);
	for (size_t i = 0; i < inner.n; i++) {
		struct abi_field *f = push(fs);

		*f = inner.items[i];
	}
	fs->failed |= inner.failed;
	free(inner.items);
}

static void fill_type(struct fields *fs, struct abi_field *f, CXType type, CXCursor group)
{
	CXType canonical = clang_getCanonicalType(type);
	long long size = clang_Type_getSizeOf(type);

	f->type = tu_type(fs->t, type);
	f->flags |= type_flags(canonical);
	if (!clang_Cursor_isNull(group)) {
		f->flags = (f->flags & ABI_F_FLEX) | ABI_F_GROUP;
		if (clang_getCursorKind(group) == CXCursor_UnionDecl)
			f->flags |= ABI_F_UNION;
	}
	if (canonical.kind == CXType_IncompleteArray)
		size = 0;
	if (size < 0)
		fs->failed = true;
	f->bits = (uint64_t)size * 8;
}

static enum CXVisitorResult on_field(CXCursor c, CXClientData data)
{
	struct fields *fs = data;
	CXType type = clang_getCursorType(c);
	CXCursor group = group_of(type);
	long long at = clang_Cursor_getOffsetOfField(c);
	CXString name = clang_getCursorSpelling(c);
	const char *s = clang_getCString(name);
	bool bitfield = clang_Cursor_isBitField(c), unnamed = !s[0] || strchr(s, '(');
	struct abi_field *f;

	if (bitfield && unnamed && clang_getFieldDeclBitWidth(c) == 0) {
		clang_disposeString(name);
		return CXVisit_Continue;
	}
	f = push(fs);
	/* An unnamed bit-field is reserved room that somebody wrote down; its place is its name. */
	f->name = unnamed && bitfield ? arena_format(&fs->t->m->arena, ":%llu",
						     fs->base + (unsigned long long)at)
		  : unnamed	      ? "-"
				      : arena_intern(&fs->t->m->arena, s, strlen(s));
	clang_disposeString(name);
	fill_type(fs, f, type, group);
	fs->failed |= at < 0;
	f->at = fs->base + (uint64_t)at;
	if (bitfield) {
		f->flags |= ABI_F_BITFIELD;
		f->bits = (uint64_t)clang_getFieldDeclBitWidth(c);
	}
	if (abi_name_reserved(f->name))
		f->flags |= ABI_F_RESERVED;
	if (!clang_Cursor_isNull(group))
		add_group(fs, group);
	return CXVisit_Continue;
}

/* "typedef struct { … } foo_t;" has the typedef's name, without the keyword. */
static bool named_by_typedef(CXType type)
{
	CXString s = clang_getTypeSpelling(type);
	const char *text = clang_getCString(s);
	bool tagged = strncmp(text, "struct ", 7) == 0 || strncmp(text, "union ", 6) == 0;

	clang_disposeString(s);
	return !tagged;
}

static void add_record(struct tu *t, CXCursor c, const char *name, const struct file_of *file,
		       unsigned int line)
{
	bool is_union = clang_getCursorKind(c) == CXCursor_UnionDecl;
	CXType type = clang_getCursorType(c);
	long long size = clang_Type_getSizeOf(type), align = clang_Type_getAlignOf(type);
	struct fields fs = {.t = t};
	struct abi_variant v = {.mask = t->mask};
	struct abi_entity *e;

	clang_Type_visitFields(type, on_field, &fs);
	if (size < 0 || align < 0 || fs.failed) {
		diag_error("report this header", "%s:%u: the layout of %s is not known",
			   file->header, line, name);
		t->failed = true;
		free(fs.items);
		return;
	}
	v.layout.size = (uint64_t)size;
	v.layout.align = (uint64_t)align;
	v.layout.n_fields = fs.n;
	v.layout.fields = arena_alloc(&t->m->arena, fs.n * sizeof(*fs.items) + 1);
	if (fs.n)
		memcpy(v.layout.fields, fs.items, fs.n * sizeof(*fs.items));
	free(fs.items);
	e = tu_entity(t, is_union ? ABI_UNION : ABI_STRUCT, name, file->header, &v);
	if (e && !e->line) {
		e->line = line;
		e->is_typedef = named_by_typedef(type);
	}
}

/* The text of "NAME = text" if a call is in it: an ioctl number may hide there. */
static const char *init_text(struct tu *t, CXCursor c)
{
	size_t n;
	const char *s = tu_slice(t, clang_getCursorExtent(c), &n), *eq;

	eq = s ? memchr(s, '=', n) : NULL;
	if (!eq || !memchr(eq, '(', n - (size_t)(eq - s)))
		return NULL;
	return abi_normal_text(&t->m->arena, eq + 1, n - (size_t)(eq + 1 - s));
}

struct enum_walk {
	struct tu *t;
	const struct file_of *file;
	const char *tag, *previous;
	unsigned int order;
	bool is_unsigned;
};

static const char *enumerator_text(struct tu *t, CXCursor c, const struct enum_walk *w)
{
	size_t n;
	const char *s = tu_slice(t, clang_getCursorExtent(c), &n), *eq;

	eq = s ? memchr(s, '=', n) : NULL;
	if (!eq)
		return NULL;
	s = abi_normal_text(&t->m->arena, eq + 1, n - (size_t)(eq + 1 - s));
	(void)w;
	return abi_text_has_name(s) ? s : NULL;
}

static enum CXChildVisitResult on_enumerator(CXCursor c, CXCursor parent, CXClientData data)
{
	struct enum_walk *w = data;
	struct tu *t = w->t;
	struct abi_variant v = {.mask = t->mask};
	struct abi_entity *e;
	CXString name;
	const char *s, *text;

	(void)parent;
	if (clang_getCursorKind(c) != CXCursor_EnumConstantDecl)
		return CXChildVisit_Continue;
	name = clang_getCursorSpelling(c);
	s = arena_intern(&t->m->arena, clang_getCString(name), strlen(clang_getCString(name)));
	clang_disposeString(name);
	/* The signed reading would extend the sign of an unsigned int's top bit. */
	v.value.num = w->is_unsigned ? (int64_t)clang_getEnumConstantDeclUnsignedValue(c)
				     : clang_getEnumConstantDeclValue(c);
	v.value.is_unsigned = w->is_unsigned && v.value.num < 0;
	if (!w->tag)
		w->tag = arena_format(&t->m->arena, "-%s", s);
	if (w->order == 0) {
		struct abi_variant head = {.mask = t->mask};
		struct abi_entity *block = tu_entity(t, ABI_ENUM, w->tag, w->file->header, &head);

		if (block)
			clang_getExpansionLocation(clang_getCursorLocation(c), NULL, &block->line,
						   NULL, NULL);
	}
	e = tu_entity(t, ABI_ENUMERATOR, s, w->file->header, &v);
	text = init_text(t, c);
	if (e) {
		e->of = w->tag;
		e->order = w->order;
		e->text = enumerator_text(t, c, w);
		clang_getExpansionLocation(clang_getCursorLocation(c), NULL, &e->line, NULL, NULL);
	}
	if (e && text) {
		t->inits = arena_array(&t->m->arena, t->inits, t->n_inits, sizeof(*t->inits));
		t->inits[t->n_inits++] = (struct enum_init){
			.entity = e, .text = text, .tag = w->tag, .num = v.value.num};
	}
	w->order++;
	return CXChildVisit_Continue;
}

static void add_enum(struct tu *t, CXCursor c, const char *tag, const struct file_of *file)
{
	CXType type = clang_getCanonicalType(clang_getEnumDeclIntegerType(c));
	struct enum_walk w = {.t = t, .file = file, .tag = tag};

	w.is_unsigned = type.kind == CXType_UInt || type.kind == CXType_ULong ||
			type.kind == CXType_ULongLong;
	clang_visitChildren(c, on_enumerator, &w);
}

static const char *name_of(struct tu *t, CXCursor c)
{
	CXString s = clang_getCursorSpelling(c);
	const char *name = clang_getCString(s);

	name = name[0] && !strchr(name, '(') ? arena_intern(&t->m->arena, name, strlen(name))
					     : NULL;
	clang_disposeString(s);
	return name;
}

/* The #define's text and parameters, cut out of the header. */
static void add_macro(struct tu *t, CXCursor c, const struct file_of *file, unsigned int line)
{
	struct macro m = {.header = file->header, .line = line, .reaches_ioc = -1};
	size_t n, n_name;
	const char *s = tu_slice(t, clang_getCursorExtent(c), &n), *end;

	m.name = name_of(t, c);
	if (!s || !m.name)
		return;
	n_name = strlen(m.name);
	if (n < n_name || memcmp(s, m.name, n_name) != 0)
		return;
	if (clang_Cursor_isMacroFunctionLike(c)) {
		end = memchr(s, ')', n);
		if (!end)
			return;
		n_name = (size_t)(end + 1 - s);
		m.params =
			abi_normal_text(&t->m->arena, s + strlen(m.name), n_name - strlen(m.name));
		m.variadic = strstr(m.params, "...") != NULL;
		m.n_params = strcmp(m.params, "( )") != 0;
		for (const char *p = m.params; *p; p++)
			m.n_params += *p == ',';
	}
	m.text = abi_normal_text(&t->m->arena, s + n_name, n - n_name);
	if (!m.text[0] || strcmp(m.text, m.name) == 0)
		return;
	t->macros = arena_array(&t->m->arena, t->macros, t->n_macros, sizeof(m));
	t->macros[t->n_macros++] = m;
}

static enum CXChildVisitResult on_decl(CXCursor c, CXCursor parent, CXClientData data)
{
	struct tu *t = data;
	enum CXCursorKind kind = clang_getCursorKind(c);
	struct file_of *f;
	unsigned int line;
	CXFile file;
	CXCursor decl;

	(void)parent;
	if (kind != CXCursor_StructDecl && kind != CXCursor_UnionDecl &&
	    kind != CXCursor_EnumDecl && kind != CXCursor_TypedefDecl &&
	    kind != CXCursor_MacroDefinition)
		return kind == CXCursor_FieldDecl ? CXChildVisit_Recurse : CXChildVisit_Continue;
	clang_getExpansionLocation(clang_getCursorLocation(c), &file, &line, NULL, NULL);
	f = file ? tu_file(t, file) : NULL;
	if (!f || !f->header)
		return CXChildVisit_Continue;
	if (kind == CXCursor_MacroDefinition) {
		add_macro(t, c, f, line);
		return CXChildVisit_Continue;
	}
	if (kind == CXCursor_TypedefDecl) {
		decl = clang_getTypeDeclaration(clang_getTypedefDeclUnderlyingType(c));
		if (is_anonymous(decl) && clang_isCursorDefinition(decl) &&
		    clang_getCursorKind(decl) != CXCursor_EnumDecl)
			add_record(t, decl, name_of(t, c), f, line);
		return CXChildVisit_Continue;
	}
	if (!clang_isCursorDefinition(c))
		return CXChildVisit_Continue;
	if (kind == CXCursor_EnumDecl)
		add_enum(t, c, is_anonymous(c) ? NULL : name_of(t, c), f);
	else if (!is_anonymous(c))
		add_record(t, c, name_of(t, c), f, line);
	return kind == CXCursor_EnumDecl ? CXChildVisit_Continue : CXChildVisit_Recurse;
}

void tu_decls(struct tu *t)
{
	clang_visitChildren(clang_getTranslationUnitCursor(t->unit), on_decl, t);
}
