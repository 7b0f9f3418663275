// SPDX-License-Identifier: MIT OR GPL-2.0-only
/* A lock that this file never names but in contracts is wanted all the same. */
#include <cleat/types.h>

void table_sort(void) __must_hold(&table_lock);

/* good: the caller holds it */
void table_show_good(void) __must_hold(&table_lock);
/* good */
void table_show_good(void)
{
	table_sort();
}

void table_show_bad(void);
/* bad */
void table_show_bad(void)
{
	table_sort();
}

/*
 * check:
 *	19: CL406: 'table_sort' must be called with 'table_lock' held
 */
