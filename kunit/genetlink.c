/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Reading a generic netlink message: a header of 16 bytes, one of 4, then attributes. */
#include "world.h"

#include <cleat/err.h>

enum { NETLINK_HEADER = 16, GENL_HEADER = 4, ATTR_HEADER = 4, ATTR_TYPE = 0x3fff };

struct attr_header {
	u16 len;
	u16 attr;
};

int kunit_genl_next(struct kunit_genl *l)
{
	ssize_t n = kunit_world_genl(l);
	u32 len = 0;

	l->len = 0;
	if (n < 0)
		return (int)n;
	if (n >= NETLINK_HEADER + GENL_HEADER)
		memcpy(&len, l->message, sizeof(len));
	if (!len || len > (size_t)n || len > sizeof(l->message))
		return -EBADMSG;
	l->len = len;
	return l->message[NETLINK_HEADER];
}

int kunit_genl_version(const struct kunit_genl *l)
{
	return l->len ? l->message[NETLINK_HEADER + 1] : -ENOENT;
}

/* The value of @attr and its bytes, or NULL. */
static const u8 *find(const struct kunit_genl *l, u16 attr, size_t *ret_len)
{
	size_t at = NETLINK_HEADER + GENL_HEADER;
	struct attr_header h;

	for (; at + sizeof(h) <= l->len; at += (h.len + 3u) & ~3u) {
		memcpy(&h, l->message + at, sizeof(h));
		if (h.len < ATTR_HEADER || h.len > l->len - at)
			return NULL;
		*ret_len = h.len - ATTR_HEADER;
		if ((h.attr & ATTR_TYPE) == attr)
			return l->message + at + ATTR_HEADER;
	}
	return NULL;
}

int kunit_genl_size(const struct kunit_genl *l, u16 attr)
{
	size_t len;

	return find(l, attr, &len) ? (int)len : -ENOENT;
}

long long kunit_genl_number(const struct kunit_genl *l, u16 attr)
{
	size_t len = 0;
	const u8 *value = find(l, attr, &len);
	u64 number = 0;

	if (value && (len == 1 || len == 2 || len == 4 || len == 8))
		memcpy(&number, value, len); /* all machines of the tests are little-endian */
	return (long long)number;
}

const char *kunit_genl_string(const struct kunit_genl *l, u16 attr)
{
	size_t len = 0;
	const u8 *value = find(l, attr, &len);

	return value && len && !value[len - 1] ? (const char *)value : "";
}
