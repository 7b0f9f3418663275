/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#define _GNU_SOURCE
#include "check/mem.h"
#include "check/exec.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static const char *formatted(struct exec *x, const char *fmt, va_list ap)
{
	char *s = NULL;
	const char *copy;

	if (vasprintf(&s, fmt, ap) < 0)
		abort();
	copy = mem_strdup(x->report->arena, s);
	free(s);
	return copy;
}

struct finding *say(struct exec *x, struct loc at, const char *code, const char *fix,
		    const char *fmt, ...)
{
	const char *text;
	struct finding *f;
	va_list ap;

	if (x->unsafe)
		return NULL;
	va_start(ap, fmt);
	text = formatted(x, fmt, ap);
	va_end(ap);
	f = report_add(x->report, x->u, code, at, text, fix);
	if (f)
		f->func = mem_strdup(x->report->arena, x->f->decl->name);
	return f;
}

void say_step(struct exec *x, struct finding *f, struct loc at, const char *fmt, ...)
{
	const char *text;
	va_list ap;

	if (!f)
		return;
	va_start(ap, fmt);
	text = formatted(x, fmt, ap);
	va_end(ap);
	report_step(x->report, x->u, f, at, text);
}

static const char *op_text(enum op op)
{
	static const char *const texts[] = {
		[OP_ADD] = "+",	  [OP_SUB] = "-",  [OP_MUL] = "*",   [OP_DIV] = "/",
		[OP_MOD] = "%",	  [OP_SHL] = "<<", [OP_SHR] = ">>",  [OP_AND] = "&",
		[OP_OR] = "|",	  [OP_XOR] = "^",  [OP_LT] = "<",    [OP_GT] = ">",
		[OP_LE] = "<=",	  [OP_GE] = ">=",  [OP_EQ] = "==",   [OP_NE] = "!=",
		[OP_LAND] = "&&", [OP_LOR] = "||", [OP_COMMA] = ",", [OP_NONE] = "?",
	};

	return texts[op];
}

const char *say_expr(struct exec *x, const struct expr *e)
{
	struct mem *a = x->r->arena;

	switch (e->kind) {
	case E_VAR:
	case E_FUNC:
		return e->decl->name;
	case E_INT:
		return mem_format(a, e->is_unsigned ? "%llu" : "%lld", e->value);
	case E_STRING:
		return e->text;
	case E_MEMBER:
		return mem_format(a, "%s%s%s", say_expr(x, e->a), e->arrow ? "->" : ".",
				  e->decl->name);
	case E_INDEX:
		return mem_format(a, "%s[%s]", say_expr(x, e->a), say_expr(x, e->b));
	case E_DEREF:
		return mem_format(a, "*%s", say_expr(x, e->a));
	case E_ADDR:
		if (e->a->kind == E_DEREF)
			return say_expr(x, e->a->a);
		return mem_format(a, "&%s", say_expr(x, e->a));
	case E_CAST:
		return say_expr(x, e->a);
	case E_BINARY:
		if (e->op == OP_COMMA && e->trusted)
			return say_expr(x, e->b);
		return mem_format(a, "%s %s %s", say_expr(x, e->a), op_text(e->op),
				  say_expr(x, e->b));
	case E_CALL:
		return mem_format(a, "%s(…)", say_expr(x, e->a));
	case E_POSTINC:
	case E_PREINC:
	case E_POSTDEC:
	case E_PREDEC:
		return say_expr(x, e->a);
	default:
		return "the value";
	}
}
