/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * One pass over the text, in place: words are cut out by writing NULs into the buffer, which the
 * model keeps. Whatever the grammar does not know is an error with its line; nothing is skipped.
 */
#define _GNU_SOURCE
#include "abi/lock.h"

#include "base/diag.h"
#include "base/paths.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_DEPTH = 64, MAX_FIELDS = 100000, BYTES_PER_ENTITY = 64 };

struct reader {
	struct abi_model *m;
	const char *name;
	char *next, *end;
	unsigned int line;
	const char *header;
	struct abi_header counts;      /* what the header's line states */
	struct abi_header have;
	struct abi_entity *entity, *block; /* @block: the enum whose enumerators follow */
	struct abi_layout *layout;     /* where member lines go */
	size_t room;
	uint32_t only;                 /* profiles of the entity, 0: all */
	bool recount, failed;
};

static bool fail(struct reader *r, const char *what)
{
	if (!r->failed)
		diag_error("take the file from version control, or freeze again", "%s:%u: %s", r->name, r->line,
			   what);
	r->failed = true;
	return false;
}

/* The next word of the line, cut out; NULL at its end. */
static char *word(char **at)
{
	char *s = *at, *from;

	while (*s == ' ')
		s++;
	if (!*s)
		return NULL;
	from = s;
	while (*s && *s != ' ')
		s++;
	if (*s)
		*s++ = '\0';
	*at = s;
	return from;
}

static char *quoted(struct reader *r, char **at)
{
	char *s = *at, *out, *from;

	while (*s == ' ')
		s++;
	if (*s != '"') {
		fail(r, "a quoted text is wanted here");
		return NULL;
	}
	from = out = ++s;
	while (*s && *s != '"') {
		if (*s == '\\' && s[1] == 'x' && isxdigit((unsigned char)s[2]) && isxdigit((unsigned char)s[3])) {
			char hex[3] = {s[2], s[3], '\0'};

			*out++ = (char)strtol(hex, NULL, 16);
			s += 4;
			continue;
		}
		s += *s == '\\' && s[1];
		*out++ = *s++;
	}
	if (*s != '"') {
		fail(r, "the quoted text has no end");
		return NULL;
	}
	*at = s + 1;
	*out = '\0';
	return from;
}

static bool number(struct reader *r, const char *s, uint64_t *ret, bool *ret_unsigned)
{
	bool negative = s && *s == '-';
	const char *digits = s ? s + negative : "";
	char *end;

	errno = 0;
	if (!isdigit((unsigned char)*digits))
		return fail(r, "a number is wanted here");
	*ret = strtoull(digits, &end, digits[0] == '0' && digits[1] == 'x' ? 16 : 10);
	if (*end || errno)
		return fail(r, "a number is wanted here");
	if (ret_unsigned)
		*ret_unsigned = !negative && *ret > INT64_MAX;
	if (negative)
		*ret = 0 - *ret;
	return true;
}

static bool small(struct reader *r, const char *s, uint64_t max, uint64_t *ret)
{
	return number(r, s, ret, NULL) && (*ret <= max || fail(r, "this number is too large"));
}

static bool profile_list(struct reader *r, char *list, uint32_t *ret)
{
	char *save = NULL;

	*ret = 0;
	for (char *p = strtok_r(list, ",", &save); p; p = strtok_r(NULL, ",", &save)) {
		int i = abi_model_profile(r->m, p);

		if (i < 0)
			return fail(r, "this profile is not one of the file's");
		*ret |= 1u << i;
	}
	return *ret != 0 || fail(r, "a profile is wanted here");
}

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
		return profile_list(r, value, &r->only);
	} else {
		return fail(r, "this attribute is not known");
	}
	return true;
}

