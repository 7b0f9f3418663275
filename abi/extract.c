/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Headers into translation units. A tree of headers is parsed as one unit, which is many times
 * faster than one by one; headers that disturb the others (a clashing include guard, a macro or a
 * type that two of them define) are taken out and parsed alone. A header that does not compile
 * alone either is an error.
 */
#define _GNU_SOURCE
#include "abi/extract_tu.h"

#include "base/diag.h"
#include "base/paths.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_ROUNDS = 6, MAX_SHOWN = 12 };

static const char unit_name[] = "/cleat-abi/unit.c";

struct text {
	char *s;
	size_t n;
};

CXTranslationUnit tu_parse(struct tu *t, const char *text, bool detailed)
{
	struct CXUnsavedFile file = {unit_name, text, strlen(text)};
	unsigned int flags = CXTranslationUnit_KeepGoing | CXTranslationUnit_SkipFunctionBodies;
	CXTranslationUnit unit = NULL;

	if (detailed)
		flags |= CXTranslationUnit_DetailedPreprocessingRecord;
	if (clang_parseTranslationUnit2(t->index, unit_name, t->args, t->n_args, &file, 1, flags,
					&unit) != CXError_Success)
		return NULL;
	return unit;
}

static int by_name(const void *key, const void *item)
{
	return strcmp(key, *(char *const *)item);
}

static long source_index(const struct abi_source *src, const char *name)
{
	char **at = bsearch(name, src->headers, src->n_headers, sizeof(*src->headers), by_name);

	return at ? at - src->headers : -1;
}

static const char *wanted(const struct tu *t, const char *path)
{
	const char *name = tu_header_name(t, path);
	long i;

	if (!name)
		return NULL;
	i = source_index(t->src, name);
	/* What is on nobody's list (asm/unistd_64.h) counts in a tree through those that include
	 * it. */
	if (i < 0 ? !t->src->tree : t->only ? strcmp(name, t->only) != 0 : t->isolated[i])
		return NULL;
	return abi_model_header(t->m, name)->path;
}

struct file_of *tu_file(struct tu *t, CXFile file)
{
	size_t at = ((size_t)file >> 4) * 0x9e3779b1u & (TU_FILES - 1);
	CXString name;

	for (; t->files[at].file; at = (at + 1) & (TU_FILES - 1))
		if (t->files[at].file == file)
			return &t->files[at];
	if (++t->n_files > TU_FILES / 2)
		exit(diag_error("check fewer headers at once",
				"abi: more than %d files in one unit", TU_FILES / 2));
	name = clang_getFileName(file);
	t->files[at].file = file;
	t->files[at].header = wanted(t, clang_getCString(name));
	clang_disposeString(name);
	return &t->files[at];
}

const char *tu_slice(struct tu *t, CXSourceRange range, size_t *ret_size)
{
	unsigned int from, to;
	CXFile file, end_file;
	struct file_of *f;

	clang_getExpansionLocation(clang_getRangeStart(range), &file, NULL, NULL, &from);
	clang_getExpansionLocation(clang_getRangeEnd(range), &end_file, NULL, NULL, &to);
	if (!file || file != end_file || to < from)
		return NULL;
	f = tu_file(t, file);
	if (!f->contents)
		f->contents = clang_getFileContents(t->unit, file, &f->size);
	if (!f->contents || to > f->size)
		return NULL;
	*ret_size = to - from;
	return f->contents + from;
}

/* Which top-level #include line each file came in by. */
struct inclusions {
	CXFile file[TU_FILES / 2];
	unsigned int line[TU_FILES / 2];
	unsigned int n;
};

static void note_inclusion(CXFile file, CXSourceLocation *stack, unsigned int n, CXClientData data)
{
	struct inclusions *inc = data;

	if (n == 0 || inc->n == TU_FILES / 2)
		return;
	inc->file[inc->n] = file;
	clang_getExpansionLocation(stack[n - 1], NULL, &inc->line[inc->n], NULL, NULL);
	inc->n++;
}

static unsigned int top_line(const struct inclusions *inc, CXFile file)
{
	for (unsigned int i = 0; i < inc->n; i++)
		if (inc->file[i] == file)
			return inc->line[i];
	return 0;
}

static void show(CXDiagnostic d)
{
	CXString s = clang_formatDiagnostic(d, CXDiagnostic_DisplaySourceLocation |
						       CXDiagnostic_DisplayColumn);

	fprintf(stderr, "  %s\n", clang_getCString(s));
	clang_disposeString(s);
}

