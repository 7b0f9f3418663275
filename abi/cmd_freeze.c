/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * `cleat abi freeze`: facts into abi.lock. A second freeze keeps what humans decided (levels,
 * policies, marks, waivers, tombstones) and refuses to freeze a break without a reason.
 */
#define _GNU_SOURCE
#include "abi/compare.h"
#include "abi/lock.h"
#include "abi/naming.h"
#include "abi/report.h"
#include "abi/verbs.h"

#include "base/diag.h"
#include "base/json.h"
#include "base/paths.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

static const char usage[] =
	"usage: cleat abi freeze [OPTION...] PATH\n\n"
	"  PATH: a driver's folder with uapi.h, a header, a folder of headers, REV:PATH (git),\n"
	"        FILE.deb, or pkg:NAME\n\n"
	"  --output FILE     where to write (default: abi.lock beside the header; - is stdout)\n"
	"  --profiles LIST   machines: x86_64,i386 by default; arm64, riscv64, … (--profiles "
	"help)\n"
	"  --accept REASON   freeze although it breaks what was frozen, and write the reason down\n"
	"  --recount         take a merged lock file although its counts are wrong\n"
	"  --policy FILE     more \"pattern …\" lines\n"
	"  --include DIR     more headers to include; --define NAME[=VALUE]; --system\n"
	"  --skip GLOBS      headers to leave out\n"
	"  --json            what was frozen, as JSON\n\n"
	"exit status: 0 frozen, 1 it would break what was frozen, 2 could not\n";

static const char *text(struct abi_model *m, const char *s)
{
	return s ? arena_format(&m->arena, "%s", s) : NULL;
}

static const char *today(struct abi_model *m)
{
	time_t now = time(NULL);
	char s[16];

	strftime(s, sizeof(s), "%Y-%m-%d", gmtime(&now));
	return text(m, s);
}

/* A member that a human un-marked as reserved (or marked) stays as it was left. */
static void keep_reserved(const struct abi_entity *old, struct abi_entity *e)
{
	for (unsigned int v = 0; v < e->n_variants; v++) {
		struct abi_layout *l = &e->variants[v].layout;
		const struct abi_layout *o = &old->variants[0].layout;

		for (size_t i = 0; i < l->n_fields; i++)
			for (size_t k = 0; k < o->n_fields; k++)
				if (strcmp(l->fields[i].name, o->fields[k].name) == 0 &&
				    strcmp(l->fields[i].name, "-") != 0)
					l->fields[i].flags =
						(uint16_t)((l->fields[i].flags & ~ABI_F_RESERVED) |
							   (o->fields[k].flags & ABI_F_RESERVED));
	}
}

static void keep_decisions(struct abi_model *m, const struct abi_model *old)
{
	for (size_t i = 0; i < m->n_entities; i++) {
		struct abi_entity *e = m->entities[i];
		const struct abi_entity *o = abi_model_find(old, e->kind, e->name, NULL);

		if (!o)
			continue;
		if (o->has_level) {
			e->level = o->level;
			e->has_level = true;
		}
		if (o->has_policy) {
			e->policy = o->policy;
			e->has_policy = true;
		}
		e->mark = o->mark;
		e->has_mark = o->has_mark;
		e->kept = true;
		e->holes_zero = o->holes_zero;
		e->compat = o->compat;
		e->since = text(m, o->since);
		if (e->kind == ABI_STRUCT || e->kind == ABI_UNION)
			keep_reserved(o, e);
	}
}

static void add_waiver(struct abi_model *m, struct abi_waiver w)
{
	w.code = text(m, w.code);
	w.name = text(m, w.name);
	w.date = text(m, w.date);
	w.reason = text(m, w.reason);
	m->waivers = arena_array(&m->arena, m->waivers, m->n_waivers, sizeof(w));
	m->waivers[m->n_waivers++] = w;
}

static void add_tombstone(struct abi_model *m, struct abi_tombstone t)
{
	t.name = text(m, t.name);
	t.since = text(m, t.since);
	t.reason = text(m, t.reason);
	m->tombstones = arena_array(&m->arena, m->tombstones, m->n_tombstones, sizeof(t));
	m->tombstones[m->n_tombstones++] = t;
}

static uint64_t number_of(const struct abi_finding *f)
{
	if (f->kind == ABI_IOCTL)
		return f->va->ioctl.number;
	return f->kind == ABI_CONST || f->kind == ABI_ENUMERATOR ? (uint64_t)f->va->value.num : 0;
}

/* What the comparison with the old lock leaves behind: history of waivers, and tombstones. */
static void keep_history(struct abi_model *m, const struct abi_report *r, const char *reason)
{
	for (size_t i = 0; i < r->a->n_waivers; i++) {
		struct abi_waiver w = r->a->waivers[i];

		w.done |= w.used;
		add_waiver(m, w);
	}
	for (size_t i = 0; i < r->a->n_tombstones; i++)
		add_tombstone(m, r->a->tombstones[i]);
	for (size_t i = 0; i < r->n_findings; i++) {
		const struct abi_finding *f = &r->findings[i];

		if (f->verdict == ABI_BREAK)
			add_waiver(m, (struct abi_waiver){.code = f->code,
							  .name = f->name,
							  .date = today(m),
							  .reason = reason,
							  .done = true});
		if (!f->b && f->a && (strcmp(f->code, "retired") == 0 || f->verdict >= ABI_WAIVED))
			add_tombstone(
				m, (struct abi_tombstone){.kind = f->kind,
							  .name = f->name,
							  .number = number_of(f),
							  .since = today(m),
							  .reason = f->verdict == ABI_BREAK ? reason
								    : f->waiver ? f->waiver->reason
										: "was obsolete"});
	}
}

