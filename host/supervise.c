/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The supervisor: it never runs driver code, so it is there when the driver's process dies. It
 * waits for signals only; whoever ends first decides what comes next.
 */
#include "host/libc.h"

#include "base/diag.h"
#include "base/json.h"
#include "base/paths.h"
#include "host/core.h"
#include "host/fuse/mount.h"
#include "host/manager.h"
#include "host/serve.h"

#include <dirent.h>
#include <sys/prctl.h>
#include <sys/wait.h>

enum { STOP_S = 8 };

/**
 * struct watch - the two children
 * @daemon, @command: process ids, 0 when ended (or none); their exit statuses as a shell shows them
 * @asked: the daemon was told to end
 */
struct watch {
	const struct host_options *o;
	struct host_mount *m;
	sigset_t signals;
	pid_t daemon, command;
	int daemon_status, command_status;
	bool asked;
};

static int shell_status(int st)
{
	return WIFEXITED(st) ? WEXITSTATUS(st) : 128 + WTERMSIG(st);
}

static _Noreturn void daemon_child(struct watch *w, int ready, pid_t parent)
{
	int null = open("/dev/null", O_RDONLY | O_CLOEXEC), status;

	/* Out of the terminal's reach: ^C is for the command and the supervisor. */
	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent)
		_exit(2);
	prctl(PR_SET_NAME, host_driver_name());
	dup2(null, STDIN_FILENO);
	status = host_daemon(w->o, w->m, ready);
	fflush(NULL);
	/* The driver has stopped. What is left is a sanitizer's to look through, however long that takes. */
	if (getppid() == parent)
		kill(parent, SIGUSR1);
	exit(status);
}

static void report_death(struct watch *w, int st)
{
	const char *name = host_driver_name();

	if (WIFSIGNALED(st) && !(w->asked && WTERMSIG(st) == SIGKILL))
		diag_error("cleat run --sanitize address shows where", "%s: the driver crashed: %s",
			   name, strsignal(WTERMSIG(st)));
	else if (!w->asked)
		diag_error("see the report above", "%s: the driver's process ended with status %d",
			   name, WEXITSTATUS(st));
}

/* The driver's init may take its time, or hang: a signal ends the wait, and the driver. */
static bool wait_ready(struct watch *w, int fd)
{
	struct pollfd p = {.fd = fd, .events = POLLIN};
	const struct timespec now = {0, 0};
	sigset_t stop = w->signals;
	char byte;

	sigdelset(&stop, SIGCHLD);
	while (poll(&p, 1, 100) <= 0) {
		if (sigtimedwait(&stop, NULL, &now) > 0) {
			w->asked = true;
			kill(w->daemon, SIGKILL);
		}
	}
	return read(fd, &byte, 1) == 1;
}

/* Start the driver's process and wait until it serves; false when it ended instead. */
static bool start_daemon(struct watch *w)
{
	pid_t parent = getpid();
	int pipe_fds[2], st = 0;
	bool ready;

	if (pipe2(pipe_fds, O_CLOEXEC) < 0)
		return false;
	fflush(NULL);
	w->daemon = fork();
	if (w->daemon == 0) {
		close(pipe_fds[0]);
		daemon_child(w, pipe_fds[1], parent);
	}
	close(pipe_fds[1]);
	/* The connection is the daemon's alone: it ends with it. */
	close(w->m->fd);
	w->m->fd = -1;
	if (w->m->notify >= 0)
		close(w->m->notify);
	w->m->notify = -1;
	ready = w->daemon > 0 && wait_ready(w, pipe_fds[0]);
	close(pipe_fds[0]);
	if (ready)
		return true;
	while (w->daemon > 0 && waitpid(w->daemon, &st, 0) < 0 && errno == EINTR)
		;
	if (WIFSIGNALED(st))
		report_death(w, st);
	w->daemon_status = w->daemon > 0 ? shell_status(st) : 2;
	w->daemon = 0;
	return false;
}

static void reap(struct watch *w)
{
	pid_t pid;
	int st;

	while ((pid = waitpid(-1, &st, WNOHANG)) > 0) {
		if (pid == w->daemon) {
			fuse_unmount_all(host_driver_name(), pid);
			w->daemon = 0;
			w->daemon_status = shell_status(st);
			report_death(w, st);
			/* Its clients get errors at once instead of a dead mount. */
			host_mount_undo(w->m);
		} else if (pid == w->command) {
			w->command = 0;
			w->command_status = shell_status(st);
		}
	}
}

static void ask_daemon(struct watch *w)
{
	if (w->daemon > 0 && !w->asked) {
		w->asked = true;
		host_tell_manager("STOPPING=1");
		kill(w->daemon, SIGTERM);
		alarm(STOP_S);
	}
}

