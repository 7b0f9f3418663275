/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Which checker this is. */
#ifndef CHECK_BUILDID_H
#define CHECK_BUILDID_H

/** build_id - a text that differs for any two builds of the checker or of its libclang */
const char *build_id(void);

#endif
