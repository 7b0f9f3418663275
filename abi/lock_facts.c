/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The lines that carry facts: entities, their values, members of structs, exceptions of machines.
 */
#include "abi/lock_reader.h"

#include <string.h>

enum { MAX_DEPTH = 64, MAX_FIELDS = 100000 };

static bool attribute(struct reader *r, struct abi_entity *e, char *key, char *value)
{
	int i;

	if (!value && (i = abi_level_of(key, strlen(key))) >= 0) {
		e->has_level = true;
		e->level = (enum abi_level)i;
	} else if (!value && (i = abi_policy_of(key, strlen(key))) >= 0) {
		e->has_policy = true;
		e->policy = (enum abi_policy)i;
	} else if (!value && (i = abi_mark_of(key, strlen(key))) >= 0) {
		e->has_mark = true;
		e->mark = (enum abi_mark)i;
	} else if (!value && strcmp(key, "typedef") == 0) {
		e->is_typedef = true;
	} else if (!value && strcmp(key, "compat") == 0) {
		e->compat = true;
	} else if (value && strcmp(key, "holes") == 0 && strcmp(value, "zero") == 0) {
		e->holes_zero = true;
	} else if (value && strcmp(key, "enum") == 0) {
		e->of = value;
	} else if (value && strcmp(key, "since") == 0) {
		e->since = value;
	} else if (value && strcmp(key, "only") == 0) {
		return lock_profile_list(r, value, &r->only);
	} else {
		return lock_fail(r, "this attribute is not known");
	}
	return true;
}

static bool attributes(struct reader *r, struct abi_entity *e, char *at)
{
	char *key;

	while (!r->failed && at && (key = lock_word(&at))) {
		char *value = strchr(key, '=');

		if (value) {
			*value++ = '\0';
			if (*value == '"') {
				/* lock_word() may have cut the quoted value: put the blank back. */
				if (at > value && at[-1] == '\0' && *at)
					at[-1] = ' ';
				at = value;
				value = lock_quoted(r, &at);
				if (!value)
					return false;
			}
		}
		attribute(r, e, key, value);
	}
	return !r->failed;
}

/* Cut the line at its attributes (" ; …") outside of quotes. */
static char *cut_attributes(char *s)
{
	const char *start = s;
	bool inside = false;

	/* Most lines have none. */
	if (!strchr(s, ';'))
		return NULL;
	for (; *s; s++) {
		if (*s == '\\' && s[1]) {
			s++;
		} else if (*s == '"') {
			inside = !inside;
		} else if (!inside && *s == ';' && (s == start || s[-1] == ' ')) {
			*s = '\0';
			return s + 1;
		}
	}
	return NULL;
}

static uint32_t every(const struct reader *r)
{
	return (1u << r->m->n_profiles) - 1;
}

/* A new set of facts for the entity; it takes its profiles away from the first one. */
static struct abi_variant *variant(struct reader *r, uint32_t mask)
{
	struct abi_entity *e = r->entity;

	for (unsigned int i = 0; i < e->n_variants; i++) {
		if (i && e->variants[i].mask & mask) {
			lock_fail(r, "this profile has its facts already");
			return NULL;
		}
	}
	if (e->n_variants) {
		if ((e->variants[0].mask & mask) != mask || e->variants[0].mask == mask) {
			lock_fail(r, "these profiles are not left for an exception");
			return NULL;
		}
		e->variants[0].mask &= ~mask;
	}
	e->variants = arena_array(&r->m->arena, e->variants, e->n_variants, sizeof(*e->variants));
	e->variants[e->n_variants] = (struct abi_variant){.mask = mask};
	return &e->variants[e->n_variants++];
}

static bool read_ioctl(struct reader *r, struct abi_ioctl *io, char *at)
{
	static const char *const dirs[] = {"-", "w", "r", "rw"};
	uint64_t v;
	const char *dir;

	if (!lock_small(r, lock_word(&at), UINT32_MAX, &v))
		return false;
	io->number = (uint32_t)v;
	dir = lock_word(&at);
	for (io->dir = 0; io->dir < 4 && (!dir || strcmp(dir, dirs[io->dir]) != 0); io->dir++)
		;
	if (io->dir == 4)
		return lock_fail(r, "the direction is one of - w r rw");
	if (!lock_small(r, lock_word(&at), 255, &v))
		return false;
	io->type = (uint8_t)v;
	if (!lock_small(r, lock_word(&at), 255, &v))
		return false;
	io->nr = (uint8_t)v;
	if (!lock_small(r, lock_word(&at), UINT32_MAX, &v))
		return false;
	io->size = (uint32_t)v;
	while (*at == ' ')
		at++;
	for (char *e = at + strlen(at); e > at && e[-1] == ' ';)
		*--e = '\0';
	io->arg = *at ? at : NULL;
	return true;
}

