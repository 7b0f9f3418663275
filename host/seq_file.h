/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef CLEAT_HOST_SEQ_FILE_H
#define CLEAT_HOST_SEQ_FILE_H

#include "types.h"

/* count == size means that something did not fit. */
struct seq_file {
	char *buf;
	size_t size;
	size_t count;
};

#endif
