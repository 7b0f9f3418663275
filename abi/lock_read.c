/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * One pass over the text, in place: words are cut out by writing NULs into the buffer, which the
 * model keeps. Whatever the grammar does not know is an error with its line; nothing is skipped.
 */
#include "abi/lock_reader.h"

#include "base/diag.h"
#include "base/paths.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { BYTES_PER_ENTITY = 64 };

static bool check_counts(struct reader *r)
{
	for (int k = 0; r->header && !r->recount && k < ABI_N_KINDS; k++)
		if (k != ABI_ENUM && r->counts.facts[k] != r->have.facts[k])
			break;
		else if (k == ABI_N_KINDS - 1)
			return true;
	if (!r->header || r->recount)
		return true;
	if (!r->failed)
		diag_error("after a merge: cleat abi freeze --recount; otherwise take the file "
			   "from version control",
			   "%s: header %s does not hold as many facts as its line states", r->name,
			   r->header);
	r->failed = true;
	return false;
}

static bool read_header(struct reader *r, char *s)
{
	char *path = lock_word(&s), *item;

	if (!path)
		return lock_fail(r, "a header has a path");
	if (!lock_has_layout(r->entity))
		return lock_fail(r, "the struct above has no size");
	lock_close_layout(r);
	if (!check_counts(r))
		return false;
	memset(&r->counts, 0, sizeof(r->counts));
	memset(&r->have, 0, sizeof(r->have));
	r->entity = r->block = NULL;
	r->header = abi_model_header(r->m, path)->path;
	while ((item = lock_word(&s))) {
		char *eq = strchr(item, '=');
		int kind = eq ? abi_kind_of(item, (size_t)(eq - item)) : -1;
		uint64_t n;

		if (!eq || !lock_small(r, eq + 1, 10000000, &n))
			return lock_fail(r, "a count is KIND=N");
		if (kind >= 0)
			r->counts.facts[kind] = (unsigned int)n;
		else if (strncmp(item, "field=", 6) != 0)
			return lock_fail(r, "a count is KIND=N");
	}
	return true;
}

static bool read_pattern(struct reader *r, char *s)
{
	struct abi_pattern p = {0};
	char *w;
	int i;

	p.what = lock_word(&s);
	p.glob = lock_word(&s);
	if (!p.what || !p.glob ||
	    (strcmp(p.what, "header") != 0 && abi_kind_of(p.what, strlen(p.what)) < 0))
		return lock_fail(r, "a pattern is: pattern header|KIND GLOB LEVEL|POLICY|MARK");
	while ((w = lock_word(&s))) {
		if ((i = abi_level_of(w, strlen(w))) >= 0) {
			p.level = (enum abi_level)i;
			p.has_level = true;
		} else if ((i = abi_policy_of(w, strlen(w))) >= 0) {
			p.policy = (enum abi_policy)i;
			p.has_policy = true;
		} else if ((i = abi_mark_of(w, strlen(w))) >= 0) {
			p.mark = (enum abi_mark)i;
			p.has_mark = true;
		} else {
			return lock_fail(r, "this is neither a level, nor a policy, nor a mark");
		}
	}
	r->m->patterns = arena_array(&r->m->arena, r->m->patterns, r->m->n_patterns, sizeof(p));
	r->m->patterns[r->m->n_patterns++] = p;
	return true;
}

static bool read_waiver(struct reader *r, char *s, bool done)
{
	struct abi_waiver w = {.done = done};

	w.date = lock_word(&s);
	w.code = lock_word(&s);
	w.name = lock_word(&s);
	if (!w.date || !w.code || !w.name || !(w.reason = lock_quoted(r, &s)))
		return lock_fail(r, "a waiver is: accept DATE CODE NAME \"reason\"");
	if (!w.reason[0])
		return lock_fail(r, "a waiver has a reason");
	r->m->waivers = arena_array(&r->m->arena, r->m->waivers, r->m->n_waivers, sizeof(w));
	r->m->waivers[r->m->n_waivers++] = w;
	return true;
}

static bool read_tombstone(struct reader *r, char *s)
{
	struct abi_tombstone t = {0};
	char *kind = lock_word(&s), *num;
	int k = kind ? abi_kind_of(kind, strlen(kind)) : -1;

	t.name = lock_word(&s);
	num = lock_word(&s);
	t.since = lock_word(&s);
	if (k < 0 || !t.name || !num || !lock_number(r, num, &t.number, NULL) || !t.since ||
	    !(t.reason = lock_quoted(r, &s)))
		return lock_fail(r, "a tombstone is: removed KIND NAME NUMBER SINCE \"reason\"");
	t.kind = (enum abi_kind)k;
	r->m->tombstones =
		arena_array(&r->m->arena, r->m->tombstones, r->m->n_tombstones, sizeof(t));
	r->m->tombstones[r->m->n_tombstones++] = t;
	return true;
}

