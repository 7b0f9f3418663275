/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Memory from kvmalloc() and its like may lie in single pages: kvfree() ends it, kfree() does not. Where it
 * went, to a field or to a caller, is known in the whole driver.
 */
#include "check/call.h"
#include "check/mem.h"

#include <string.h>

static const char *result_of(const struct exec *x, const char *func)
{
	return mem_format(x->m->arena, "%s()", func);
}

bool paged_gives(struct exec *x, const struct callee *c)
{
	if (c->d->trusted)
		return strncmp(c->name, "kv", 2) == 0 && decl_has(c->d, "own");
	return decl_has(c->d, "own") && module_knows(x->m, "paged", result_of(x, c->name));
}

bool paged_found(struct exec *x, const struct decl *d)
{
	return d && decl_has(d, "own") && d->kind == D_FIELD && module_knows(x->m, "paged", field_name(x->m, d));
}

void paged_stored(struct exec *x, place_t p, const struct val *v)
{
	const struct decl *d = v->kind == V_PTR && v->sym && x->r->syms[v->sym].paged ? place_decl(x->r, p) : NULL;

	if (d && d->kind == D_FIELD && decl_has(d, "own"))
		module_note(x->m, "paged", field_name(x->m, d));
}

void paged_returned(struct exec *x, const struct val *v)
{
	if (v->kind == V_PTR && v->sym && x->r->syms[v->sym].paged && decl_has(x->f->decl, "own"))
		module_note(x->m, "paged", result_of(x, x->f->decl->name));
}

void paged_freed(struct exec *x, const struct val *v, struct loc at, const char *name, const char *by)
{
	if (v->kind == V_PTR && v->sym && x->r->syms[v->sym].paged &&
	    (strncmp(by, "kfree", 5) == 0 || strncmp(by, "krealloc", 8) == 0))
		say(x, at, "CL105", "release it with kvfree()",
		    "'%s' is passed to '%s', but comes from kvmalloc() or its like", name, by);
}
