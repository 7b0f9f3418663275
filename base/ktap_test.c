/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "base/ktap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHECK(cond)                                                                                \
	do {                                                                                       \
		if (!(cond)) {                                                                     \
			fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #cond);                 \
			exit(1);                                                                   \
		}                                                                                  \
	} while (0)

static struct ktap read_all(const char *text)
{
	struct ktap k;

	ktap_init(&k);
	ktap_text(&k, text);
	ktap_finish(&k, NULL);
	return k;
}

static void expect(const char *text, int passed, int failed, int skipped)
{
	struct ktap k = read_all(text);

	if (k.passed != passed || k.failed != failed || k.skipped != skipped) {
		fprintf(stderr, "%s\ngives %d %d %d, not %d %d %d\n", text, k.passed, k.failed, k.skipped, passed,
			failed, skipped);
		exit(1);
	}
	ktap_free(&k);
}

static void test_counts(void)
{
	expect("KTAP version 1\n1..2\nok 1 a\nnot ok 2 b\n", 1, 1, 0);
	expect("KTAP version 1\n1..1\n    KTAP version 1\n    # Subtest: s\n    1..2\n    ok 1 a\n"
	       "    ok 2 b # SKIP no device\nok 1 s\n", 1, 0, 1);
	/* A plan that is not kept, at either level; no output at all. */
	expect("KTAP version 1\n1..2\nok 1 a\n", 1, 1, 0);
	expect("KTAP version 1\n1..1\n    KTAP version 1\n    1..3\n    ok 1 a\n", 1, 2, 0);
	expect("KTAP version 1\n1..1\n    KTAP version 1\n    1..3\n    ok 1 a\nok 1 s\n", 1, 1, 0);
	expect("", 0, 1, 0);
	expect("hello\n", 0, 1, 0);
	/* A suite that fails by itself; one whose case failed is counted once. */
	expect("KTAP version 1\n1..1\n    KTAP version 1\n    1..1\n    ok 1 a\nnot ok 1 s\n", 1, 1, 0);
	expect("KTAP version 1\n1..1\n    KTAP version 1\n    1..1\n    not ok 1 a\nnot ok 1 s\n", 0, 1, 0);
}

static void test_kernel_log(void)
{
	struct ktap k = read_all("[    1.000000] Linux version\r\n[    2.100000] KTAP version 1\r\n"
				 "[    2.100001] 1..1\r\n[    2.2]     KTAP version 1\r\n"
				 "[    2.2]     # Subtest: fifo\r\n[    2.2]     1..1\r\n"
				 "[    2.25] fifo: some message\r\n[    2.3]     # x: a.c:3\r\n"
				 "[    2.3]     # x: expected 1\r\n[    2.3][   T12]     not ok 1 x\r\n"
				 "[    2.4] not ok 1 fifo\r\n");

	CHECK(k.n == 1 && k.failed == 1);
	CHECK(strcmp(k.results[0].name, "fifo.x") == 0);
	CHECK(strcmp(k.results[0].comment, "x: a.c:3\nx: expected 1") == 0);
	ktap_free(&k);
}

static void test_reports(void)
{
	struct ktap k = read_all("KTAP version 1\n1..2\nok 1 a<b\n# \"why\"\nnot ok 2 c\n");
	char *text;
	size_t size;
	FILE *f = open_memstream(&text, &size);
	struct json j;

	ktap_junit(&k, "s", f);
	fflush(f);
	CHECK(strstr(text, "tests=\"2\" failures=\"1\""));
	CHECK(strstr(text, "a&lt;b") && strstr(text, "message=\"&quot;why&quot;\""));
	rewind(f);
	json_init(&j, f);
	json_object_begin(&j);
	ktap_json(&k, &j);
	json_object_end(&j);
	json_end_document(&j);
	fclose(f);
	CHECK(strstr(text, "\"comment\": \"\\\"why\\\"\""));
	free(text);
	ktap_free(&k);
}

int main(void)
{
	test_counts();
	test_kernel_log();
	test_reports();
	return 0;
}