/*
 * Look at the unit's errors (and redefined macros). @lines maps a line of the unit to an index in
 * src->headers. Returns how many there are; each guilty header is put into @guilty.
 */
static unsigned int blame(struct tu *t, const size_t *lines, size_t n_lines, bool *guilty)
{
	struct inclusions *inc = calloc(1, sizeof(*inc));
	CXDiagnosticSet set = clang_getDiagnosticSetFromTU(t->unit);
	unsigned int n = 0;

	if (!inc)
		arena_oom();
	clang_getInclusions(t->unit, note_inclusion, inc);
	for (unsigned int i = 0; i < clang_getNumDiagnosticsInSet(set); i++) {
		CXDiagnostic d = clang_getDiagnosticInSet(set, i);
		unsigned int line = 0;
		CXFile file;

		clang_getExpansionLocation(clang_getDiagnosticLocation(d), &file, &line, NULL,
					   NULL);
		if (clang_getDiagnosticSeverity(d) >= CXDiagnostic_Warning) {
			unsigned int top = file ? top_line(inc, file) : 0;

			if (top == 0)
				top = line;
			if (top >= 1 && top <= n_lines)
				guilty[lines[top - 1]] = true;
			n++;
		}
		clang_disposeDiagnostic(d);
	}
	clang_disposeDiagnosticSet(set);
	free(inc);
	return n;
}

static unsigned int errors_in(CXTranslationUnit unit, bool print)
{
	CXDiagnosticSet set = clang_getDiagnosticSetFromTU(unit);
	unsigned int n = 0;

	for (unsigned int i = 0; i < clang_getNumDiagnosticsInSet(set); i++) {
		CXDiagnostic d = clang_getDiagnosticInSet(set, i);

		if (clang_getDiagnosticSeverity(d) >= CXDiagnostic_Error) {
			if (print && n < MAX_SHOWN)
				show(d);
			n++;
		}
		clang_disposeDiagnostic(d);
	}
	clang_disposeDiagnosticSet(set);
	return n;
}

static void walk(struct tu *t)
{
	t->macros = NULL;
	t->n_macros = 0;
	t->inits = NULL;
	t->n_inits = 0;
	tu_decls(t);
	tu_macros(t);
}

static void drop_unit(struct tu *t)
{
	if (t->unit)
		clang_disposeTranslationUnit(t->unit);
	t->unit = NULL;
	memset(t->files, 0, TU_FILES * sizeof(*t->files));
	t->n_files = 0;
}

/* All headers that are not isolated, in one unit; those that disturb it become isolated. */
static void parse_together(struct tu *t, bool *isolated)
{
	size_t *lines = calloc(t->src->n_headers + 1, sizeof(*lines));
	bool clean = false;

	if (!lines)
		arena_oom();
	for (int round = 0; round < MAX_ROUNDS && !clean; round++) {
		struct text text = {0};
		FILE *f = open_memstream(&text.s, &text.n);
		size_t n = 0;

		for (size_t i = 0; i < t->src->n_headers; i++) {
			if (isolated[i])
				continue;
			fprintf(f, "#include \"%s\"\n", t->src->headers[i]);
			lines[n++] = i;
		}
		fclose(f);
		t->text = text.s;
		t->unit = tu_parse(t, text.s, true);
		clean = t->unit && blame(t, lines, n, isolated) == 0;
		if (clean && n)
			walk(t);
		drop_unit(t);
		free(text.s);
	}
	free(lines);
	for (size_t i = 0; i < t->src->n_headers && !clean; i++)
		isolated[i] = true;
}

/* A tree has headers that only some machines can use: their asm header says so by its absence. */
static bool not_for_machine(CXTranslationUnit unit)
{
	CXDiagnosticSet set = clang_getDiagnosticSetFromTU(unit);
	bool missing = false;

	for (unsigned int i = 0; i < clang_getNumDiagnosticsInSet(set) && !missing; i++) {
		CXDiagnostic d = clang_getDiagnosticInSet(set, i);
		CXString s = clang_getDiagnosticSpelling(d);

		missing = strncmp(clang_getCString(s), "'asm/", 5) == 0 &&
			  strstr(clang_getCString(s), "file not found");
		clang_disposeString(s);
		clang_disposeDiagnostic(d);
	}
	clang_disposeDiagnosticSet(set);
	return missing;
}

