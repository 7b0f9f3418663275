/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "abi/model.h"

#include <stdlib.h>
#include <string.h>

static const char *const kind_words[] = {"struct", "union",  "enum",  "enumerator", "ioctl",
					 "const",  "string", "macro", "opaque",	    "syscall"};
static const char *const level_words[] = {"stable", "testing", "obsolete", "removed"};
static const char *const policy_words[] = {"fixed", "sized", "by-number",
					   "wire",  "open",  "by-name"};
static const char *const mark_words[] = {"exact", "sentinel", "mask", "version"};

static int word_index(const char *const *words, int n_words, const char *word, size_t n)
{
	for (int i = 0; i < n_words; i++)
		if (strlen(words[i]) == n && memcmp(words[i], word, n) == 0)
			return i;
	return -1;
}

const char *abi_kind_word(enum abi_kind kind)
{
	return kind_words[kind];
}

const char *abi_level_word(enum abi_level level)
{
	return level_words[level];
}

const char *abi_policy_word(enum abi_policy policy)
{
	return policy_words[policy];
}

const char *abi_mark_word(enum abi_mark mark)
{
	return mark_words[mark];
}

int abi_kind_of(const char *word, size_t n)
{
	return word_index(kind_words, ABI_N_KINDS, word, n);
}

int abi_level_of(const char *word, size_t n)
{
	return word_index(level_words, ABI_N_LEVELS, word, n);
}

int abi_policy_of(const char *word, size_t n)
{
	return word_index(policy_words, ABI_N_POLICIES, word, n);
}

int abi_mark_of(const char *word, size_t n)
{
	return word_index(mark_words, ABI_N_MARKS, word, n);
}

struct abi_model *abi_model_new(void)
{
	struct abi_model *m = calloc(1, sizeof(*m));

	if (!m)
		arena_oom();
	return m;
}

struct abi_model *abi_model_free(struct abi_model *m)
{
	if (m) {
		arena_deinit(&m->arena);
		free(m->text);
		free(m->headers);
		free(m->entities);
		free(m->slots);
		free(m);
	}
	return NULL;
}

int abi_model_profile(const struct abi_model *m, const char *name)
{
	for (unsigned int i = 0; i < m->n_profiles; i++)
		if (strcmp(m->profiles[i]->name, name) == 0)
			return (int)i;
	return -1;
}

static void *grown(void *items, size_t n, size_t *room, size_t size)
{
	if (n < *room)
		return items;
	*room = *room ? *room * 2 : 64;
	items = realloc(items, *room * size);
	if (!items)
		arena_oom();
	return items;
}

struct abi_header *abi_model_header(struct abi_model *m, const char *path)
{
	/* Facts come header by header: the newest one is nearly always the one that is wanted. */
	path = arena_intern(&m->arena, path, strlen(path));
	for (size_t i = m->n_headers; i-- > 0;)
		if (m->headers[i].path == path)
			return &m->headers[i];
	m->headers = grown(m->headers, m->n_headers, &m->room_headers, sizeof(*m->headers));
	m->headers[m->n_headers] = (struct abi_header){.path = path};
	return &m->headers[m->n_headers++];
}

static uint32_t hash_of(enum abi_kind kind, const char *name)
{
	uint64_t h = 0xcbf29ce484222325u + (uint64_t)kind, word;
	size_t n = strlen(name);

	/* Eight bytes at a time: the multiplications wait for each other. */
	for (; n >= sizeof(word); n -= sizeof(word), name += sizeof(word)) {
		memcpy(&word, name, sizeof(word));
		h = (h ^ word) * 0x9e3779b97f4a7c15u;
		h ^= h >> 32;
	}
	word = 0;
	memcpy(&word, name, n);
	h = (h ^ word) * 0x9e3779b97f4a7c15u;
	return (uint32_t)(h >> 32);
}

/* Returns the entity of the same kind, name and header that was passed on the way, or NULL. */
static struct abi_entity *place(struct abi_model *m, struct abi_entity *e)
{
	size_t at = e->hash & (m->n_slots - 1);
	struct abi_entity *same = NULL;

	for (; m->slots[at].entity; at = (at + 1) & (m->n_slots - 1)) {
		const struct abi_entity *x = m->slots[at].entity;

		if (m->slots[at].hash == e->hash && x->header == e->header && x->kind == e->kind &&
		    strcmp(x->name, e->name) == 0)
			same = m->slots[at].entity;
	}
	m->slots[at] = (struct abi_slot){e->hash, e};
	return same;
}

