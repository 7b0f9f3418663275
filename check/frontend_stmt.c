/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "check/frontend_private.h"

#include <string.h>

static struct stmt *bad(struct stmt *s, const char *why)
{
	s->kind = S_BAD;
	s->why = why;
	return s;
}

static struct stmt *child(struct fe *fe, CXCursor c, struct stmt *parent)
{
	struct stmt *outer = fe->scope;
	struct stmt *s;

	fe->scope = parent;
	s = fe_stmt(fe, c);
	fe->scope = outer;
	return s;
}

static void take_block(struct fe *fe, struct stmt *s, CXCursor *kids, int n)
{
	s->kind = S_BLOCK;
	for (int i = 0; i < n; i++)
		MEM_PUSH(fe->arena, s->list, s->n, child(fe, kids[i], s));
}

static void take_decls(struct fe *fe, struct stmt *s, CXCursor *kids, int n)
{
	s->kind = S_DECL;
	for (int i = 0; i < n; i++) {
		enum CXCursorKind k = clang_getCursorKind(kids[i]);

		if (k == CXCursor_VarDecl) {
			struct decl *d = fe_local(fe, kids[i]);

			MEM_PUSH(fe->arena, s->decls, s->n_decls, d);
		} else if (k == CXCursor_StructDecl || k == CXCursor_UnionDecl) {
			fe_record(fe, kids[i]);
		} else if (k == CXCursor_FunctionDecl) {
			fe_func(fe, kids[i]);
		}
	}
}

/* Where the two semicolons of a "for" stand, when its text is in one file. */
static bool for_semicolons(struct fe *fe, CXCursor c, unsigned int at[2])
{
	CXToken *tokens;
	unsigned int n;
	int depth = 0, found = 0;

	clang_tokenize(fe->tu, clang_getCursorExtent(c), &tokens, &n);
	for (unsigned int i = 0; i < n && found < 2; i++) {
		CXString s = clang_getTokenSpelling(fe->tu, tokens[i]);
		const char *text = clang_getCString(s);

		if (strchr("([{", *text) && !text[1])
			depth++;
		if (strchr(")]}", *text) && !text[1])
			depth--;
		if (strcmp(text, ";") == 0 && depth == 1)
			clang_getFileLocation(clang_getTokenLocation(fe->tu, tokens[i]), NULL, NULL,
					      NULL, &at[found++]);
		clang_disposeString(s);
		if (depth == 0 && i > 1)
			break;
	}
	clang_disposeTokens(fe->tu, tokens, n);
	return found == 2;
}

/* libclang leaves out the empty parts of "for (;;)"; part[0..2] get init, condition, step or -1. */
static bool for_parts(struct fe *fe, CXCursor c, CXCursor *kids, int n, int part[3])
{
	unsigned int semi[2], at;

	part[0] = part[1] = part[2] = -1;
	if (n == 4) {
		part[0] = 0;
		part[1] = 1;
		part[2] = 2;
		return true;
	}
	if (n == 1)
		return true;
	if (n == 3 && fe_trusted(fe, c) && clang_getCursorKind(kids[0]) == CXCursor_DeclStmt) {
		part[0] = 0; /* the kit's own loops leave out the step, never the condition */
		part[1] = 1;
		return true;
	}
	if (!for_semicolons(fe, c, semi))
		return false;
	for (int i = 0; i < n - 1; i++) {
		clang_getFileLocation(clang_getRangeStart(clang_getCursorExtent(kids[i])), NULL,
				      NULL, NULL, &at);
		part[at < semi[0] ? 0 : at < semi[1] ? 1 : 2] = i;
	}
	return true;
}

static bool is_unsafe_region(const struct stmt *s)
{
	return s->init && s->init->kind == S_DECL && s->init->n_decls == 1 &&
	       strcmp(s->init->decls[0]->name, "__cleat_unsafe") == 0;
}

static const char *string_of(const struct expr *e)
{
	while (e && e->kind == E_CAST)
		e = e->a;
	return e && e->kind == E_STRING ? e->text : "";
}

static void take_for(struct fe *fe, struct stmt *s, CXCursor *kids, int n, CXCursor c)
{
	struct stmt *outer = fe->scope;
	int part[3];

	s->kind = S_FOR;
	if (n < 1 || !for_parts(fe, c, kids, n, part)) {
		bad(s, "a for loop whose parts cannot be told apart: write all three");
		return;
	}
	fe->scope = s;
	if (part[0] >= 0)
		s->init = fe_stmt(fe, kids[part[0]]);
	if (part[1] >= 0)
		s->expr = fe_expr(fe, kids[part[1]]);
	if (part[2] >= 0)
		s->step = fe_expr(fe, kids[part[2]]);
	s->body = fe_stmt(fe, kids[n - 1]);
	fe->scope = outer;
	if (is_unsafe_region(s)) {
		s->kind = S_UNSAFE;
		s->why = string_of(s->init->decls[0]->init);
	}
}

