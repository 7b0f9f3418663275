/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef CLEAT_HOST_LOG_H
#define CLEAT_HOST_LOG_H

/** host_log_level - show messages up to this severity (3 errors … 7 debug) */
void host_log_level(int level);

/** host_log_warnings - how many WARN_ON fired so far */
int host_log_warnings(void);

#endif
