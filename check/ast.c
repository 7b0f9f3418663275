/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "check/ast.h"
#include "check/mem.h"

#include <string.h>

static const struct contract *find(const struct contract *c, const char *word)
{
	while (c && strcmp(c->word, word) != 0)
		c = c->next;
	return c;
}

const struct contract *decl_contract(const struct decl *d, const char *word)
{
	return d ? find(d->contracts, word) : NULL;
}

const struct contract *record_contract(const struct type *t, const char *word)
{
	return t && t->kind == T_RECORD ? find(t->record->contracts, word) : NULL;
}

struct contract *contract_add(struct mem *a, struct contract **list, const char *word, const char *arg)
{
	struct contract *new = mem_new_object(a, struct contract);

	new->word = word;
	new->arg = arg;
	while (*list)
		list = &(*list)->next;
	*list = new;
	return new;
}

bool type_is_int(const struct type *t)
{
	return t->kind == T_INT || t->kind == T_BOOL || t->kind == T_ENUM;
}

struct decl *record_field(const struct record *r, const char *name)
{
	for (int i = 0; i < r->n_fields; i++) {
		struct decl *f = r->fields[i];

		if (strcmp(f->name, name) == 0)
			return f;
		if (!*f->name && f->type->kind == T_RECORD) {
			struct decl *inner = record_field(f->type->record, name);

			if (inner)
				return inner;
		}
	}
	return NULL;
}

bool type_counted(const struct type *t)
{
	const struct record *r = t && t->kind == T_PTR && t->to->kind == T_RECORD ? t->to->record
										   : NULL;

	for (int i = 0; r && i < r->n_fields; i++) {
		const char *name = r->fields[i]->type->name;

		if (strcmp(name, "struct kref") == 0 || strcmp(name, "struct refcount_struct") == 0)
			return true;
	}
	return false;
}

static unsigned int named_at(const struct unit *u, const char *name)
{
	unsigned int h = text_hash(name), mask = (unsigned int)u->n_named - 1;

	while (u->named[h & mask] && strcmp(u->named[h & mask]->decl->name, name) != 0)
		h++;
	return h & mask;
}

void unit_name_funcs(struct unit *u)
{
	u->n_named = 64;
	while (u->n_named < 2 * u->n_funcs)
		u->n_named *= 2;
	u->named = mem_alloc(u->arena, (size_t)u->n_named * sizeof(struct func *));
	for (int i = u->n_funcs - 1; i >= 0; i--) /* the first of a name is the one */
		u->named[named_at(u, u->funcs[i]->decl->name)] = u->funcs[i];
}

struct func *unit_func(const struct unit *u, const char *name)
{
	return u->named[named_at(u, name)];
}

const struct expr *expr_plain(const struct expr *e)
{
	while (e && e->kind == E_CAST && e->implicit)
		e = e->a;
	return e;
}

bool expr_is_null(const struct expr *e)
{
	while (e->kind == E_CAST)
		e = e->a;
	return e->kind == E_INT && e->value == 0;
}

const struct record *type_pinned(const struct type *t)
{
	const struct record *part = NULL;

	while (t->kind == T_ARRAY)
		t = t->to;
	if (t->kind != T_RECORD)
		return NULL;
	if (record_contract(t, "pinned") || record_contract(t, "lock"))
		return t->record;
	for (int i = 0; i < t->record->n_fields && !part; i++)
		part = type_pinned(t->record->fields[i]->type);
	return part;
}
