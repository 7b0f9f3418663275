/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* The driver's own process: driver and transport, from start to stop. */
#include "host/libc.h"

#include "base/diag.h"
#include "host/core.h"
#include "host/fuse/mount.h"
#include "host/fuse/session.h"
#include "host/serve.h"

/* The one session of this process; it stays until the process ends, because its threads do. */
static struct fuse_session session;

static void stop_signals(sigset_t *set)
{
	sigemptyset(set);
	sigaddset(set, SIGTERM);
	sigaddset(set, SIGINT);
	sigaddset(set, SIGHUP);
	pthread_sigmask(SIG_BLOCK, set, NULL);
}

static int stop(struct host_mount *m)
{
	if (!m->inside)
		fuse_unmount(m->dir, m->helper);
	if (fuse_session_stop(&session) < 0) {
		diag_error("make its waits interruptible",
			   "%s: a call sleeps and cannot be interrupted", host_driver_name());
		fflush(NULL);
		/*
		 * A thread is in the driver: running its exit now would pull the data from under
		 * it.
		 */
		_exit(1);
	}
	return host_driver_stop() > 0;
}

int host_daemon(const struct host_options *o, struct host_mount *m, int ready)
{
	sigset_t set;
	int err, sig;

	stop_signals(&set);
	err = host_driver_start(o->params);
	if (err) {
		diag_error("see the messages above", "%s: the driver's init failed: %s",
			   host_driver_name(), strerror(-err));
		return 1;
	}
	err = fuse_session_start(&session, m->fd);
	if (err) {
		diag_error("run 'cleat doctor'", "%s: the kernel and we do not agree: %s", m->dir,
			   strerror(-err));
		host_driver_stop();
		return 2;
	}
	if (ready < 0)
		diag_note("%s: serving below %s (process %d)", host_driver_name(), m->dir, getpid());
	else if (write(ready, "r", 1) != 1)
		diag_note("%s: the supervisor is gone", host_driver_name());
	do
		err = sigwait(&set, &sig);
	while (err == EINTR);
	return stop(m);
}
