/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Macros into facts. libclang does not evaluate a #define, so a second unit includes the same
 * headers and declares one variable per macro, whose initialiser it does evaluate. In its second
 * half the _IO… macros are defined anew so that the *type* of each ioctl's expression names the
 * argument type.
 */
#define _GNU_SOURCE
#include "abi/extract_tu.h"
#include "abi/naming.h"

#include "base/diag.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { N_SAMPLES = 2, MAX_SAMPLE_PARAMS = 6 };

/* What one line of the second unit is about: its diagnostics belong to that. */
enum line_kind { LINE_NONE, LINE_VALUE, LINE_SAMPLE, LINE_TYPE, LINE_INIT };

struct line {
	unsigned char kind;
	unsigned int index;
	size_t end; /* offset in the unit's text */
};

struct second {
	struct tu *t;
	FILE *out;
	struct line *lines;
	size_t n_lines, room, size;
};

static void emit(struct second *s, enum line_kind kind, size_t index, const char *text)
{
	if (s->n_lines == s->room) {
		s->room = s->room ? s->room * 2 : 4096;
		s->lines = realloc(s->lines, s->room * sizeof(*s->lines));
		if (!s->lines)
			arena_oom();
	}
	s->size += strlen(text) + 1;
	s->lines[s->n_lines++] = (struct line){(unsigned char)kind, (unsigned int)index, s->size};
	fprintf(s->out, "%s\n", text);
}

/* Can the text stand between brackets without doing harm to what comes after? */
static bool usable(const char *text)
{
	int round = 0, square = 0;

	for (const char *p = text; *p; p++) {
		if (*p == '"' || *p == '\'') {
			char quote = *p;

			for (p++; *p && *p != quote; p++)
				if (*p == '\\' && p[1])
					p++;
			if (!*p)
				return false;
			continue;
		}
		round += (*p == '(') - (*p == ')');
		square += (*p == '[') - (*p == ']');
		/* A comma outside of brackets is a list for an initialiser. */
		if (round < 0 || square < 0 || strchr(";{}#@`", *p) || (*p == ',' && !round))
			return false;
	}
	return round == 0 && square == 0;
}

static int macro_by_name(const void *a, const void *b)
{
	return strcmp(((const struct macro *)a)->name, ((const struct macro *)b)->name);
}

/* The same name more than once: the last definition is the one in force at the end of the unit. */
static void sort_macros(struct tu *t)
{
	size_t n = 0;

	/* Stable order for equal names: the text's address grows with the order of definition. */
	for (size_t i = 0; i < t->n_macros; i++)
		t->macros[i].num = (int64_t)i;
	if (t->n_macros)
		qsort(t->macros, t->n_macros, sizeof(*t->macros), macro_by_name);
	for (size_t i = 0; i < t->n_macros; i++) {
		if (n && strcmp(t->macros[n - 1].name, t->macros[i].name) == 0) {
			if (t->macros[i].num > t->macros[n - 1].num)
				t->macros[n - 1] = t->macros[i];
			continue;
		}
		t->macros[n++] = t->macros[i];
	}
	t->n_macros = n;
}

static struct macro *find_macro(struct tu *t, const char *name, size_t n)
{
	size_t lo = 0, hi = t->n_macros;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		int d = strncmp(name, t->macros[mid].name, n);

		if (d == 0 && t->macros[mid].name[n])
			d = -1;
		if (d == 0)
			return &t->macros[mid];
		if (d < 0)
			hi = mid;
		else
			lo = mid + 1;
	}
	return NULL;
}

static bool text_reaches_ioc(struct tu *t, const char *text, int depth);

static bool reaches_ioc(struct tu *t, struct macro *m, int depth)
{
	if (m->reaches_ioc < 0) {
		m->reaches_ioc = 0;
		m->reaches_ioc = text_reaches_ioc(t, m->text, depth);
	}
	return m->reaches_ioc;
}

static bool text_reaches_ioc(struct tu *t, const char *text, int depth)
{
	static const char *const ends[] = {"_IOC",  "_IO",	"_IOR",	    "_IOW",
					   "_IOWR", "_IOR_BAD", "_IOW_BAD", "_IOWR_BAD"};
	size_t n;

	for (const char *s = text; depth < 16 && (s = abi_next_name(s, &n)); s += n) {
		struct macro *m;

		for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
			if (strlen(ends[i]) == n && strncmp(ends[i], s, n) == 0)
				return true;
		m = find_macro(t, s, n);
		if (m && reaches_ioc(t, m, depth + 1))
			return true;
	}
	return false;
}