static void rehash(struct abi_model *m, size_t n_slots)
{
	m->n_slots = n_slots;
	free(m->slots);
	m->slots = arena_pages(m->n_slots * sizeof(*m->slots));
	for (size_t i = 0; i < m->n_entities; i++) {
		size_t at = m->entities[i]->hash & (m->n_slots - 1);

		while (m->slots[at].entity)
			at = (at + 1) & (m->n_slots - 1);
		m->slots[at] = (struct abi_slot){m->entities[i]->hash, m->entities[i]};
	}
}

void abi_model_reserve(struct abi_model *m, size_t n)
{
	size_t slots = 256;

	while (slots < n * 2)
		slots *= 2;
	if (slots > m->n_slots)
		rehash(m, slots);
}

struct abi_entity *abi_model_find(const struct abi_model *m, enum abi_kind kind, const char *name,
				  const char *header)
{
	uint32_t hash = hash_of(kind, name);

	if (!m->n_slots)
		return NULL;
	for (size_t at = hash & (m->n_slots - 1); m->slots[at].entity;
	     at = (at + 1) & (m->n_slots - 1)) {
		struct abi_entity *e = m->slots[at].entity;

		if (m->slots[at].hash == hash && e->kind == kind && strcmp(e->name, name) == 0 &&
		    (!header || e->header == header || strcmp(e->header, header) == 0))
			return e;
	}
	return NULL;
}

struct abi_entity *abi_model_entity(struct abi_model *m, enum abi_kind kind, const char *name,
				    const char *header, bool *ret_twice)
{
	struct abi_entity *e = arena_alloc(&m->arena, sizeof(*e)), *same;

	e->kind = kind;
	e->name = name;
	e->header = header;
	if (m->n_entities >= m->n_slots / 2)
		rehash(m, m->n_slots ? m->n_slots * 4 : 256);
	e->hash = hash_of(kind, name);
	same = place(m, e);
	if (ret_twice)
		*ret_twice = same != NULL;
	m->entities = grown(m->entities, m->n_entities, &m->room_entities, sizeof(*m->entities));
	m->entities[m->n_entities++] = e;
	return e;
}

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static bool layout_equal(const struct abi_layout *a, const struct abi_layout *b)
{
	if (a->size != b->size || a->align != b->align || a->n_fields != b->n_fields)
		return false;
	for (size_t i = 0; i < a->n_fields; i++) {
		const struct abi_field *f = &a->fields[i], *g = &b->fields[i];

		if (f->at != g->at || f->bits != g->bits || f->depth != g->depth ||
		    f->flags != g->flags || strcmp(f->name, g->name) != 0 ||
		    strcmp(f->type, g->type) != 0)
			return false;
	}
	return true;
}

bool abi_variant_equal(enum abi_kind kind, const struct abi_variant *a, const struct abi_variant *b)
{
	switch (kind) {
	case ABI_STRUCT:
	case ABI_UNION:
		return layout_equal(&a->layout, &b->layout);
	case ABI_ENUM:
		return true;
	case ABI_IOCTL:
		return a->ioctl.number == b->ioctl.number && a->ioctl.size == b->ioctl.size &&
		       a->ioctl.dir == b->ioctl.dir && same_text(a->ioctl.arg, b->ioctl.arg);
	case ABI_ENUMERATOR:
	case ABI_CONST:
	case ABI_STRING:
	case ABI_MACRO:
	case ABI_OPAQUE:
	case ABI_SYSCALL:
	case ABI_N_KINDS:
		break;
	}
	return a->value.num == b->value.num &&
	       (a->value.num >= 0 || a->value.is_unsigned == b->value.is_unsigned) &&
	       same_text(a->value.text, b->value.text);
}

void abi_model_add(struct abi_model *m, struct abi_entity *e, const struct abi_variant *v)
{
	for (unsigned int i = 0; i < e->n_variants; i++) {
		if (abi_variant_equal(e->kind, &e->variants[i], v)) {
			e->variants[i].mask |= v->mask;
			return;
		}
	}
	e->variants = arena_array(&m->arena, e->variants, e->n_variants, sizeof(*v));
	e->variants[e->n_variants++] = *v;
}

