/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A compiler that checks first: "make CC='cleat-cc gcc'". It looks at its command line; when that
 * compiles a driver's C file, "cleat check" beside it reads the file with the same -I and -D; then
 * the compiler takes this process over, with its arguments as they were and its own exit status.
 * A build calls its compiler for many other things: those cost one exec more.
 */
#define _GNU_SOURCE
#include "base/diag.h"
#include "base/paths.h"
#include "check/compile.h"
#include "check/mem.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const char help[] =
	"usage: cleat-cc [--warn] [--kernel V] COMPILER [ARG...]\n"
	"\n"
	"Check a driver's C file, then compile it: make CC=\"cleat-cc gcc\"\n"
	"\n"
	"  --warn       compile it although there are findings, or it cannot be checked\n"
	"  --kernel V   check it against the headers of a kernel, as cleat check does\n"
	"\n"
	"exit status: the compiler's; without it 1 for findings, 2 when it cannot be checked, 127 when\n"
	"there is no such compiler\n";

struct options {
	bool warn;
	const char *kernel;
	char **compiler;
};

/* Return: -1 to go on, else the exit status. */
static int take_options(int argc, char **argv, struct options *o)
{
	int i = 1;

	for (; i < argc && argv[i][0] == '-'; i++) {
		if (strcmp(argv[i], "--help") == 0) {
			fputs(help, stdout);
			return EXIT_FINE;
		}
		if (strcmp(argv[i], "--warn") == 0)
			o->warn = true;
		else if (strcmp(argv[i], "--kernel") == 0 && i + 1 < argc)
			o->kernel = argv[++i];
		else
			return diag_error("cleat-cc --help", "cleat-cc: '%s' is no option", argv[i]);
	}
	if (i == argc)
		return diag_error("cleat-cc gcc -c file.c", "cleat-cc: which compiler?");
	o->compiler = argv + i;
	return -1;
}

static bool compiles_driver(char *const *argv)
{
	struct mem *a = mem_new();
	char *here = getcwd(NULL, 0);
	struct compile c = compile_read(a, here ? here : "/", (const char *const *)argv);
	bool yes = false;

	/* What cannot be read is for "cleat check" to say. */
	for (int i = 0; !c.reads_only && i < c.n_files; i++)
		yes |= compile_checks(&c, c.files[i]);
	free(here);
	mem_free(a);
	return yes;
}

/* The command "cleat" of the folder that this program is in. */
static char *cleat_beside(void)
{
	char exe[4096];
	ssize_t n = readlink("/proc/self/exe", exe, sizeof(exe) - 1);

	if (n <= 0)
		return paths_format("cleat");
	exe[n] = '\0';
	*strrchr(exe, '/') = '\0';
	return paths_format("%s/cleat", exe);
}

static int check(const struct options *o)
{
	struct mem *a = mem_new();
	char *cleat = cleat_beside(), **argv = NULL;
	int n = 0, st = 0;
	pid_t pid;

	MEM_PUSH(a, argv, n, cleat);
	MEM_PUSH(a, argv, n, (char *)"check");
	MEM_PUSH(a, argv, n, (char *)"--findings");
	if (o->kernel) {
		MEM_PUSH(a, argv, n, (char *)"--kernel");
		MEM_PUSH(a, argv, n, (char *)o->kernel);
	}
	MEM_PUSH(a, argv, n, (char *)"--");
	for (char **arg = o->compiler; *arg; arg++)
		MEM_PUSH(a, argv, n, *arg);
	MEM_PUSH(a, argv, n, NULL);
	pid = fork();
	if (pid == 0) {
		dup2(STDERR_FILENO, STDOUT_FILENO); /* what a compiler prints there is read by some */
		execv(cleat, argv);
		diag_error("install cleat beside cleat-cc", "%s: %s", cleat, strerror(errno));
		_exit(EXIT_UNABLE);
	}
	while (pid > 0 && waitpid(pid, &st, 0) < 0 && errno == EINTR)
		;
	free(cleat);
	mem_free(a);
	return pid > 0 && WIFEXITED(st) ? WEXITSTATUS(st) : EXIT_UNABLE;
}

int main(int argc, char **argv)
{
	struct options o = {.warn = false};
	int status = take_options(argc, argv, &o);

	if (status >= 0)
		return status;
	if (compiles_driver(o.compiler)) {
		status = check(&o);
		if (status != EXIT_FINE && !o.warn) {
			diag_error("mend it, or say cleat-cc --warn to compile it all the same",
				   status == EXIT_FINDING ? "findings: it is not compiled"
							  : "it cannot be checked, and is not compiled");
			return status;
		}
	}
	execvp(o.compiler[0], o.compiler);
	diag_error("install it, or name another", "%s: %s", o.compiler[0], strerror(errno));
	return 127;
}
