/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The socket beside the folder of a served driver (/run/cleat/binder.sock), through which "cleat mount"
 * asks for mounts of its file systems. It is there for root and for the user whose process serves.
 *
 * A message is one packet: three strings, each with its NUL: the type ("" where the driver has one
 * only), the absolute folder, the options. The answer is one int: 0 or a negative errno.
 */
#ifndef CLEAT_HOST_CONTROL_H
#define CLEAT_HOST_CONTROL_H

/** host_control_start - listen at @dir.sock, by a thread that lives as long as this process */
int host_control_start(const char *dir);

/** host_control_stop - take the socket away */
void host_control_stop(void);

#endif
