/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The safe subset: what the driver may write at all. What the front end did not understand ends
 * here as a finding, never in silence.
 */
#include "check/driver.h"
#include "check/mem.h"
#include "check/module.h"
#include "check/sequence.h"
#include "check/walk.h"

#include <string.h>

struct subset {
	struct module *m;
	const struct func *f;
	int unsafe;
	bool has_goto, has_cleanup;
	struct loc goto_at;
};

static void complain(struct subset *s, struct loc at, const char *code, const char *fix,
		     const char *text)
{
	struct finding *f = report_add(s->m->report, s->m->u, code, at, text, fix);

	if (f && s->f)
		f->func = mem_strdup(s->m->report->arena, s->f->decl->name);
}

static const char *format1(struct subset *s, const char *fmt, const char *a, const char *b)
{
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	return mem_format(s->m->arena, fmt, a, b);
#pragma GCC diagnostic pop
}

static bool same_pointee(const struct type *a, const struct type *b)
{
	if (a == b)
		return true;
	if (a->kind == T_RECORD && b->kind == T_RECORD)
		return a->record == b->record;
	return a->kind == b->kind && a->kind != T_PTR && a->size == b->size &&
	       a->is_signed == b->is_signed && a->space == b->space;
}

/* Where a void pointer may come from: an allocation, or an error. */
static bool typed_source(const struct expr *e, const struct type *to)
{
	const struct expr *c;

	e = expr_plain(e);
	if (expr_is_null(e) || (e->type->kind == T_PTR && same_pointee(e->type->to, to->to)))
		return true;
	if (e->kind == E_COND)
		return typed_source(e->b, to) && typed_source(e->c, to);
	if (e->kind == E_ELVIS)
		return typed_source(e->a, to) && typed_source(e->b, to);
	if (e->kind != E_CALL)
		return e->trusted;
	c = expr_plain(e->a);
	if (c->kind != E_FUNC)
		return false;
	return decl_has(c->decl, "own") || decl_has(c->decl, "fresh") ||
	       decl_has(c->decl, "zeroed") || strcmp(c->decl->name, "ERR_PTR") == 0 ||
	       strcmp(c->decl->name, "ERR_CAST") == 0;
}

static void check_cast(struct subset *s, const struct expr *e)
{
	const struct type *to = e->type, *from = e->a->type;
	bool to_ptr = to->kind == T_PTR, from_ptr = from->kind == T_PTR;

	if (!to_ptr && !from_ptr)
		return;
	if (to_ptr && to->to->kind == T_FUNC && !e->implicit) {
		const struct type *f = from_ptr ? from->to : from;

		if (f->kind == T_FUNC && f != to->to)
			complain(
				s, e->loc, "CL801", "give the function the parameters of the table",
				format1(s, "a function of one type is cast to '%s'", to->name, ""));
		if (f->kind == T_FUNC)
			return;
	}
	if (to_ptr && from_ptr) {
		if (!e->implicit && from->to->is_const && !to->to->is_const &&
		    to->space == from->space && !expr_is_null(e->a))
			complain(s, e->loc, "CL801", "take a pointer that is not const",
				 format1(s, "the const of a '%s' is cast away", from->name, ""));
		if (to->space != from->space && !expr_is_null(e->a)) {
			complain(s, e->loc, "CL801",
				 "copy what it points to: cleat_get_user_obj(), copy_from_user()",
				 format1(s,
					 "a '%s' is cast to '%s', which is another kind of memory",
					 from->name, to->name));
			return;
		}
		if (to->to->kind == T_VOID || same_pointee(to->to, from->to))
			return;
		if (from->to->kind == T_VOID) {
			if (from->space != SPACE_KERNEL || to->space != SPACE_KERNEL ||
			    typed_source(e->a, to) || expr_is_null(e->a))
				return;
			complain(s, e->a->loc, "CL802",
				 "use the typed form that the kit has for this (typed private "
				 "data, container_of)",
				 format1(s, "a 'void *' is taken for a '%s', which nothing proves",
					 to->name, ""));
			return;
		}
		if (e->implicit)
			return; /* clang has an opinion about these, and it is an error here */
		complain(s, e->loc, "CL801", "keep the pointer's own type",
			 format1(s, "a '%s' is cast to '%s'", from->name, to->name));
		return;
	}
	if (to_ptr && expr_is_null(e->a))
		return;
	if (to->kind == T_VOID || to->kind == T_BOOL || from->kind == T_ARRAY ||
	    from->kind == T_FUNC)
		return;
	if (to_ptr && to->space != SPACE_KERNEL)
		return;
	complain(s, e->loc, "CL801", "pointers and numbers do not mix: keep the pointer",
		 to_ptr ? "a number is cast to a pointer" : "a pointer is cast to a number");
}

