/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * What the second unit's declarations evaluate to: integers, strings, samples, ioctl types.
 */
#include "abi/extract_tu.h"

#include <stdio.h>
#include <string.h>

static enum CXChildVisitResult find_literal(CXCursor c, CXCursor parent, CXClientData data)
{
	(void)parent;
	if (clang_getCursorKind(c) == CXCursor_StringLiteral) {
		*(CXCursor *)data = c;
		return CXChildVisit_Break;
	}
	return CXChildVisit_Recurse;
}

static const char *literal_of(struct tu *t, CXCursor var)
{
	CXCursor literal = clang_getNullCursor();
	CXString s;
	const char *text;

	clang_visitChildren(var, find_literal, &literal);
	if (clang_Cursor_isNull(literal))
		return NULL;
	s = clang_getCursorSpelling(literal);
	text = clang_getCString(s);
	/* Spelled with its quotes; the content is what programs see. */
	text = text[0] == '"' && strlen(text) >= 2
		       ? arena_intern(&t->m->arena, text + 1, strlen(text) - 2)
		       : NULL;
	clang_disposeString(s);
	return text;
}

static bool evaluate(CXCursor var, int64_t *ret_num, bool *ret_unsigned)
{
	CXEvalResult r = clang_Cursor_Evaluate(var);
	bool is_int = r && clang_EvalResult_getKind(r) == CXEval_Int;

	if (is_int) {
		*ret_unsigned = clang_EvalResult_isUnsignedInt(r);
		*ret_num = *ret_unsigned ? (int64_t)clang_EvalResult_getAsUnsigned(r)
					 : clang_EvalResult_getAsLongLong(r);
	}
	if (r)
		clang_EvalResult_dispose(r);
	return is_int;
}

static void take_value(struct tu *t, struct macro *m, CXCursor var)
{
	CXType type = clang_getCanonicalType(clang_getCursorType(var));

	m->is_defined = true;
	if (type.kind == CXType_Pointer) {
		m->str = literal_of(t, var);
		m->is_string = m->evaluated = m->str != NULL;
		return;
	}
	if (type.kind == CXType_Double || type.kind == CXType_Float)
		return;
	m->evaluated = evaluate(var, &m->num, &m->is_unsigned);
}

static void take_sample(struct tu *t, struct macro *m, CXCursor var)
{
	int64_t num;
	bool is_unsigned;

	if (!evaluate(var, &num, &is_unsigned))
		return;
	/* The same form for signed and unsigned, so that a suffix alone is no difference. */
	m->samples = arena_format(&t->m->arena, "%s%s0x%llx", m->samples ? m->samples : "",
				  m->samples ? "," : "", (long long)num);
}

/*
 * "typeof(__s32)" as the header wrote it; of a record behind a typedef its tag, and of an expression
 * what its type comes down to.
 */
static const char *written_type(struct tu *t, CXType type)
{
	const char *text = tu_type(t, type);
	size_t n = strlen(text);

	if (clang_getCanonicalType(type).kind == CXType_Record)
		return tu_type(t, clang_getCanonicalType(type));
	if (strncmp(text, "typeof(", 7) == 0 && text[n - 1] == ')' && n > 8)
		return arena_intern(&t->m->arena, text + 7, n - 8);
	return strncmp(text, "typeof", 6) == 0 ? tu_type(t, clang_getCanonicalType(type)) : text;
}

/* "struct cleat_ioctl (*)(T *)" is an ioctl with argument type T. */
static bool is_ioctl_type(struct tu *t, CXType type, const char **ret_arg)
{
	CXType fn = clang_getCanonicalType(type), result, arg;
	CXString s;
	bool marker;

	if (fn.kind != CXType_Pointer)
		return false;
	fn = clang_getPointeeType(fn);
	result = clang_getResultType(fn);
	s = clang_getTypeSpelling(result);
	marker = strcmp(clang_getCString(s), "struct cleat_ioctl") == 0;
	clang_disposeString(s);
	if (!marker)
		return false;
	arg = clang_getArgType(clang_getPointeeType(type), 0);
	*ret_arg = arg.kind == CXType_Invalid ? NULL : written_type(t, clang_getPointeeType(arg));
	return true;
}

enum CXChildVisitResult tu_on_value(CXCursor c, CXCursor parent, CXClientData data)
{
	struct tu *t = data;
	enum CXCursorKind kind = clang_getCursorKind(c);
	CXString s;
	const char *name;
	size_t i;

	(void)parent;
	if (kind != CXCursor_VarDecl)
		return CXChildVisit_Continue;
	s = clang_getCursorSpelling(c);
	name = clang_getCString(s);
	if (strncmp(name, "cleat_", 6) != 0) {
		clang_disposeString(s);
		return CXChildVisit_Continue;
	}
	if (sscanf(name, "cleat_v_%zu", &i) == 1 && i < t->n_macros) {
		take_value(t, &t->macros[i], c);
	} else if (sscanf(name, "cleat_s%*d_%zu", &i) == 1 && i < t->n_macros) {
		take_sample(t, &t->macros[i], c);
	} else if (sscanf(name, "cleat_t_%zu", &i) == 1 && i < t->n_macros) {
		t->macros[i].is_ioctl = is_ioctl_type(t, clang_getCursorType(c), &t->macros[i].arg);
	} else if (sscanf(name, "cleat_e_%zu", &i) == 1 && i < t->n_inits) {
		t->inits[i].is_ioctl = is_ioctl_type(t, clang_getCursorType(c), &t->inits[i].arg);
	}
	clang_disposeString(s);
	return CXChildVisit_Continue;
}
