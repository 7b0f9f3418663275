/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "check/report.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Paths below the current folder are shown as the user would type them. */
static const char *shown(const char *path)
{
	static char cwd[4096];
	size_t n;

	if (!cwd[0] && !getcwd(cwd, sizeof(cwd)))
		return path;
	n = strlen(cwd);
	return strncmp(path, cwd, n) == 0 && path[n] == '/' ? path + n + 1 : path;
}

static void print_source(FILE *out, const char *path, unsigned int line, unsigned int col)
{
	FILE *f = fopen(path, "r");
	char *text = NULL;
	size_t room = 0;

	for (unsigned int i = 0; f && i < line; i++)
		if (getline(&text, &room, f) < 0)
			break;
	if (f && text && line) {
		text[strcspn(text, "\r\n")] = '\0';
		fprintf(out, "%6u | %s\n       | ", line, text);
		for (unsigned int i = 1; i < col && text[i - 1]; i++)
			fputc(text[i - 1] == '\t' ? '\t' : ' ', out);
		fputs("^\n", out);
	}
	free(text);
	if (f)
		fclose(f);
}

static void print_finding(FILE *out, const struct finding *f)
{
	fprintf(out, "%s:%u:%u: %s: %s\n", shown(f->path), f->line, f->col, f->code, f->text);
	print_source(out, f->path, f->line, f->col);
	for (int i = 0; i < f->n_steps; i++)
		fprintf(out, "  %s:%u:%u: %s\n", shown(f->steps[i].path), f->steps[i].line,
			f->steps[i].col, f->steps[i].text);
	if (f->fix)
		fprintf(out, "  fix: %s   (cleat explain %s)\n", f->fix, f->code);
}

void findings_brief(const struct report *r, FILE *out)
{
	for (int i = 0; i < r->n_findings; i++) {
		const struct finding *f = &r->findings[i];

		fprintf(out, "%s:%u:%u: %s: %s\n", shown(f->path), f->line, f->col, f->code,
			f->text);
	}
}

/* What each driver asks to be trusted, and why. */
static void print_unsafe(FILE *out, const struct report *r)
{
	for (int i = 0; i < r->n_drivers; i++) {
		const struct driver_count *d = &r->drivers[i];

		if (!d->regions)
			continue;
		fprintf(out, "%s: unsafe: %d of %d lines, in %d region%s\n", shown(d->path),
			d->unsafe_lines, d->lines, d->regions, d->regions == 1 ? "" : "s");
		for (int k = 0; k < r->n_regions; k++)
			if (r->regions[k].driver == i)
				fprintf(out, "  %s:%u: %u line%s: %s\n", shown(r->regions[k].path),
					r->regions[k].line, r->regions[k].lines,
					r->regions[k].lines == 1 ? "" : "s", r->regions[k].reason);
	}
}

void findings_alone(const struct report *r, FILE *out)
{
	for (int i = 0; i < r->n_findings; i++)
		print_finding(out, &r->findings[i]);
}

void findings_text(const struct report *r, FILE *out)
{
	findings_alone(r, out);
	print_unsafe(out, r);
	findings_summary(r, out);
}

void findings_summary(const struct report *r, FILE *out)
{
	int lines = report_unsafe_lines(r);

	fprintf(out, "%d file%s, %d function%s, %d line%s: %d finding%s", r->files,
		r->files == 1 ? "" : "s", r->functions, r->functions == 1 ? "" : "s", r->lines,
		r->lines == 1 ? "" : "s", r->n_findings, r->n_findings == 1 ? "" : "s");
	if (r->unable)
		fprintf(out, ", %d could not be checked", r->unable);
	fprintf(out, "; unsafe: %d region%s, %d line%s\n", r->n_regions,
		r->n_regions == 1 ? "" : "s", lines, lines == 1 ? "" : "s");
}
