/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The end of the machine. Both functions are memory safe; what is lost is everything that was not
 * on disk, so a driver calls them only when its user asked for it (a watchdog does). A restart
 * returns only where the hardware has none.
 *
 *	emergency_restart()	restart now: no shutdown, no sync
 *	panic(fmt, …)		stop with a message; what follows is the kernel.panic setting
 *
 * In a process neither touches the machine: the driver's process reports what was asked and ends
 * with a status of its own (see host/core.h: host_machine_on_end).
 *
 * Context: any, interrupts and spinlocks included.
 * Source: include/linux/reboot.h, include/linux/panic.h.
 *
 * Example::
 *
 *	case ACTION_PANIC:
 *		panic("%s: no sign of life\n", KBUILD_MODNAME);
 *		break;
 *	case ACTION_REBOOT:
 *		pr_crit("no sign of life: restarting the machine\n");
 *		emergency_restart();
 */
#ifndef CLEAT_REBOOT_H
#define CLEAT_REBOOT_H

#include <cleat/types.h>

#ifdef __KERNEL__
#include <linux/kernel.h>
#include <linux/reboot.h>
#else
/** emergency_restart - restart the machine; in a process: end the process */
void emergency_restart(void);

/** panic - stop the machine with a message; in a process: end the process */
_Noreturn void panic(const char *fmt, ...) __printf(1, 2);
#endif

#endif
