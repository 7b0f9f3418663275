/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Whether a signal may end a call of this program. */
#ifndef CLEAT_HOST_PRELOAD_HANDLERS_H
#define CLEAT_HOST_PRELOAD_HANDLERS_H

#include <stdbool.h>

/** handlers_interrupt - has the program ever had a handler without SA_RESTART? */
bool handlers_interrupt(void);

#endif
