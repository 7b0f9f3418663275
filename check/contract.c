/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The expressions in contracts: "&d->lock", "n * size", "count". They are read where they are
 * needed, with the names meaning parameters of a call, fields of a struct, or the file's variables.
 */
#include "check/mem.h"
#include "check/exec.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* A lock that is named by way of what another lock guards, and so on. */
enum { MAX_QUIET = 3 };

struct reader {
	struct exec *x;
	struct state *s;
	const char *at;
	const struct func *f;
	const struct val *vals;
	int n;
	place_t self;
	bool failed;
	const char *outside; /* here stands what is no arithmetic of contracts */
	const char *nobody;  /* a name that nothing here has */
};

/* A value under evaluation: @lvalue means that val.place is where it lies. */
struct operand {
	struct val val;
	bool lvalue;
};

static struct operand read_sum(struct reader *r);
static struct operand read_primary(struct reader *r);

static void skip(struct reader *r)
{
	while (isspace((unsigned char)*r->at))
		r->at++;
}

static bool eat(struct reader *r, const char *token)
{
	skip(r);
	if (strncmp(r->at, token, strlen(token)) != 0)
		return false;
	r->at += strlen(token);
	return true;
}

static struct operand fail(struct reader *r)
{
	r->failed = true;
	return (struct operand){{.kind = V_UNKNOWN}, false};
}

static const char *word(struct reader *r)
{
	size_t n = 0;
	const char *start;

	skip(r);
	start = r->at;
	while (isalnum((unsigned char)start[n]) || start[n] == '_')
		n++;
	r->at += n;
	return mem_strndup(r->x->r->arena, start, n);
}

/* The bytes of an integer type whose name stands alone before a ")", or 0. */
static long eat_type(struct reader *r)
{
	static const struct {
		const char *name;
		long size;
	} types[] = {
		{"unsigned long", 8}, {"unsigned int", 4}, {"size_t", 8}, {"ssize_t", 8}, {"u8", 1}, {"u16", 2},
		{"u32", 4},	      {"u64", 8},	   {"s8", 1},	  {"s16", 2},	  {"s32", 4}, {"s64", 8},
		{"__le16", 2},	      {"__le32", 4},	   {"__le64", 8}, {"__be16", 2},  {"__be32", 4}, {"__be64", 8},
		{"int", 4},	      {"unsigned", 4},	   {"long", 8},	  {"char", 1},
	};
	const char *at = r->at;

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		r->at = at;
		if (!eat(r, types[i].name))
			continue;
		skip(r);
		if (*r->at == ')')
			return types[i].size;
	}
	r->at = at;
	return 0;
}

/* "struct NAME", or 0. */
static long eat_struct(struct reader *r)
{
	const struct unit *u = r->x->u;
	const char *name;

	if (!eat(r, "struct "))
		return 0;
	name = word(r);
	for (int i = 0; i < u->n_records; i++)
		if (strcmp(u->records[i]->name, name) == 0)
			return u->records[i]->type->size;
	return 0;
}

static struct operand at_place(place_t p)
{
	return (struct operand){{.kind = V_ADDR, .place = p}, true};
}

/* What a place holds, without the checks that a driver's own read gets. */
static struct val quiet_load(struct reader *r, place_t p)
{
	struct run *run = r->x->r;
	struct type *t = run->places[p].type;
	struct cell *c = state_cell(r->s, place_loose(run, p));
	const struct val *seen = seen_value(r->s, p);
	struct val v;
	sym_t sym;

	if (seen)
		return *seen;
	if (t->kind == T_ARRAY)
		return (struct val){.kind = V_ADDR, .place = p, .elem = true};
	if (c && c->val.kind != V_CONTENT)
		return c->val;
	if (t->kind == T_RECORD)
		return (struct val){.kind = V_AGGREGATE, .place = p};
	if (state_content(run, r->s, p) == C_ZERO)
		return t->kind == T_PTR ? val_null() : val_const(0);
	if (t->kind != T_PTR && t->kind != T_INT && t->kind != T_BOOL && t->kind != T_ENUM)
		return (struct val){.kind = V_UNKNOWN};
	if (r->x->depth < MAX_QUIET) {
		r->x->depth++;
		v = memory_unknown(r->x, r->s, p, place_decl(run, p), t, 0);
		r->x->depth--;
	} else {
		sym = sym_intern(run, SYM_LOAD, p, 0, t, place_name(run, p));
		state_fact(run, r->s, sym);
		v = t->kind == T_PTR ? val_ptr(sym) : val_int(lin_sym(sym));
	}
	if (run->places[p].exact)
		seen_note(run, r->s, p, v);
	else
		state_set(run, r->s, p, v, (struct loc){0});
	return v;
}

static struct val value(struct reader *r, struct operand o)
{
	if (r->failed)
		return (struct val){.kind = V_UNKNOWN};
	return o.lvalue ? quiet_load(r, o.val.place) : o.val;
}

