/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A caller that is held. FUSE has no way to put a descriptor into a program, and the driver wants to
 * in the middle of its call. So the transport answers the request, and traces the task: it stops on
 * its way out of the ioctl, before it sees anything, and while the driver goes on, it runs the system
 * calls that the driver has need of. At the end it gets its registers back, with the call's result.
 *
 * A caller that waits in shared memory (ring.h) needs no answer: it stops where it is, and is let go to
 * wait on.
 *
 * From the answer on the kernel does not know of the call. What it would then allow is held up here:
 * the release of the file waits (open.c), and interrupts, the first of which is our own, are not
 * passed on (calls.c). Should our process die, the task goes on, with the answer.
 */
#include "host/fuse/session.h"

#include <sys/ptrace.h>
#include <sys/wait.h>

#if defined(__x86_64__)
#include <sys/user.h>

/**
 * struct fuse_hold - a task that is held
 * @at: where in its program a system call instruction is
 * @regs, @mask: what it gets back
 * @gone: it ended meanwhile; @unfit: it stopped where it can run nothing
 */
struct fuse_hold {
	pid_t tid;
	struct user_regs_struct regs;
	u64 at, mask;
	bool masked, gone, unfit;
};

enum { SYSCALL_SIZE = 2, SYSCALL_STOP = SIGTRAP | 0x80 };
enum { FALL_ASLEEP_TRIES = 2000, FALL_ASLEEP_US = 50 };

/* The system call that it sleeps in; "running" on its way to sleep. False: it cannot be seen. */
static bool read_syscall(pid_t tid, char *line, size_t size)
{
	char path[64];
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/syscall", tid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	n = read(fd, line, size - 1);
	close(fd);
	line[n > 0 ? n : 0] = '\0';
	return n > 0;
}

/* Does it wait in the 64-bit ioctl that we serve? Nothing else is held. */
static bool waits_in_ioctl(const struct fuse_request *req)
{
	const struct fuse_ioctl_in *in = (const void *)req->body;
	unsigned long long cmd, arg;
	char line[256];
	long nr;

	if (req->head->opcode != FUSE_IOCTL || req->call.task.pid <= 0)
		return false;
	for (int tries = 0; tries < FALL_ASLEEP_TRIES; tries++) {
		if (!read_syscall(req->call.task.pid, line, sizeof(line)))
			return false;
		if (sscanf(line, "%ld %*x %llx %llx", &nr, &cmd, &arg) == 3)
			return nr == SYS_ioctl && (u32)cmd == in->cmd && arg == in->arg;
		usleep(FALL_ASLEEP_US);
	}
	return false;
}

/* It has ended, or is about to: nobody else may see that before we have. */
static void reap(struct fuse_hold *h)
{
	int status;

	h->gone = true;
	while (waitpid(h->tid, &status, __WALL) > 0 && WIFSTOPPED(status))
		;
}

/*
 * Let it run to its next stop of the kind that is wanted. Signals are held back, but for SIGSTOP,
 * which it gets and does not keep to until it is let go. False: it is gone.
 */
static bool run_to(struct fuse_hold *h, bool syscall_stop)
{
	int status = 0, sig = 0;

	for (bool wait_only = !syscall_stop;; wait_only = false) {
		if (!wait_only && ptrace(PTRACE_SYSCALL, h->tid, NULL, (void *)(long)sig) < 0) {
			reap(h);
			return false;
		}
		while (waitpid(h->tid, &status, __WALL) < 0 && errno == EINTR)
			;
		if (!WIFSTOPPED(status)) {
			h->gone = true;
			return false;
		}
		if (syscall_stop ? WSTOPSIG(status) == SYSCALL_STOP
				 : status >> 16 == PTRACE_EVENT_STOP)
			return true;
		sig = status >> 16 ? 0 : WSTOPSIG(status);
	}
}

static bool is_syscall(struct fuse_hold *h, u64 at)
{
	long word;

	errno = 0;
	word = ptrace(PTRACE_PEEKTEXT, h->tid, (void *)at, NULL);
	return errno == 0 && (word & 0xffff) == 0x050f;
}

/* It was on its way to a system call: let it come there, and do that call at the end. */
static bool run_to_syscall(struct fuse_hold *h)
{
	unsigned long long nr;

	if (!run_to(h, true) || ptrace(PTRACE_GETREGS, h->tid, NULL, &h->regs) < 0)
		return false;
	nr = h->regs.orig_rax;
	h->regs.orig_rax = -1ull;
	if (ptrace(PTRACE_SETREGS, h->tid, NULL, &h->regs) < 0 || !run_to(h, true))
		return false;
	h->at = h->regs.rip - SYSCALL_SIZE;
	h->regs.rax = nr;
	h->regs.rip = h->at;
	return is_syscall(h, h->at);
}

