/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Initialisers in braces: which value is for which field, or for which elements. */
#include "check/frontend_private.h"

static void add(struct fe *fe, struct expr *e, CXCursor value, struct decl *field,
		struct span elements)
{
	int n = e->n_args, m = n;

	MEM_PUSH(fe->arena, e->args, e->n_args, fe_expr(fe, value));
	MEM_PUSH(fe->arena, e->fields, n, field);
	MEM_PUSH(fe->arena, e->spans, m, elements);
}

/* The way to a field leads through the anonymous members that it is in. */
static bool add_field(struct fe *fe, struct expr *e, CXCursor *kids, int n, long *next)
{
	struct decl *field = NULL;

	for (int i = 0; i < n - 1; i++) {
		if (clang_getCursorKind(kids[i]) != CXCursor_MemberRef || (field && *field->name))
			return false;
		field = fe_decl(fe, clang_getCursorReferenced(kids[i]));
	}
	add(fe, e, kids[n - 1], field, (struct span){0});
	*next = field ? field->index + 1 : *next;
	return true;
}

static bool element(struct fe *fe, CXCursor c, long *ret)
{
	const struct expr *e = expr_plain(fe_expr(fe, c));

	*ret = e->kind == E_INT ? (long)e->value : -1;
	return *ret >= 0;
}

/* "[index] = value" or "[first ... last] = value" */
static bool add_elements(struct fe *fe, struct expr *e, CXCursor *kids, int n, long *next)
{
	struct span span;

	if (n > 3 || !element(fe, kids[0], &span.first) || !element(fe, kids[n - 2], &span.last))
		return false;
	add(fe, e, kids[n - 1], NULL, span);
	*next = span.last + 1;
	return true;
}

static bool add_designated(struct fe *fe, struct expr *e, CXCursor c, long *next)
{
	CXCursor *kids;
	int n = fe_children(fe, c, &kids);

	if (n < 2)
		return false;
	return clang_getCursorKind(kids[0]) == CXCursor_MemberRef
		       ? add_field(fe, e, kids, n, next)
		       : add_elements(fe, e, kids, n, next);
}

void fe_take_init(struct fe *fe, struct expr *e, CXCursor *kids, int n)
{
	const struct record *r = e->type->kind == T_RECORD ? e->type->record : NULL;
	long next = 0;

	e->kind = E_INIT;
	for (int i = 0; i < n; i++) {
		if (!fe_is_expr(kids[i]))
			continue;
		if (clang_getCursorKind(kids[i]) == CXCursor_UnexposedExpr &&
		    clang_getCursorType(kids[i]).kind == CXType_Void) {
			if (!add_designated(fe, e, kids[i], &next))
				fe_bad(e, "an initialiser that the checker does not know");
			continue;
		}
		if (r && r->grouped && next >= r->first_of_group) {
			fe_bad(e,
			       "an initialiser that does not name the fields of a nameless struct");
			return;
		}
		add(fe, e, kids[i], r && next < r->n_fields ? r->fields[next] : NULL,
		    (struct span){next, next});
		next++;
	}
}
