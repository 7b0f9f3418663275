/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef BINDER_REPORT_H
#define BINDER_REPORT_H

#include "transaction.h"

/**
 * binder_report_init - let programs listen, where that can be offered
 *
 * Return: 0, also where it cannot; -ENOMEM.
 */
int __must_check binder_report_init(void) __sleeps;
void binder_report_exit(void) __sleeps;

/** binder_report_offered - can programs listen? */
bool binder_report_offered(void);

/** binder_report - tell who listens that @s failed with @error, or is on its way all the same */
void binder_report(const struct binder_send *s, u32 error) __sleeps;

#endif
