/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Who listens to a group of generic netlink. */
#ifndef TESTS_BINDER_CONF_LISTEN_H
#define TESTS_BINDER_CONF_LISTEN_H

#include <stdint.h>
#include <stddef.h>

/* A socket that listens to the group; -1: there is no such family or group. */
int listen_to(const char *family, const char *group);

/* One message and its attributes; [n] is NULL where there is none of that number. */
struct heard {
	int cmd, version;
	const void *attr[32];
	size_t size[32];
};

/* The oldest message; its command, or -1 when there is none. It holds until the next call. */
int listen_next(int sock, struct heard *ret);

uint32_t heard_u32(const struct heard *h, int attr);

#endif
