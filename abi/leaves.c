/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#define _GNU_SOURCE
#include "abi/leaves.h"

#include <stdlib.h>
#include <string.h>

bool leaves_is_record(const char *type)
{
	return (strncmp(type, "struct ", 7) == 0 || strncmp(type, "union ", 6) == 0) &&
	       !strchr(type, '*') && !strchr(type, '{');
}

const struct abi_entity *leaves_record_named(const struct abi_model *m, const char *type)
{
	const char *name = strchr(type, ' ') + 1;
	char *bare = strndup(name, strcspn(name, "["));
	const struct abi_entity *e =
		abi_model_find(m, type[0] == 's' ? ABI_STRUCT : ABI_UNION, bare, NULL);

	free(bare);
	return e;
}

enum { MAX_DEPTH = 68 };

/** struct opening - the groups around the member that is looked at, by depth */
struct opening {
	struct arena *arena;
	struct leaves *l;
	const char *prefix[MAX_DEPTH + 2];
	uint64_t from[MAX_DEPTH + 2], to[MAX_DEPTH + 2];
	size_t group[MAX_DEPTH + 2], room;
	bool in_union[MAX_DEPTH + 2];
};

static void open_group(struct opening *o, const struct abi_field *f, unsigned int d, size_t id,
		       bool is_union)
{
	bool named = strcmp(f->name, "-") != 0;

	o->prefix[d + 1] = named ? arena_format(o->arena, "%s%s.", o->prefix[d], f->name)
				 : o->prefix[d];
	o->from[d + 1] = is_union ? f->at : o->from[d];
	o->to[d + 1] = is_union ? f->at + f->bits : o->to[d];
	o->group[d + 1] = id;
	o->in_union[d + 1] = is_union;
}

static void add_leaf(struct opening *o, const struct abi_field *f, unsigned int d, uint64_t base)
{
	struct leaves *l = o->l;

	if (l->n == o->room) {
		o->room = o->room * 2 + 16;
		l->items = realloc(l->items, o->room * sizeof(*l->items));
		if (!l->items)
			arena_oom();
	}
	l->items[l->n++] = (struct leaf){
		.f = f,
		.from = base + f->at,
		.to = base + f->at + f->bits,
		.union_from = o->from[d],
		.union_to = o->to[d],
		.group = o->group[d],
		.in_union = o->in_union[d],
		.path = o->prefix[d][0] ? arena_format(o->arena, "%s%s", o->prefix[d], f->name)
					: f->name};
}

static bool has_group(const struct abi_layout *l, const struct abi_field *f)
{
	for (size_t i = 0; i < l->n_fields; i++)
		if (l->fields[i].flags & ABI_F_GROUP && l->fields[i].depth == f->depth &&
		    strcmp(l->fields[i].name, f->name) == 0)
			return true;
	return false;
}

/* What was written in place and has got a tag since (or the reverse) is opened on both sides. */
static const struct abi_layout *tagged_group(const struct pair *p, const struct abi_model *m,
					     bool newer, const struct abi_field *f,
					     const struct abi_layout *other)
{
	unsigned int first = (unsigned int)__builtin_ctz(p->mask);
	const struct abi_variant *v;
	const struct abi_entity *e;

	if (!leaves_is_record(f->type) || !has_group(other, f))
		return NULL;
	e = leaves_record_named(m, f->type);
	v = e ? abi_entity_variant(e, newer ? (unsigned int)p->r->profile_b[first] : first) : NULL;
	return v ? &v->layout : NULL;
}

void leaves_open(struct leaves *l, const struct pair *p, bool newer)
{
	const struct abi_layout *layout = newer ? &p->vb->layout : &p->va->layout;
	const struct abi_layout *other = newer ? &p->va->layout : &p->vb->layout;
	struct opening o = {.arena = &p->r->arena, .l = l, .prefix = {""}};
	bool is_union = (newer ? p->b : p->a)->kind == ABI_UNION;

	*o.l = (struct leaves){.size = layout->size * 8};
	o.to[0] = is_union ? o.l->size : 0;
	o.in_union[0] = is_union;
	for (size_t i = 0; i < layout->n_fields; i++) {
		const struct abi_field *f = &layout->fields[i];
		unsigned int d = f->depth < MAX_DEPTH ? f->depth : MAX_DEPTH;
		const struct abi_layout *tagged =
			tagged_group(p, newer ? p->r->b : p->r->a, newer, f, other);

		if (f->flags & ABI_F_GROUP) {
			open_group(&o, f, d, i + 1, f->flags & ABI_F_UNION);
		} else if (tagged) {
			open_group(&o, f, d, i + 1, strncmp(f->type, "union", 5) == 0);
			for (size_t k = 0; k < tagged->n_fields; k++)
				if (tagged->fields[k].depth == 0)
					add_leaf(&o, &tagged->fields[k], d + 1, f->at);
		} else {
			add_leaf(&o, f, d, 0);
		}
	}
}

struct leaf *leaves_by_path(const struct leaves *l, const char *path)
{
	for (size_t i = 0; i < l->n; i++)
		if (strcmp(l->items[i].path, path) == 0)
			return &l->items[i];
	return NULL;
}
