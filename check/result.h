/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The outcome of one file as text, a line for each thing: how it comes from the process that
 * checked it, and how it lies in the cache.
 */
#ifndef CHECK_RESULT_H
#define CHECK_RESULT_H

#include "check/report.h"

void result_write(const struct report *r, FILE *out);

/**
 * result_read - fill the empty report @r from what result_write() wrote
 * @text: it is cut into the report's strings, and must live as long
 *
 * Return: false when it is not a whole result; then @r is of no use.
 */
bool result_read(struct report *r, char *text);

#endif
