/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Text that is put together piece by piece: each round has what the rounds before it left. */
#include <cleat/prelude.h>

#include <cleat/string.h>

struct port { u32 speed[8]; };

/* good */
size_t show(const struct port *p)
{
	char text[128];
	size_t n = 0;

	for (u32 i = 0; i < ARRAY_SIZE(p->speed); i++)
		n += scnprintf(text + n, sizeof(text) - n, "%u ", p->speed[i]);
	return n;
}

/* good: with a sign, and to the caller's buffer */
int show_to(const struct port *p, char *text __sized_by(64))
{
	int n = 0;

	for (u32 i = 0; i < ARRAY_SIZE(p->speed); i++)
		n += scnprintf(text + n, 64 - n, "%u ", p->speed[i]);
	return n;
}

/* bad: what it would have been, had there been room */
size_t show_all(const struct port *p)
{
	char text[128];
	size_t n = 0;

	for (u32 i = 0; i < ARRAY_SIZE(p->speed); i++)
		n += snprintf(text + n, sizeof(text) - n, "%u ", p->speed[i]);
	return n;
}

/* bad: each round has all of it */
size_t show_each(const struct port *p)
{
	char text[128];
	size_t n = 0;

	for (u32 i = 0; i < ARRAY_SIZE(p->speed); i++)
		n += scnprintf(text + n, sizeof(text), "%u ", p->speed[i]);
	return n;
}

/*
 * check:
 *	37: CL601: 'n' indexes 'text', which has 128 elements, and is not proven to be below that
 *	37: CL602: snprintf uses '128 - n' bytes of 'text + n', which has 128 - n (the number may have wrapped around)
 *	37: CL603: '128 - n' may have wrapped around, and is the size that 'snprintf' is given
 *	48: CL601: 'n' indexes 'text', which has 128 elements, and is not proven to be below that
 *	48: CL602: scnprintf uses '128' bytes of 'text + n', which has 128 - n
 */
