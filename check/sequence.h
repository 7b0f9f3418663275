/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef CHECK_SEQUENCE_H
#define CHECK_SEQUENCE_H

#include "check/module.h"

/**
 * sequence_open - does the outcome of @e depend on which of its operands is first?
 * @ret_by: the function that another operand calls
 *
 * Return: what is touched there, or NULL.
 */
const struct expr *sequence_open(struct module *m, const struct expr *e, const char **ret_by);

#endif
