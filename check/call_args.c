/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "check/call.h"
#include "check/mem.h"

#include <string.h>

static void check_null(struct exec *x, struct state *s, const struct callee *c,
		       const struct decl *p, const struct val *v, const struct expr *e)
{
	const struct fact *f;
	struct finding *found;
	bool may_null, may_err;

	if (v->kind != V_PTR || p->type->kind != T_PTR || p->type->space != SPACE_KERNEL)
		return;
	f = v->sym ? state_known(s, v->sym) : NULL;
	may_null = v->sym ? f && (f->mask & M_NULL) : true;
	may_err = f && (f->mask & M_ERR);
	if (may_null && !decl_has(p, "opt") && memory_taken(x, v, e))
		return;
	if (may_null &&
	    (!decl_has(p, "opt") || (decl_has(p, "writes") && p->type->to->kind == T_PTR)) &&
	    strcmp(c->name, "PTR_ERR") != 0) {
		found = say(x, e->loc, "CL205", "test it first, or declare the parameter __opt",
			    "'%s' may be NULL, and '%s' does not take NULL", say_expr(x, e),
			    c->name);
		say_step(x, found, f ? f->got_at : e->loc, "its value comes from here");
		if (v->sym)
			state_fact(x->r, s, v->sym)->mask &= (unsigned char)~M_NULL;
	}
	if (may_err && !decl_has(p, "errptr") && !strstr(c->name, "ERR")) {
		found = say(x, e->loc, "CL206", "test it with IS_ERR() first",
			    "'%s' may be an ERR_PTR, and '%s' does not take one", say_expr(x, e),
			    c->name);
		say_step(x, found, f->got_at, "its value comes from here");
		state_fact(x->r, s, v->sym)->mask &= (unsigned char)~M_ERR;
	}
}

static void check_flags(struct exec *x, struct state *s, const struct callee *c,
			const struct decl *p, const struct val *v, const struct expr *e)
{
	num lo, hi;

	if (!p->type_word || strcmp(p->type_word, "gfp_t") != 0 || v->kind != V_INT)
		return;
	lin_range(s, &v->lin, &lo, &hi);
	if (lo >> 10 == hi >> 10 && !(lo & 0x400)) /* __GFP_DIRECT_RECLAIM, in every kernel */
		return;
	lock_sleep(x, s, e->loc,
		   mem_format(x->r->arena, "%s(…, %s)", c->name,
			      lo == hi ? "GFP_KERNEL" : say_expr(x, e)));
}

void call_check_guard(struct exec *x, struct state *s, const struct val *v, bool write, const struct expr *e)
{
	if (v->kind == V_ADDR && !record_contract(x->r->places[v->place].type, "lock"))
		lock_access(x, s, v->place, write, e->loc);
	if (write)
		reading_passed(x, s, v, e);
}

/* The callee believes in zeros: not in what nobody wrote, nor in what was left when it ended. */
static void check_zeroed(struct exec *x, struct state *s, const struct callee *c,
			 const struct val *v, const struct expr *e)
{
	place_t p = call_pointee(x, v);
	enum content content = p ? state_content(x->r, s, p) : C_ZERO;
	bool ended = p && state_marked(s, MARK_ENDED, p);

	if (content == C_UNINIT || content == C_MAYBE || ended)
		say(x, e->loc, "CL501", "clear it first: memset(), kzalloc_obj()",
		    "'%s' wants zeros in '%s', which %s", c->name, place_name(x->r, p),
		    ended ? "was in use before" : "nobody wrote");
}

static bool is_scalar_pointee(const struct type *t)
{
	return t->kind == T_PTR && t->to->is_const &&
	       (t->to->kind == T_INT || t->to->kind == T_PTR);
}