static bool parse_alone(struct tu *t, const char *header)
{
	char *text = paths_format("#include \"%s\"\n", header);
	bool fine = false;

	t->only = header;
	t->text = text;
	t->unit = tu_parse(t, text, true);
	if (!t->unit) {
		diag_error("report this header", "%s: libclang could not parse it", header);
	} else if (errors_in(t->unit, false) && t->src->tree && tu_has_asm(t) &&
		   not_for_machine(t->unit)) {
		diag_note("%s: not for %s: there is no asm header for it", header,
			  t->m->profiles[t->profile]->name);
		fine = true;
	} else if (errors_in(t->unit, false)) {
		diag_error(t->src->tree ? "fix it, or leave it out: --skip GLOB"
					: "fix it; --include DIR or --system adds headers it needs",
			   "%s: does not compile in user space for %s", header,
			   t->m->profiles[t->profile]->name);
		errors_in(t->unit, true);
	} else {
		walk(t);
		fine = true;
	}
	drop_unit(t);
	free(text);
	t->only = NULL;
	return fine;
}

/* The macro of a header's include guard, in a fixed buffer; false when it has none. */
static bool guard_of(const char *path, char guard[128])
{
	char *text = paths_read(path, NULL), *at = text ? strstr(text, "#ifndef") : NULL;
	bool has = at && sscanf(at + 7, " %127[A-Za-z0-9_]", guard) == 1;

	free(text);
	return has;
}

struct guard {
	char name[128];
	size_t header;
};

static int by_guard(const void *a, const void *b)
{
	const struct guard *g = a, *h = b;
	int d = strcmp(g->name, h->name);

	return d ? d : g->header < h->header ? -1 : 1;
}

/* Two headers with one guard: the second would silently be empty, so it goes alone. */
static void isolate_clashing(const struct abi_source *src, bool *isolated)
{
	struct guard *guards = calloc(src->n_headers + 1, sizeof(*guards));
	size_t n = 0;

	if (!guards)
		arena_oom();
	for (size_t i = 0; i < src->n_headers; i++) {
		char *path = paths_format("%s/%s", src->root, src->headers[i]);

		guards[n].header = i;
		n += guard_of(path, guards[n].name);
		free(path);
	}
	qsort(guards, n, sizeof(*guards), by_guard);
	for (size_t i = 1; i < n; i++)
		if (strcmp(guards[i].name, guards[i - 1].name) == 0)
			isolated[guards[i].header] = true;
	free(guards);
}

static bool extract_profile(struct tu *t, const struct abi_extract *how, bool *isolated)
{
	const struct abi_source *src = t->src;
	bool fine = true;

	t->n_args = 0;
	t->n_roots = 0;
	tu_args(t, t->m->profiles[t->profile], how);
	t->isolated = isolated;
	if (src->n_headers > 1)
		parse_together(t, isolated);
	for (size_t i = 0; i < src->n_headers; i++)
		if (src->n_headers == 1 || isolated[i])
			fine &= parse_alone(t, src->headers[i]);
	return fine;
}

int abi_extract(struct abi_model *m, const struct abi_source *src, const struct abi_extract *how)
{
	bool *isolated = calloc(src->n_headers + 1, sizeof(*isolated)), fine = true;
	struct tu t = {.m = m, .src = src};
	const char *roots[4];

	if (!libclang_load()) {
		free(isolated);
		return EXIT_UNABLE;
	}
	t.index = clang_createIndex(0, 0);
	t.args = calloc(TU_ARGS, sizeof(*t.args));
	t.files = calloc(TU_FILES, sizeof(*t.files));
	t.roots = roots;
	if (!isolated || !t.args || !t.files)
		arena_oom();
	for (size_t i = 0; i < src->n_headers; i++)
		abi_model_header(m, src->headers[i]);
	if (src->n_headers > 1)
		isolate_clashing(src, isolated);
	for (unsigned int i = 0; i < m->n_profiles; i++) {
		t.profile = i;
		t.mask = 1u << i;
		fine &= extract_profile(&t, how, isolated);
	}
	clang_disposeIndex(t.index);
	free(t.args);
	free(t.files);
	free(isolated);
	abi_model_sort(m);
	return fine && !t.failed ? EXIT_FINE : EXIT_UNABLE;
}
