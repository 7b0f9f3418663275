/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Rust needs no parser here: the Rust compiler is the judge. The only thing that is looked for in a
 * .rs file is which names it defines, as they are in C or in CamelCase.
 */
#include "abi/asserts.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>

struct writer {
	const struct abi_model *m;
	struct arena arena;
	const char *source;
	FILE *out;
	unsigned long n;
};

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* Does the source define "KEYWORD NAME"? */
static bool defines(const char *source, const char *keyword, const char *name)
{
	size_t k = strlen(keyword), n = strlen(name);

	for (const char *s = source; (s = strstr(s, keyword)); s += k) {
		const char *at = s + k;

		if ((s > source && is_word(s[-1])) || !isspace((unsigned char)*at))
			continue;
		while (isspace((unsigned char)*at))
			at++;
		if (strncmp(at, name, n) == 0 && !is_word(at[n]))
			return true;
	}
	return false;
}

static const char *camel(struct arena *a, const char *name)
{
	char *s = arena_copy(a, name, strlen(name)), *out = s;
	bool upper = true;

	for (const char *p = name; *p; p++) {
		if (*p == '_') {
			upper = true;
			continue;
		}
		*out++ = upper ? (char)toupper((unsigned char)*p) : *p;
		upper = false;
	}
	*out = '\0';
	return s;
}

/* The Rust item for a C name; NULL when the source has none. */
static const char *item(struct writer *w, const struct abi_entity *e)
{
	bool record = e->kind == ABI_STRUCT || e->kind == ABI_UNION;
	const char *keyword = e->kind == ABI_STRUCT  ? "struct"
			      : e->kind == ABI_UNION ? "union"
						     : "const";
	const char *other = record ? camel(&w->arena, e->name) : e->name;

	if (!w->source || defines(w->source, keyword, e->name) ||
	    (record && defines(w->source, "type", e->name)))
		return e->name;
	return defines(w->source, keyword, other) ? other : NULL;
}

static const char *arch(const char *profile)
{
	static const char *const table[][2] = {
		{"x86_64", "all(target_arch = \"x86_64\", target_pointer_width = \"64\")"},
		{"i386", "target_arch = \"x86\""},
		{"x32", "all(target_arch = \"x86_64\", target_pointer_width = \"32\")"},
		{"arm64", "target_arch = \"aarch64\""},
		{"arm", "target_arch = \"arm\""},
		{"riscv64", "target_arch = \"riscv64\""},
		{"loongarch64", "target_arch = \"loongarch64\""},
		{"s390x", "target_arch = \"s390x\""},
		{"ppc64le", "target_arch = \"powerpc64\""},
		{"ppc", "target_arch = \"powerpc\""},
		{"mips64el", "target_arch = \"mips64\""},
		{"mipsel", "target_arch = \"mips\""},
		{"sparc64", "target_arch = \"sparc64\""},
		{"m68k", "target_arch = \"m68k\""},
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (strcmp(table[i][0], profile) == 0)
			return table[i][1];
	return "any()";
}

static void cfg(struct writer *w, uint32_t mask)
{
	const char *comma = "";

	if (mask == (1u << w->m->n_profiles) - 1)
		return;
	fputs("#[cfg(any(", w->out);
	for (unsigned int i = 0; i < w->m->n_profiles; i++) {
		if (mask >> i & 1) {
			fprintf(w->out, "%s%s", comma, arch(w->m->profiles[i]->name));
			comma = ", ";
		}
	}
	fputs("))]\n", w->out);
}

static const char *raw(struct arena *a, const char *name)
{
	static const char *const keywords[] = {"type", "match",	  "ref",   "mod",   "move",  "use",
					       "in",   "fn",	  "impl",  "loop",  "where", "priv",
					       "box",  "virtual", "final", "async", "yield"};

	for (size_t i = 0; i < sizeof(keywords) / sizeof(keywords[0]); i++)
		if (strcmp(name, keywords[i]) == 0)
			return arena_format(a, "r#%s", name);
	return name;
}

static void record(struct writer *w, const char *name, const struct abi_variant *v)
{
	const struct abi_layout *l = &v->layout;

	cfg(w, v->mask);
	fprintf(w->out, "const _: () = {\n\tassert!(core::mem::size_of::<%s>() == %" PRIu64 ");\n",
		name, l->size);
	fprintf(w->out, "\tassert!(core::mem::align_of::<%s>() == %" PRIu64 ");\n", name, l->align);
	w->n += 2;
	for (size_t i = 0; i < l->n_fields; i++) {
		const struct abi_field *f = &l->fields[i];

		/* Members of groups have no C name in Rust; their group's own member holds them. */
		if (f->depth || f->flags & ABI_F_BITFIELD || strcmp(f->name, "-") == 0)
			continue;
		fprintf(w->out, "\tassert!(core::mem::offset_of!(%s, %s) == %" PRIu64 ");\n", name,
			raw(&w->arena, f->name), f->at / 8);
		w->n++;
	}
	fputs("};\n", w->out);
}

static void number(struct writer *w, const struct abi_entity *e, const char *name,
		   const struct abi_variant *v)
{
	cfg(w, v->mask);
	if (e->kind == ABI_IOCTL)
		fprintf(w->out, "const _: () = assert!(%s as u32 == 0x%x);\n", name,
			v->ioctl.number);
	else
		fprintf(w->out, "const _: () = assert!(%s as u64 == 0x%llx);\n", name,
			(unsigned long long)v->value.num);
	w->n++;
}

unsigned long asserts_rust(const struct abi_model *m, const char *source, FILE *out)
{
	struct writer w = {.m = m, .source = source, .out = out};

	fputs("// Made by \"cleat abi asserts --rust\": do not edit; make it again when abi.lock "
	      "changes.\n"
	      "// Include it where the #[repr(C)] items are in scope: "
	      "include!(\"abi_asserts.rs\");\n",
	      out);
	for (size_t i = 0; i < m->n_entities; i++) {
		const struct abi_entity *e = m->entities[i];
		bool is_record = e->kind == ABI_STRUCT || e->kind == ABI_UNION;
		const char *name;

		if (!is_record && e->kind != ABI_IOCTL && e->kind != ABI_CONST &&
		    e->kind != ABI_ENUMERATOR)
			continue;
		name = item(&w, e);
		for (unsigned int k = 0; name && k < e->n_variants; k++) {
			if (is_record)
				record(&w, name, &e->variants[k]);
			else
				number(&w, e, name, &e->variants[k]);
		}
	}
	fprintf(out, "// %lu facts\n", w.n);
	arena_deinit(&w.arena);
	return w.n;
}
