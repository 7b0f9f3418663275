/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Showing the driver's files at their usual places, in a mount namespace of our own. A folder that
 * cannot be written (sysfs, a /dev that is not ours) is covered by a small file system in which
 * everything of the old one is bind-mounted, and then takes the new names as symbolic links.
 */
#ifndef CLEAT_HOST_GRAFT_H
#define CLEAT_HOST_GRAFT_H

#include <stdbool.h>

/** graft_mirror - cover the folder @dir by a writable copy of itself; false with errno set */
bool graft_mirror(const char *dir);

/**
 * graft_all - link what @mount has below dev, debug, sys and proc to /dev, /sys/kernel/debug, /sys
 * and /proc
 *
 * What cannot be shown (a new name in /proc itself, whose folders are processes) stays reachable
 * below @mount, and is named in a remark.
 */
void graft_all(const char *mount);

#endif
