/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "check/result.h"
#include "check/codes.h"
#include "check/mem.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_FIELDS = 8 };

/* ---- writing ---- */

static void put_field(FILE *out, const char *s)
{
	fputc('\t', out);
	if (!s)
		fputs("\\0", out);
	for (; s && *s; s++) {
		if (*s == '\t')
			fputs("\\t", out);
		else if (*s == '\n')
			fputs("\\n", out);
		else if (*s == '\\')
			fputs("\\\\", out);
		else
			fputc(*s, out);
	}
}

static void put_finding(FILE *out, const struct finding *f)
{
	fprintf(out, "finding\t%s\t%u\t%u", f->code, f->line, f->col);
	put_field(out, f->path);
	put_field(out, f->text);
	put_field(out, f->fix);
	put_field(out, f->func);
	fputc('\n', out);
	for (int i = 0; i < f->n_steps; i++) {
		fprintf(out, "step\t%u\t%u", f->steps[i].line, f->steps[i].col);
		put_field(out, f->steps[i].path);
		put_field(out, f->steps[i].text);
		fputc('\n', out);
	}
}

static void put_facts(FILE *out, const char *word, const struct facts *f)
{
	for (int i = 0; i < f->n; i++) {
		fputs(word, out);
		put_field(out, f->lines[i]);
		fputc('\n', out);
	}
}

void result_write(const struct report *r, FILE *out)
{
	fprintf(out, "counts\t%d\t%d\t%d\t%d\t%.3f\t%.3f\n", r->files, r->functions, r->lines,
		r->unable, r->parse_ms, r->check_ms);
	for (int i = 0; i < r->n_findings; i++)
		put_finding(out, &r->findings[i]);
	for (int i = 0; i < r->n_regions; i++) {
		fprintf(out, "region\t%u\t%u", r->regions[i].line, r->regions[i].lines);
		put_field(out, r->regions[i].path);
		put_field(out, r->regions[i].reason);
		fputc('\n', out);
	}
	put_facts(out, "asked", &r->asked);
	put_facts(out, "fact", &r->taught);
	fputs("end\n", out);
}

/* ---- reading ---- */

static char *unescape(char *s)
{
	char *to = s;

	if (strcmp(s, "\\0") == 0)
		return NULL;
	for (char *from = s; *from; from++) {
		if (*from == '\\' && from[1]) {
			from++;
			*to++ = *from == 't' ? '\t' : *from == 'n' ? '\n' : *from;
		} else {
			*to++ = *from;
		}
	}
	*to = '\0';
	return s;
}

static int split(char *line, char **field)
{
	int n = 0;

	while (line && n < MAX_FIELDS) {
		char *tab = strchr(line, '\t');

		if (tab)
			*tab++ = '\0';
		field[n++] = line;
		line = tab;
	}
	return line ? 0 : n;
}

static unsigned int number(const char *s)
{
	return (unsigned int)strtoul(s, NULL, 10);
}

static bool take_counts(struct report *r, char **f)
{
	r->files = (int)number(f[1]);
	r->functions = (int)number(f[2]);
	r->lines = (int)number(f[3]);
	r->unable = (int)number(f[4]);
	r->parse_ms = strtod(f[5], NULL);
	r->check_ms = strtod(f[6], NULL);
	return true;
}

static bool take_finding(struct report *r, char **f)
{
	const struct code *c = codes_find(f[1]);
	struct finding n = {.code = c ? c->code : f[1], .line = number(f[2]), .col = number(f[3])};

	n.path = unescape(f[4]);
	n.text = unescape(f[5]);
	n.fix = unescape(f[6]);
	n.func = unescape(f[7]);
	MEM_PUSH(r->arena, r->findings, r->n_findings, n);
	return n.path && n.text;
}

static bool take_step(struct report *r, char **f)
{
	struct finding *at = r->n_findings ? &r->findings[r->n_findings - 1] : NULL;
	struct step s = {.line = number(f[1]), .col = number(f[2])};

	s.path = unescape(f[3]);
	s.text = unescape(f[4]);
	if (!at || at->n_steps == (int)(sizeof(at->steps) / sizeof(at->steps[0])))
		return false;
	at->steps[at->n_steps++] = s;
	return s.path && s.text;
}

static bool take_region(struct report *r, char **f)
{
	struct unsafe_region n = {.line = number(f[1]), .lines = number(f[2])};

	n.path = unescape(f[3]);
	n.reason = unescape(f[4]);
	MEM_PUSH(r->arena, r->regions, r->n_regions, n);
	return n.path && n.reason;
}

static bool take_asked(struct report *r, char **f)
{
	const char *line = unescape(f[1]);

	return line && facts_add(&r->asked, r->arena, line);
}

static bool take_fact(struct report *r, char **f)
{
	const char *line = unescape(f[1]);

	return line && facts_add(&r->taught, r->arena, line);
}

static const struct {
	const char *word;
	int n;
	bool (*take)(struct report *r, char **field);
} kinds[] = {
	{"counts", 7, take_counts}, {"finding", 8, take_finding}, {"step", 5, take_step},
	{"region", 5, take_region}, {"asked", 2, take_asked},
	{"fact", 2, take_fact},
};

static bool take_line(struct report *r, char *line)
{
	char *field[MAX_FIELDS];
	int n = split(line, field);

	for (size_t i = 0; n && i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(field[0], kinds[i].word) == 0)
			return n == kinds[i].n && kinds[i].take(r, field);
	return false;
}

bool result_read(struct report *r, char *text)
{
	bool counted = false;

	while (*text) {
		char *end = strchr(text, '\n');

		if (!end)
			return false;
		*end = '\0';
		if (strcmp(text, "end") == 0)
			return counted && !end[1];
		counted |= strncmp(text, "counts\t", 7) == 0;
		if (!take_line(r, text))
			return false;
		text = end + 1;
	}
	return false;
}
