/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Print a watchdog ABI: compiled once with the sample's header and once with the kernel's. */
#include WATCHDOG_HEADER

#include <stddef.h>
#include <stdio.h>

#define SHOW(name) printf("%s 0x%lx\n", #name, (unsigned long)(name))

int main(void)
{
	SHOW(WDIOC_GETSUPPORT);
	SHOW(WDIOC_GETSTATUS);
	SHOW(WDIOC_GETBOOTSTATUS);
	SHOW(WDIOC_GETTEMP);
	SHOW(WDIOC_SETOPTIONS);
	SHOW(WDIOC_KEEPALIVE);
	SHOW(WDIOC_SETTIMEOUT);
	SHOW(WDIOC_GETTIMEOUT);
	SHOW(WDIOC_SETPRETIMEOUT);
	SHOW(WDIOC_GETPRETIMEOUT);
	SHOW(WDIOC_GETTIMELEFT);
	SHOW(WDIOF_UNKNOWN);
	SHOW(WDIOF_OVERHEAT);
	SHOW(WDIOF_FANFAULT);
	SHOW(WDIOF_EXTERN1);
	SHOW(WDIOF_EXTERN2);
	SHOW(WDIOF_POWERUNDER);
	SHOW(WDIOF_CARDRESET);
	SHOW(WDIOF_POWEROVER);
	SHOW(WDIOF_SETTIMEOUT);
	SHOW(WDIOF_MAGICCLOSE);
	SHOW(WDIOF_PRETIMEOUT);
	SHOW(WDIOF_ALARMONLY);
	SHOW(WDIOF_KEEPALIVEPING);
	SHOW(WDIOS_UNKNOWN);
	SHOW(WDIOS_DISABLECARD);
	SHOW(WDIOS_ENABLECARD);
	SHOW(WDIOS_TEMPPANIC);
	SHOW(sizeof(struct watchdog_info));
	SHOW(offsetof(struct watchdog_info, options));
	SHOW(offsetof(struct watchdog_info, firmware_version));
	SHOW(offsetof(struct watchdog_info, identity));
	SHOW(sizeof(((struct watchdog_info *)0)->identity));
	return 0;
}
