/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Generic netlink, as far as a driver tells of what happens: a family with groups, and messages to
 * whoever listens to a group. (What programs want of a driver they say by ioctl.)
 *
 * DEFINE_GENL_FAMILY(var, name, version, cleat_genl_group(name), …) - a family and its groups
 * @var: the struct cleat_genl_family that it defines
 * @name: what programs ask for, less than CLEAT_GENL_NAME bytes; so is a group's
 * @version: a number for programs, 1 to 255
 *
 * A group is told by its place: 0 is the first. A message is a list of typed attributes; there is
 * no buffer that could be lost, and no step that could be left out:
 *
 *	cleat_genl_u32(attr, value)	u8, u16, u64 likewise
 *	cleat_genl_string(attr, text)	with the NUL that ends it
 *	cleat_genl_flag(attr)		is there, or is not
 *	cleat_genl_if(cond, attribute)	only when @cond is true; else it is not looked at
 *
 * @attr is the attribute's number, 1 to CLEAT_GENL_ATTR_MAX, which the uapi header names.
 *
 * The family is seen in all network namespaces, its messages in the first one. A process cannot
 * offer a family: there cleat_genl_register says -EOPNOTSUPP, but in a test, where the messages go
 * to <cleat/kunit_genetlink.h>. A driver should go on without.
 *
 * Context: process context; may sleep.
 * Source: include/net/genetlink.h, netlink.h; Documentation/userspace-api/netlink/intro.rst.
 *
 * Wrong: a name that another module has keeps this one out::
 *
 *	return cleat_genl_register(&bell_family);
 *
 * Right::
 *
 *	err = cleat_genl_register(&bell_family);
 *	if (err == -ENOMEM)
 *		return err;
 *
 * Example::
 *
 *	DEFINE_GENL_FAMILY(bell_family, BELL_FAMILY, 1,
 *			   cleat_genl_group(BELL_GROUP),
 *			   cleat_genl_group(BELL_GROUP_OTHER));
 *
 *	err = cleat_genl_multicast(&bell_family, 0, BELL_CMD_RANG,
 *				   cleat_genl_u32(BELL_A_TIMES, ring.times),
 *				   cleat_genl_string(BELL_A_WHO, ring.who),
 *				   cleat_genl_if(ring.loud, cleat_genl_flag(BELL_A_LOUD)));
 */
#ifndef CLEAT_GENETLINK_H
#define CLEAT_GENETLINK_H

#include <cleat/err.h>
#include <cleat/fault.h>
#include <cleat/string.h>
#include <cleat/types.h>

enum {
	CLEAT_GENL_NAME = 16,
	CLEAT_GENL_ATTR_MAX = 0x3fff,
};

enum cleat_genl_kind {
	CLEAT_GENL_NONE, /* not part of the message */
	CLEAT_GENL_FLAG,
	CLEAT_GENL_U8,
	CLEAT_GENL_U16,
	CLEAT_GENL_U32,
	CLEAT_GENL_U64,
	CLEAT_GENL_STRING,
};

/* One attribute; @text is there when it is a string. Made by the functions below. */
struct cleat_genl_attr {
	u16 attr;
	u16 kind;
	u64 value;
	const char *__opt text;
};

#define __CLEAT_GENL_NUMBER(type, KIND)                                                            \
	static inline struct cleat_genl_attr cleat_genl_##type(u16 attr, type value)               \
	{                                                                                          \
		return (struct cleat_genl_attr){.attr = attr, .kind = KIND, .value = value};       \
	}
__CLEAT_GENL_NUMBER(u8, CLEAT_GENL_U8)
__CLEAT_GENL_NUMBER(u16, CLEAT_GENL_U16)
__CLEAT_GENL_NUMBER(u32, CLEAT_GENL_U32)
__CLEAT_GENL_NUMBER(u64, CLEAT_GENL_U64)

static inline struct cleat_genl_attr cleat_genl_string(u16 attr, const char *text)
{
	return (struct cleat_genl_attr){.attr = attr, .kind = CLEAT_GENL_STRING, .text = text};
}

static inline struct cleat_genl_attr cleat_genl_flag(u16 attr)
{
	return (struct cleat_genl_attr){.attr = attr, .kind = CLEAT_GENL_FLAG};
}

/* The bytes of an attribute's value. */
static inline size_t __cleat_genl_len(const struct cleat_genl_attr *a)
{
	switch (a->kind) {
	case CLEAT_GENL_U8:
		return sizeof(u8);
	case CLEAT_GENL_U16:
		return sizeof(u16);
	case CLEAT_GENL_U32:
		return sizeof(u32);
	case CLEAT_GENL_U64:
		return sizeof(u64);
	case CLEAT_GENL_STRING:
		return strlen(a->text) + 1;
	default:
		return 0;
	}
}

#define cleat_genl_if(cond, attribute) ((cond) ? (attribute) : (struct cleat_genl_attr){})

/* A name that is too long does not compile. */
#define __cleat_genl_fits(text) (0 * sizeof(char[sizeof(text) <= CLEAT_GENL_NAME ? 1 : -1]))
#define cleat_genl_group(text)                                                                     \
	{                                                                                          \
		.name = text, .flags = __cleat_genl_fits(text)                                     \
	}

#ifdef __KERNEL__
#include "../../kernel/genetlink.h"
#else
#include "../../host/genetlink.h"

/**
 * cleat_genl_register - programs can find @family and listen to its groups
 *
 * Return: 0; -EEXIST: the name is taken; -EOPNOTSUPP: no families here; -ENOMEM. What is sent then
 * goes nowhere.
 */
int __must_check cleat_genl_register(struct cleat_genl_family *family __begins(offered)) __sleeps;

/** cleat_genl_unregister - its end; nothing to do for one that is not registered */
void cleat_genl_unregister(struct cleat_genl_family *family __ends(offered)) __sleeps;

int __cleat_genl_multicast(const struct cleat_genl_family *family, unsigned int group, u8 cmd,
			   const struct cleat_genl_attr *attrs __elements(n), size_t n) __sleeps;
#endif

/**
 * cleat_genl_multicast - tell those who listen to a group
 * @family: pointer to it; @group: the group's place in it
 * @cmd: the message's number for programs; the attributes follow
 *
 * Return: 0; -ESRCH: nobody listens, or the family is not registered; -EINVAL: there is no such
 * group; -EMSGSIZE: a string of more than 64 kB; -ENOMEM; -ENOBUFS: one who listens had no room for
 * it. None of it has to be looked at.
 */
#define cleat_genl_multicast(family, group, cmd, ...)                                              \
	({                                                                                         \
		const struct cleat_genl_attr __attrs[] = {__VA_ARGS__};                            \
                                                                                                   \
		__cleat_genl_multicast(family, group, cmd, __attrs, ARRAY_SIZE(__attrs));          \
	})

#endif