/* With a command: the terminal's signals reach it by themselves, others are passed on. */
static void on_signal(struct watch *w, int sig)
{
	if (sig == SIGCHLD) {
		reap(w);
	} else if (sig == SIGUSR1) {
		alarm(0);
	} else if (sig == SIGALRM) {
		diag_error("make its waits interruptible", "%s: the driver does not stop: killed",
			   host_driver_name());
		kill(w->daemon, SIGKILL);
	} else if (w->command > 0) {
		if (sig == SIGTERM || sig == SIGHUP)
			kill(w->command, sig);
	} else if (w->asked && w->daemon > 0) {
		kill(w->daemon, SIGKILL);
	} else {
		ask_daemon(w);
	}
}

static void block_signals(struct watch *w)
{
	static const int wanted[] = {SIGCHLD, SIGALRM, SIGUSR1, SIGINT, SIGTERM, SIGHUP, SIGQUIT};

	sigemptyset(&w->signals);
	for (size_t i = 0; i < ARRAY_SIZE(wanted); i++)
		sigaddset(&w->signals, wanted[i]);
	sigprocmask(SIG_BLOCK, &w->signals, NULL);
}

static int watch_both(struct watch *w)
{
	bool with_command = w->command > 0;
	int sig;

	while (w->daemon > 0 || w->command > 0) {
		if (sigwait(&w->signals, &sig) == 0)
			on_signal(w, sig);
		if (with_command && w->command == 0)
			ask_daemon(w);
	}
	return w->daemon_status ? w->daemon_status : w->command_status;
}

static void print_files(const char *root, const char *rel, struct json *j)
{
	char *dir = paths_format("%s/%s", root, rel);
	DIR *d = opendir(dir);
	struct dirent *e;

	while (d && (e = readdir(d))) {
		char *path = paths_format("%s%s%s", rel, *rel ? "/" : "", e->d_name);

		if (e->d_type == DT_DIR && strcmp(e->d_name, ".") != 0 &&
		    strcmp(e->d_name, "..") != 0)
			print_files(root, path, j);
		else if (e->d_type != DT_DIR && j)
			json_string(j, path);
		else if (e->d_type != DT_DIR)
			printf("  %s/%s\n", root, path);
		free(path);
	}
	if (d)
		closedir(d);
	free(dir);
}

static void print_served(const struct watch *w)
{
	struct json j;

	if (!w->o->json) {
		printf("%s: serving below %s (process %d); stop it with ^C or kill -TERM %d\n",
		       host_driver_name(), w->m->dir, w->daemon, getpid());
		print_files(w->m->dir, "", NULL);
		if (w->o->preload)
			printf("  programs reach it by shared memory with LD_PRELOAD=%s\n", w->o->preload);
		return;
	}
	json_init(&j, stdout);
	json_object_begin(&j);
	json_kv_string(&j, "driver", host_driver_name());
	json_kv_string(&j, "mount", w->m->dir);
	json_kv_int(&j, "supervisor", getpid());
	json_kv_int(&j, "process", w->daemon);
	if (w->o->preload)
		json_kv_string(&j, "preload", w->o->preload);
	json_key(&j, "files");
	json_array_begin(&j);
	print_files(w->m->dir, "", &j);
	json_array_end(&j);
	json_object_end(&j);
	json_end_document(&j);
	fflush(stdout);
}

/* What is less without privilege: said once, where it applies. */
static void say_limits(const struct watch *w)
{
	char *yama = paths_read("/proc/sys/kernel/yama/ptrace_scope", NULL);

	if (w->m->helper || w->m->user_ns)
		diag_note("%s: served without root: only this user's programs reach the nodes, and "
			  "pages that they "
			  "map change by messages instead of in place",
			  host_driver_name());
	if (w->m->helper && yama && *yama != '0')
		diag_note("%s: kernel.yama.ptrace_scope is %c: pointers inside an ioctl's argument "
			  "fail with EFAULT "
			  "for programs that do not allow it (PR_SET_PTRACER)",
			  host_driver_name(), *yama);
	free(yama);
}

static int serve_until_signal(struct watch *w)
{
	int err = host_mount_setup(w->m, w->o);

	if (err)
		return err;
	if (start_daemon(w)) {
		say_limits(w);
		print_served(w);
		host_tell_manager("READY=1");
		return watch_both(w);
	}
	host_mount_undo(w->m);
	return w->daemon_status;
}

static int serve_command(struct watch *w)
{
	int go, err = 0;
	pid_t pid;

	if (w->o->mount)
		err = host_mount_setup(w->m, w->o);
	if (err)
		return err;
	pid = host_private_start(w->o, w->m, &go);
	if (pid < 0) {
		host_mount_undo(w->m);
		return 2;
	}
	w->command = pid;
	if (start_daemon(w)) {
		say_limits(w);
		if (write(go, "g", 1) != 1)
			ask_daemon(w);
		close(go);
		return watch_both(w);
	}
	close(go);
	err = w->daemon_status;
	watch_both(w);
	return err;
}

int host_supervise(const struct host_options *o)
{
	struct host_mount m = {.fd = -1, .notify = -1};
	struct watch w = {.o = o, .m = &m};

	block_signals(&w);
	return o->command ? serve_command(&w) : serve_until_signal(&w);
}