static void emit_value(struct second *s, size_t i)
{
	const struct macro *m = &s->t->macros[i];
	char *line;

	if (asprintf(&line, "#ifdef %s", m->name) < 0)
		arena_oom();
	emit(s, LINE_NONE, i, line);
	free(line);
	if (asprintf(&line, "__auto_type cleat_v_%zu = (%s);", i, m->name) < 0)
		arena_oom();
	emit(s, LINE_VALUE, i, line);
	free(line);
	emit(s, LINE_NONE, i, "#endif");
}

static void emit_samples(struct second *s, size_t i)
{
	static const int samples[N_SAMPLES][MAX_SAMPLE_PARAMS] = {{0, 0, 0, 0, 0, 0},
								  {1, 2, 3, 4, 5, 6}};
	const struct macro *m = &s->t->macros[i];

	if (m->variadic || m->n_params == 0 || m->n_params > MAX_SAMPLE_PARAMS)
		return;
	for (int k = 0; k < N_SAMPLES; k++) {
		char line[256];
		int n = snprintf(line, sizeof(line), "__auto_type cleat_s%d_%zu = (%.100s(", k, i,
				 m->name);

		for (unsigned int a = 0; a < m->n_params; a++)
			n += snprintf(line + n, sizeof(line) - (size_t)n, "%s%d", a ? "," : "",
				      samples[k][a]);
		snprintf(line + n, sizeof(line) - (size_t)n, "));");
		emit(s, LINE_SAMPLE, i, line);
	}
}

static void emit_redefinitions(struct second *s)
{
	static const char *const lines[] = {
		"struct cleat_ioctl;",
		"#undef _IOC",
		"#undef _IO",
		"#undef _IOR",
		"#undef _IOW",
		"#undef _IOWR",
		"#undef _IOR_BAD",
		"#undef _IOW_BAD",
		"#undef _IOWR_BAD",
		"#define _IOC(d, t, n, s) ((struct cleat_ioctl (*)(char (*)[s]))0)",
		"#define _IO(t, n) ((struct cleat_ioctl (*)(void))0)",
		"#define _IOR(t, n, a) ((struct cleat_ioctl (*)(__typeof__(a) *))0)",
		"#define _IOW(t, n, a) _IOR(t, n, a)",
		"#define _IOWR(t, n, a) _IOR(t, n, a)",
		"#define _IOR_BAD(t, n, a) _IOR(t, n, a)",
		"#define _IOW_BAD(t, n, a) _IOR(t, n, a)",
		"#define _IOWR_BAD(t, n, a) _IOR(t, n, a)",
	};

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		emit(s, LINE_NONE, 0, lines[i]);
}

static void emit_types(struct second *s)
{
	struct tu *t = s->t;
	char *line;

	emit_redefinitions(s);
	for (size_t i = 0; i < t->n_macros; i++) {
		struct macro *m = &t->macros[i];

		if (m->params || !m->usable || !reaches_ioc(t, m, 0))
			continue;
		if (asprintf(&line, "__auto_type cleat_t_%zu = (%s);", i, m->name) < 0)
			arena_oom();
		emit(s, LINE_TYPE, i, line);
		free(line);
	}
	for (size_t i = 0; i < t->n_inits; i++) {
		if (!usable(t->inits[i].text) || !text_reaches_ioc(t, t->inits[i].text, 0))
			continue;
		if (asprintf(&line, "__auto_type cleat_e_%zu = (%s);", i, t->inits[i].text) < 0)
			arena_oom();
		emit(s, LINE_INIT, i, line);
		free(line);
	}
}

/* What the text at an offset of the second unit is about, or NULL. */
static const struct line *line_at(const struct second *s, size_t offset)
{
	size_t lo = 0, hi = s->n_lines;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (s->lines[mid].end > offset)
			hi = mid;
		else
			lo = mid + 1;
	}
	return lo < s->n_lines ? &s->lines[lo] : NULL;
}

