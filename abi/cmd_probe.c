/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * `cleat abi probe`: the same four calls through every door that the machine has, each in a child
 * of its own: getppid and getuid (an answer), close(-1) (an error), a number that nothing has.
 */
#define _GNU_SOURCE
#include "abi/verbs.h"

#include "base/diag.h"
#include "base/json.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static const char usage[] =
	"usage: cleat abi probe [--json]\n\n"
	"Make the same system calls through syscall, int 0x80 and sysenter, and compare the "
	"answers.\n\n"
	"exit status: 0 all doors answer alike, 1 they differ, 2 fewer than two doors work here\n";

enum { N_CALLS = 4, PROBE_MS = 5000 };
enum door_kind { DOOR_SYSCALL, DOOR_INT80_64, DOOR_32 };

struct door {
	const char *name, *who, *arg;
	enum door_kind kind;
};

static const struct door doors[] = {
	{"syscall", "64-bit process", NULL, DOOR_SYSCALL},
	{"int 0x80", "64-bit process", NULL, DOOR_INT80_64},
	{"int 0x80", "32-bit process", "int80", DOOR_32},
	{"sysenter", "32-bit process", "sysenter", DOOR_32},
	{"vDSO's choice", "32-bit process", "vdso", DOOR_32},
};

enum { N_DOORS = sizeof(doors) / sizeof(doors[0]) };

#ifdef HAVE_PROBE32
extern const char abi_probe32[], abi_probe32_end[]; /* probe32_image.S */
#else
static const char abi_probe32[1];
#define abi_probe32_end abi_probe32
#endif

#ifdef __x86_64__
static long by_syscall(long nr, long a)
{
	long ret;

	__asm__ volatile("syscall" : "=a"(ret) : "a"(nr), "D"(a) : "rcx", "r11", "memory");
	return ret;
}

static long by_int80(long nr, long a)
{
	long ret;

	__asm__ volatile("int $0x80"
			 : "=a"(ret)
			 : "a"(nr), "b"(a)
			 : "r8", "r9", "r10", "r11", "memory");
	return (int)ret;
}

static _Noreturn void child_64(enum door_kind kind)
{
	static const long numbers[2][N_CALLS] = {{110, 102, 3, 4095}, {64, 199, 6, 4095}};
	static const long args[N_CALLS] = {0, 0, -1, 0};
	char out[128];
	int n = 0;

	for (int i = 0; i < N_CALLS; i++) {
		long v = kind == DOOR_SYSCALL ? by_syscall(numbers[0][i], args[i])
					      : by_int80(numbers[1][i], args[i]);

		n += snprintf(out + n, sizeof(out) - (size_t)n, "%ld ", v);
	}
	_exit(write(STDOUT_FILENO, out, (size_t)n) == n ? 0 : 4);
}
#else
static _Noreturn void child_64(enum door_kind kind)
{
	(void)kind;
	_exit(3);
}
#endif

static _Noreturn void child_32(const char *arg)
{
	char *argv[] = {(char *)"probe32", (char *)arg, NULL}, *envp[] = {NULL};
	size_t n = (size_t)(abi_probe32_end - abi_probe32);
	int fd = n ? memfd_create("probe32", MFD_CLOEXEC) : -1;

	if (fd < 0 || write(fd, abi_probe32, n) != (ssize_t)n)
		_exit(3);
	fexecve(fd, argv, envp);
	_exit(3);
}

struct answer {
	bool works;
	char text[128]; /* the answers, or why there is none */
};

static void collect(pid_t pid, int fd, struct answer *a)
{
	struct pollfd p = {.fd = fd, .events = POLLIN};
	ssize_t n = 0;
	int status = 0;

	if (poll(&p, 1, PROBE_MS) > 0)
		n = read(fd, a->text, sizeof(a->text) - 1);
	else
		kill(pid, SIGKILL);
	a->text[n > 0 ? n : 0] = '\0';
	waitpid(pid, &status, 0);
	a->works = n > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
	if (a->works)
		return;
	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGILL)
		snprintf(a->text, sizeof(a->text), "this CPU does not have it in this mode");
	else if (WIFSIGNALED(status))
		snprintf(a->text, sizeof(a->text),
			 "ended by signal %d: the kernel does not have it", WTERMSIG(status));
	else
		snprintf(a->text, sizeof(a->text),
			 "this kernel runs no 32-bit programs, or the helper is not built in");
}

static bool knock(const struct door *d, struct answer *a)
{
	int fds[2];
	pid_t pid;

	if (pipe(fds) != 0)
		return false;
	fflush(NULL);
	pid = fork();
	if (pid == 0) {
		dup2(fds[1], STDOUT_FILENO);
		close(fds[0]);
		close(fds[1]);
		if (d->kind == DOOR_32)
			child_32(d->arg);
		child_64(d->kind);
	}
	close(fds[1]);
	if (pid > 0)
		collect(pid, fds[0], a);
	close(fds[0]);
	return pid > 0;
}

/* What the four numbers have to be, whatever door they came through. */
static bool sane(const char *text)
{
	long v[N_CALLS];

	return sscanf(text, "%ld %ld %ld %ld", &v[0], &v[1], &v[2], &v[3]) == N_CALLS &&
	       v[0] == getpid() && v[1] == (long)getuid() && v[2] == -EBADF && v[3] == -ENOSYS;
}

static void show(struct json *j, const struct door *d, const struct answer *a, bool fine)
{
	if (!j) {
		printf("%-6s %-14s %-15s %s\n",
		       !a->works ? "absent"
		       : fine	 ? "ok"
				 : "break",
		       d->name, d->who, a->text);
		return;
	}
	json_object_begin(j);
	json_kv_string(j, "door", d->name);
	json_kv_string(j, "from", d->who);
	json_kv_bool(j, "works", a->works);
	json_kv_bool(j, "fine", fine);
	json_kv_string(j, "answer", a->text);
	json_object_end(j);
}

int abi_probe(int argc, char **argv)
{
	struct abi_options o;
	struct answer answers[N_DOORS] = {0};
	struct json j;
	int state = options_parse(&o, argc, argv, usage), works = 0, wrong = 0;

	if (state >= 0)
		return state;
	if (o.n_paths)
		return diag_error("cleat abi probe --help", "abi probe: no argument is wanted");
	json_init(&j, stdout);
	if (o.json)
		json_array_begin(&j);
	else
		puts("       door           from            getppid getuid close(-1) call 4095");
	for (int i = 0; i < N_DOORS; i++) {
		bool fine;

		if (!knock(&doors[i], &answers[i]))
			return diag_error(NULL, "abi probe: %s", strerror(errno));
		fine = answers[i].works && sane(answers[i].text);
		works += answers[i].works;
		wrong += answers[i].works && !fine;
		show(o.json ? &j : NULL, &doors[i], &answers[i], fine);
	}
	if (o.json) {
		json_array_end(&j);
		json_end_document(&j);
	} else {
		printf("%s: %d doors, %d answer otherwise\n", wrong ? "BREAK" : "alike", works,
		       wrong);
	}
	if (works < 2)
		return diag_error("run it on x86_64 with CONFIG_IA32_EMULATION",
				  "abi probe: fewer than two doors work here");
	return wrong ? EXIT_FINDING : EXIT_FINE;
}