const struct abi_variant *abi_entity_variant(const struct abi_entity *e, unsigned int index)
{
	for (unsigned int i = 0; i < e->n_variants; i++)
		if (e->variants[i].mask >> index & 1)
			return &e->variants[i];
	return NULL;
}

uint32_t abi_entity_mask(const struct abi_entity *e)
{
	uint32_t mask = 0;

	for (unsigned int i = 0; i < e->n_variants; i++)
		mask |= e->variants[i].mask;
	return mask;
}

static int by_text(const char *a, const char *b)
{
	return a == b ? 0 : strcmp(a ? a : "", b ? b : "");
}

/* An enum and its enumerators stand together, in the order of the source. */
static int by_place(const void *pa, const void *pb)
{
	const struct abi_entity *a = *(struct abi_entity *const *)pa,
				*b = *(struct abi_entity *const *)pb;
	bool enums = (a->kind == ABI_ENUM || a->kind == ABI_ENUMERATOR) &&
		     (b->kind == ABI_ENUM || b->kind == ABI_ENUMERATOR);
	int d = by_text(a->header, b->header);

	if (d)
		return d;
	if (!enums && a->kind != b->kind)
		return (int)a->kind - (int)b->kind;
	if (enums) {
		d = by_text(a->kind == ABI_ENUM ? a->name : a->of,
			    b->kind == ABI_ENUM ? b->name : b->of);
		if (d)
			return d;
		if (a->kind != b->kind)
			return (int)a->kind - (int)b->kind;
		if (a->order != b->order)
			return a->order < b->order ? -1 : 1;
	}
	return strcmp(a->name, b->name);
}

static int header_by_path(const void *a, const void *b)
{
	return strcmp(((const struct abi_header *)a)->path, ((const struct abi_header *)b)->path);
}

static void count_entity(struct abi_model *m, struct abi_header **last, const struct abi_entity *e)
{
	if (!e->header)
		return;
	if (!*last || by_text((*last)->path, e->header) != 0) {
		/* The next one is mostly the one behind it. */
		if (*last && *last + 1 < m->headers + m->n_headers && (*last)[1].path == e->header)
			++*last;
		else
			*last = abi_model_header(m, e->header);
	}
	(*last)->facts[e->kind]++;
	if ((e->kind == ABI_STRUCT || e->kind == ABI_UNION) && e->n_variants)
		(*last)->fields += (unsigned int)e->variants[0].layout.n_fields;
}

static bool sorted(const struct abi_model *m)
{
	for (size_t i = 1; i < m->n_entities; i++)
		if (by_place(&m->entities[i - 1], &m->entities[i]) > 0)
			return false;
	return true;
}

void abi_model_drop(struct abi_entity *e)
{
	e->n_variants = 0;
}

static void sweep(struct abi_model *m)
{
	size_t n = 0;

	for (size_t i = 0; i < m->n_entities; i++)
		if (m->entities[i]->n_variants)
			m->entities[n++] = m->entities[i];
	if (n != m->n_entities) {
		m->n_entities = n;
		rehash(m, m->n_slots);
	}
}

void abi_model_sort(struct abi_model *m)
{
	struct abi_header *last = NULL;

	sweep(m);
	/* What comes from a lock file is sorted already. */
	if (m->n_entities && !sorted(m))
		qsort(m->entities, m->n_entities, sizeof(*m->entities), by_place);
	for (size_t i = 0; i < m->n_headers; i++) {
		memset(m->headers[i].facts, 0, sizeof(m->headers[i].facts));
		m->headers[i].fields = 0;
	}
	for (size_t i = 0; i < m->n_entities; i++)
		count_entity(m, &last, m->entities[i]);
	if (m->n_headers)
		qsort(m->headers, m->n_headers, sizeof(*m->headers), header_by_path);
}

unsigned long abi_model_facts(const struct abi_model *m, int kind)
{
	unsigned long n = 0;

	for (size_t i = 0; i < m->n_headers; i++) {
		if (kind == ABI_N_KINDS || kind < 0)
			n += m->headers[i].fields;
		for (int k = 0; k < ABI_N_KINDS; k++)
			if (k == kind || (kind < 0 && k != ABI_ENUM))
				n += m->headers[i].facts[k];
	}
	return n;
}
