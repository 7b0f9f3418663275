/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * What of Cleat works on this machine. Nothing is concluded from versions where it can be tried: a
 * driver is built and served, and its node opened, called and mapped, from this very process run
 * again inside "cleat run" (--probe).
 */
#define _GNU_SOURCE
#include "base/diag.h"
#include "base/json.h"
#include "base/paths.h"
#include "base/run.h"
#include "cli/command.h"
#include "samples/board/uapi.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/statvfs.h>
#include <sys/utsname.h>
#include <unistd.h>

enum health { HEALTH_OK, HEALTH_LIMITED, HEALTH_MISSING };

/**
 * struct finding - the result of one examination
 * @what: the thing; @health: its state; @found: what was seen; @next: what to do, or NULL
 */
struct finding {
	const char *what;
	enum health health;
	char *found;
	const char *next;
};

static const char *const health_words[] = {"ok", "limited", "missing"};

/* ---- examinations: each fills one finding ---- */

static void examine_program(struct finding *f, const char *program, const char *argument, const char *next)
{
	const char *argv[] = {program, argument, NULL};
	char *out = run_output(argv);

	if (out && *out) {
		out[strcspn(out, "\n")] = '\0';
		f->found = out;
		return;
	}
	free(out);
	f->health = HEALTH_MISSING;
	f->found = paths_format("%s cannot be run", program);
	f->next = next;
}

static void examine_compiler(struct finding *f)
{
	examine_program(f, "gcc", "-dumpfullversion", "make setup, or apt-get install build-essential");
	if (f->health == HEALTH_OK && atoi(f->found) < 12) {
		f->health = HEALTH_MISSING;
		f->next = "install gcc 12 or newer";
	}
}

static void examine_qemu(struct finding *f)
{
	examine_program(f, "qemu-system-x86_64", "--version", "make setup, or apt-get install qemu-system-x86");
}

static void examine_fuse(struct finding *f)
{
	int fd = open("/dev/fuse", O_RDWR | O_CLOEXEC);

	if (fd >= 0) {
		close(fd);
		f->found = paths_format("/dev/fuse can be opened");
		return;
	}
	f->health = HEALTH_MISSING;
	f->found = paths_format("/dev/fuse: %s", strerror(errno));
	f->next = "modprobe fuse; in a container: add the device /dev/fuse";
}

static void examine_ptrace_scope(struct finding *f)
{
	char *scope = paths_read("/proc/sys/kernel/yama/ptrace_scope", NULL);
	int value = scope ? atoi(scope) : 0;

	free(scope);
	f->found = paths_format("yama ptrace_scope is %d", value);
	if (value >= 2 && geteuid() != 0) {
		f->health = HEALTH_LIMITED;
		f->next = "nested pointers in ioctls need root or: sysctl kernel.yama.ptrace_scope=1";
	}
}

static void examine_kernel(struct finding *f)
{
	struct utsname u;
	int major = 0, minor = 0;

	uname(&u);
	sscanf(u.release, "%d.%d", &major, &minor);
	f->found = paths_format("Linux %s, %s", u.release, geteuid() == 0 ? "root" : "not root");
	if (geteuid() != 0 || major < 6 || (major == 6 && minor < 9)) {
		f->health = HEALTH_LIMITED;
		f->next = "mmap goes through the page cache; direct mappings need root and Linux 6.9";
	}
}

static void examine_cache(struct finding *f)
{
	char *dir = paths_cache("kernels/x"), *kernel;
	static const char *const versions[] = {"6.1", "6.12", "7.2", "uml"};
	struct statvfs st;
	char *text = paths_format("kernels:");

	if (!dir) {
		f->health = HEALTH_MISSING;
		f->found = text;
		f->next = "set CLEAT_CACHE";
		return;
	}
	*strrchr(dir, '/') = '\0';
	for (size_t i = 0; i < sizeof(versions) / sizeof(versions[0]); i++) {
		kernel = paths_format("%s/%s", dir, versions[i]);
		if (paths_exists(kernel)) {
			char *more = paths_format("%s %s", text, versions[i]);

			free(text);
			text = more;
		}
		free(kernel);
	}
	if (statvfs(dir, &st) == 0) {
		unsigned long long gib = (unsigned long long)st.f_bavail * st.f_frsize >> 30;

		f->found = paths_format("%s; %llu GiB free", text, gib);
		if (gib < 4) {
			f->health = HEALTH_LIMITED;
			f->next = "a kernel takes 1 GiB, uml 4: set CLEAT_CACHE to a larger disk";
		}
		free(text);
	} else {
		f->found = text;
	}
	free(dir);
}