static bool read_scalar(struct reader *r, struct abi_variant *v, char *at, bool first)
{
	struct abi_entity *e = r->entity;
	uint64_t num;
	char *w;

	if (e->kind == ABI_IOCTL)
		return read_ioctl(r, &v->ioctl, at);
	if (e->kind == ABI_STRING || e->kind == ABI_MACRO) {
		v->value.text = lock_quoted(r, &at);
		if (e->kind == ABI_MACRO && v->value.text && !v->value.text[0])
			v->value.text = NULL;
	} else if (e->kind != ABI_OPAQUE) {
		w = lock_word(&at);
		if (!lock_number(r, w, &num, &v->value.is_unsigned))
			return false;
		v->value.num = (int64_t)num;
		e->hex |= w[0] == '0' && w[1] == 'x';
		if (e->kind == ABI_SYSCALL)
			v->value.text = lock_word(&at);
	}
	while (*at == ' ')
		at++;
	if (first && *at == '"')
		e->text = lock_quoted(r, &at);
	while (*at == ' ')
		at++;
	return !r->failed &&
	       (!*at || lock_fail(r, "there is more on this line than belongs there"));
}

bool lock_close_layout(struct reader *r)
{
	r->layout = NULL;
	r->room = 0;
	return true;
}

static bool add_field(struct reader *r, struct abi_field f)
{
	struct abi_layout *l = r->layout;

	if (l->n_fields == MAX_FIELDS)
		return lock_fail(r, "too many members");
	if (l->n_fields == r->room) {
		struct abi_field *more;

		r->room = r->room ? r->room * 2 : 8;
		more = arena_alloc(&r->m->arena, r->room * sizeof(*more));
		if (l->n_fields)
			memcpy(more, l->fields, l->n_fields * sizeof(*more));
		l->fields = more;
	}
	l->fields[l->n_fields++] = f;
	return true;
}

static void type_flags(struct abi_field *f)
{
	const char *array = strchr(f->type, '[');

	if (array && (array[1] == ']' || strncmp(array, "[0]", 3) == 0))
		f->flags |= ABI_F_FLEX;
	if (strstr(f->type, "{}")) {
		f->flags |= ABI_F_GROUP;
		if (strncmp(f->type, "union", 5) == 0)
			f->flags |= ABI_F_UNION;
	} else if (strchr(f->type, '*')) {
		f->flags |= ABI_F_POINTER;
	} else if (strncmp(f->type, "struct ", 7) == 0 || strncmp(f->type, "union ", 6) == 0) {
		f->flags |= ABI_F_RECORD;
	}
}

/* "@OFFSET[.BIT] SIZE|:BITS TYPE NAME[ ; reserved]", two blanks deeper for each group. */
bool lock_read_field(struct reader *r, char *s, size_t indent)
{
	struct abi_field f = {.depth = (uint16_t)(indent / 2 - 1)};
	char *marks = cut_attributes(s), *at, *dot, *width, *name;
	uint64_t v;

	if (!r->layout)
		return lock_fail(r, "a member stands outside of a struct");
	if (indent < 2 || indent % 2 || indent / 2 > MAX_DEPTH ||
	    f.depth > (r->layout->n_fields ? r->layout->fields[r->layout->n_fields - 1].depth + 1
					   : 0))
		return lock_fail(r, "the member is indented wrongly");
	at = lock_word(&s);
	dot = strchr(++at, '.');
	if (dot)
		*dot++ = '\0';
	if (!lock_small(r, at, UINT64_MAX / 16, &v))
		return false;
	f.at = v * 8;
	width = lock_word(&s);
	if (dot) {
		if (!lock_small(r, dot, 7, &v) || !width || width[0] != ':' ||
		    !lock_small(r, width + 1, 128, &f.bits))
			return lock_fail(r, "a bit-field is @BYTE.BIT :BITS TYPE NAME");
		f.at += v;
		f.flags |= ABI_F_BITFIELD;
	} else {
		if (!lock_small(r, width, UINT64_MAX / 16, &v))
			return false;
		f.bits = v * 8;
	}
	for (name = s + strlen(s); name > s && name[-1] == ' ';)
		*--name = '\0';
	name = strrchr(s, ' ');
	if (!name || name == s)
		return lock_fail(r, "a member has a type and a name");
	*name++ = '\0';
	f.name = name;
	f.type = s;
	type_flags(&f);
	while (marks && *marks == ' ')
		marks++;
	if (marks && strcmp(marks, "reserved") == 0)
		f.flags |= ABI_F_RESERVED;
	else if (marks)
		return lock_fail(r, "a member can be marked \"reserved\", nothing else");
	return add_field(r, f);
}