/* Builtins that only compute. */
static bool harmless(const char *name)
{
	static const char *const names[] = {
		"expect",      "constant_p",   "types_compatible_p", "choose_expr",  "offsetof",
		"object_size", "add_overflow", "sub_overflow",	     "mul_overflow", "clz",
		"ctz",	       "ffs",	       "popcount",	     "parity",	     "bswap"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strncmp(name, names[i], strlen(names[i])) == 0)
			return true;
	return false;
}

static void check_call(struct subset *s, const struct expr *e)
{
	const struct expr *c = expr_plain(e->a);
	const struct decl *d = c->kind == E_FUNC ? c->decl : NULL;
	const struct file *f;

	if (d && strncmp(d->name, "__builtin_", 10) == 0 && !harmless(d->name + 10))
		complain(s, e->loc, "CL004", "call what <cleat/…> offers",
			 format1(s, "'%s' is the compiler's, not the kit's", d->name, ""));
	if (!d || strncmp(d->name, "__builtin_", 10) == 0 || !d->loc.file)
		return;
	f = &s->m->u->files[d->loc.file];
	if (f->driver || f->kit)
		return;
	complain(s, e->loc, "CL004", "call what <cleat/…> offers",
		 format1(s, "'%s' is no function of the kit or of this driver", d->name, ""));
}

static bool is_jiffies(const struct expr *e)
{
	const struct expr *plain = expr_plain(e), *called = plain->kind == E_CALL ? expr_plain(plain->a) : plain;

	return (called->kind == E_FUNC && strcmp(called->decl->name, "cleat_jiffies") == 0) ||
	       (called->kind == E_VAR && strcmp(called->decl->name, "jiffies") == 0);
}

/* The kit's macros compare differences: they are trusted, and not looked at. */
static void check_order(struct subset *s, const struct expr *e)
{
	if (e->op >= OP_LT && e->op < OP_EQ && (is_jiffies(e->a) || is_jiffies(e->b)))
		complain(s, e->loc, "CL006", "time_after(a, b), time_before(a, b)",
			 "jiffies wrap around, after which the comparison says the contrary");
}

static void check_sequence(struct subset *s, const struct expr *e)
{
	const char *by;
	const struct expr *open = sequence_open(s->m, e, &by);

	if (open)
		complain(s, open->loc, "CL006", "two statements, in the order that is meant",
			 format1(s, "C does not say whether '%s' is looked at before '%s' or after it",
				 open->decl->name, by));
}

/* What the driver declares, and the kernel has: there is no contract of it. */
static void check_own(struct subset *s, const struct expr *e)
{
	if (driver_lacks(s->m, e->decl))
		complain(s, e->loc, "CL004", "call what <cleat/…> offers",
			 format1(s, "'%s' is declared here, and is in no file of the driver", e->decl->name, ""));
}

static void check_expr(const struct expr *e, void *data)
{
	struct subset *s = data;

	if (e->trusted || s->unsafe)
		return;
	check_sequence(s, e);
	switch (e->kind) {
	case E_BAD:
		complain(s, e->loc, "CL001", "write it in another way, or in an unsafe region",
			 format1(s, "%s is outside the safe subset", e->why, ""));
		return;
	case E_CAST:
		check_cast(s, e);
		return;
	case E_CALL:
		check_call(s, e);
		return;
	case E_BINARY:
		check_order(s, e);
		return;
	case E_FUNC:
	case E_VAR:
		check_own(s, e);
		return;
	case E_INDEX:
		if (e->a->type->kind == T_OTHER || (e->b->type->kind == T_OTHER))
			complain(s, e->loc, "CL001", "use an array",
				 format1(s, "indexing a '%s' is outside the safe subset",
					 e->a->type->name, ""));
		return;
	case E_MEMBER:
		if (e->decl->record->is_union && !e->decl->trusted)
			complain(s, e->loc, "CL804", "use one struct with all members",
				 format1(s,
					 "'%s' is a member of a union, whose type nothing proves",
					 e->decl->name, ""));
		return;
	default:
		return;
	}
}

