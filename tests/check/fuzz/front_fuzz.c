/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The whole checker under libFuzzer: the input is a C file, read by libclang, and executed by the
 * passes when it compiles. Most files would not compile if bytes were changed; so steps are made
 * mostly with whole tokens and lines, which lets the passes meet code that nobody would write.
 */
#include "check/frontend.h"
#include "check/mem.h"
#include "check/module.h"

#include <ctype.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MAX_TOKENS = 20000 };

struct token {
	size_t at, n;
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned int seed);
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max);
int LLVMFuzzerInitialize(int *argc, char ***argv);

static char path[64];
static char corpus[4096], include[4096], host[4096];

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	const char *src = getenv("SRC");

	(void)argc;
	(void)argv;
	if (!src)
		src = ".";
	snprintf(path, sizeof(path), "/dev/shm/cleat-fuzz-%d.c", (int)getpid());
	snprintf(corpus, sizeof(corpus), "-I%s/tests/check/corpus", src);
	snprintf(include, sizeof(include), "-I%s/include", src);
	snprintf(host, sizeof(host), "%s/host", src);
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *args[] = {include, corpus, "-D__CLEAT_CHECK__", "-D__CLEAT_HOST__",
			      "-DKBUILD_MODNAME=\"driver\"", NULL};
	const char *trusted[] = {include + 2, host, NULL};
	struct frontend_options options = {.args = args, .trusted = trusted};
	struct report report = {.arena = mem_new()};
	struct unit *u;
	int fd = open(path, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);

	if (fd < 0 || write(fd, data, size) != (ssize_t)size)
		abort();
	close(fd);
	u = frontend_parse(path, &options);
	unlink(path);
	if (u)
		module_check(u, &report);
	frontend_free(u);
	mem_free(report.arena);
	return 0;
}

/* ---- steps ---- */

static unsigned int roll(unsigned int *seed, unsigned int n)
{
	*seed = *seed * 1103515245u + 12345u;
	return n ? (*seed >> 8) % n : 0;
}

static size_t token_size(const uint8_t *p, size_t left)
{
	size_t n = 1;

	if (isalnum(p[0]) || p[0] == '_')
		while (n < left && (isalnum(p[n]) || p[n] == '_'))
			n++;
	return n;
}

static int split(const uint8_t *data, size_t size, struct token *list, bool whole_lines)
{
	int n = 0;

	for (size_t at = 0; at < size && n < MAX_TOKENS; at += list[n - 1].n) {
		size_t len = token_size(data + at, size - at);

		if (whole_lines) {
			const uint8_t *end = memchr(data + at, '\n', size - at);

			len = end ? (size_t)(end - (data + at)) + 1 : size - at;
		}
		list[n++] = (struct token){at, len};
	}
	return n;
}

/* Data with token @b in the place of @a, before @a, or with @a left out. */
static size_t put(uint8_t *data, size_t size, size_t max, struct token a, struct token b, int how)
{
	uint8_t *old = malloc(size);
	size_t keep = how == 1 ? a.at : a.at + a.n, n = a.at;

	if (!old || size - (keep - a.at) + b.n > max) {
		free(old);
		return size;
	}
	memcpy(old, data, size);
	if (how != 2) {
		memcpy(data + n, old + b.at, b.n);
		n += b.n;
	}
	memcpy(data + n, old + keep, size - keep);
	n += size - keep;
	free(old);
	return n;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned int seed)
{
	static struct token list[MAX_TOKENS];
	unsigned int kind = roll(&seed, 10);
	int n;

	if (kind == 0 || !size)
		return LLVMFuzzerMutate(data, size, max);
	for (unsigned int steps = 1 + roll(&seed, 3); steps; steps--) {
		struct token a, b;

		n = split(data, size, list, kind > 6);
		a = list[roll(&seed, (unsigned int)n)];
		b = list[roll(&seed, (unsigned int)n)];
		for (int tries = 0; tries < 8 && kind <= 6 && isspace(data[a.at]); tries++)
			a = list[roll(&seed, (unsigned int)n)];
		/* A name for a name, a number for a number: that may well compile. */
		for (int tries = 0; tries < 64 && kind <= 6 &&
				    isalpha(data[a.at]) != isalpha(data[b.at]);
		     tries++)
			b = list[roll(&seed, (unsigned int)n)];
		size = put(data, size, max, a, b, (int)roll(&seed, 3));
		if (!size)
			break;
	}
	return size;
}
