/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What a service tells systemd, when systemd started it (sd_notify(3)). */
#ifndef CLEAT_HOST_MANAGER_H
#define CLEAT_HOST_MANAGER_H

/** host_tell_manager - "READY=1", "STOPPING=1", …; nothing happens when nobody asked */
void host_tell_manager(const char *state);

#endif
