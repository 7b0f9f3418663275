/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* The driver's own process: driver and transport, from start to stop. */
#include "host/libc.h"

#include "base/diag.h"
#include "host/control.h"
#include "host/core.h"
#include "host/fuse/mount.h"
#include "host/fuse/session.h"
#include "host/mounts.h"
#include "host/notify.h"
#include "host/serve.h"
#include "host/spin.h"

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

/* The driver's init, and the mounts of its file systems that are there from the start. */
static int start_driver(const struct host_options *o)
{
	int err = host_driver_start(o->params);

	if (err) {
		diag_error("see the messages above", "%s: the driver's init failed: %s",
			   host_driver_name(), strerror(-err));
		return err;
	}
	err = host_super_homes();
	if (err) {
		diag_error("see the messages above", "%s: its file system cannot be mounted: %s",
			   host_driver_name(), strerror(-err));
		host_super_leave_homes();
		host_driver_stop();
	}
	return err;
}

static void start_control(const char *dir)
{
	int err = host_control_start(dir);

	if (err)
		diag_note("%s: cleat mount will not find it: %s.sock: %s", host_driver_name(), dir,
			  strerror(-err));
}

static int stop(struct host_mount *m)
{
	host_control_stop();
	if (!m->inside)
		fuse_unmount(m->dir, m->helper);
	if (fuse_mounts_stop() < 0 || fuse_session_stop(&session) < 0) {
		diag_error("make its waits interruptible",
			   "%s: a call sleeps and cannot be interrupted", host_driver_name());
		fflush(NULL);
		/*
		 * A thread is in the driver: running its exit now would pull the data from under
		 * it.
		 */
		_exit(1);
	}
	host_super_leave_homes();
	return host_driver_stop() > 0;
}

int host_daemon(const struct host_options *o, struct host_mount *m, int ready)
{
	sigset_t set;
	int err, sig;

	stop_signals(&set);
	if (o->poll_us && !host_spin_allow(o->poll_us))
		diag_note("%s: --poll: nobody looks, there is one processor", host_driver_name());
	if (start_driver(o))
		return 1;
	err = fuse_session_start(&session, m->fd);
	if (err) {
		diag_error("run 'cleat doctor'", "%s: the kernel and we do not agree: %s", m->dir,
			   strerror(-err));
		host_super_leave_homes();
		host_driver_stop();
		return 2;
	}
	if (m->notify >= 0 && host_notify_serve(m->notify) < 0)
		diag_note("%s: its file systems cannot be mounted by the command's programs",
			  host_driver_name());
	if (!m->inside && host_super_any())
		start_control(m->dir);
	if (ready < 0)
		diag_note("%s: serving below %s (process %d)", host_driver_name(), m->dir, getpid());
	else if (write(ready, "r", 1) != 1)
		diag_note("%s: the supervisor is gone", host_driver_name());
	do
		err = sigwait(&set, &sig);
	while (err == EINTR);
	return stop(m);
}