static bool read_profile(struct reader *r, char *s)
{
	const char *name = lock_word(&s);
	const struct abi_profile *p = name ? abi_profile_find(name) : NULL;

	if (!p)
		return lock_fail(r, "this version does not know the profile");
	if (r->header || r->m->n_profiles == ABI_MAX_PROFILES ||
	    abi_model_profile(r->m, p->name) >= 0)
		return lock_fail(r, "profiles stand at the top, each once");
	r->m->profiles[r->m->n_profiles++] = p;
	return true;
}

static bool read_top(struct reader *r, char *s)
{
	char *w = lock_word(&s);
	int kind = abi_kind_of(w, strlen(w));

	if (kind >= 0)
		return lock_read_entity(r, kind, s);
	if (strcmp(w, "header") == 0)
		return r->m->n_profiles ? read_header(r, s)
					: lock_fail(r, "no profile stands before the first header");
	if (strcmp(w, "profile") == 0)
		return read_profile(r, s);
	if (strcmp(w, "pattern") == 0)
		return read_pattern(r, s);
	if (strcmp(w, "accept") == 0 || strcmp(w, "accepted") == 0)
		return read_waiver(r, s, w[6]);
	if (strcmp(w, "removed") == 0)
		return read_tombstone(r, s);
	if (strcmp(w, "flags") == 0)
		return (r->m->flags = lock_quoted(r, &s)) != NULL;
	if (strcmp(w, "skip") == 0)
		return (r->m->skips = lock_quoted(r, &s)) != NULL;
	return lock_fail(r, strncmp(w, "<<<<", 4) == 0 || strncmp(w, "====", 4) == 0 ||
					    strncmp(w, ">>>>", 4) == 0
				    ? "a merge conflict is left here"
				    : "this word begins no line of a lock file");
}

static bool read_line(struct reader *r, char *s)
{
	size_t indent = strspn(s, " ");

	if (!s[indent] || s[indent] == '#')
		return true;
	if (indent == 0)
		return read_top(r, s);
	s += indent;
	if (s[0] == '@')
		return lock_read_field(r, s, indent);
	if (strncmp(s, "size ", 5) == 0)
		return lock_read_size(r, s + 5);
	if (strncmp(s, "for ", 4) == 0)
		return lock_read_exception(r, s + 4);
	if (strncmp(s, "= ", 2) == 0)
		return lock_read_enumerator(r, s + 2);
	return lock_fail(r, "this word begins no line of a lock file");
}

struct abi_model *lock_parse(const char *name, char *text, size_t size, bool recount)
{
	struct reader r = {.m = abi_model_new(),
			   .name = name,
			   .next = text,
			   .end = text + size,
			   .recount = recount};

	if (size < 12 || strncmp(text, "cleat-abi 1\n", 12) != 0) {
		r.line = 1;
		lock_fail(&r, "not a lock file of this format (\"cleat-abi 1\" is its first line)");
	} else if (memchr(text, '\0', size)) {
		lock_fail(&r, "the file has a NUL byte in it");
	}
	abi_model_reserve(r.m, size / BYTES_PER_ENTITY);
	for (r.line = 1; r.next < r.end && !r.failed; r.line++) {
		char *line = r.next, *nl = memchr(line, '\n', (size_t)(r.end - line));

		if (!nl) {
			lock_fail(&r, "the file ends in the middle of a line");
			break;
		}
		*nl = '\0';
		r.next = nl + 1;
		if (r.line > 1)
			read_line(&r, line);
	}
	if (!r.failed && !lock_has_layout(r.entity))
		lock_fail(&r, "the last struct has no size");
	if (!r.failed && !r.m->n_profiles)
		lock_fail(&r, "the file names no profile");
	if (!r.failed)
		check_counts(&r);
	if (r.failed)
		return abi_model_free(r.m);
	abi_model_sort(r.m);
	r.m->frozen = true;
	return r.m;
}

struct abi_model *lock_read(const char *path, bool recount)
{
	struct abi_model *m;
	size_t size;
	char *text = paths_read(path, &size);

	if (!text) {
		diag_error("cleat abi freeze makes one", "%s: %s", path, strerror(errno));
		return NULL;
	}
	m = lock_parse(path, text, size, recount);
	if (m)
		m->text = text;
	else
		free(text);
	return m;
}
