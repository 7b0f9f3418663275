/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A process cannot offer a family. In a test the messages go to those who listen with
 * <cleat/kunit_genetlink.h>, in the form in which the kernel sends them.
 */
#ifndef CLEAT_HOST_GENETLINK_H
#define CLEAT_HOST_GENETLINK_H

#include "types.h"

struct cleat_genl_name {
	char name[CLEAT_GENL_NAME];
	u8 flags;
};

struct cleat_genl_family {
	char name[CLEAT_GENL_NAME];
	u8 version;
	const struct cleat_genl_name *groups;
	unsigned int n_groups;
	bool registered;
	struct cleat_genl_family *next;
};

#define DEFINE_GENL_FAMILY(var, family, number, ...)                                               \
	static const struct cleat_genl_name var##_groups[] = {__VA_ARGS__};                        \
	static struct cleat_genl_family var = {                                                    \
		.name = family,                                                                    \
		.version = number + __cleat_genl_fits(family),                                     \
		.groups = var##_groups,                                                            \
		.n_groups = ARRAY_SIZE(var##_groups),                                              \
	}

struct host_genl_listener;

/** host_genl_offer - from now on families can be registered: this is a test */
void host_genl_offer(void);

/** host_genl_listen - to a group of a family; NULL when there is no such one */
struct host_genl_listener *host_genl_listen(const char *family, const char *group);

/** host_genl_receive - the oldest message into @buf; its bytes, or -EAGAIN */
ssize_t host_genl_receive(struct host_genl_listener *l, void *buf, size_t size);

/** host_genl_end - listen no more */
void host_genl_end(struct host_genl_listener *l);

#endif
