/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * What a driver holds: allocations and registered entries. Counted always, so that a test and a
 * clean shutdown can say what was left behind.
 */
#ifndef CLEAT_HOST_LEAK_H
#define CLEAT_HOST_LEAK_H

/** host_leak_objects - allocations of the driver that are not freed */
long host_leak_objects(void);

/** host_leak_new - an object that counts as the driver's until kfree(); zeroed; NULL: no memory */
void *host_leak_new(unsigned long size);

/** host_leak_forget - an allocation will be freed after a grace period: it counts as freed now */
void host_leak_forget(void);

/** host_leak_report - print what the driver left behind; the number of leaked objects and entries */
int host_leak_report(void);

#endif
