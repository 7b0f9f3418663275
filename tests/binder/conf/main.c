/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#define _GNU_SOURCE
#include "conf.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct {
	const char *name;
	const struct test *tests;
} topics[] = {
	{"open", open_tests},	    {"ioctl", ioctl_tests},	{"thread", thread_tests},
	{"ref", ref_tests},	    {"txn", txn_tests},		{"oneway", oneway_tests},
	{"buffer", buffer_tests},   {"object", object_tests},	{"fd", fd_tests},
	{"sg", sg_tests},	    {"death", death_tests},	{"freeze", freeze_tests},
	{"error", error_tests},	    {"manager", manager_tests}, {"poll", poll_tests},
	{"process", process_tests}, {"log", log_tests},	{"report", report_tests},
	{"secctx", secctx_tests},
};
enum { TOPICS = sizeof(topics) / sizeof(topics[0]) };

const char *device, *logs;

static const char *topic, *test;
static int probes;
static jmp_buf next_test;

void probe(const char *name, const char *fmt, ...)
{
	va_list ap;

	printf("%s/%s: ", topic, name);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	putchar('\n');
	fflush(stdout);
	probes++;
}

void test_hangs(void)
{
	probe(test, "hangs");
	longjmp(next_test, 1);
}

void give_up(const char *what)
{
	const char *why = strerror(errno);

	if (!topic) {
		fprintf(stderr, "conf: %s: %s\n", what, why);
		exit(2);
	}
	probe(test, "given up: %s: %s", what, why);
	longjmp(next_test, 1);
}

static void run_test(const struct test *t)
{
	test = t->name;
	if (setjmp(next_test) == 0)
		t->run();
	peers_end();
}

static void run_topic(int i)
{
	topic = topics[i].name;
	for (const struct test *t = topics[i].tests; t->name; t++)
		run_test(t);
}

int main(int argc, char **argv)
{
	if (argc < 3) {
		fprintf(stderr, "usage: conf DEVICE LOGS [TOPIC...]\n"
				"LOGS is the folder of binder_logs, or - for none\n");
		return 2;
	}
	if (strcmp(argv[1], "exec-child") == 0)
		return process_exec_child(argv[2]);
	device = argv[1];
	logs = strcmp(argv[2], "-") == 0 ? NULL : argv[2];
	peers_setup();
	for (int i = 0; i < TOPICS; i++) {
		bool wanted = argc == 3;

		for (int a = 3; a < argc; a++)
			wanted |= strcmp(argv[a], topics[i].name) == 0;
		if (wanted)
			run_topic(i);
	}
	printf("probes: %d\n", probes);
	return 0;
}
