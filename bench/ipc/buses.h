/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Message buses of this program's own. */
#ifndef BENCH_IPC_BUSES_H
#define BENCH_IPC_BUSES_H

#include <sys/types.h>

/* Started, and listening at this name in the scratch folder: its process id. 0: it is not
 * installed. */
pid_t start_dbus_daemon(const char *socket_name);
pid_t start_dbus_broker(const char *socket_name);

#endif
