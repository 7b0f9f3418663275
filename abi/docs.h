/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Documentation/ABI: one "What:" line for each interface, in a folder that is its level. Between
 * two releases an interface may only move along stable, testing → obsolete → removed.
 */
#ifndef ABI_DOCS_H
#define ABI_DOCS_H

#include <stdbool.h>

/** docs_is_tree - has @path at least one of the folders stable, testing, obsolete, removed? */
bool docs_is_tree(const char *path);

/** docs_verify - compare the levels of two trees; returns enum exit_state */
int docs_verify(const char *older, const char *newer, bool json, bool verbose);

#endif
