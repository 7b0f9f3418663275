/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "check/frontend_private.h"

#include <string.h>

struct expr *fe_bad(struct expr *e, const char *why)
{
	e->kind = E_BAD;
	e->why = why;
	return e;
}

bool fe_is_expr(CXCursor c)
{
	return clang_isExpression(clang_getCursorKind(c));
}

bool fe_evaluate(CXCursor c, struct expr *e)
{
	CXEvalResult r = clang_Cursor_Evaluate(c);
	bool ok = r && clang_EvalResult_getKind(r) == CXEval_Int;

	if (ok) {
		e->kind = E_INT;
		e->is_unsigned = clang_EvalResult_isUnsignedInt(r);
		e->value = e->is_unsigned ? (long long)clang_EvalResult_getAsUnsigned(r)
					  : clang_EvalResult_getAsLongLong(r);
	}
	if (r)
		clang_EvalResult_dispose(r);
	return ok;
}

static void take_reference(struct fe *fe, struct expr *e, CXCursor c)
{
	CXCursor target = clang_getCursorReferenced(c);

	if (clang_getCursorKind(target) == CXCursor_EnumConstantDecl) {
		e->kind = E_INT;
		e->value = clang_getEnumConstantDeclValue(target);
		return;
	}
	e->decl = fe_decl(fe, target);
	if (!e->decl) {
		fe_bad(e, "a name of a kind that the checker does not know");
		return;
	}
	e->kind = e->decl->kind == D_FUNC ? E_FUNC : E_VAR;
	if (e->kind == E_FUNC)
		fe_called(fe, target, e->decl->func);
}

static void take_member(struct fe *fe, struct expr *e, CXCursor *kids, int n, CXCursor c)
{
	e->decl = fe_decl(fe, clang_getCursorReferenced(c));
	if (!e->decl || n < 1) {
		fe_bad(e, "a member that the checker cannot see");
		return;
	}
	e->kind = E_MEMBER;
	e->a = fe_expr(fe, kids[0]);
	e->arrow = e->a->type->kind == T_PTR;
	if (e->decl->bitfield) {
		e->type = e->decl->type;
		e->type_word = NULL;
	}
}

static void take_unary(struct fe *fe, struct expr *e, CXCursor *kids, int n, CXCursor c)
{
	static const enum expr_kind kinds[] = {
		[CXUnaryOperator_PostInc] = E_POSTINC, [CXUnaryOperator_PostDec] = E_POSTDEC,
		[CXUnaryOperator_PreInc] = E_PREINC,   [CXUnaryOperator_PreDec] = E_PREDEC,
		[CXUnaryOperator_AddrOf] = E_ADDR,     [CXUnaryOperator_Deref] = E_DEREF,
		[CXUnaryOperator_Minus] = E_NEG,       [CXUnaryOperator_Not] = E_BITNOT,
		[CXUnaryOperator_LNot] = E_NOT,
	};
	enum CXUnaryOperatorKind k = clang_getCursorUnaryOperatorKind(c);

	if (n < 1) {
		fe_bad(e, "an operator that the checker does not know");
		return;
	}
	e->a = fe_expr(fe, kids[0]);
	if (k == CXUnaryOperator_Plus || k == CXUnaryOperator_Extension) {
		e->kind = E_CAST;
		e->implicit = true;
	} else if (k < sizeof(kinds) / sizeof(kinds[0]) && kinds[k]) {
		e->kind = kinds[k];
	} else {
		fe_bad(e, "an operator that the checker does not know");
	}
}

static enum op binary_op(enum CXBinaryOperatorKind k)
{
	static const enum op ops[] = {
		[CXBinaryOperator_Mul] = OP_MUL,       [CXBinaryOperator_Div] = OP_DIV,
		[CXBinaryOperator_Rem] = OP_MOD,       [CXBinaryOperator_Add] = OP_ADD,
		[CXBinaryOperator_Sub] = OP_SUB,       [CXBinaryOperator_Shl] = OP_SHL,
		[CXBinaryOperator_Shr] = OP_SHR,       [CXBinaryOperator_LT] = OP_LT,
		[CXBinaryOperator_GT] = OP_GT,	       [CXBinaryOperator_LE] = OP_LE,
		[CXBinaryOperator_GE] = OP_GE,	       [CXBinaryOperator_EQ] = OP_EQ,
		[CXBinaryOperator_NE] = OP_NE,	       [CXBinaryOperator_And] = OP_AND,
		[CXBinaryOperator_Xor] = OP_XOR,       [CXBinaryOperator_Or] = OP_OR,
		[CXBinaryOperator_LAnd] = OP_LAND,     [CXBinaryOperator_LOr] = OP_LOR,
		[CXBinaryOperator_Comma] = OP_COMMA,   [CXBinaryOperator_MulAssign] = OP_MUL,
		[CXBinaryOperator_DivAssign] = OP_DIV, [CXBinaryOperator_RemAssign] = OP_MOD,
		[CXBinaryOperator_AddAssign] = OP_ADD, [CXBinaryOperator_SubAssign] = OP_SUB,
		[CXBinaryOperator_ShlAssign] = OP_SHL, [CXBinaryOperator_ShrAssign] = OP_SHR,
		[CXBinaryOperator_AndAssign] = OP_AND, [CXBinaryOperator_XorAssign] = OP_XOR,
		[CXBinaryOperator_OrAssign] = OP_OR,
	};