static void check_written(struct exec *x, struct state *s, const struct callee *c, int i,
			  const struct val *v, const struct lin *bytes, const struct expr *e)
{
	const struct decl *p = c->params[i];
	const struct cell *cell;

	if (p->type->kind == T_PTR && p->type->to->is_const &&
	    (p->type->to->kind == T_RECORD || decl_has(p, "sized_by") || decl_has(p, "elements")) &&
	    !reads_written(x, s, v, bytes, e))
		return;
	reads_passed(x, s, c, i, v, e);
	if (v->kind != V_ADDR || v->elem || !is_scalar_pointee(p->type))
		return;
	cell = state_cell(s, v->place);
	if ((!cell || cell->val.kind == V_CONTENT) && state_content(x->r, s, v->place) == C_UNINIT)
		say(x, e->loc, "CL501", "give it a value first",
		    "'%s' is passed on to be read, but may not have been written",
		    place_name(x->r, v->place));
}

static void to_user_record(struct exec *x, struct state *s, place_t p, struct type *t,
			   const struct expr *e);

static bool is_kernel_address(const struct type *t)
{
	return t->kind == T_PTR && t->space != SPACE_USER;
}

static void to_user_value(struct exec *x, struct state *s, place_t p, struct type *t,
			  const struct expr *e)
{
	const struct cell *c = state_cell(s, p);
	enum content content;

	if (t->kind == T_RECORD && !t->record->is_union) {
		to_user_record(x, s, p, t, e);
		return;
	}
	if (c && c->val.kind != V_CONTENT) {
		if (c->val.uninit)
			say(x, e->loc, "CL503", "write it on every path, or clear the object first",
			    "'%s' may not have been written, and is copied to user space",
			    place_name(x->r, p));
		if (is_kernel_address(t) && !val_is_null(&c->val))
			say(x, e->loc, "CL506", "never show an address to user space",
			    "the kernel address in '%s' is copied to user space",
			    place_name(x->r, p));
		return;
	}
	content = state_content(x->r, s, p);
	reads_note(x, s, p);
	exposes_note(x, s, p);
	if (t->kind == T_ARRAY && t->to->kind == T_RECORD && content != C_ZERO && bytes_address(t->to)) {
		say(x, e->loc, "CL506", "never show an address to user space",
		    "the kernel address in '%s' of '%s' is copied to user space", bytes_address(t->to), place_name(x->r, p));
		return;
	}
	if ((content == C_UNINIT || content == C_MAYBE) && t->kind == T_ARRAY &&
	    filled_wholly(x, s, p))
		return;
	if (content == C_UNINIT || content == C_MAYBE)
		say(x, e->loc, "CL503", "clear it first: memset(), kzalloc()",
		    "'%s' is not wholly written, and is copied to user space", place_name(x->r, p));
	else if (content != C_ZERO && is_kernel_address(t))
		say(x, e->loc, "CL506", "never show an address to user space",
		    "the kernel address in '%s' is copied to user space", place_name(x->r, p));
}

static void to_user_record(struct exec *x, struct state *s, place_t p, struct type *t,
			   const struct expr *e)
{
	const struct record *r = t->record;
	long at = 0;
	bool filled = state_whole(x->r, s, p);

	if (filled && *r->name && r->type && !place_private(x->r, s, p))
		module_note(x->m, "exposed", r->type->name);

	for (int i = 0; i < r->n_fields; i++) {
		const struct decl *d = r->fields[i];

		if (!filled && d->offset > at)
			say(x, e->loc, "CL504",
			    "clear the struct with memset() first, or leave no holes in it",
			    "'%s' has padding before '%s' that was never written, and is copied to "
			    "user space",
			    place_name(x->r, p), d->name);
		at = d->offset + d->width;
		to_user_value(x, s, place_field(x->r, p, d), d->type, e);
	}
	if (!filled && t->size * 8 > at)
		say(x, e->loc, "CL504",
		    "clear the struct with memset() first, or leave no holes in it",
		    "'%s' has padding at its end that was never written, and is copied to user "
		    "space",
		    place_name(x->r, p));
}

