/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#define _GNU_SOURCE
#include "listen.h"

#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#ifndef SOL_NETLINK
#define SOL_NETLINK 270
#endif

/* The answers are small: no message of these kinds is larger. */
static union {
	struct nlmsghdr header;
	unsigned char bytes[8192];
} in;

/* Attributes of @size bytes at @at, by their number. */
static void split(const unsigned char *at, size_t size, struct heard *ret)
{
	struct nlattr a;

	memset(ret, 0, sizeof(*ret));
	while (size >= sizeof(a)) {
		memcpy(&a, at, sizeof(a));
		if (a.nla_len < sizeof(a) || a.nla_len > size)
			return;
		if ((a.nla_type & NLA_TYPE_MASK) < 32) {
			ret->attr[a.nla_type & NLA_TYPE_MASK] = at + NLA_HDRLEN;
			ret->size[a.nla_type & NLA_TYPE_MASK] = a.nla_len - NLA_HDRLEN;
		}
		if ((size_t)NLA_ALIGN(a.nla_len) >= size)
			return;
		at += NLA_ALIGN(a.nla_len);
		size -= NLA_ALIGN(a.nla_len);
	}
}

static int receive(int sock, int flags, struct heard *ret)
{
	ssize_t n = recv(sock, &in, sizeof(in), flags);
	struct genlmsghdr genl;

	if (n < (ssize_t)(NLMSG_HDRLEN + GENL_HDRLEN) || in.header.nlmsg_type == NLMSG_ERROR)
		return -1;
	memcpy(&genl, in.bytes + NLMSG_HDRLEN, sizeof(genl));
	split(in.bytes + NLMSG_HDRLEN + GENL_HDRLEN, (size_t)n - NLMSG_HDRLEN - GENL_HDRLEN, ret);
	ret->cmd = genl.cmd;
	ret->version = genl.version;
	return genl.cmd;
}

int listen_next(int sock, struct heard *ret)
{
	return sock < 0 ? -1 : receive(sock, MSG_DONTWAIT, ret);
}

uint32_t heard_u32(const struct heard *h, int attr)
{
	uint32_t value = 0;

	if (h->size[attr] == sizeof(value))
		memcpy(&value, h->attr[attr], sizeof(value));
	return value;
}

/* What the controller knows of the family. */
static int look_up(int sock, const char *family, struct heard *ret)
{
	struct {
		struct nlmsghdr header;
		struct genlmsghdr genl;
		struct nlattr attr;
		char name[GENL_NAMSIZ];
	} q = {
		{.nlmsg_len = sizeof(q), .nlmsg_type = GENL_ID_CTRL, .nlmsg_flags = NLM_F_REQUEST},
		{.cmd = CTRL_CMD_GETFAMILY, .version = 1},
		{.nla_len = NLA_HDRLEN + GENL_NAMSIZ, .nla_type = CTRL_ATTR_FAMILY_NAME},
		"",
	};

	strncpy(q.name, family, sizeof(q.name) - 1);
	return write(sock, &q, sizeof(q)) < 0 ? -1 : receive(sock, 0, ret);
}

/* The group's number among those that the family has; 0: there is none. */
static uint32_t group_of(const struct heard *family, const char *group)
{
	struct heard groups, one;

	if (!family->attr[CTRL_ATTR_MCAST_GROUPS])
		return 0;
	split(family->attr[CTRL_ATTR_MCAST_GROUPS], family->size[CTRL_ATTR_MCAST_GROUPS], &groups);
	for (int i = 0; i < 32; i++) {
		if (!groups.attr[i])
			continue;
		split(groups.attr[i], groups.size[i], &one);
		if (one.attr[CTRL_ATTR_MCAST_GRP_NAME] &&
		    strcmp(one.attr[CTRL_ATTR_MCAST_GRP_NAME], group) == 0)
			return heard_u32(&one, CTRL_ATTR_MCAST_GRP_ID);
	}
	return 0;
}

int listen_to(const char *family, const char *group)
{
	int sock = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_GENERIC);
	struct heard f;
	uint32_t number = 0;

	if (sock >= 0 && look_up(sock, family, &f) >= 0)
		number = group_of(&f, group);
	if (number && setsockopt(sock, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &number, sizeof(number)) == 0)
		return sock;
	if (sock >= 0)
		close(sock);
	return -1;
}
