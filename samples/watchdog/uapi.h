/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The kernel's ioctl ABI for watchdogs, in our own words: names, numbers and layout are those of
 * <linux/watchdog.h> (watchdog_test.c compares them), so programs include that one.
 *
 * An open watchdog must hear from its program, by a write or by KEEPALIVE, before "timeout" seconds
 * have passed. All arguments but GETSUPPORT's are an int, whatever their direction says.
 */
#ifndef WATCHDOG_UAPI_H
#define WATCHDOG_UAPI_H

#include <linux/ioctl.h>
#include <linux/types.h>

#define WATCHDOG_IOCTL_BASE 'W'

/* Who it is, and which WDIOF_ flags it knows. */
struct watchdog_info {
	__u32 options;
	__u32 firmware_version;
	__u8 identity[32];
};

/* Who; WDIOF_ flags of now and of the last boot. */
#define WDIOC_GETSUPPORT _IOR(WATCHDOG_IOCTL_BASE, 0, struct watchdog_info)
#define WDIOC_GETSTATUS _IOR(WATCHDOG_IOCTL_BASE, 1, int)
#define WDIOC_GETBOOTSTATUS _IOR(WATCHDOG_IOCTL_BASE, 2, int)
/* Degrees Fahrenheit: hardware only. */
#define WDIOC_GETTEMP _IOR(WATCHDOG_IOCTL_BASE, 3, int)
/* WDIOS_ flags, read from the program although the number says otherwise. */
#define WDIOC_SETOPTIONS _IOR(WATCHDOG_IOCTL_BASE, 4, int)
/* I am alive; the argument is not looked at. */
#define WDIOC_KEEPALIVE _IOR(WATCHDOG_IOCTL_BASE, 5, int)
/* Seconds; SETTIMEOUT gives back what holds now. */
#define WDIOC_SETTIMEOUT _IOWR(WATCHDOG_IOCTL_BASE, 6, int)
#define WDIOC_GETTIMEOUT _IOR(WATCHDOG_IOCTL_BASE, 7, int)
/* Seconds before the end at which it warns; 0: never. */
#define WDIOC_SETPRETIMEOUT _IOWR(WATCHDOG_IOCTL_BASE, 8, int)
#define WDIOC_GETPRETIMEOUT _IOR(WATCHDOG_IOCTL_BASE, 9, int)
#define WDIOC_GETTIMELEFT _IOR(WATCHDOG_IOCTL_BASE, 10, int)

#define WDIOF_UNKNOWN -1
#define WDIOF_OVERHEAT 0x0001
#define WDIOF_FANFAULT 0x0002
#define WDIOF_EXTERN1 0x0004
#define WDIOF_EXTERN2 0x0008
#define WDIOF_POWERUNDER 0x0010
#define WDIOF_CARDRESET 0x0020	   /* it restarted the machine */
#define WDIOF_POWEROVER 0x0040
#define WDIOF_SETTIMEOUT 0x0080	   /* the timeout can be set */
#define WDIOF_MAGICCLOSE 0x0100	   /* a 'V' before close stops it */
#define WDIOF_PRETIMEOUT 0x0200	   /* it can warn before */
#define WDIOF_ALARMONLY 0x0400	   /* it does not restart the machine */
#define WDIOF_KEEPALIVEPING 0x8000 /* a sign of life came */

#define WDIOS_UNKNOWN -1
#define WDIOS_DISABLECARD 0x0001
#define WDIOS_ENABLECARD 0x0002
#define WDIOS_TEMPPANIC 0x0004

#endif
