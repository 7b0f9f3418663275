/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Valid C that hardly means what it says (an assignment where a comparison belongs, an unsigned number
 * below 0): clang warns of it, and a warning is passed by. Here it is a finding, CL006.
 */
#ifndef CHECK_DOUBTS_H
#define CHECK_DOUBTS_H

#include <stdbool.h>

/** struct doubt - one of clang's warnings: its option, what to write instead, and whether it must be asked for */
struct doubt {
	const char *option, *fix;
	bool asked;
};

/** doubts - all of them; the last one's option is NULL */
extern const struct doubt doubts[];

/** doubts_find - the one of @option, or NULL: a warning that is none of ours */
const struct doubt *doubts_find(const char *option);

#endif
