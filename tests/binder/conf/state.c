/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#define _GNU_SOURCE
#include "conf.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The file's lines, or NULL without logs. */
static char *read_log(const char *name)
{
	char path[256];
	char *all = arena(64 << 10);
	size_t n;
	FILE *f;

	if (!logs)
		return NULL;
	snprintf(path, sizeof(path), "%s/%s", logs, name);
	f = fopen(path, "r");
	if (!f)
		return strcpy(all, strerrorname_np(errno));
	n = fread(all, 1, (64 << 10) - 1, f);
	all[n] = 0;
	fclose(f);
	return all;
}

static char *read_proc(const struct peer *p)
{
	char name[32];

	snprintf(name, sizeof(name), "proc/%d", p->pid);
	return read_log(name);
}

enum { SUM_SIZE = 16 << 10, MAX_LINES = 256 };

/* The strings with commas between. */
static const char *join(const char **strings, int n)
{
	char *sum = arena(SUM_SIZE), *end = sum + SUM_SIZE, *at = sum;

	for (int i = 0; i < n && at < end; i++)
		at += snprintf(at, (size_t)(end - at), "%s%s", i ? ", " : "", strings[i]);
	return n ? sum : "none";
}

static const char *kept(const char *s)
{
	return strcpy(arena(strlen(s) + 1), s);
}

static int split(const char *log, const char *(*spell)(const char *line), const char **strings)
{
	char *all = strcpy(arena(strlen(log) + 1), log), *save = NULL;
	int n = 0;

	for (char *line = strtok_r(all, "\n", &save); line && n < MAX_LINES;
	     line = strtok_r(NULL, "\n", &save)) {
		const char *s = spell(line);

		if (s)
			strings[n++] = kept(s);
	}
	return n;
}

