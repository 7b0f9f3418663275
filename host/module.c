/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* The driver's life in a process: parameters, init, exit, and what it left behind. */
#include "libc.h"

#include "core.h"
#include "leak.h"
#include <cleat/module.h>

extern const struct host_module __start_cleat_modules[], __stop_cleat_modules[];
extern const struct host_param __start_cleat_params[] __attribute__((weak));
extern const struct host_param __stop_cleat_params[] __attribute__((weak));

static bool started;
static int pins;

const char *host_driver_name(void)
{
	return __start_cleat_modules[0].name;
}

static bool parse_number(const char *text, unsigned long long max, bool negative_ok, long long *ret)
{
	char *end;

	errno = 0;
	if (*text == '-') {
		*ret = strtoll(text, &end, 0);
		return negative_ok && !errno && *end == '\0' && end != text && *ret >= -(long long)max - 1;
	}
	*ret = (long long)strtoull(text, &end, 0);
	return !errno && *end == '\0' && end != text && (unsigned long long)*ret <= max;
}

static bool set_value(const struct host_param *p, const char *text)
{
	long long n;

	switch (p->type) {
	case HOST_PARAM_bool:
		if (*text && !strchr("yYnN01", *text))
			return false;
		*(bool *)p->value = !*text || strchr("yY1", *text);
		return true;
	case HOST_PARAM_int:
		if (!parse_number(text, 0x7fffffff, true, &n))
			return false;
		*(int *)p->value = (int)n;
		return true;
	case HOST_PARAM_uint:
		if (!parse_number(text, 0xffffffff, false, &n))
			return false;
		*(unsigned int *)p->value = (unsigned int)n;
		return true;
	case HOST_PARAM_ulong:
		if (!parse_number(text, ~0ull, false, &n))
			return false;
		*(unsigned long *)p->value = (unsigned long)n;
		return true;
	case HOST_PARAM_charp:
		*(const char **)p->value = text;
		return true;
	}
	return false;
}

/* "name=value"; the string must outlive the driver. */
static int set_param(const char *spec)
{
	size_t len = strcspn(spec, "=");
	const char *text = spec[len] ? spec + len + 1 : "";

	for (const struct host_param *p = __start_cleat_params; p < __stop_cleat_params; p++) {
		if (strlen(p->name) != len || strncmp(p->name, spec, len) != 0)
			continue;
		if (set_value(p, text))
			return 0;
		printk(KERN_ERR "%s: parameter %s: '%s' is no value of its type\n", host_driver_name(),
		       p->name, text);
		return -EINVAL;
	}
	printk(KERN_ERR "%s: no parameter '%.*s'; it has:", host_driver_name(), (int)len, spec);
	for (const struct host_param *p = __start_cleat_params; p < __stop_cleat_params; p++)
		printk(KERN_CONT " %s", p->name);
	printk(KERN_CONT "\n");
	return -EINVAL;
}

int host_driver_params(const char *const *params)
{
	int err = 0;

	for (; params && *params && !err; params++)
		err = set_param(*params);
	return err;
}

void cleat_module_pin(void)
{
	__atomic_add_fetch(&pins, 1, __ATOMIC_RELAXED);
}

void cleat_module_unpin(void)
{
	if (__atomic_sub_fetch(&pins, 1, __ATOMIC_RELAXED) < 0)
		cleat_bug(__FILE__, __LINE__, "cleat_module_unpin without cleat_module_pin");
}

int host_driver_pins(void)
{
	return __atomic_load_n(&pins, __ATOMIC_RELAXED);
}

int host_driver_start(const char *const *params)
{
	int err = host_driver_params(params);

	if (!err)
		err = __start_cleat_modules[0].init();
	started = !err;
	return err;
}

int host_driver_stop(void)
{
	if (started)
		__start_cleat_modules[0].exit();
	started = false;
	return host_leak_report();
}
