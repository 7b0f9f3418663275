/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A handler that runs while we look for an answer (cleat run --poll) leaves no trace, and the driver would
 * not hear that it has to end the call. So a program that has a handler without SA_RESTART does not look, but
 * sleeps at once: that the kernel interrupts. These are libc's functions that install such handlers.
 */
#define _GNU_SOURCE
#include "host/preload/handlers.h"

#include <dlfcn.h>
#include <signal.h>
#include <stddef.h>

/* What signal() is without _DEFAULT_SOURCE; <signal.h> does not declare it here. */
sighandler_t __sysv_signal(int sig, sighandler_t handler);

static struct {
	__typeof__(&sigaction) sigaction;
	int (*siginterrupt)(int sig, int flag);
	__typeof__(&__sysv_signal) sysv_signal;
} next;
static bool interrupt;

bool handlers_interrupt(void)
{
	return __atomic_load_n(&interrupt, __ATOMIC_ACQUIRE);
}

/* Others' constructors may run, and install handlers, before ours. */
__attribute__((constructor)) static void find_next(void)
{
	if (next.sysv_signal)
		return;
	next.sigaction = (__typeof__(next.sigaction))dlsym(RTLD_NEXT, "sigaction");
	next.siginterrupt = (__typeof__(next.siginterrupt))dlsym(RTLD_NEXT, "siginterrupt");
	next.sysv_signal = (__typeof__(next.sysv_signal))dlsym(RTLD_NEXT, "__sysv_signal");
}

static void begin(bool interrupts)
{
	find_next();
	if (interrupts)
		__atomic_store_n(&interrupt, true, __ATOMIC_RELEASE);
}

static bool interrupts(const struct sigaction *act)
{
	return act && act->sa_handler != SIG_IGN && act->sa_handler != SIG_DFL &&
	       !(act->sa_flags & SA_RESTART);
}

#pragma GCC visibility push(default)

int sigaction(int sig, const struct sigaction *act, struct sigaction *old)
{
	begin(interrupts(act));
	return next.sigaction(sig, act, old);
}

int siginterrupt(int sig, int flag)
{
	begin(flag);
	return next.siginterrupt(sig, flag);
}

sighandler_t __sysv_signal(int sig, sighandler_t handler)
{
	begin(true);
	return next.sysv_signal(sig, handler);
}
