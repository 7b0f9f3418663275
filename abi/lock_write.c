/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "abi/lock.h"

#include <inttypes.h>
#include <string.h>

static void quoted(const char *s, FILE *out)
{
	fputc('"', out);
	for (; *s; s++) {
		if (*s == '"' || *s == '\\')
			fprintf(out, "\\%c", *s);
		else if ((unsigned char)*s < 0x20 || *s == 0x7f)
			fprintf(out, "\\x%02x", (unsigned char)*s);
		else
			fputc(*s, out);
	}
	fputc('"', out);
}

static void profile_list(const struct abi_model *m, uint32_t mask, FILE *out)
{
	const char *comma = "";

	for (unsigned int i = 0; i < m->n_profiles; i++) {
		if (mask >> i & 1) {
			fprintf(out, "%s%s", comma, m->profiles[i]->name);
			comma = ",";
		}
	}
}

/* Attributes stand behind " ;"; the first one of a line writes it. */
static void attribute(FILE *out, bool *any, const char *name, const char *value)
{
	fputs(*any ? " " : " ; ", out);
	*any = true;
	fputs(name, out);
	if (!value)
		return;
	fputc('=', out);
	if (strpbrk(value, " \";") || !value[0])
		quoted(value, out);
	else
		fputs(value, out);
}

static void attributes(const struct abi_model *m, const struct abi_entity *e, FILE *out)
{
	uint32_t all = m->n_profiles == 32 ? ~0u : (1u << m->n_profiles) - 1,
		 mask = abi_entity_mask(e);
	bool any = false;

	if (e->has_level)
		attribute(out, &any, abi_level_word(e->level), NULL);
	if (e->has_policy)
		attribute(out, &any, abi_policy_word(e->policy), NULL);
	if (e->mark != ABI_EXACT || e->has_mark)
		attribute(out, &any, abi_mark_word(e->mark), NULL);
	if (e->is_typedef)
		attribute(out, &any, "typedef", NULL);
	if (e->holes_zero)
		attribute(out, &any, "holes", "zero");
	if (e->compat)
		attribute(out, &any, "compat", NULL);
	if (e->kind == ABI_IOCTL && e->of)
		attribute(out, &any, "enum", e->of);
	if (e->since)
		attribute(out, &any, "since", e->since);
	if (e->kind != ABI_ENUM && mask != all) {
		attribute(out, &any, "only", NULL);
		fputc('=', out);
		profile_list(m, mask, out);
	}
	fputc('\n', out);
}

static void field(const struct abi_field *f, FILE *out)
{
	fprintf(out, "  %*s@%" PRIu64, f->depth * 2, "", f->at / 8);
	if (f->flags & ABI_F_BITFIELD)
		fprintf(out, ".%" PRIu64 " :%" PRIu64, f->at % 8, f->bits);
	else
		fprintf(out, " %" PRIu64, f->bits / 8);
	fprintf(out, " %s %s%s\n", f->type, f->name,
		f->flags & ABI_F_RESERVED ? " ; reserved" : "");
}

static void layout(const struct abi_layout *l, FILE *out)
{
	fprintf(out, "  size %" PRIu64 " align %" PRIu64 "\n", l->size, l->align);
	for (size_t i = 0; i < l->n_fields; i++)
		field(&l->fields[i], out);
}

static void ioctl(const struct abi_ioctl *io, FILE *out)
{
	static const char *const dirs[] = {"-", "w", "r", "rw"};

	fprintf(out, " 0x%" PRIx32 " %s 0x%x", io->number, dirs[io->dir & 3], io->type);
	fprintf(out, " %u %" PRIu32 "%s%s", io->nr, io->size, io->arg ? " " : "",
		io->arg ? io->arg : "");
}

static void number(const struct abi_variant *v, bool hex, FILE *out)
{
	if (hex && (v->value.is_unsigned || v->value.num >= 0))
		fprintf(out, " 0x%" PRIx64, (uint64_t)v->value.num);
	else if (v->value.is_unsigned)
		fprintf(out, " %" PRIu64, (uint64_t)v->value.num);
	else
		fprintf(out, " %" PRId64, v->value.num);
}

