/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "abi/syscalls.h"

#include "base/diag.h"
#include "base/paths.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_NUMBER = 1 << 16, MAX_WORDS = 8 };

bool syscalls_is_table(const char *path)
{
	const char *base = paths_base(path);
	size_t n = strlen(base);

	return (n > 4 && strcmp(base + n - 4, ".tbl") == 0) ||
	       (strncmp(base, "unistd", 6) == 0 && n > 2 && strcmp(base + n - 2, ".h") == 0);
}

static bool bad(const char *path, unsigned int line, const char *what)
{
	diag_error("take the file from the kernel's tree again", "%s:%u: %s", path, line, what);
	return false;
}

static bool number(const char *s, unsigned int *ret)
{
	char *end;
	unsigned long v;

	if (!isdigit((unsigned char)*s))
		return false;
	v = strtoul(s, &end, 0);
	*ret = (unsigned int)v;
	return !*end && v < MAX_NUMBER;
}

static void add(struct syscall_table *t, struct syscall_row row)
{
	t->rows = arena_array(&t->arena, t->rows, t->n, sizeof(row));
	t->rows[t->n++] = row;
}

static int split(char *line, char *words[MAX_WORDS])
{
	char *save = NULL;
	int n = 0;

	for (char *w = strtok_r(line, " \t\r", &save); w && n < MAX_WORDS;
	     w = strtok_r(NULL, " \t\r", &save))
		words[n++] = w;
	return n;
}

static bool is_name(const char *s)
{
	if (!isalpha((unsigned char)*s) && *s != '_')
		return false;
	for (; *s; s++)
		if (!isalnum((unsigned char)*s) && *s != '_')
			return false;
	return true;
}

static bool table_line(struct syscall_table *t, const char *path, unsigned int line, char *text)
{
	struct syscall_row row = {.line = line};
	char *words[MAX_WORDS];
	int n;

	text[strcspn(text, "#")] = '\0';
	n = split(text, words);
	if (n == 0)
		return true;
	if (n < 3 || !number(words[0], &row.number) || !is_name(words[2]))
		return bad(path, line, "a row is NUMBER ABI NAME [ENTRY [COMPAT]]");
	row.abi = arena_copy(&t->arena, words[1], strlen(words[1]));
	row.name = arena_copy(&t->arena, words[2], strlen(words[2]));
	/* "-" stands for no entry of its own in the first column, a compat entry may follow. */
	if (n < 4 || strcmp(words[3], "sys_ni_syscall") == 0 ||
	    (n == 4 && strcmp(words[3], "-") == 0))
		row.entry = "ni";
	else
		row.entry = arena_copy(&t->arena, words[3], strlen(words[3]));
	add(t, row);
	return true;
}

/* "#define __NR_name 123" and "#define __NR_name (__X32_SYSCALL_BIT + 123)". */
static bool header_line(struct syscall_table *t, const char *path, unsigned int line, char *text)
{
	struct syscall_row row = {.line = line, .abi = "common", .entry = "?"};
	char *words[MAX_WORDS];
	int n = split(text, words);
	char *value;

	if (n < 3 || strcmp(words[0], "#define") != 0 || strncmp(words[1], "__NR_", 5) != 0)
		return true;
	value = words[n > 3 ? n - 1 : 2];
	value[strcspn(value, ")")] = '\0';
	if (!number(value, &row.number))
		return true;
	if (!is_name(words[1] + 5))
		return bad(path, line, "the call's name is not an identifier");
	row.name = arena_copy(&t->arena, words[1] + 5, strlen(words[1] + 5));
	add(t, row);
	return true;
}

static bool twice(const struct syscall_table *t, const char *path)
{
	for (size_t i = 0; i < t->n; i++)
		for (size_t k = i + 1; k < t->n; k++)
			if (strcmp(t->rows[i].name, t->rows[k].name) == 0 &&
			    strcmp(t->rows[i].abi, t->rows[k].abi) == 0)
				return !bad(path, t->rows[k].line,
					    "this call stands there for the second time");
	return false;
}

bool syscalls_read(struct syscall_table *t, const char *path)
{
	size_t size, n = strlen(path);
	char *text = paths_read(path, &size), *next;
	bool header = n > 2 && strcmp(path + n - 2, ".h") == 0, fine = true;
	unsigned int line = 0;

	*t = (struct syscall_table){0};
	if (!text) {
		diag_error(NULL, "%s: %s", path, strerror(errno));
		return false;
	}
	fine = !memchr(text, '\0', size) || bad(path, 1, "the file has a NUL byte in it");
	for (char *s = text; s && *s && fine; s = next) {
		next = strchr(s, '\n');
		if (next)
			*next++ = '\0';
		line++;
		fine = header ? header_line(t, path, line, s) : table_line(t, path, line, s);
	}
	free(text);
	if (fine && t->n == 0)
		fine = bad(path, line, "there is no system call in it");
	if (fine && twice(t, path))
		fine = false;
	if (!fine)
		syscalls_deinit(t);
	return fine;
}

struct abi_model *syscalls_model(const char *path)
{
	struct syscall_table t;
	struct abi_model *m;
	const char *header;

	if (!syscalls_read(&t, path))
		return NULL;
	m = abi_model_new();
	m->profiles[m->n_profiles++] = abi_profile_find("x86_64");
	header = abi_model_header(m, "syscalls")->path;
	for (size_t i = 0; i < t.n; i++) {
		const struct syscall_row *r = &t.rows[i];
		bool plain = strcmp(r->abi, "x32") != 0;
		const char *name = arena_format(&m->arena, "%s%s", plain ? "" : "x32:", r->name);
		struct abi_variant v = {.mask = 1};
		struct abi_entity *e = abi_model_find(m, ABI_SYSCALL, name, NULL);

		if (e)
			continue;
		e = abi_model_entity(m, ABI_SYSCALL, name, header, NULL);
		v.value.num = r->number;
		v.value.text = arena_format(&m->arena, "%s", r->entry);
		e->line = r->line;
		abi_model_add(m, e, &v);
	}
	syscalls_deinit(&t);
	abi_model_sort(m);
	return m;
}

void syscalls_header(const struct syscall_table *t, const char *abis, FILE *out)
{
	for (size_t i = 0; i < t->n; i++) {
		const char *at = strstr(abis, t->rows[i].abi);
		size_t n = strlen(t->rows[i].abi);

		if (at && (at[n] == ' ' || !at[n]) && (at == abis || at[-1] == ' '))
			fprintf(out, "#define __NR_%s %u\n", t->rows[i].name, t->rows[i].number);
	}
}

void syscalls_deinit(struct syscall_table *t)
{
	arena_deinit(&t->arena);
	*t = (struct syscall_table){0};
}
