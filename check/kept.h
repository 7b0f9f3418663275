/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * What this process has read of headers, for the next file that includes them: a parse opens, asks
 * about and closes some fifty files otherwise, which takes a tenth of its time. A run of the checker
 * sees one state of a header.
 */
#ifndef CHECK_KEPT_H
#define CHECK_KEPT_H

#include "base/libclang.h"

/** kept_add - keep @path, which really is @real; nothing, when it is kept already, unreadable, or one too many */
void kept_add(const char *path, const char *real);

/** kept_real - what @path really is, which libclang finds out when it opens a file; NULL: not kept */
const char *kept_real(const char *path);

/** kept_files - what is kept, until the next kept_add(); return how many */
int kept_files(const struct CXUnsavedFile **ret_list);

#endif