static void scalar(const struct abi_entity *e, const struct abi_variant *v, FILE *out)
{
	if (e->kind == ABI_IOCTL) {
		ioctl(&v->ioctl, out);
	} else if (e->kind == ABI_STRING || e->kind == ABI_MACRO) {
		fputc(' ', out);
		quoted(v->value.text ? v->value.text : "", out);
	} else if (e->kind != ABI_OPAQUE) {
		number(v, e->hex, out);
	}
	if (e->kind == ABI_SYSCALL && v->value.text)
		fprintf(out, " %s", v->value.text);
}

static void exceptions(const struct abi_model *m, const struct abi_entity *e, FILE *out)
{
	for (unsigned int i = 1; i < e->n_variants; i++) {
		fputs("  for ", out);
		profile_list(m, e->variants[i].mask, out);
		if (e->kind == ABI_STRUCT || e->kind == ABI_UNION) {
			fputc('\n', out);
			layout(&e->variants[i].layout, out);
		} else {
			scalar(e, &e->variants[i], out);
			fputc('\n', out);
		}
	}
}

void lock_entity(const struct abi_model *m, const struct abi_entity *e, FILE *out)
{
	bool record = e->kind == ABI_STRUCT || e->kind == ABI_UNION;

	if (e->kind == ABI_ENUMERATOR)
		fprintf(out, "  = %s", e->name);
	else
		fprintf(out, "%s %s", abi_kind_word(e->kind), e->name);
	if (!record && e->kind != ABI_ENUM)
		scalar(e, &e->variants[0], out);
	if (e->text && !record && e->kind != ABI_ENUM) {
		fputc(' ', out);
		quoted(e->text, out);
	}
	attributes(m, e, out);
	if (record)
		layout(&e->variants[0].layout, out);
	if (e->kind != ABI_ENUM)
		exceptions(m, e, out);
}

static void header_line(const struct abi_header *h, FILE *out)
{
	fprintf(out, "\nheader %s", h->path);
	for (int k = 0; k < ABI_N_KINDS; k++)
		if (h->facts[k] && k != ABI_ENUM)
			fprintf(out, " %s=%u", abi_kind_word((enum abi_kind)k), h->facts[k]);
	if (h->fields)
		fprintf(out, " field=%u", h->fields);
	fputc('\n', out);
}

static void pattern(const struct abi_pattern *p, FILE *out)
{
	fprintf(out, "pattern %s %s", p->what, p->glob);
	if (p->has_level)
		fprintf(out, " %s", abi_level_word(p->level));
	if (p->has_policy)
		fprintf(out, " %s", abi_policy_word(p->policy));
	if (p->has_mark)
		fprintf(out, " %s", abi_mark_word(p->mark));
	fputc('\n', out);
}

static void decisions(const struct abi_model *m, FILE *out)
{
	for (size_t i = 0; i < m->n_patterns; i++)
		pattern(&m->patterns[i], out);
	for (size_t i = 0; i < m->n_waivers; i++) {
		const struct abi_waiver *w = &m->waivers[i];

		fprintf(out, "%s %s %s %s ", w->done ? "accepted" : "accept", w->date, w->code,
			w->name);
		quoted(w->reason, out);
		fputc('\n', out);
	}
	for (size_t i = 0; i < m->n_tombstones; i++) {
		const struct abi_tombstone *t = &m->tombstones[i];

		fprintf(out, "removed %s %s 0x%" PRIx64 " %s ", abi_kind_word(t->kind), t->name,
			t->number, t->since);
		quoted(t->reason, out);
		fputc('\n', out);
	}
}

void lock_write(const struct abi_model *m, FILE *out)
{
	size_t at = 0;

	fputs("cleat-abi 1\n", out);
	for (unsigned int i = 0; i < m->n_profiles; i++)
		fprintf(out, "profile %s\n", m->profiles[i]->name);
	if (m->flags) {
		fputs("flags ", out);
		quoted(m->flags, out);
		fputc('\n', out);
	}
	if (m->skips) {
		fputs("skip ", out);
		quoted(m->skips, out);
		fputc('\n', out);
	}
	decisions(m, out);
	for (size_t h = 0; h < m->n_headers; h++) {
		header_line(&m->headers[h], out);
		for (;
		     at < m->n_entities && strcmp(m->entities[at]->header, m->headers[h].path) == 0;
		     at++)
			lock_entity(m, m->entities[at], out);
	}
}