/* Each line of the log that @spell knows. */
static const char *lines_in(const char *log, const char *(*spell)(const char *line))
{
	const char *strings[MAX_LINES];

	return log ? join(strings, split(log, spell, strings)) : "-";
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The same, sorted: where their order is the driver's own affair. */
static const char *sorted_lines_in(const char *log, const char *(*spell)(const char *line))
{
	const char *strings[MAX_LINES];
	int n;

	if (!log)
		return "-";
	n = split(log, spell, strings);
	qsort(strings, (size_t)n, sizeof(*strings), by_text);
	return join(strings, n);
}

static const char *spell_ref(const char *line)
{
	int id, desc, node, strong, weak;
	char dead[8] = "";

	if (sscanf(line, "  ref %d: desc %d node %d s %d w %d", &id, &desc, &node, &strong,
		   &weak) == 5 ||
	    sscanf(line, "  ref %d: desc %d %7s node %d s %d w %d", &id, &desc, dead, &node,
		   &strong, &weak) == 6)
		return text("%d s%d w%d%s%s", desc, strong, weak, *dead ? " " : "", dead);
	return NULL;
}

const char *refs_of(struct peer *p)
{
	return lines_in(read_proc(p), spell_ref);
}

static const char *spell_node(const char *line)
{
	int id, n[7];
	unsigned long long ptr, cookie;

	if (sscanf(line, "  node %d: u%llx c%llx hs %d hw %d ls %d lw %d is %d iw %d tr %d", &id,
		   &ptr, &cookie, &n[0], &n[1], &n[2], &n[3], &n[4], &n[5], &n[6]) != 10)
		return NULL;
	return text("%llx/%llx hs%d hw%d ls%d lw%d is%d iw%d tr%d", ptr, cookie, n[0], n[1], n[2],
		    n[3], n[4], n[5], n[6]);
}

const char *nodes_of(struct peer *p)
{
	return lines_in(read_proc(p), spell_node);
}

static const char *spell_buffer(const char *line)
{
	char at[32], how[16];
	int id, n[3];

	if (sscanf(line, "  buffer %d: %31s size %d:%d:%d %15s", &id, at, &n[0], &n[1], &n[2],
		   how) != 6)
		return NULL;
	return text("%d:%d:%d %s", n[0], n[1], n[2], how);
}

const char *buffers_of(struct peer *p)
{
	return lines_in(read_proc(p), spell_buffer);
}

static const char *looper_in(const char *log, const struct worker *w)
{
	const char *at;
	char begins[32];
	int state, need_return, refs;

	if (!log)
		return "-";
	snprintf(begins, sizeof(begins), "  thread %d: l ", w->tid);
	at = strstr(log, begins);
	if (!at || sscanf(at + strlen(begins), "%x need_return %d tr %d", &state, &need_return,
			  &refs) != 3)
		return "no thread";
	return text("l %02x need_return %d tr %d", state, need_return, refs);
}

const char *looper_of(struct worker *w)
{
	return looper_in(read_proc(w->peer), w);
}

/* What waits to be read, and the calls that a thread is in: without ids, addresses and times. */
static const char *spell_work(const char *line)
{
	char kind[16];
	unsigned int code, flags;
	unsigned long long ptr, cookie;
	const char *at = strstr(line, " transaction ");
	int id;

	/* A thread's and a node's are indented by four, the process's by two. */
	if (strncmp(line, "    ", 4) != 0 && strncmp(line, "  pending", 9) != 0 &&
	    strncmp(line, "  has", 5) != 0 && strncmp(line, "  node work", 11) != 0 &&
	    strncmp(line, "  transaction", 13) != 0 && strncmp(line, "  unknown", 9) != 0)
		return NULL;
	if (sscanf(line, " node work %d: u%llx c%llx", &id, &ptr, &cookie) == 3)
		return text("node work %llx/%llx", ptr, cookie);
	at = at ? strstr(at, "code ") : NULL;
	if (at && sscanf(at, "code %x flags %x", &code, &flags) == 2 && sscanf(line, "%15s", kind) == 1)
		return text("%s code %x flags %x", kind, code, flags);
	return text("%s", line + strspn(line, " "));
}

/* In one of its contexts. */
bool has_unread(struct worker *w)
{
	const char *log = read_proc(w->peer), *at = log;
	char begins[32];

	snprintf(begins, sizeof(begins), "  thread %d: l ", w->tid);
	while (at && (at = strstr(at, begins))) {
		/* Its lines are those that follow with more indentation. */
		for (at = strchr(at, '\n'); at && strncmp(at, "\n    ", 5) == 0; at = strchr(at + 1, '\n'))
			if (strncmp(at, "\n    pending transaction", 24) == 0)
				return true;
	}
	return false;
}

void state_of(struct peer *p, struct peer_state *ret)
{
	const char *log = read_proc(p), *loopers[MAX_WORKERS];

	for (int i = 0; i < p->n_workers; i++)
		loopers[i] = looper_in(log, &p->workers[i]);
	*ret = (struct peer_state){
		.refs = lines_in(log, spell_ref),
		.nodes = lines_in(log, spell_node),
		.buffers = sorted_lines_in(log, spell_buffer),
		.work = lines_in(log, spell_work),
		.threads = join(loopers, p->n_workers),
	};
}

const char *stat_of(struct peer *p, const char *begins)
{
	char *all = read_log("stats"), *at;
	char proc[32];

	if (!all)
		return "-";
	snprintf(proc, sizeof(proc), "proc %d\n", p->pid);
	at = strstr(all, proc);
	at = at ? strstr(at + 1, begins) : NULL;
	return at ? text("%.*s", (int)strcspn(at, "\n"), at) : "no such line";
}

static const char *spell_stat(const char *line)
{
	return strncmp(line, "  BC_", 5) == 0 || strncmp(line, "  BR_", 5) == 0 ? line + 2 : NULL;
}

const char *commands_of(struct peer *p)
{
	char *all = read_log("stats"), *at, *end;
	char proc[32];

	if (!all)
		return "-";
	snprintf(proc, sizeof(proc), "proc %d\n", p->pid);
	at = strstr(all, proc);
	if (!at)
		return "none";
	end = strstr(at + 1, "\nproc ");
	if (end)
		*end = 0;
	return lines_in(at, spell_stat);
}

/* After these words comes a number, or "number:number", or numbers, that differ from run to run. */
static const char *const ids[] = {"proc ",	  "thread ", "node ", "ref ",  "buffer ",
				  "transaction ", "from ",   "to ",   "work ", "elapsed "};
enum { IDS = sizeof(ids) / sizeof(ids[0]) };

static bool follows_id(const char *all, const char *s)
{
	for (int i = 0; i < IDS; i++) {
		size_t n = strlen(ids[i]);

		if ((size_t)(s - all) >= n && memcmp(s - n, ids[i], n) == 0)
			return true;
	}
	return false;
}

/* A hashed address: sixteen digits that are no node's address or cookie. */
static bool is_hash(const char *all, const char *s)
{
	return s > all && s[-1] == ' ' && strspn(s, "0123456789abcdef") == 16;
}

const char *proc_log(struct peer *p)
{
	char *all = read_proc(p), *out, *o;

	if (!all)
		return "-";
	out = o = arena(64 << 10);
	for (const char *s = all; *s;) {
		if (isdigit((unsigned char)*s) && follows_id(all, s)) {
			*o++ = 'N';
			s += strspn(s, "0123456789");
			s += s[0] == ':' && isdigit((unsigned char)s[1]) ? strspn(s, ":0123456789")
									 : 0;
		} else if (is_hash(all, s)) {
			*o++ = 'P';
			s += 16;
		} else {
			*o++ = *s == '\n' ? '|' : *s;
			s++;
		}
	}
	return out;
}