static bool attributes(struct reader *r, struct abi_entity *e, char *at)
{
	char *key;

	while (!r->failed && at && (key = word(&at))) {
		char *value = strchr(key, '=');

		if (value) {
			*value++ = '\0';
			if (*value == '"') {
				/* word() may have cut the quoted value: put the blank back. */
				if (at > value && at[-1] == '\0' && *at)
					at[-1] = ' ';
				at = value;
				value = quoted(r, &at);
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
			fail(r, "this profile has its facts already");
			return NULL;
		}
	}
	if (e->n_variants) {
		if ((e->variants[0].mask & mask) != mask || e->variants[0].mask == mask) {
			fail(r, "these profiles are not left for an exception");
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

	if (!small(r, word(&at), UINT32_MAX, &v))
		return false;
	io->number = (uint32_t)v;
	dir = word(&at);
	for (io->dir = 0; io->dir < 4 && (!dir || strcmp(dir, dirs[io->dir]) != 0); io->dir++)
		;
	if (io->dir == 4)
		return fail(r, "the direction is one of - w r rw");
	if (!small(r, word(&at), 255, &v))
		return false;
	io->type = (uint8_t)v;
	if (!small(r, word(&at), 255, &v))
		return false;
	io->nr = (uint8_t)v;
	if (!small(r, word(&at), UINT32_MAX, &v))
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
		v->value.text = quoted(r, &at);
		if (e->kind == ABI_MACRO && v->value.text && !v->value.text[0])
			v->value.text = NULL;
	} else if (e->kind != ABI_OPAQUE) {
		w = word(&at);
		if (!number(r, w, &num, &v->value.is_unsigned))
			return false;
		v->value.num = (int64_t)num;
		e->hex |= w[0] == '0' && w[1] == 'x';
		if (e->kind == ABI_SYSCALL)
			v->value.text = word(&at);
	}
	while (*at == ' ')
		at++;
	if (first && *at == '"')
		e->text = quoted(r, &at);
	while (*at == ' ')
		at++;
	return !r->failed && (!*at || fail(r, "there is more on this line than belongs there"));
}

static bool close_layout(struct reader *r)
{
	r->layout = NULL;
	r->room = 0;
	return true;
}

static bool add_field(struct reader *r, struct abi_field f)
{
	struct abi_layout *l = r->layout;

	if (l->n_fields == MAX_FIELDS)
		return fail(r, "too many members");
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
static bool read_field(struct reader *r, char *s, size_t indent)
{
	struct abi_field f = {.depth = (uint16_t)(indent / 2 - 1)};
	char *marks = cut_attributes(s), *at, *dot, *width, *name;
	uint64_t v;

	if (!r->layout)
		return fail(r, "a member stands outside of a struct");
	if (indent < 2 || indent % 2 || indent / 2 > MAX_DEPTH ||
	    f.depth > (r->layout->n_fields ? r->layout->fields[r->layout->n_fields - 1].depth + 1 : 0))
		return fail(r, "the member is indented wrongly");
	at = word(&s);
	dot = strchr(++at, '.');
	if (dot)
		*dot++ = '\0';
	if (!small(r, at, UINT64_MAX / 16, &v))
		return false;
	f.at = v * 8;
	width = word(&s);
	if (dot) {
		if (!small(r, dot, 7, &v) || !width || width[0] != ':' || !small(r, width + 1, 128, &f.bits))
			return fail(r, "a bit-field is @BYTE.BIT :BITS TYPE NAME");
		f.at += v;
		f.flags |= ABI_F_BITFIELD;
	} else {
		if (!small(r, width, UINT64_MAX / 16, &v))
			return false;
		f.bits = v * 8;
	}
	for (name = s + strlen(s); name > s && name[-1] == ' ';)
		*--name = '\0';
	name = strrchr(s, ' ');
	if (!name || name == s)
		return fail(r, "a member has a type and a name");
	*name++ = '\0';
	f.name = name;
	f.type = s;
	type_flags(&f);
	while (marks && *marks == ' ')
		marks++;
	if (marks && strcmp(marks, "reserved") == 0)
		f.flags |= ABI_F_RESERVED;
	else if (marks)
		return fail(r, "a member can be marked \"reserved\", nothing else");
	return add_field(r, f);
}

static bool read_size(struct reader *r, char *s)
{
	struct abi_entity *e = r->entity;
	char *align;

	if (!e || (e->kind != ABI_STRUCT && e->kind != ABI_UNION) || !e->n_variants || r->layout)
		return fail(r, "a size stands outside of a struct");
	r->layout = &e->variants[e->n_variants - 1].layout;
	r->room = 0;
	if (r->layout->align)
		return fail(r, "the struct has its size already");
	if (!small(r, word(&s), UINT64_MAX / 16, &r->layout->size))
		return false;
	align = word(&s);
	if (!align || strcmp(align, "align") != 0 || !small(r, word(&s), 1 << 20, &r->layout->align) ||
	    !r->layout->align)
		return fail(r, "the size is followed by \"align N\"");
	return true;
}

static bool has_layout(const struct abi_entity *e)
{
	return !e || (e->kind != ABI_STRUCT && e->kind != ABI_UNION) ||
	       e->variants[e->n_variants - 1].layout.align;
}

static bool read_exception(struct reader *r, char *s)
{
	char *list = word(&s);
	struct abi_variant *v;
	uint32_t mask;

	if (!r->entity || r->entity->kind == ABI_ENUM || !has_layout(r->entity))
		return fail(r, "an exception follows the facts that it is from");
	if (!list || !profile_list(r, list, &mask))
		return fail(r, "\"for\" is followed by profiles");
	close_layout(r);
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

	close_layout(r);
	e = abi_model_entity(r->m, kind, name, r->header, &twice);
	if (twice) {
		fail(r, "this name stands here for the second time");
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
		return !*s || fail(r, "there is more on this line than belongs there");
	}
	return read_scalar(r, v, s, true);
}

/* "  = NAME VALUE": an enumerator of the enum above. */
static bool read_enumerator(struct reader *r, char *s)
{
	char *name = word(&s);
	struct abi_entity *e;

	if (!r->block || !name)
		return fail(r, "an enumerator stands outside of an enum");
	e = new_entity(r, ABI_ENUMERATOR, name);
	if (!e)
		return false;
	e->of = r->block->name;
	e->order = r->block->order++;
	return read_facts(r, e, s);
}

static bool read_entity(struct reader *r, int kind, char *s)
{
	char *name = word(&s);
	struct abi_entity *e;

	if (!r->header)
		return fail(r, "a fact stands before the first header");
	if (!name || kind == ABI_ENUMERATOR)
		return fail(r, "a name is wanted here");
	if (!has_layout(r->entity))
		return fail(r, "the struct above has no size");
	e = new_entity(r, (enum abi_kind)kind, name);
	if (!e)
		return false;
	r->block = kind == ABI_ENUM ? e : NULL;
	return read_facts(r, e, s);
}

static bool check_counts(struct reader *r)
{
	for (int k = 0; r->header && !r->recount && k < ABI_N_KINDS; k++)
		if (k != ABI_ENUM && r->counts.facts[k] != r->have.facts[k])
			break;
		else if (k == ABI_N_KINDS - 1)
			return true;
	if (!r->header || r->recount)
		return true;
	if (!r->failed)
		diag_error("after a merge: cleat abi freeze --recount; otherwise take the file from version control",
			   "%s: header %s does not hold as many facts as its line states", r->name, r->header);
	r->failed = true;
	return false;
}

static bool read_header(struct reader *r, char *s)
{
	char *path = word(&s), *item;

	if (!path)
		return fail(r, "a header has a path");
	if (!has_layout(r->entity))
		return fail(r, "the struct above has no size");
	close_layout(r);
	if (!check_counts(r))
		return false;
	memset(&r->counts, 0, sizeof(r->counts));
	memset(&r->have, 0, sizeof(r->have));
	r->entity = r->block = NULL;
	r->header = abi_model_header(r->m, path)->path;
	while ((item = word(&s))) {
		char *eq = strchr(item, '=');
		int kind = eq ? abi_kind_of(item, (size_t)(eq - item)) : -1;
		uint64_t n;

		if (!eq || !small(r, eq + 1, 10000000, &n))
			return fail(r, "a count is KIND=N");
		if (kind >= 0)
			r->counts.facts[kind] = (unsigned int)n;
		else if (strncmp(item, "field=", 6) != 0)
			return fail(r, "a count is KIND=N");
	}
	return true;
}

static bool read_pattern(struct reader *r, char *s)
{
	struct abi_pattern p = {0};
	char *w;
	int i;

	p.what = word(&s);
	p.glob = word(&s);
	if (!p.what || !p.glob || (strcmp(p.what, "header") != 0 && abi_kind_of(p.what, strlen(p.what)) < 0))
		return fail(r, "a pattern is: pattern header|KIND GLOB LEVEL|POLICY|MARK");
	while ((w = word(&s))) {
		if ((i = abi_level_of(w, strlen(w))) >= 0) {
			p.level = (enum abi_level)i;
			p.has_level = true;
		} else if ((i = abi_policy_of(w, strlen(w))) >= 0) {
			p.policy = (enum abi_policy)i;
			p.has_policy = true;
		} else if ((i = abi_mark_of(w, strlen(w))) >= 0) {
			p.mark = (enum abi_mark)i;
			p.has_mark = true;
		} else {
			return fail(r, "this is neither a level, nor a policy, nor a mark");
		}
	}
	r->m->patterns = arena_array(&r->m->arena, r->m->patterns, r->m->n_patterns, sizeof(p));
	r->m->patterns[r->m->n_patterns++] = p;
	return true;
}

static bool read_waiver(struct reader *r, char *s, bool done)
{
	struct abi_waiver w = {.done = done};

	w.date = word(&s);
	w.code = word(&s);
	w.name = word(&s);
	if (!w.date || !w.code || !w.name || !(w.reason = quoted(r, &s)))
		return fail(r, "a waiver is: accept DATE CODE NAME \"reason\"");
	if (!w.reason[0])
		return fail(r, "a waiver has a reason");
	r->m->waivers = arena_array(&r->m->arena, r->m->waivers, r->m->n_waivers, sizeof(w));
	r->m->waivers[r->m->n_waivers++] = w;
	return true;
}

static bool read_tombstone(struct reader *r, char *s)
{
	struct abi_tombstone t = {0};
	char *kind = word(&s), *num;
	int k = kind ? abi_kind_of(kind, strlen(kind)) : -1;

	t.name = word(&s);
	num = word(&s);
	t.since = word(&s);
	if (k < 0 || !t.name || !num || !number(r, num, &t.number, NULL) || !t.since ||
	    !(t.reason = quoted(r, &s)))
		return fail(r, "a tombstone is: removed KIND NAME NUMBER SINCE \"reason\"");
	t.kind = (enum abi_kind)k;
	r->m->tombstones = arena_array(&r->m->arena, r->m->tombstones, r->m->n_tombstones, sizeof(t));
	r->m->tombstones[r->m->n_tombstones++] = t;
	return true;
}

static bool read_profile(struct reader *r, char *s)
{
	const char *name = word(&s);
	const struct abi_profile *p = name ? abi_profile_find(name) : NULL;

	if (!p)
		return fail(r, "this version does not know the profile");
	if (r->header || r->m->n_profiles == ABI_MAX_PROFILES || abi_model_profile(r->m, p->name) >= 0)
		return fail(r, "profiles stand at the top, each once");
	r->m->profiles[r->m->n_profiles++] = p;
	return true;
}

static bool read_top(struct reader *r, char *s)
{
	char *w = word(&s);
	int kind = abi_kind_of(w, strlen(w));

	if (kind >= 0)
		return read_entity(r, kind, s);
	if (strcmp(w, "header") == 0)
		return r->m->n_profiles ? read_header(r, s) : fail(r, "no profile stands before the first header");
	if (strcmp(w, "profile") == 0)
		return read_profile(r, s);
	if (strcmp(w, "pattern") == 0)
		return read_pattern(r, s);
	if (strcmp(w, "accept") == 0 || strcmp(w, "accepted") == 0)
		return read_waiver(r, s, w[6]);
	if (strcmp(w, "removed") == 0)
		return read_tombstone(r, s);
	if (strcmp(w, "flags") == 0)
		return (r->m->flags = quoted(r, &s)) != NULL;
	if (strcmp(w, "skip") == 0)
		return (r->m->skips = quoted(r, &s)) != NULL;
	return fail(r, strncmp(w, "<<<<", 4) == 0 || strncmp(w, "====", 4) == 0 || strncmp(w, ">>>>", 4) == 0
			       ? "a merge conflict is left here"
			       : "this word begins no line of a lock file");
}

static bool read_line(struct reader *r, char *s)
{
	size_t indent = strspn(s, " ");

	if (!s[indent] || s[indent] == '#')
		return true;
	if (indent == 0)
		return read_top(r, s);
	s += indent;
	if (s[0] == '@')
		return read_field(r, s, indent);
	if (strncmp(s, "size ", 5) == 0)
		return read_size(r, s + 5);
	if (strncmp(s, "for ", 4) == 0)
		return read_exception(r, s + 4);
	if (strncmp(s, "= ", 2) == 0)
		return read_enumerator(r, s + 2);
	return fail(r, "this word begins no line of a lock file");
}

struct abi_model *lock_parse(const char *name, char *text, size_t size, bool recount)
{
	struct reader r = {.m = abi_model_new(), .name = name, .next = text, .end = text + size,
			   .recount = recount};

	if (size < 12 || strncmp(text, "cleat-abi 1\n", 12) != 0) {
		r.line = 1;
		fail(&r, "not a lock file of this format (\"cleat-abi 1\" is its first line)");
	} else if (memchr(text, '\0', size)) {
		fail(&r, "the file has a NUL byte in it");
	}
	abi_model_reserve(r.m, size / BYTES_PER_ENTITY);
	for (r.line = 1; r.next < r.end && !r.failed; r.line++) {
		char *line = r.next, *nl = memchr(line, '\n', (size_t)(r.end - line));

		if (!nl) {
			fail(&r, "the file ends in the middle of a line");
			break;
		}
		*nl = '\0';
		r.next = nl + 1;
		if (r.line > 1)
			read_line(&r, line);
	}
	if (!r.failed && !has_layout(r.entity))
		fail(&r, "the last struct has no size");
	if (!r.failed && !r.m->n_profiles)
		fail(&r, "the file names no profile");
	if (!r.failed)
		check_counts(&r);
	if (r.failed)
		return abi_model_free(r.m);
	abi_model_sort(r.m);
	r.m->frozen = true;
	return r.m;
}

struct abi_model *lock_read(const char *path, bool recount)
{
	struct abi_model *m;
	size_t size;
	char *text = paths_read(path, &size);

	if (!text) {
		diag_error("cleat abi freeze makes one", "%s: %s", path, strerror(errno));
		return NULL;
	}
	m = lock_parse(path, text, size, recount);
	if (m)
		m->text = text;
	else
		free(text);
	return m;
}