static place_t target(struct reader *r, struct val v)
{
	struct run *run = r->x->r;

	if (v.kind == V_PTR && v.sym)
		return place_at(run, place_sym(run, v.sym), &v.lin);
	if (v.kind == V_ADDR)
		return v.elem ? place_at(run, v.place, &v.lin) : v.place;
	r->failed = true;
	return 0;
}

static struct operand field_of(struct reader *r, place_t base, const char *name)
{
	const struct type *t = base ? r->x->r->places[base].type : NULL;
	const struct decl *d = t && t->kind == T_RECORD ? record_field(t->record, name) : NULL;

	if (d)
		return at_place(place_field(r->x->r, base, d));
	if (t && t->kind == T_RECORD)
		r->nobody = name;
	return fail(r);
}

static struct operand read_name(struct reader *r, const char *name)
{
	const struct unit *u = r->x->u;

	for (int i = 0; r->f && i < r->f->n_params; i++)
		if (strcmp(r->f->params[i]->name, name) == 0)
			return i < r->n ? (struct operand){r->vals[i], false} : fail(r);
	if (r->self) {
		const struct type *t = r->x->r->places[r->self].type;

		if (t->kind == T_RECORD && record_field(t->record, name))
			return field_of(r, r->self, name);
	}
	for (int i = 0; i < u->n_globals; i++)
		if (strcmp(u->globals[i]->name, name) == 0)
			return at_place(place_var(r->x->r, u->globals[i]));
	for (int i = 0; i < u->n_enums; i++)
		if (strcmp(u->enum_names[i], name) == 0)
			return (struct operand){val_const(u->enum_values[i]), false};
	r->nobody = name;
	return fail(r);
}

static struct operand read_primary(struct reader *r)
{
	struct operand o;
	const char *name;

	skip(r);
	if (isdigit((unsigned char)*r->at)) {
		char *end;
		unsigned long long k = strtoull(r->at, &end, 0);

		r->at = end;
		while (isalpha((unsigned char)*r->at))
			r->at++;
		return (struct operand){val_const((num)k), false};
	}
	if (eat(r, "(")) {
		if (eat_type(r)) /* a cast of a constant, as macros have it */
			return eat(r, ")") ? read_primary(r) : fail(r);
		o = read_sum(r);
		return eat(r, ")") ? o : fail(r);
	}
	name = word(r);
	if (strcmp(name, "sizeof") == 0 && eat(r, "(")) {
		long size = eat_type(r);
		bool star;

		size = size ? size : eat_struct(r);
		if (size)
			return eat(r, ")") ? (struct operand){val_const(size), false} : fail(r);
		star = eat(r, "*");
		o = read_sum(r);
		if (!eat(r, ")") || r->failed)
			return fail(r);
		if (star) {
			struct val v = value(r, o);

			if (v.kind == V_PTR && v.sym)
				return (struct operand){
					val_const(r->x->r->syms[v.sym].type->to->size), false};
		}
		return o.lvalue ? (struct operand){val_const(
							   r->x->r->places[o.val.place].type->size),
						   false}
				: fail(r);
	}
	if (*name)
		return read_name(r, name);
	if (!r->failed && *r->at)
		r->outside = r->at;
	return fail(r);
}

static struct operand read_postfix(struct reader *r)
{
	struct operand o = read_primary(r);

	while (!r->failed) {
		if (eat(r, "->"))
			o = field_of(r, target(r, value(r, o)), word(r));
		else if (eat(r, "."))
			o = o.lvalue ? field_of(r, o.val.place, word(r)) : fail(r);
		else
			break;
	}
	return o;
}

static struct operand arithmetic(struct reader *r, const char *at, struct operand a, struct operand b, char op);

static struct operand read_unary(struct reader *r)
{
	struct operand o;

	if (eat(r, "&")) {
		o = read_unary(r);
		o.lvalue = false;
		return o;
	}
	if (eat(r, "*")) {
		const char *at = r->at;
		struct val v;

		o = read_unary(r);
		v = value(r, o);
		if (!r->failed && v.kind == V_INT)
			r->outside = at; /* a number points to nothing */
		return r->failed ? o : at_place(target(r, v));
	}
	if (eat(r, "-"))
		return arithmetic(r, r->at, (struct operand){val_const(0), false}, read_unary(r), '-');
	return read_postfix(r);
}

/* What macros expand to: shifts and quotients of constants. */
static struct operand constant(struct reader *r, num a, num b, char op)
{
	if ((op == '/' && b <= 0) || (op != '/' && (b < 0 || b > 62 || a < 0)))
		return fail(r);
	return (struct operand){val_const(op == '/' ? a / b : op == '<' ? a << b : a >> b), false};
}

