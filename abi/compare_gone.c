/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * What one side has and the other has not: removed, renamed, retired; headers that are gone; new
 * names on numbers that were used before.
 */
#include "abi/rules.h"

#include <inttypes.h>
#include <string.h>

static const struct abi_tombstone *tombstone(const struct abi_model *m, const struct abi_entity *e)
{
	for (size_t i = 0; i < m->n_tombstones; i++)
		if (m->tombstones[i].kind == e->kind && strcmp(m->tombstones[i].name, e->name) == 0)
			return &m->tombstones[i];
	return NULL;
}

/* The first entity of a header. */
static size_t first_of(const struct abi_model *m, const char *header)
{
	size_t lo = 0, hi = m->n_entities;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (strcmp(m->entities[mid]->header, header) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* Something new of the same header that has exactly the facts of what is gone. */
static const struct abi_entity *renamed(struct abi_report *r, const struct abi_entity *a)
{
	if (a->kind != ABI_ENUMERATOR && a->kind != ABI_IOCTL && !rules_is_record(a->kind))
		return NULL;
	for (size_t i = first_of(r->b, a->header); i < r->b->n_entities; i++) {
		const struct abi_entity *b = r->b->entities[i];

		if (strcmp(b->header, a->header) != 0)
			break;
		if (b->kind != a->kind || b->matched)
			continue;
		if (a->kind == ABI_ENUMERATOR && strcmp(a->of, b->of) != 0)
			continue;
		if (rules_is_record(a->kind) && !a->variants[0].layout.n_fields)
			continue;
		if (abi_variant_equal(a->kind, &a->variants[0], &b->variants[0]))
			return b;
	}
	return NULL;
}

static bool source_only(enum abi_kind k)
{
	return k == ABI_MACRO || k == ABI_OPAQUE;
}

void rules_removed(struct abi_report *r, const struct abi_entity *a)
{
	const struct abi_entity *b = renamed(r, a);
	struct pair p = {.r = r, .a = a, .mask = abi_entity_mask(a), .va = &a->variants[0]};
	const char *word = abi_kind_word(a->kind);

	if (b) {
		p.b = b;
		p.vb = &b->variants[0];
		rules_add(&p, "renamed", ABI_NOTE, "keep the old name too: #define OLD NEW",
			  "the %s is called %s now", word, b->name);
	} else if (source_only(a->kind)) {
		rules_add(&p, "removed", ABI_NOTE, NULL, "the %s is gone", word);
	} else if (a->level == ABI_OBSOLETE || (a->level == ABI_TESTING && tombstone(r->b, a)) ||
		   (tombstone(r->a, a))) {
		rules_add(&p, "retired", ABI_GROWTH, NULL, "the %s was %s and is gone", word,
			  abi_level_word(a->level));
	} else {
		rules_add(&p, "removed", ABI_BREAK,
			  "put it back; to retire it, mark it obsolete in the lock file first, and "
			  "remove it in a later "
			  "release",
			  "the %s is gone", word);
	}
}

bool rules_header_has_survivor(const struct abi_report *r, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (r->partners[i])
			return true;
	return false;
}

bool rules_has_header(const struct abi_model *m, const char *path)
{
	size_t lo = 0, hi = m->n_headers;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		int d = strcmp(path, m->headers[mid].path);

		if (d == 0)
			return true;
		if (d < 0)
			hi = mid;
		else
			lo = mid + 1;
	}
	return false;
}

void rules_header_gone(struct abi_report *r, const char *path, size_t n, bool moved,
		       enum abi_level level)
{
	struct abi_finding f = {.name = path,
				.header = path,
				.kind = ABI_N_KINDS,
				.mask = (1u << r->a->n_profiles) - 1};

	if (moved) {
		f.code = "header-moved";
		f.verdict = ABI_NOTE;
		f.what = "the header is gone, but what it declared stands in others";
		f.fix = "leave a header there that includes the new one";
	} else {
		f.code = "header-removed";
		f.verdict = level == ABI_OBSOLETE ? ABI_GROWTH : ABI_BREAK;
		f.what = arena_format(&r->arena, "the header is gone, and %zu facts with it", n);
		f.fix = "put it back, even if the driver is gone: programs include it";
	}
	rules_report(r, f);
}

static bool same_identity(const struct abi_tombstone *t, const struct abi_entity *b)
{
	if (strcmp(t->name, b->name) == 0)
		return true;
	return b->kind == ABI_IOCTL && t->kind == ABI_IOCTL &&
	       b->variants[0].ioctl.number == t->number;
}

/* A new call on the number of one that is there, or was. */
static void syscall_reuse(struct abi_report *r, const struct pair *p)
{
	for (size_t i = 0; i < r->a->n_entities; i++) {
		const struct abi_entity *a = r->a->entities[i];

		if (a->kind == ABI_SYSCALL && a->variants[0].value.num == p->vb->value.num &&
		    !strchr(a->name, ':') && strcmp(a->header, p->b->header) == 0)
			rules_add(p, "number-reused", ABI_BREAK,
				  "take a number that was never used",
				  "number %" PRId64 " belongs to %s", p->vb->value.num, a->name);
	}
}

void rules_added(struct abi_report *r, const struct abi_entity *b)
{
	struct pair p = {
		.r = r, .b = b, .mask = (1u << r->a->n_profiles) - 1, .vb = &b->variants[0]};

	r->added[b->kind]++;
	if (b->kind == ABI_SYSCALL && !strchr(b->name, ':'))
		syscall_reuse(r, &p);
	for (size_t i = 0; i < r->a->n_tombstones; i++) {
		const struct abi_tombstone *t = &r->a->tombstones[i];

		if (same_identity(t, b))
			rules_add(&p, "number-reused", ABI_BREAK,
				  "take a number that was never used",
				  "%s %s was removed (%s: %s), and its number is never used again",
				  abi_kind_word(t->kind), t->name, t->since, t->reason);
	}
}