	return k < sizeof(ops) / sizeof(ops[0]) ? ops[k] : OP_NONE;
}

static void take_binary(struct fe *fe, struct expr *e, CXCursor *kids, int n, CXCursor c)
{
	enum CXBinaryOperatorKind k = clang_getCursorBinaryOperatorKind(c);

	if (n != 2) {
		fe_bad(e, "an operator that the checker does not know");
		return;
	}
	e->a = fe_expr(fe, kids[0]);
	e->b = fe_expr(fe, kids[1]);
	e->op = binary_op(k);
	e->kind = k >= CXBinaryOperator_Assign && k < CXBinaryOperator_Comma ? E_ASSIGN : E_BINARY;
	if (e->kind == E_BINARY && e->op == OP_NONE)
		fe_bad(e, "an operator that the checker does not know");
}

static bool is_builtin(CXCursor c)
{
	CXString s = clang_getCursorSpelling(c);
	bool yes = strncmp(clang_getCString(s), "__builtin_", 10) == 0;

	clang_disposeString(s);
	return yes;
}

/* The callee of a builtin has a type that libclang cannot print; its declaration is enough. */
static struct expr *builtin_callee(struct fe *fe, CXCursor c, CXCursor call)
{
	struct expr *e = mem_new_object(fe->arena, struct expr);

	e->kind = E_FUNC;
	e->loc = fe_loc(fe, clang_getCursorLocation(c));
	e->trusted = fe_trusted(fe, c);
	e->id = fe->u->ids++;
	e->decl = fe_func(fe, clang_getCursorReferenced(call))->decl;
	e->type = e->decl->type;
	return e;
}

static void take_call(struct fe *fe, struct expr *e, CXCursor *kids, int n, CXCursor c)
{
	e->kind = E_CALL;
	e->a = n && is_builtin(kids[0]) ? builtin_callee(fe, kids[0], c) : fe_expr(fe, kids[0]);
	for (int i = 1; i < n; i++)
		MEM_PUSH(fe->arena, e->args, e->n_args, fe_expr(fe, kids[i]));
}

/* READ_ONCE() and its like: the address, the memory order, and what is written, if anything. */
static void take_atomic(struct fe *fe, struct expr *e, CXCursor *kids, int n)
{
	struct expr *to = e->trusted && fe_is_expr(kids[0]) ? fe_expr(fe, kids[0]) : NULL;

	if (!to || to->type->kind != T_PTR) {
		fe_bad(e, "a compiler extension that the checker does not know");
		return;
	}
	e->kind = E_ATOMIC;
	e->a = to;
	e->b = n == 3 ? fe_expr(fe, kids[2]) : NULL;
}

/* libclang shows implicit casts, "a ?: b" and a few rare things all alike. */
static void take_unexposed(struct fe *fe, struct expr *e, CXCursor *kids, int n, CXCursor c)
{
	int first = 0;

	while (first < n && !fe_is_expr(kids[first]))
		first++;
	if (n - first == 4 &&
	    clang_equalLocations(clang_getRangeStart(clang_getCursorExtent(kids[0])),
				 clang_getRangeStart(clang_getCursorExtent(kids[1])))) {
		e->kind = E_ELVIS;
		e->a = fe_expr(fe, kids[0]);
		e->b = fe_expr(fe, kids[3]);
		return;
	}
	if (fe_evaluate(c, e))
		return;
	if (n - first == 1) {
		e->kind = E_CAST;
		e->implicit = true;
		e->a = fe_expr(fe, kids[first]);
		return;
	}
	if (n == 2 || n == 3) {
		take_atomic(fe, e, kids, n);
		return;
	}
	fe_bad(e, "a compiler extension that the checker does not know");
}

static void take_cast(struct fe *fe, struct expr *e, CXCursor *kids, int n)
{
	e->kind = E_CAST;
	for (int i = n - 1; i >= 0; i--)
		if (fe_is_expr(kids[i])) {
			e->a = fe_expr(fe, kids[i]);
			return;
		}
	fe_bad(e, "a cast without an operand");
}