/* What the kernel does on the way out, when a wait was interrupted for nothing. */
static void restart(struct user_regs_struct *regs)
{
	enum { RESTARTSYS = -512, RESTARTNOINTR = -513, RESTARTNOHAND = -514, RESTARTBLOCK = -516 };
	long result = (long)regs->rax;

	if ((long)regs->orig_rax < 0)
		return;
	if (result == RESTARTSYS || result == RESTARTNOINTR || result == RESTARTNOHAND)
		regs->rax = regs->orig_rax;
	else if (result == RESTARTBLOCK)
		regs->rax = SYS_restart_syscall;
	else
		return;
	regs->rip -= SYSCALL_SIZE;
}

/* Stopped, and fit to run system calls: signals are held back, and the instruction is there. */
static bool make_ready(struct fuse_hold *h, bool answered)
{
	u64 all = ~0ull;

	if (ptrace(PTRACE_GETREGS, h->tid, NULL, &h->regs) < 0 ||
	    ptrace(PTRACE_GETSIGMASK, h->tid, (void *)sizeof(h->mask), &h->mask) < 0 ||
	    ptrace(PTRACE_SETSIGMASK, h->tid, (void *)sizeof(all), &all) < 0)
		return false;
	h->masked = true;
	h->at = h->regs.rip - SYSCALL_SIZE;
	if (!is_syscall(h, h->at))
		return !answered && run_to_syscall(h);
	restart(&h->regs);
	h->regs.orig_rax = -1ull;
	return true;
}

int fuse_hold(struct fuse_request *req)
{
	bool answer = req->body != NULL;
	struct fuse_hold *h;

	if (req->hold)
		return req->hold->gone || req->hold->unfit ? -ESRCH : 0;
	if (answer && !waits_in_ioctl(req))
		return -EPERM;
	h = calloc(1, sizeof(*h));
	if (!h)
		return -ENOMEM;
	h->tid = req->call.task.pid;
	if (ptrace(PTRACE_SEIZE, h->tid, NULL, (void *)PTRACE_O_TRACESYSGOOD) < 0) {
		free(h);
		return -EPERM;
	}
	fuse_call_hold(req, h);
	/* In this order: it must not reach its program between the answer and the stop. */
	ptrace(PTRACE_INTERRUPT, h->tid, NULL, NULL);
	if (answer)
		fuse_reply_error(req, -ECONNABORTED);
	h->unfit = run_to(h, false) && !make_ready(h, answer);
	return h->gone || h->unfit ? -ESRCH : 0;
}

long fuse_hold_call(struct fuse_request *req, long nr, long a, long b, long c, long d, long e, long f)
{
	struct fuse_hold *h = req->hold;
	struct user_regs_struct regs = h->regs;

	regs.rip = h->at;
	regs.rax = (unsigned long long)nr;
	/* None that is restarted: no signal that comes later may run it again. */
	regs.orig_rax = -1ull;
	regs.rdi = (unsigned long long)a;
	regs.rsi = (unsigned long long)b;
	regs.rdx = (unsigned long long)c;
	regs.r10 = (unsigned long long)d;
	regs.r8 = (unsigned long long)e;
	regs.r9 = (unsigned long long)f;
	if (h->gone || h->unfit || ptrace(PTRACE_SETREGS, h->tid, NULL, &regs) < 0 || !run_to(h, true) ||
	    !run_to(h, true) || ptrace(PTRACE_GETREGS, h->tid, NULL, &regs) < 0)
		return -ESRCH;
	return (long)regs.rax;
}

void fuse_hold_end(struct fuse_request *req, long result)
{
	struct fuse_hold *h = req->hold;

	if (req->body)
		h->regs.rax = (unsigned long long)result;
	if (!h->gone && !h->unfit)
		ptrace(PTRACE_SETREGS, h->tid, NULL, &h->regs);
	if (!h->gone && h->masked)
		ptrace(PTRACE_SETSIGMASK, h->tid, (void *)sizeof(h->mask), &h->mask);
	if (!h->gone && ptrace(PTRACE_DETACH, h->tid, NULL, NULL) < 0)
		reap(h);
	fuse_call_hold(req, NULL);
	free(h);
}
#else
int fuse_hold(struct fuse_request *req)
{
	(void)req;
	return -EPERM;
}

long fuse_hold_call(struct fuse_request *req, long nr, long a, long b, long c, long d, long e, long f)
{
	(void)req, (void)nr, (void)a, (void)b, (void)c, (void)d, (void)e, (void)f;
	return -EPERM;
}

void fuse_hold_end(struct fuse_request *req, long result)
{
	(void)req, (void)result;
}
#endif