static void keep_patterns(struct abi_model *m, const struct abi_model *from)
{
	for (size_t i = 0; i < from->n_patterns; i++) {
		struct abi_pattern p = from->patterns[i];

		p.what = text(m, p.what);
		p.glob = text(m, p.glob);
		m->patterns = arena_array(&m->arena, m->patterns, m->n_patterns, sizeof(p));
		m->patterns[m->n_patterns++] = p;
	}
}

/* Compare with the file that is replaced. Returns -1 to go on, otherwise the exit state. */
static int carry_over(const struct abi_options *o, struct abi_model *m, struct abi_model *old,
		      const char *path)
{
	struct abi_report r = {.a = old, .b = m, .label_a = path, .label_b = o->paths[0]};
	int state = -1;

	abi_model_suggest(old);
	if (!abi_compare(&r)) {
		state = EXIT_UNABLE;
	} else if (r.count[ABI_BREAK] && !o->accept) {
		if (o->json)
			report_json(&r, stdout);
		else
			report_text(&r, stdout, o->verbose);
		diag_error("undo the break; or: cleat abi freeze --accept \"why it is right\"",
			   "%s: not frozen, because that would break what it holds", path);
		state = EXIT_FINDING;
	} else {
		keep_decisions(m, old);
		keep_patterns(m, old);
		keep_history(m, &r, o->accept ? o->accept : "");
	}
	r.b = NULL;
	r.a = NULL;
	abi_report_deinit(&r);
	return state;
}

static int write_lock(const struct abi_model *m, const char *path)
{
	char *s = NULL;
	size_t n;
	FILE *f;
	int err;

	if (strcmp(path, "-") == 0) {
		lock_write(m, stdout);
		return fflush(stdout) == 0 ? EXIT_FINE
					   : diag_error(NULL, "stdout: %s", strerror(errno));
	}
	f = open_memstream(&s, &n);
	if (!f)
		arena_oom();
	lock_write(m, f);
	fclose(f);
	err = paths_write(path, s);
	free(s);
	return err ? diag_error("name a file with --output", "%s: %s", path, strerror(-err))
		   : EXIT_FINE;
}

static void tell(const struct abi_options *o, const struct abi_model *m, const char *path)
{
	struct json j;
	unsigned long n = abi_model_facts(m, -1);

	if (strcmp(path, "-") == 0)
		return;
	if (!o->json) {
		printf("froze %lu facts of %zu header%s in %s\n", n, m->n_headers,
		       m->n_headers == 1 ? "" : "s", path);
		return;
	}
	json_init(&j, stdout);
	json_object_begin(&j);
	json_kv_string(&j, "lock", path);
	json_kv_int(&j, "facts", (long long)n);
	json_key(&j, "kinds");
	json_object_begin(&j);
	for (int k = 0; k < ABI_N_KINDS; k++)
		if (k != ABI_ENUM)
			json_kv_int(&j, abi_kind_word((enum abi_kind)k),
				    (long long)abi_model_facts(m, k));
	json_object_end(&j);
	json_object_end(&j);
	json_end_document(&j);
}

static char *output_path(const struct abi_options *o)
{
	struct stat st;
	char *lock, *header;
	bool driver;

	if (o->output)
		return strdup(o->output);
	if (stat(o->paths[0], &st) != 0)
		return NULL;
	lock = abi_source_lock_path(o->paths[0]);
	header = paths_format("%s/uapi.h", o->paths[0]);
	driver = S_ISDIR(st.st_mode) ? paths_exists(header) || paths_exists(lock)
				     : strstr(o->paths[0], ".h") != NULL;
	free(header);
	if (driver)
		return lock;
	free(lock);
	return NULL;
}

static int freeze(const struct abi_options *o, const char *path)
{
	struct abi_model *old = NULL, *m;
	int state = -1;

	if (strcmp(path, "-") != 0 && paths_exists(path)) {
		old = lock_read(path, o->recount);
		if (!old)
			return EXIT_UNABLE;
	}
	m = model_load(o, o->paths[0], old && !o->n_profiles ? old : NULL);
	if (!m || (o->policy && !model_add_policy(m, o->policy)))
		state = EXIT_UNABLE;
	else if (abi_model_facts(m, -1) == 0)
		state = diag_error(
			"name a header that has structs, enums, constants or ioctl numbers",
			"%s: there is nothing in it to freeze", o->paths[0]);
	if (state < 0 && old)
		state = carry_over(o, m, old, path);
	if (state < 0) {
		abi_model_suggest(m);
		state = write_lock(m, path);
		if (state == EXIT_FINE)
			tell(o, m, path);
	}
	abi_model_free(old);
	abi_model_free(m);
	return state;
}

int abi_freeze(int argc, char **argv)
{
	struct abi_options o;
	char *path;
	int state = options_parse(&o, argc, argv, usage);

	if (state >= 0)
		return state;
	if (o.n_paths != 1)
		return diag_error("cleat abi freeze --help", "abi freeze: one path is wanted");
	path = output_path(&o);
	if (!path)
		return diag_error("say where the lock file goes: --output FILE",
				  "%s: not a driver's folder or header", o.paths[0]);
	state = freeze(&o, path);
	free(path);
	return state;
}