static struct operand arithmetic(struct reader *r, const char *at, struct operand a,
				 struct operand b, char op)
{
	struct val va = value(r, a), vb = value(r, b);
	struct lin l;

	if (r->failed || va.kind != V_INT || vb.kind != V_INT)
		return fail(r);
	if (op == '/' || op == '<' || op == '>') {
		if (lin_is_const(&va.lin) && lin_is_const(&vb.lin))
			return constant(r, va.lin.k, vb.lin.k, op);
		r->outside = at;
		return fail(r);
	}
	if (op == '*') {
		if (lin_is_const(&va.lin) && lin_scale(&vb.lin, va.lin.k, &l))
			return (struct operand){val_int(l), false};
		if (lin_is_const(&vb.lin) && lin_scale(&va.lin, vb.lin.k, &l))
			return (struct operand){val_int(l), false};
		return fail(r);
	}
	return lin_add(&va.lin, &vb.lin, op == '+' ? 1 : -1, &l)
		       ? (struct operand){val_int(l), false}
		       : fail(r);
}

static struct operand read_product(struct reader *r)
{
	struct operand o = read_unary(r);

	for (;;) {
		const char *at = r->at;

		if (!r->failed && eat(r, "*"))
			o = arithmetic(r, at, o, read_unary(r), '*');
		else if (!r->failed && eat(r, "/"))
			o = arithmetic(r, at, o, read_unary(r), '/');
		else
			return o;
	}
}

static struct operand read_terms(struct reader *r)
{
	struct operand o = read_product(r);

	for (;;) {
		const char *at = r->at;

		skip(r);
		if (r->failed || (r->at[0] == '-' && r->at[1] == '>'))
			return o;
		if (eat(r, "+"))
			o = arithmetic(r, at, o, read_product(r), '+');
		else if (eat(r, "-"))
			o = arithmetic(r, at, o, read_product(r), '-');
		else
			return o;
	}
}

static struct operand read_sum(struct reader *r)
{
	struct operand o = read_terms(r);

	for (;;) {
		const char *at = r->at;

		if (!r->failed && eat(r, "<<"))
			o = arithmetic(r, at, o, read_terms(r), '<');
		else if (!r->failed && eat(r, ">>"))
			o = arithmetic(r, at, o, read_terms(r), '>');
		else
			return o;
	}
}

/* What is not understood to its end is not understood: half an expression means something else. */
static struct operand read_whole(struct reader *r, const char *text)
{
	struct operand o = read_sum(r);

	skip(r);
	if (!r->outside && (r->failed || !*r->at))
		return o;
	if (r->outside)
		r->at = r->outside + strspn(r->outside, " ");
	say(r->x, r->x->at.file ? r->x->at : r->x->f->decl->loc, "CL001",
	    "write it with names, numbers, + - * / << >> and sizeof",
	    "'%s' in the contract expression '%s' is outside the safe subset", r->at, text);
	return fail(r);
}

static void say_nobody(const struct reader *r, const char *text)
{
	if (r->nobody)
		say(r->x, r->x->at.file ? r->x->at : r->x->f->decl->loc, "CL001",
		    "write it with names that are, numbers and sizeof",
		    "'%s' in the contract expression '%s' is no parameter, field, constant or variable here", r->nobody,
		    text);
}

bool contract_value(struct exec *x, struct state *s, const char *text, const struct func *f,
		    const struct val *vals, int n, place_t self, struct val *ret)
{
	struct reader r = {.x = x, .s = s, .at = text, .f = f, .vals = vals, .n = n, .self = self};
	struct operand o = read_whole(&r, text);

	if (!r.failed)
		*ret = value(&r, o);
	else
		say_nobody(&r, text);
	return !r.failed;
}

place_t contract_place(struct exec *x, struct state *s, const char *text, const struct func *f,
		       const struct val *vals, int n, place_t self)
{
	struct reader r = {.x = x, .s = s, .at = text, .f = f, .vals = vals, .n = n, .self = self};
	struct operand o = read_whole(&r, text);
	struct type *t;

	if (r.failed) {
		const char *p;

		text += *text == '&';
		p = text;
		while (isalnum((unsigned char)*p) || *p == '_')
			p++;
		if (!*p && *text) /* a lock of another file */
			return place_var(x->r, module_foreign(x->m, text));
		say_nobody(&r, text);
		return 0;
	}
	if (!o.lvalue)
		return target(&r, o.val);
	t = x->r->places[o.val.place].type;
	return t->kind == T_PTR ? target(&r, quiet_load(&r, o.val.place)) : o.val.place;
}

place_t contract_lvalue(struct exec *x, struct state *s, const char *text, const struct func *f,
			const struct val *vals, int n)
{
	struct reader r = {.x = x, .s = s, .at = text, .f = f, .vals = vals, .n = n};
	struct operand o = read_sum(&r);

	return !r.failed && !*r.at && o.lvalue ? o.val.place : 0;
}