/* "return EINVAL": whoever is called so takes it for a success. */
static void check_answer(struct subset *s, const struct expr *e)
{
	while (e && e->kind == E_CAST)
		e = e->a;
	if (e && e->kind == E_COND) {
		check_answer(s, e->b);
		check_answer(s, e->c);
	} else if (e && e->is_errno && s->f->result->kind == T_INT && s->f->result->is_signed) {
		complain(s, e->loc, "CL303", "put a minus before it", "an error is returned as a positive number");
	}
}

static void check_stmt(const struct stmt *st, void *data)
{
	struct subset *s = data;

	if (st->kind == S_RETURN)
		check_answer(s, st->expr);
	if (st->kind == S_GOTO && !st->trusted) {
		s->has_goto = true;
		s->goto_at = st->loc;
	}
	for (int i = 0; i < st->n_decls; i++) {
		const struct decl *d = st->decls[i];

		s->has_cleanup |= d->cleanup != NULL;
		if (d->cleanup && !d->trusted && strncmp(d->cleanup, "__free_", 7) != 0 &&
		    strncmp(d->cleanup, "class_", 6) != 0)
			complain(s, d->loc, "CL001", "use DEFINE_FREE() or DEFINE_CLASS()",
				 format1(s, "the cleanup of '%s' by '%s' is outside the safe subset",
					 d->name, d->cleanup));
		if (d->type->kind == T_OTHER && !d->trusted)
			complain(s, d->loc, "CL001", "use a fixed size, or allocate it",
				 format1(s, "the type of '%s' (%s) is outside the safe subset",
					 d->name, d->type->name));
	}
	if (st->kind == S_BAD)
		complain(s, st->loc, "CL001", "write it in another way, or in an unsafe region",
			 format1(s, "%s is outside the safe subset", st->why, ""));
}

/* An unsafe region is left out; everything else is walked. */
static void walk_safe(struct subset *s, const struct stmt *st);

static void walk_one(struct subset *s, const struct stmt *st)
{
	struct walk w = {.expr = check_expr, .data = s, .safe = true};

	check_stmt(st, s);
	for (int i = 0; i < st->n_decls; i++)
		walk_expr(&w, st->decls[i]->init);
	walk_expr(&w, st->expr);
	walk_expr(&w, st->step);
}

static void walk_safe(struct subset *s, const struct stmt *st)
{
	if (!st)
		return;
	if (st->kind == S_UNSAFE)
		return;
	walk_one(s, st);
	walk_safe(s, st->init);
	for (int i = 0; i < st->n; i++)
		walk_safe(s, st->list[i]);
	walk_safe(s, st->body);
	walk_safe(s, st->orelse);
}

/* What an initialiser points to is believed by all who find it. */
static void check_initialiser(const struct expr *e, void *data)
{
	const struct expr *array = e->kind == E_INDEX || e->kind == E_BINARY ? expr_plain(e->a)
									     : NULL;
	const struct expr *index = array ? expr_plain(e->b) : NULL;

	check_expr(e, data);
	if (!array || e->trusted || array->type->kind != T_ARRAY || index->kind != E_INT ||
	    (e->kind == E_BINARY && e->op != OP_ADD))
		return;
	if (index->value < 0 || index->value >= array->type->count)
		complain(data, e->loc, "CL601", "point to an element that there is",
			 "the initialiser points past the end of its array");
}

void subset_check_globals(struct module *m)
{
	struct subset s = {.m = m};
	struct walk w = {.expr = check_initialiser, .data = &s};

	for (int i = 0; i < m->u->n_globals; i++)
		if (!m->u->globals[i]->trusted)
			walk_expr(&w, m->u->globals[i]->init);
}

void subset_check(struct module *m, const struct func *f)
{
	struct subset s = {.m = m, .f = f};

	for (int i = 0; i < f->n_params; i++)
		if (f->params[i]->type->kind == T_OTHER)
			complain(&s, f->params[i]->loc, "CL001", "take a pointer and its length",
				 format1(&s, "the type of '%s' (%s) is outside the safe subset",
					 f->params[i]->name, f->params[i]->type->name));

	walk_safe(&s, f->body);
	if (s.has_goto && s.has_cleanup)
		complain(&s, s.goto_at, "CL005", "unwind by scopes alone, or by gotos alone",
			 format1(&s,
				 "'%s' mixes goto with guards or __free(), whose order then "
				 "deceives",
				 f->decl->name, ""));
}
