/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The processes of a served driver. The supervisor starts the driver's process with the mount's
 * descriptor, and the command, if any, in a world of its own where the nodes stand in /dev; it
 * outlives both, so that a crash leaves no dead mount behind.
 */
#ifndef CLEAT_HOST_SERVE_H
#define CLEAT_HOST_SERVE_H

#include "host/options.h"

#include <stdbool.h>
#include <sys/types.h>

/**
 * struct host_mount - where the nodes are
 * @dir: absolute path of the mount; @fd: its /dev/fuse descriptor
 * @made: @dir is ours to remove; @helper: mounted by fusermount3; @inside: mounted in the command's
 *	namespace, with which it goes away; @user_ns: that is a user namespace too
 * @notify: where the command's calls are listened to (notify.h), or -1
 */
struct host_mount {
	char *dir;
	int fd, notify;
	bool made, helper, inside, user_ns;
};

/* mounting.c: 0, or 2 after a message. undo takes the mount and the folder away. */
int host_mount_setup(struct host_mount *m, const struct host_options *o);
void host_mount_undo(struct host_mount *m);

/**
 * host_daemon - the driver's process: start the driver, serve @m until SIGTERM (or SIGINT), stop
 * @ready: a descriptor that gets one byte when clients may come, or -1
 *
 * Return: the exit status: 0, or 1 when the driver failed, left something behind or does not stop.
 */
int host_daemon(const struct host_options *o, struct host_mount *m, int ready);

/** host_supervise - start the driver's process and the command, see both to their ends */
int host_supervise(const struct host_options *o);

/**
 * host_private_start - a process in a mount namespace of its own, for the command
 * @m: when @m->dir is NULL, the nodes are mounted inside (m is filled)
 * @ret_go: write one byte here and the command starts; close it and the process ends
 *
 * Return: the process's id, or a negative errno: -EPERM when namespaces are not allowed.
 */
pid_t host_private_start(const struct host_options *o, struct host_mount *m, int *ret_go);

#endif