static void take_block(struct fe *fe, struct expr *e, CXCursor *kids, int n)
{
	struct stmt *outer = fe->scope;

	e->kind = E_STMTS;
	if (n == 1)
		e->body = fe_stmt(fe, kids[0]);
	else
		fe_bad(e, "a statement expression without a body");
	fe->scope = outer;
}

static void take_generic(struct fe *fe, struct expr *e, CXCursor *kids, int n, CXCursor c)
{
	CXType want = clang_getCanonicalType(clang_getCursorType(c));
	CXCursor chosen = clang_getNullCursor();
	int matches = 0;

	if (fe_evaluate(c, e))
		return;
	for (int i = 1; i < n; i++) {
		CXType got = clang_getCanonicalType(clang_getCursorType(kids[i]));

		if (fe_is_expr(kids[i]) && clang_equalTypes(got, want)) {
			chosen = kids[i];
			matches++;
		}
	}
	if (matches != 1) {
		fe_bad(e, "_Generic whose branch cannot be told");
		return;
	}
	e->kind = E_CAST;
	e->implicit = true;
	e->a = fe_expr(fe, chosen);
}

static void take_kind(struct fe *fe, struct expr *e, CXCursor c)
{
	enum CXCursorKind k = clang_getCursorKind(c);
	CXCursor *kids;
	int n = fe_children(fe, c, &kids);
	struct expr *inner;

	if (e->trusted && fe_goes_on(fe, c, kids, n)) {
		e->trusted = false;
		fe->ours = true;
	}
	switch (k) {
	case CXCursor_IntegerLiteral:
		e->is_errno = fe_is_errno(fe, c);
		/* fall through */
	case CXCursor_CharacterLiteral:
	case CXCursor_UnaryExpr:
		if (!fe_evaluate(c, e))
			fe_bad(e, "sizeof of something that has no fixed size");
		return;
	case CXCursor_FloatingLiteral:
		e->kind = E_FLOAT;
		return;
	case CXCursor_StringLiteral:
		e->kind = E_STRING;
		e->text = fe_string(fe, clang_getCursorSpelling(c));
		return;
	case CXCursor_DeclRefExpr:
		take_reference(fe, e, c);
		return;
	case CXCursor_MemberRefExpr:
		take_member(fe, e, kids, n, c);
		return;
	case CXCursor_ArraySubscriptExpr:
		e->kind = E_INDEX;
		e->a = fe_expr(fe, kids[0]);
		e->b = fe_expr(fe, kids[1]);
		return;
	case CXCursor_UnaryOperator:
		take_unary(fe, e, kids, n, c);
		return;
	case CXCursor_BinaryOperator:
	case CXCursor_CompoundAssignOperator:
		take_binary(fe, e, kids, n, c);
		return;
	case CXCursor_ConditionalOperator:
		e->kind = E_COND;
		e->a = fe_expr(fe, kids[0]);
		e->b = fe_expr(fe, kids[1]);
		e->c = fe_expr(fe, kids[2]);
		return;
	case CXCursor_CallExpr:
		take_call(fe, e, kids, n, c);
		return;
	case CXCursor_CStyleCastExpr:
		take_cast(fe, e, kids, n);
		return;
	case CXCursor_ParenExpr:
		inner = fe_expr(fe, kids[0]);
		*e = *inner;
		return;
	case CXCursor_StmtExpr:
		take_block(fe, e, kids, n);
		return;
	case CXCursor_InitListExpr:
		fe_take_init(fe, e, kids, n);
		return;
	case CXCursor_CompoundLiteralExpr:
		e->kind = E_COMPOUND;
		e->a = n > 0 ? fe_expr(fe, kids[n - 1]) : fe_bad(e, "an empty compound literal");
		return;
	case CXCursor_GenericSelectionExpr:
		take_generic(fe, e, kids, n, c);
		return;
	case CXCursor_UnexposedExpr:
		take_unexposed(fe, e, kids, n, c);
		return;
	case CXCursor_AddrLabelExpr:
		fe_bad(e, "the address of a label");
		return;
	default:
		fe_bad(e, "an expression of a kind that the checker does not know");
	}
}

struct expr *fe_expr(struct fe *fe, CXCursor c)
{
	struct expr *e = mem_new_object(fe->arena, struct expr);
	bool around = fe->ours;

	e->loc = fe_loc(fe, clang_getCursorLocation(c));
	e->type = fe_type(fe, clang_getCursorType(c));
	e->type_word = fe_type_word(fe, clang_getCursorType(c));
	e->trusted = fe_trusted(fe, c);
	fe->ours = !e->trusted;
	e->id = fe->u->ids++;
	if (++fe->depth > FE_MAX_DEPTH)
		fe_bad(e, "an expression that is nested too deeply");
	else
		take_kind(fe, e, c);
	fe->depth--;
	fe->ours = around;
	return e;
}