/* An error on a macro's own line is the reason why it has no value. */
static void read_diagnostics(struct second *s, CXTranslationUnit unit)
{
	CXDiagnosticSet set = clang_getDiagnosticSetFromTU(unit);
	struct tu *t = s->t;

	/* clang_getDiagnostic() would build the whole set anew for each index. */
	for (unsigned int i = 0; i < clang_getNumDiagnosticsInSet(set); i++) {
		CXDiagnostic d = clang_getDiagnosticInSet(set, i);
		unsigned int offset = 0;
		const struct line *line;
		CXString text;

		clang_getExpansionLocation(clang_getDiagnosticLocation(d), NULL, NULL, NULL,
					   &offset);
		line = line_at(s, offset);
		if (clang_getDiagnosticSeverity(d) >= CXDiagnostic_Error && line &&
		    line->kind == LINE_VALUE) {
			struct macro *m = &t->macros[line->index];

			text = clang_getDiagnosticSpelling(d);
			if (!m->why)
				m->why = arena_intern(&t->m->arena, clang_getCString(text),
						      strlen(clang_getCString(text)));
			clang_disposeString(text);
		}
		clang_disposeDiagnostic(d);
	}
	clang_disposeDiagnosticSet(set);
}

static void write_second(struct second *s)
{
	struct tu *t = s->t;

	fputs(t->text, s->out);
	s->size = strlen(t->text);
	for (size_t i = 0; i < t->n_macros; i++) {
		struct macro *m = &t->macros[i];

		m->num = 0;
		m->usable = usable(m->text);
		if (!m->usable)
			continue;
		if (m->params)
			emit_samples(s, i);
		else
			emit_value(s, i);
	}
	emit_types(s);
}

static bool is_hex(const char *text)
{
	return strstr(text, "0x") || strstr(text, "0X") || strstr(text, "<<") ||
	       strstr(text, "BIT");
}

static void add_fact(struct tu *t, const struct macro *m)
{
	struct abi_variant v = {.mask = t->mask};
	enum abi_kind kind = m->params ? ABI_MACRO : ABI_OPAQUE;
	struct abi_entity *e;

	if (m->evaluated && m->is_string) {
		kind = ABI_STRING;
		v.value.text = m->str;
	} else if (m->evaluated && m->is_ioctl && (uint64_t)m->num <= UINT32_MAX) {
		kind = ABI_IOCTL;
		tu_ioctl(t, &v, (uint32_t)m->num, m->arg);
	} else if (m->evaluated) {
		kind = ABI_CONST;
		v.value.num = m->num;
		v.value.is_unsigned = m->is_unsigned;
	} else if (kind == ABI_MACRO) {
		v.value.text = m->samples;
	}
	e = tu_entity(t, kind, m->name, m->header, &v);
	if (!e)
		return;
	e->line = m->line;
	e->hex = kind == ABI_CONST && is_hex(m->text);
	if (kind == ABI_MACRO)
		e->text = arena_format(&t->m->arena, "%s %s", m->params, m->text);
	else if (kind == ABI_OPAQUE || (kind == ABI_CONST && abi_text_has_name(m->text)))
		e->text = m->text;
	if (kind == ABI_OPAQUE && m->why && !e->why)
		e->why = m->why;
}

/* An enumerator that turns out to be an ioctl number leaves its enum. */
static void add_enum_ioctl(struct tu *t, const struct enum_init *init)
{
	struct abi_variant v = {.mask = t->mask};
	struct abi_entity *e = init->entity, *ioctl;

	tu_ioctl(t, &v, (uint32_t)init->num, init->arg);
	ioctl = tu_entity(t, ABI_IOCTL, e->name, e->header, &v);
	if (ioctl) {
		ioctl->of = init->tag;
		ioctl->line = e->line;
	}
	abi_model_drop(e);
}

void tu_macros(struct tu *t)
{
	struct second s = {.t = t};
	CXTranslationUnit unit;
	char *text;
	size_t size;

	s.out = open_memstream(&text, &size);
	if (!s.out)
		arena_oom();
	sort_macros(t);
	write_second(&s);
	fclose(s.out);
	unit = t->n_macros || t->n_inits ? tu_parse(t, text, false) : NULL;
	if (unit) {
		read_diagnostics(&s, unit);
		clang_visitChildren(clang_getTranslationUnitCursor(unit), tu_on_value, t);
		clang_disposeTranslationUnit(unit);
	} else if (t->n_macros) {
		diag_error("report this header", "%s: the macros could not be evaluated",
			   t->src->label);
		t->failed = true;
	}
	for (size_t i = 0; i < t->n_macros; i++)
		if (!t->macros[i].params && !t->macros[i].is_defined && !t->macros[i].why &&
		    t->macros[i].usable)
			continue; /* #undef'ed again: not part of what users see */
		else
			add_fact(t, &t->macros[i]);
	for (size_t i = 0; i < t->n_inits; i++)
		if (t->inits[i].is_ioctl)
			add_enum_ioctl(t, &t->inits[i]);
	free(s.lines);
	free(text);
}