/* Build a sample, serve it, and let this program use its node. */
static void examine_host(struct finding *f)
{
	char self[4096], *sample = paths_kit("samples/board");
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	const char *argv[] = {self, "run", "--log", "err", sample, "--", self, "doctor", "--probe", "/dev/board", NULL};
	struct run r = {.argv = argv, .capture = true, .merge = true, .timeout_ms = 120000};

	self[n < 0 ? 0 : n] = '\0';
	run_wait(&r);
	free(sample);
	while (r.out_size && r.out[r.out_size - 1] == '\n')
		r.out[--r.out_size] = '\0';
	if (r.timed_out)
		f->found = paths_format("a served node did not answer within 2 minutes");
	else if (r.out && *r.out)
		f->found = paths_format("%s", strrchr(r.out, '\n') ? strrchr(r.out, '\n') + 1 : r.out);
	else
		f->found = paths_format("a program that used a served node ended with status %d", r.status);
	free(r.out);
	if (r.status != 0) {
		f->health = HEALTH_MISSING;
		f->next = "cleat run samples/board -- cat /dev/board shows more";
	}
}

static const struct examination {
	const char *what;
	void (*examine)(struct finding *f);
} examinations[] = {
	{"compiler", examine_compiler}, {"kernel", examine_kernel}, {"fuse", examine_fuse},
	{"ptrace", examine_ptrace_scope}, {"qemu", examine_qemu}, {"cache", examine_cache},
	{"host mode", examine_host},
};

enum { N_EXAMINATIONS = sizeof(examinations) / sizeof(examinations[0]) };

/* ---- the probe: inside "cleat run", with the node in our /dev ---- */

static int probe_failed(const char *what)
{
	printf("%s: %s\n", what, strerror(errno));
	return EXIT_FINDING;
}

static int probe(const char *node)
{
	static const char word[] = "doctor";
	int fd = open(node, O_RDWR | O_CLOEXEC);
	const volatile char *map;
	char back[sizeof(word)] = "";

	if (fd < 0)
		return probe_failed("open");
	if (ioctl(fd, BOARD_CLEAR) < 0)
		return probe_failed("ioctl");
	map = mmap(NULL, BOARD_SIZE, PROT_READ, MAP_SHARED, fd, 0);
	if (map == MAP_FAILED)
		return probe_failed("mmap");
	if (map[64] != 0 || pwrite(fd, word, sizeof(word), 64) != (ssize_t)sizeof(word))
		return probe_failed("write");
	if (pread(fd, back, sizeof(back), 64) != (ssize_t)sizeof(back) || strcmp(back, word) != 0)
		return probe_failed("read");
	for (size_t i = 0; i < sizeof(word); i++) {
		if (map[64 + i] == word[i])
			continue;
		printf("a change is not seen in a mapping\n");
		return EXIT_FINDING;
	}
	puts("a driver was built and served; open, ioctl, read, write and mmap work");
	return EXIT_FINE;
}

static void report_json(const struct finding *findings)
{
	struct json j;

	json_init(&j, stdout);
	json_array_begin(&j);
	for (int i = 0; i < N_EXAMINATIONS; i++) {
		json_object_begin(&j);
		json_kv_string(&j, "what", findings[i].what);
		json_kv_string(&j, "health", health_words[findings[i].health]);
		json_kv_string(&j, "found", findings[i].found);
		json_kv_string(&j, "next", findings[i].next);
		json_object_end(&j);
	}
	json_array_end(&j);
	json_end_document(&j);
}

static int examine_all(bool as_json)
{
	struct finding findings[N_EXAMINATIONS] = {};
	int status = EXIT_FINE;

	for (int i = 0; i < N_EXAMINATIONS; i++) {
		struct finding *f = &findings[i];

		f->what = examinations[i].what;
		examinations[i].examine(f);
		if (f->health == HEALTH_MISSING)
			status = EXIT_FINDING;
		if (as_json)
			continue;
		printf("%-8s %-10s %s\n", health_words[f->health], f->what, f->found);
		if (f->next)
			printf("%-19s next: %s\n", "", f->next);
	}
	if (as_json)
		report_json(findings);
	for (int i = 0; i < N_EXAMINATIONS; i++)
		free(findings[i].found);
	return status;
}

int cmd_doctor(int argc, char **argv)
{
	bool as_json = false;

	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--help") == 0) {
			puts("usage: cleat doctor [--json]\n\n"
			     "Try what Cleat needs on this machine, and say what to do about what is missing.\n\n"
			     "Exit status: 0 all is there (perhaps limited), 1 something is missing.");
			return EXIT_FINE;
		} else if (strcmp(argv[i], "--json") == 0) {
			as_json = true;
		} else if (strcmp(argv[i], "--probe") == 0 && argv[i + 1]) {
			return probe(argv[i + 1]);
		} else {
			return diag_error("cleat doctor --help", "doctor: '%s' is not understood", argv[i]);
		}
	}
	return examine_all(as_json);
}
