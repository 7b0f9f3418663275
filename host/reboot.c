/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A driver that ends the machine ends its own process, and says so. */
#include "libc.h"

#include "core.h"
#include <cleat/printk.h>
#include <cleat/reboot.h>

static void (*on_end)(const char *what);

void host_machine_on_end(void (*handler)(const char *what))
{
	__atomic_store_n(&on_end, handler, __ATOMIC_RELEASE);
}

/* Not exit(): this may be a timer's thread, and atexit handlers belong to the main one. */
static _Noreturn void end(const char *what)
{
	void (*handler)(const char *) = __atomic_load_n(&on_end, __ATOMIC_ACQUIRE);

	if (handler)
		handler(what);
	_exit(1);
}

void emergency_restart(void)
{
	printk(KERN_EMERG "%s: a kernel would restart the machine now; this process ends\n",
	       host_driver_name());
	end("restart");
}

void panic(const char *fmt, ...)
{
	char text[256];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	text[strcspn(text, "\n")] = '\0';
	printk(KERN_EMERG "%s: a kernel would panic now; this process ends: %s\n",
	       host_driver_name(), text);
	end(text);
}
