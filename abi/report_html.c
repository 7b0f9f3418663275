/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * One page for a review: verdicts, sentences, and for each layout that changed both sides drawn
 * row by row. No script and no other file, so that it can be attached to a mail or a CI run.
 */
#include "abi/report.h"

#include "abi/draw.h"

static void escaped(FILE *out, const char *s)
{
	for (; s && *s; s++) {
		if (*s == '<')
			fputs("&lt;", out);
		else if (*s == '>')
			fputs("&gt;", out);
		else if (*s == '&')
			fputs("&amp;", out);
		else if (*s == '"')
			fputs("&quot;", out);
		else
			fputc(*s, out);
	}
}

static const char style[] =
	"body{font:15px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;"
	"background:#fff;color:#222}"
	"h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}"
	"article{border-left:4px solid #999;margin:1rem 0;padding:.2rem 1rem;overflow-x:auto}"
	"article.break{border-color:#b3261e}article.growth{border-color:#2e7d32}"
	"article.waived{border-color:#b26a00}article.note{border-color:#607d8b}"
	"code,td{font-family:ui-monospace,monospace;font-size:13px}"
	"table{border-collapse:collapse;margin:.5rem 0}td,th{padding:.1rem "
	".6rem;white-space:pre;text-align:left}"
	"tr.differs td{background:#fdecea}td.hole{color:#888;font-style:italic}"
	"td+td+td+td{border-left:1px solid #ddd}td.end{color:#888}.fix{color:#1b5e20}"
	".tag{font-weight:600;text-transform:uppercase;font-size:.75rem}"
	"@media(prefers-color-scheme:dark){body{background:#161616;color:#ddd}"
	"tr.differs td{background:#4a1f1c}.fix{color:#9ccc9c}td+td+td+td{border-color:#444}}";

static void cells(FILE *out, const struct draw_row *row)
{
	if (!row) {
		fputs("<td></td><td></td><td></td>", out);
		return;
	}
	fprintf(out, row->at % 8 ? "<td>%llu.%llu</td>" : "<td>%llu</td>",
		(unsigned long long)row->at / 8, (unsigned long long)row->at % 8);
	if (row->bitfield || row->bits % 8)
		fprintf(out, "<td>:%llu</td>", (unsigned long long)row->bits);
	else
		fprintf(out, "<td>%llu</td>", (unsigned long long)row->bits / 8);
	if (row->kind == DRAW_END) {
		fputs("<td class=end>end; second column: alignment</td>", out);
	} else if (row->kind == DRAW_HOLE) {
		fputs("<td class=hole>hole</td>", out);
	} else {
		fprintf(out, "<td>%*s", (int)row->depth * 2, "");
		escaped(out, row->type);
		fputc(' ', out);
		escaped(out, row->name);
		fputs("</td>", out);
	}
}

static void table_row(void *arg, const struct draw_row *a, const struct draw_row *b, bool same)
{
	FILE *out = arg;

	fprintf(out, "<tr%s>", same ? "" : " class=differs");
	cells(out, a);
	cells(out, b);
	fputs("</tr>\n", out);
}

static void finding(const struct abi_report *r, const struct abi_finding *f, FILE *out)
{
	struct arena scratch = {0};
	const struct abi_layout *a, *b;

	fprintf(out, "<article class=%s><p><span class=tag>%s</span> <code>",
		abi_verdict_word(f->verdict), abi_verdict_word(f->verdict));
	escaped(out, f->header);
	fputs("</code> <b>", out);
	if (f->kind < ABI_N_KINDS)
		fprintf(out, "%s ", abi_kind_word(f->kind));
	escaped(out, f->name);
	fputs("</b>: ", out);
	escaped(out, f->what);
	fprintf(out, " <code>[%s; %s]</code></p>\n", f->code,
		abi_profiles(&scratch, r->a, f->mask));
	if (report_layout_pair(f, &a, &b)) {
		fputs("<table><tr><th colspan=3>before<th colspan=3>after</tr>\n", out);
		draw_pair(a, b, f->a ? f->a->kind == ABI_UNION : f->b->kind == ABI_UNION, table_row,
			  out);
		fputs("</table>\n", out);
	}
	if (f->waiver) {
		fprintf(out, "<p>Accepted %s: ", f->waiver->date);
		escaped(out, f->waiver->reason);
		fputs("</p>", out);
	} else if (f->fix) {
		fputs("<p class=fix>Fix: ", out);
		escaped(out, f->fix);
		fputs("</p>", out);
	}
	fputs("</article>\n", out);
	arena_deinit(&scratch);
}

void report_html(const struct abi_report *r, FILE *out)
{
	static const char *const titles[] = {"Notes for source code", "Growth by the rules",
					     "Accepted breaks", "Breaks"};

	fputs("<!doctype html>\n<html lang=en><meta charset=utf-8><meta name=viewport "
	      "content=\"width=device-width\">"
	      "<title>ABI report</title><style>",
	      out);
	fputs(style, out);
	fputs("</style>\n<h1>", out);
	escaped(out, r->label_a);
	fputs(" → ", out);
	escaped(out, r->label_b);
	fprintf(out,
		"</h1>\n<p><b>%s</b>: %lu breaks, %lu accepted, %lu growth, %lu notes; %lu facts "
		"checked.</p>\n",
		r->count[ABI_BREAK] ? "Breaks userspace" : "Compatible", r->count[ABI_BREAK],
		r->count[ABI_WAIVED], r->count[ABI_GROWTH], r->count[ABI_NOTE], r->facts);
	for (int v = ABI_N_VERDICTS - 1; v >= 0; v--) {
		if (!r->count[v])
			continue;
		fprintf(out, "<h2>%s</h2>\n", titles[v]);
		for (size_t i = 0; i < r->n_findings; i++)
			if (r->findings[i].verdict == (enum abi_verdict)v && !r->findings[i].folded)
				finding(r, &r->findings[i], out);
	}
	fputs("</html>\n", out);
}