/* @bytes: how many of them, where that is known */
static void check_to_user(struct exec *x, struct state *s, const struct val *v,
			  const struct lin *bytes, const struct expr *e)
{
	place_t p;
	struct type *t;

	if (v->kind == V_PTR && v->sym) {
		enum content content = state_content(x->r, s, place_sym(x->r, v->sym));

		if (content == C_EXTERN && x->r->syms[v->sym].origin == SYM_LOAD)
			module_note(x->m, "exposed", field_name(x->m, place_decl(x->r, x->r->syms[v->sym].key1)));
		t = x->r->syms[v->sym].type->to;
		p = place_index(x->r, place_sym(x->r, v->sym), 0);
		if (bytes && !v->lin.n && !v->lin.k &&
		    filled_to(x, s, place_sym(x->r, v->sym), bytes))
			return;
		if ((content == C_UNINIT || content == C_MAYBE) && t->kind != T_RECORD) {
			say(x, e->loc, "CL503", "clear it first: memset(), kzalloc()",
			    "'%s' is not wholly written, and is copied to user space",
			    x->r->syms[v->sym].name);
			return;
		}
	} else if (v->kind == V_ADDR) {
		p = v->place;
		t = x->r->places[p].type;
	} else {
		return;
	}
	if (v->kind == V_ADDR && bytes && lin_is_const(&v->lin) && !v->lin.k &&
	    filled_to(x, s, p, bytes))
		return;
	if (t->kind == T_RECORD || t->kind == T_ARRAY || v->kind == V_ADDR)
		to_user_value(x, s, p, t, e);
}

void call_check_arg(struct exec *x, struct state *s, const struct callee *c, int i,
		    const struct val *args, int n, const struct expr *e)
{
	const struct decl *p = callee_param(c, i);
	const struct val *v = &args[i];
	const struct contract *k;
	struct lin bytes;
	struct val need;
	bool sized;

	if (v->kind == V_ADDR || (v->kind == V_PTR && v->sym && !(p && decl_has(p, "own"))))
		own_use(x, s, v, e->loc, say_expr(x, e));
	own_looked(x, s, v);
	memory_whole(x, s, v, e);
	call_check_guard(x, s, v, reading_changes(x, c, i), e);
	text_passed(x, s, c, i, v, e);
	if (!p)
		return;
	check_null(x, s, c, p, v, e);
	check_flags(x, s, c, p, v, e);
	if (decl_has(p, "length"))
		bounds_size(x, s, v, e, c->name);
	if (decl_has(p, "zeroed"))
		check_zeroed(x, s, c, v, e);
	if (p->type->kind == T_PTR && p->type->space != SPACE_KERNEL)
		return;
	if (v->kind == V_INT) {
		struct func f = {.params = c->params, .n_params = c->n_params};

		limit_check(x, s, p, v, &f, args, n, 0, e->loc);
	}
	k = decl_contract(p, "sized_by");
	sized = k && callee_value(x, s, c, k->arg, args, n, &need);
	bytes = sized ? need.lin : (struct lin){0};
	if (sized)
		bounds_bytes(x, s, *v, p->type, need, e, c->name);
	k = decl_contract(p, "elements");
	if (k && p->type->kind == T_PTR && callee_value(x, s, c, k->arg, args, n, &need) &&
	    lin_scale(&need.lin, p->type->to->size, &need.lin)) {
		bounds_bytes(x, s, *v, p->type, need, e, c->name);
		sized = true;
		bytes = need.lin;
	}
	if (p->type->kind == T_PTR && p->type->to->kind == T_RECORD && !decl_has(p, "writes") && call_pointee(x, v))
		counted_given(x, s, call_pointee(x, v), e->loc);
	if (!decl_has(p, "sized_by") && !decl_has(p, "elements"))
		bounds_one(x, s, p->type, v, expr_plain(e));
	if (p->type->kind == T_PTR && p->type->to->kind == T_VOID && decl_has(p, "writes"))
		bytes_brought(x, v, e, c->name);
	if (decl_has(p, "copied"))
		bytes_copied(x, v, decl_has(p, "own"), e, c->name);
	if (decl_has(p, "to_user"))
		check_to_user(x, s, v, sized ? &bytes : NULL, e);
	else
		check_written(x, s, c, i, v, sized ? &bytes : NULL, e);
}