bool lock_read_size(struct reader *r, char *s)
{
	struct abi_entity *e = r->entity;
	char *align;

	if (!e || (e->kind != ABI_STRUCT && e->kind != ABI_UNION) || !e->n_variants || r->layout)
		return lock_fail(r, "a size stands outside of a struct");
	r->layout = &e->variants[e->n_variants - 1].layout;
	r->room = 0;
	if (r->layout->align)
		return lock_fail(r, "the struct has its size already");
	if (!lock_small(r, lock_word(&s), UINT64_MAX / 16, &r->layout->size))
		return false;
	align = lock_word(&s);
	if (!align || strcmp(align, "align") != 0 ||
	    !lock_small(r, lock_word(&s), 1 << 20, &r->layout->align) || !r->layout->align)
		return lock_fail(r, "the size is followed by \"align N\"");
	return true;
}

bool lock_has_layout(const struct abi_entity *e)
{
	return !e || (e->kind != ABI_STRUCT && e->kind != ABI_UNION) ||
	       e->variants[e->n_variants - 1].layout.align;
}

bool lock_read_exception(struct reader *r, char *s)
{
	char *list = lock_word(&s);
	struct abi_variant *v;
	uint32_t mask;

	if (!r->entity || r->entity->kind == ABI_ENUM || !lock_has_layout(r->entity))
		return lock_fail(r, "an exception follows the facts that it is from");
	if (!list || !lock_profile_list(r, list, &mask))
		return lock_fail(r, "\"for\" is followed by profiles");
	lock_close_layout(r);
	v = variant(r, mask);
	if (!v)
		return false;
	if (r->entity->kind == ABI_STRUCT || r->entity->kind == ABI_UNION)
		return true;
	return read_scalar(r, v, s, false);
}

static struct abi_entity *new_entity(struct reader *r, enum abi_kind kind, const char *name)
{
	struct abi_entity *e;
	bool twice;

	lock_close_layout(r);
	e = abi_model_entity(r->m, kind, name, r->header, &twice);
	if (twice) {
		lock_fail(r, "this name stands here for the second time");
		return NULL;
	}
	r->entity = e;
	r->only = 0;
	r->have.facts[kind]++;
	return e;
}

static bool read_facts(struct reader *r, struct abi_entity *e, char *s)
{
	char *attrs = cut_attributes(s);
	struct abi_variant *v;

	if (attrs && !attributes(r, e, attrs))
		return false;
	v = variant(r, r->only ? r->only : every(r));
	if (!v)
		return false;
	if (e->kind == ABI_STRUCT || e->kind == ABI_UNION || e->kind == ABI_ENUM) {
		while (*s == ' ')
			s++;
		return !*s || lock_fail(r, "there is more on this line than belongs there");
	}
	return read_scalar(r, v, s, true);
}

/* "  = NAME VALUE": an enumerator of the enum above. */
bool lock_read_enumerator(struct reader *r, char *s)
{
	char *name = lock_word(&s);
	struct abi_entity *e;

	if (!r->block || !name)
		return lock_fail(r, "an enumerator stands outside of an enum");
	e = new_entity(r, ABI_ENUMERATOR, name);
	if (!e)
		return false;
	e->of = r->block->name;
	e->order = r->block->order++;
	return read_facts(r, e, s);
}

bool lock_read_entity(struct reader *r, int kind, char *s)
{
	char *name = lock_word(&s);
	struct abi_entity *e;

	if (!r->header)
		return lock_fail(r, "a fact stands before the first header");
	if (!name || kind == ABI_ENUMERATOR)
		return lock_fail(r, "a name is wanted here");
	if (!lock_has_layout(r->entity))
		return lock_fail(r, "the struct above has no size");
	e = new_entity(r, (enum abi_kind)kind, name);
	if (!e)
		return false;
	r->block = kind == ABI_ENUM ? e : NULL;
	return read_facts(r, e, s);
}
