/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * System calls of the command that the driver's process answers: a seccomp filter stops them and
 * tells us (SECCOMP_RET_USER_NOTIF). A process can have one such filter only, so all that is ever
 * answered this way stands here.
 *
 *	mount(2)	of a file system that the driver has (mounter.h)
 *	fsopen(2)	of one: there is no such call, so that mount(8) takes mount(2)
 */
#ifndef CLEAT_HOST_NOTIFY_H
#define CLEAT_HOST_NOTIFY_H

/**
 * host_notify_install - the calling process and its children are told of from now on
 *
 * Return: the descriptor to listen on, or a negative errno: -EBUSY when a filter of this kind is there,
 * -EINVAL when the kernel or the machine has none.
 */
int host_notify_install(void);

/** host_notify_serve - answer what comes in at @fd, by a thread that lives as long as this process */
int host_notify_serve(int fd);

#endif