static bool constant(CXCursor c, long long *ret)
{
	struct expr e = {.kind = E_BAD};

	if (!fe_evaluate(c, &e))
		return false;
	*ret = e.value;
	return true;
}

static void take_case(struct fe *fe, struct stmt *s, CXCursor *kids, int n)
{
	s->kind = S_CASE;
	if (n < 2 || !constant(kids[0], &s->lo)) {
		bad(s, "a case label that is no constant");
		return;
	}
	s->hi = s->lo;
	if (n == 3 && !constant(kids[1], &s->hi)) {
		bad(s, "a case range that is no constant");
		return;
	}
	s->body = child(fe, kids[n - 1], s);
}

static void take_label(struct fe *fe, struct stmt *s, CXCursor *kids, int n, CXCursor c)
{
	s->kind = S_LABEL;
	s->label = fe_string(fe, clang_getCursorSpelling(c));
	s->body = n ? child(fe, kids[n - 1], s) : NULL;
	MEM_PUSH(fe->arena, fe->func->labels, fe->func->n_labels, s);
}

static void take_goto(struct fe *fe, struct stmt *s, CXCursor *kids, int n)
{
	s->kind = S_GOTO;
	if (n == 1)
		s->label = fe_string(fe, clang_getCursorSpelling(kids[0]));
	else
		bad(s, "a goto without a label");
}

static void take_kind(struct fe *fe, struct stmt *s, CXCursor c)
{
	CXCursor *kids;
	int n = fe_children(fe, c, &kids);
	enum CXCursorKind k = clang_getCursorKind(c);

	switch (k) {
	case CXCursor_NullStmt:
		s->kind = S_EMPTY;
		return;
	case CXCursor_CompoundStmt:
		take_block(fe, s, kids, n);
		return;
	case CXCursor_DeclStmt:
		take_decls(fe, s, kids, n);
		return;
	case CXCursor_IfStmt:
		s->kind = S_IF;
		s->expr = fe_expr(fe, kids[0]);
		s->body = child(fe, kids[1], s);
		s->orelse = n > 2 ? child(fe, kids[2], s) : NULL;
		return;
	case CXCursor_WhileStmt:
	case CXCursor_SwitchStmt:
		s->kind = k == CXCursor_WhileStmt ? S_WHILE : S_SWITCH;
		s->expr = fe_expr(fe, kids[0]);
		s->body = child(fe, kids[1], s);
		return;
	case CXCursor_DoStmt:
		s->kind = S_DO;
		s->body = child(fe, kids[0], s);
		s->expr = fe_expr(fe, kids[1]);
		return;
	case CXCursor_ForStmt:
		take_for(fe, s, kids, n, c);
		return;
	case CXCursor_CaseStmt:
		take_case(fe, s, kids, n);
		return;
	case CXCursor_DefaultStmt:
		s->kind = S_DEFAULT;
		s->body = child(fe, kids[0], s);
		return;
	case CXCursor_BreakStmt:
		s->kind = S_BREAK;
		return;
	case CXCursor_ContinueStmt:
		s->kind = S_CONTINUE;
		return;
	case CXCursor_GotoStmt:
		take_goto(fe, s, kids, n);
		return;
	case CXCursor_LabelStmt:
		take_label(fe, s, kids, n, c);
		return;
	case CXCursor_ReturnStmt:
		s->kind = S_RETURN;
		s->expr = n ? fe_expr(fe, kids[0]) : NULL;
		return;
	case CXCursor_UnexposedStmt: /* a statement with an attribute: fallthrough */
		if (n >= 1 && clang_getCursorKind(kids[n - 1]) == CXCursor_NullStmt) {
			s->kind = S_EMPTY;
			return;
		}
		bad(s, "a statement with an attribute that the checker does not know");
		return;
	case CXCursor_AsmStmt:
		bad(s, "inline assembly");
		return;
	case CXCursor_IndirectGotoStmt:
		bad(s, "a computed goto");
		return;
	default:
		if (clang_isExpression(k)) {
			s->kind = S_EXPR;
			s->expr = fe_expr(fe, c);
			return;
		}
		bad(s, "a statement of a kind that the checker does not know");
	}
}

struct stmt *fe_stmt(struct fe *fe, CXCursor c)
{
	struct stmt *s = mem_new_object(fe->arena, struct stmt);
	bool around = fe->ours;

	s->loc = fe_loc(fe, clang_getCursorLocation(c));
	s->end = fe_loc(fe, clang_getRangeEnd(clang_getCursorExtent(c)));
	s->trusted = fe_trusted(fe, c);
	fe->ours = !s->trusted;
	s->parent = fe->scope;
	s->id = fe->u->ids++;
	if (++fe->depth > FE_MAX_DEPTH)
		bad(s, "a statement that is nested too deeply");
	else
		take_kind(fe, s, c);
	fe->depth--;
	fe->ours = around;
	return s;
}
