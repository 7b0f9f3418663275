/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The one place where libc and the drivers' world meet: runtime sources include this first. libc
 * names whose kernel meaning differs are moved out of the way.
 */
#ifndef CLEAT_HOST_LIBC_H
#define CLEAT_HOST_LIBC_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#define loff_t libc_loff_t

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#undef loff_t

#endif
