/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A mutating fuzzer in one process: fuzz TARGET SEED ROUNDS FILE... changes the files at random and
 * gives them to a reader. Built with sanitizers, any memory error or undefined behaviour ends it;
 * so does an input that takes longer than the watchdog allows.
 */
#define _GNU_SOURCE
#include "abi/boot.h"
#include "abi/built.h"
#include "abi/compare.h"
#include "abi/lock.h"
#include "abi/naming.h"
#include "abi/report.h"
#include "abi/syscalls.h"

#include "base/paths.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MAX_SIZE = 1 << 20, SECONDS_PER_INPUT = 10 };

static unsigned long long state;

static unsigned int rnd(unsigned int n)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return n ? (unsigned int)(state >> 11) % n : 0;
}

struct seed {
	char *data;
	size_t size;
};

static size_t flip(char *p, size_t n)
{
	for (unsigned int k = rnd(8) + 1; n && k; k--)
		p[rnd((unsigned int)n)] ^= (char)(1 << rnd(8));
	return n;
}

static size_t poke(char *p, size_t n)
{
	static const unsigned int values[] = {0,      1,	  0xff,	      0x7f,	 0x80,
					      0xffff, 0x7fffffff, 0x80000000, 0xffffffff};
	size_t at = rnd((unsigned int)n), k = 1u << rnd(3);

	if (at + k <= n)
		memcpy(p + at, &values[rnd(9)], k);
	return n;
}

static size_t cut(char *p, size_t n)
{
	size_t at = rnd((unsigned int)n), k = rnd((unsigned int)(n - at)) + 1;

	memmove(p + at, p + at + k, n - at - k);
	return n - k;
}

static size_t repeat(char *p, size_t n)
{
	size_t at = rnd((unsigned int)n), k = rnd((unsigned int)(n - at)) + 1,
	       to = rnd((unsigned int)n);

	if (n + k > MAX_SIZE)
		return n;
	memmove(p + to + k, p + to, n - to);
	memmove(p + to, p + (at < to ? at : at + k), k);
	return n + k;
}

/* Words that the readers' grammars know, put where they do not belong. */
static size_t word(char *p, size_t n)
{
	static const char *const words[] = {"\n",
					    " ",
					    ";",
					    "\"",
					    "@",
					    "for i386",
					    "size 0 align 0",
					    "struct a\n",
					    "enum e\n",
					    "  = X 1\n",
					    "18446744073709551615",
					    "-1",
					    "0x",
					    ";only=",
					    "\\x0",
					    "header x struct=1\n",
					    "profile arm64\n",
					    "HdrS",
					    "#define __NR_",
					    "ni"};
	const char *w = words[rnd(sizeof(words) / sizeof(words[0]))];
	size_t at = rnd((unsigned int)n), k = strlen(w);

	if (n + k > MAX_SIZE)
		return n;
	memmove(p + at + k, p + at, n - at);
	memcpy(p + at, w, k);
	return n + k;
}

static size_t mutate(char *p, size_t n)
{
	static size_t (*const ways[])(char *, size_t) = {flip, poke, cut, repeat, word};

	for (unsigned int k = rnd(4) + 1; n && k; k--)
		n = ways[rnd(5)](p, n);
	return n;
}

static const struct abi_model *frozen;

/* What parses is written, read again, and compared with itself: it must be equal. */
static void fuzz_lock(char *p, size_t n)
{
	struct abi_model *m = lock_parse("fuzz", p, n, rnd(2)), *again;
	struct abi_report r = {.label_a = "a", .label_b = "b"};
	char *text;
	size_t size;
	FILE *f;

	if (!m)
		return;
	f = open_memstream(&text, &size);
	lock_write(m, f);
	fclose(f);
	again = lock_parse("again", text, size, true);
	if (again) {
		abi_model_suggest(m);
		r.a = m;
		r.b = again;
		if (abi_compare(&r)) {
			f = fopen("/dev/null", "w");
			report_text(&r, f, true);
			report_json(&r, f);
			report_html(&r, f);
			report_sarif(&r, f, "x");
			fclose(f);
		}
		abi_report_deinit(&r);
	} else {
		abi_model_free(m);
	}
	free(text);
}

static void fuzz_btf(char *p, size_t n)
{
	struct built *b = calloc(1, sizeof(*b));

	b->wanted = frozen;
	built_btf(b, "fuzz", (unsigned char *)p, n, NULL, 0);
	built_deinit(b);
	free(b);
}

static char *in_file(const char *p, size_t n, const char *suffix)
{
	char *path = paths_format("fuzz-input%s", suffix);
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	if (fd < 0 || write(fd, p, n) != (ssize_t)n)
		exit(3);
	close(fd);
	return path;
}

static void fuzz_elf(char *p, size_t n)
{
	struct built *b = calloc(1, sizeof(*b));
	char *path = in_file(p, n, ".o");

	b->wanted = frozen;
	built_open(b, path, NULL);
	built_deinit(b);
	free(b);
	free(path);
}

static void fuzz_boot(char *p, size_t n)
{
	char *path = in_file(p, n, ".img");

	boot_verify(path, NULL, false);
	free(path);
}

static void fuzz_table(char *p, size_t n)
{
	char *path = in_file(p, n, rnd(2) ? ".tbl" : ".h");

	abi_model_free(syscalls_model(path));
	free(path);
}

static const struct {
	const char *name;
	void (*run)(char *p, size_t n);
} targets[] = {
	{"lock", fuzz_lock}, {"btf", fuzz_btf},	    {"elf", fuzz_elf},
	{"boot", fuzz_boot}, {"table", fuzz_table},
};

int main(int argc, char **argv)
{
	struct seed seeds[16];
	int n_seeds = 0, null = open("/dev/null", O_WRONLY);
	void (*run)(char *p, size_t n) = NULL;
	unsigned long rounds;

	if (argc < 5)
		return 2;
	for (size_t i = 0; i < sizeof(targets) / sizeof(targets[0]); i++)
		if (strcmp(targets[i].name, argv[1]) == 0)
			run = targets[i].run;
	state = strtoull(argv[2], NULL, 0) * 0x9e3779b97f4a7c15u + 1;
	rounds = strtoul(argv[3], NULL, 0);
	frozen = getenv("FROZEN") ? lock_read(getenv("FROZEN"), false) : NULL;
	for (int i = 4; i < argc && n_seeds < 16; i++, n_seeds++)
		if (!(seeds[n_seeds].data = paths_read(argv[i], &seeds[n_seeds].size)))
			return 2;
	dup2(null, STDOUT_FILENO);
	for (unsigned long i = 0; run && i < rounds; i++) {
		const struct seed *s = &seeds[rnd((unsigned int)n_seeds)];
		char *p = calloc(1, MAX_SIZE + 1), *exact;
		size_t n = s->size < MAX_SIZE ? s->size : MAX_SIZE;

		memcpy(p, s->data, n);
		n = mutate(p, n);
		/* A block of just that size, so that reading behind it is seen. */
		exact = malloc(n + 1);
		memcpy(exact, p, n);
		exact[n] = '\0';
		free(p);
		alarm(SECONDS_PER_INPUT);
		run(exact, n);
		free(exact);
	}
	alarm(0);
	return run ? 0 : 2;
}
