/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "abi/asserts.h"

#include "abi/source.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

struct writer {
	const struct abi_model *m;
	struct arena arena;
	FILE *out;
	unsigned long n[ABI_MAX_PROFILES];
	uint32_t open; /* profiles of the #if that is open; 0: none */
};

const char *asserts_path(struct arena *a, const struct abi_layout *l, size_t i)
{
	const struct abi_field *f = &l->fields[i];
	unsigned int want = f->depth;
	const char *path = f->name;

	if (strcmp(f->name, "-") == 0 || f->name[0] == ':')
		return NULL;
	for (size_t k = i; k-- > 0 && want;) {
		const struct abi_field *g = &l->fields[k];

		if (g->depth != want - 1)
			continue;
		want--;
		if (strcmp(g->name, "-") != 0)
			path = arena_format(a, "%s%s.%s", g->name,
					    strchr(g->type, '[') ? "[0]" : "", path);
	}
	return path;
}

/* The C preprocessor's word for a profile. */
static const char *condition(const char *profile)
{
	static const char *const table[][2] = {
		{"x86_64", "defined(__x86_64__) && !defined(__ILP32__)"},
		{"i386", "defined(__i386__)"},
		{"x32", "defined(__x86_64__) && defined(__ILP32__)"},
		{"arm64", "defined(__aarch64__)"},
		{"arm", "defined(__arm__)"},
		{"riscv64", "defined(__riscv) && __riscv_xlen == 64"},
		{"loongarch64", "defined(__loongarch64)"},
		{"s390x", "defined(__s390x__)"},
		{"ppc64le", "defined(__powerpc64__)"},
		{"ppc", "defined(__powerpc__) && !defined(__powerpc64__)"},
		{"mips64el", "defined(__mips64)"},
		{"mipsel", "defined(__mips__) && !defined(__mips64)"},
		{"sparc64", "defined(__sparc__) && defined(__arch64__)"},
		{"m68k", "defined(__m68k__)"},
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (strcmp(table[i][0], profile) == 0)
			return table[i][1];
	return "0";
}

static void print_condition(struct writer *w, uint32_t mask)
{
	const char *or = "";

	for (unsigned int i = 0; i < w->m->n_profiles; i++) {
		if (mask >> i & 1) {
			fprintf(w->out, "%s(%s)", or, condition(w->m->profiles[i]->name));
			or = " || ";
		}
	}
}

/* Facts of some profiles only stand in an #if; consecutive ones share it. */
static void enter(struct writer *w, uint32_t mask)
{
	uint32_t all = (1u << w->m->n_profiles) - 1;

	if (mask == all)
		mask = 0;
	if (mask == w->open)
		return;
	if (w->open)
		fputs("#endif\n", w->out);
	if (mask) {
		fputs("#if ", w->out);
		print_condition(w, mask);
		fputc('\n', w->out);
	}
	w->open = mask;
}

static void count(struct writer *w, uint32_t mask)
{
	for (unsigned int i = 0; i < w->m->n_profiles; i++)
		w->n[i] += mask >> i & 1;
}

static void record(struct writer *w, const struct abi_entity *e, const struct abi_variant *v)
{
	const char *word = e->is_typedef ? "" : e->kind == ABI_STRUCT ? "struct " : "union ";
	const struct abi_layout *l = &v->layout;

	fprintf(w->out, "CLEAT_ABI(sizeof(%s%s) == %" PRIu64 ");\n", word, e->name, l->size);
	fprintf(w->out, "CLEAT_ABI(_Alignof(%s%s) == %" PRIu64 ");\n", word, e->name, l->align);
	count(w, v->mask);
	count(w, v->mask);
	for (size_t i = 0; i < l->n_fields; i++) {
		const struct abi_field *f = &l->fields[i];
		const char *path = asserts_path(&w->arena, l, i);

		/* C has no offset of a bit-field; the members around it hold it in place. */
		if (!path || f->flags & ABI_F_BITFIELD)
			continue;
		fprintf(w->out, "CLEAT_ABI(__builtin_offsetof(%s%s, %s) == %" PRIu64 ");\n", word,
			e->name, path, f->at / 8);
		count(w, v->mask);
		if (f->flags & ABI_F_FLEX)
			continue;
		fprintf(w->out, "CLEAT_ABI(sizeof(((%s%s *)0)->%s) == %" PRIu64 ");\n", word,
			e->name, path, f->bits / 8);
		count(w, v->mask);
	}
}

static void string(struct writer *w, const char *name, const char *text)
{
	fprintf(w->out, "CLEAT_ABI(sizeof(%s) == %zu && __builtin_memcmp(%s, \"", name,
		strlen(text) + 1, name);
	for (const char *s = text; *s; s++) {
		if (*s == '"' || *s == '\\')
			fprintf(w->out, "\\%c", *s);
		else if ((unsigned char)*s < 0x20 || (unsigned char)*s >= 0x7f)
			fprintf(w->out, "\\%03o", (unsigned char)*s);
		else
			fputc(*s, w->out);
	}
	fprintf(w->out, "\", %zu) == 0);\n", strlen(text));
}

static void value(struct writer *w, const struct abi_entity *e, const struct abi_variant *v)
{
	/* What libclang spells with an escape is not the text that a program sees. */
	if (e->kind == ABI_STRING && strchr(v->value.text, '\\'))
		return;
	if (e->kind == ABI_STRING)
		string(w, e->name, v->value.text);
	else if (e->kind == ABI_IOCTL)
		fprintf(w->out, "CLEAT_ABI((unsigned int)(%s) == 0x%xU);\n", e->name,
			v->ioctl.number);
	else
		fprintf(w->out, "CLEAT_ABI((unsigned long long)(%s) == 0x%llxULL);\n", e->name,
			(unsigned long long)v->value.num);
	count(w, v->mask);
}

static void entity(struct writer *w, const struct abi_entity *e)
{
	/* An enumerator that a macro of the same name hides: programs see the macro. */
	if (e->kind == ABI_ENUMERATOR && abi_model_find(w->m, ABI_CONST, e->name, NULL))
		return;
	for (unsigned int i = 0; i < e->n_variants; i++) {
		const struct abi_variant *v = &e->variants[i];

		switch (e->kind) {
		case ABI_STRUCT:
		case ABI_UNION:
			enter(w, v->mask);
			record(w, e, v);
			break;
		case ABI_IOCTL:
		case ABI_CONST:
		case ABI_ENUMERATOR:
		case ABI_STRING:
			enter(w, v->mask);
			value(w, e, v);
			break;
		default:
			break;
		}
	}
}

static bool wanted(const char *header, const char *skip, const char *only)
{
	return (!only || abi_glob_any(only, header)) && !abi_glob_any(skip, header);
}

static void head(struct writer *w, const char *skip, const char *only)
{
	fputs("/* Made by \"cleat abi asserts --c\": do not edit; make it again when abi.lock "
	      "changes. */\n"
	      "#ifndef CLEAT_ABI\n"
	      "#define CLEAT_ABI(fact) _Static_assert(fact, \"userspace ABI: \" #fact)\n"
	      "#endif\n",
	      w->out);
	for (size_t i = 0; i < w->m->n_headers; i++)
		if (!abi_source_inner(w->m->headers[i].path) &&
		    wanted(w->m->headers[i].path, skip, only))
			fprintf(w->out, "#include \"%s\"\n", w->m->headers[i].path);
	fputs("#if !(", w->out);
	print_condition(w, (1u << w->m->n_profiles) - 1);
	fputs(")\n#error \"abi.lock has no facts for this machine: cleat abi freeze --profiles "
	      "…\"\n#endif\n",
	      w->out);
}

/* "#define sa_handler u.sa_handler": such a name is in the way of the member that it stands for. */
static void free_members(struct writer *w)
{
	for (size_t i = 0; i < w->m->n_entities; i++) {
		const struct abi_entity *e = w->m->entities[i];

		if (e->kind != ABI_STRUCT && e->kind != ABI_UNION)
			continue;
		for (size_t k = 0; k < e->variants[0].layout.n_fields; k++)
			if (abi_model_find(w->m, ABI_OPAQUE, e->variants[0].layout.fields[k].name,
					   NULL))
				fprintf(w->out, "#undef %s\n",
					e->variants[0].layout.fields[k].name);
	}
}

unsigned long asserts_c(const struct abi_model *m, const char *skip, const char *only, FILE *out)
{
	struct writer w = {.m = m, .out = out};
	unsigned long most = 0;

	head(&w, skip, only);
	free_members(&w);
	for (size_t i = 0; i < m->n_entities; i++)
		if (wanted(m->entities[i]->header, skip, only))
			entity(&w, m->entities[i]);
	enter(&w, 0);
	for (unsigned int i = 0; i < m->n_profiles; i++)
		most = w.n[i] > most ? w.n[i] : most;
	fprintf(out, "/* %lu facts */\n", most);
	arena_deinit(&w.arena);
	return most;
}
