/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A test listens as a program does: it asks generic netlink's controller for the family and its
 * group, and receives from a socket. A message is in the socket's queue when multicast returns.
 */
#include <linux/net.h>
#include <linux/slab.h>
#include <net/genetlink.h>
#include <net/sock.h>

#include "kunit.h"
#include <cleat/kunit_genetlink.h>

/* The part that every world has comes first. */
struct listener {
	struct kunit_genl genl;
	struct socket *sock;
};

/* The question: what of the family of this name? */
struct question {
	struct nlmsghdr header;
	struct genlmsghdr genl;
	struct nlattr attr;
	char name[GENL_NAMSIZ];
};

static void end(void *object)
{
	struct listener *l = object;

	sock_release(l->sock);
	kfree(l);
}

static int ask(struct socket *sock, const char *family)
{
	struct question q = {
		.header = {.nlmsg_len = sizeof(q), .nlmsg_type = GENL_ID_CTRL, .nlmsg_flags = NLM_F_REQUEST},
		.genl = {.cmd = CTRL_CMD_GETFAMILY, .version = 1},
		.attr = {.nla_len = sizeof(q.attr) + sizeof(q.name), .nla_type = CTRL_ATTR_FAMILY_NAME},
	};
	struct sockaddr_nl to = {.nl_family = AF_NETLINK};
	struct msghdr msg = {.msg_name = &to, .msg_namelen = sizeof(to)};
	struct kvec vec = {&q, sizeof(q)};
	int n;

	if (strscpy(q.name, family, sizeof(q.name)) < 0)
		return -ENOENT;
	n = kernel_sendmsg(sock, &msg, &vec, 1, sizeof(q));
	return n < 0 ? n : 0;
}

/* The number of the group in the controller's answer; 0: there is none. */
static u32 group_number(const void *answer, size_t len, const char *group)
{
	const struct nlmsghdr *h = answer;
	const struct nlattr *groups, *one, *name, *number;
	int left;

	if (len < NLMSG_HDRLEN + GENL_HDRLEN || h->nlmsg_type != GENL_ID_CTRL)
		return 0;
	groups = nla_find(answer + NLMSG_HDRLEN + GENL_HDRLEN, len - NLMSG_HDRLEN - GENL_HDRLEN,
			  CTRL_ATTR_MCAST_GROUPS);
	if (!groups)
		return 0;
	nla_for_each_nested(one, groups, left) {
		name = nla_find(nla_data(one), nla_len(one), CTRL_ATTR_MCAST_GRP_NAME);
		number = nla_find(nla_data(one), nla_len(one), CTRL_ATTR_MCAST_GRP_ID);
		if (name && number && nla_strcmp(name, group) == 0)
			return nla_get_u32(number);
	}
	return 0;
}

static int join(struct listener *l, const char *family, const char *group)
{
	ssize_t n = ask(l->sock, family);
	int number;

	if (n)
		return n;
	n = kunit_world_genl(&l->genl);
	if (n < 0)
		return n;
	number = group_number(l->genl.message, n, group);
	if (!number)
		return -ENOENT;
	return l->sock->ops->setsockopt(l->sock, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP,
					KERNEL_SOCKPTR(&number), sizeof(number));
}

struct kunit_genl *kunit_genl_listen(struct kunit *test, const char *family, const char *group)
{
	struct listener *l = kzalloc(sizeof(*l), GFP_KERNEL | __GFP_NOFAIL);
	int err = sock_create_kern(&init_net, AF_NETLINK, SOCK_RAW, NETLINK_GENERIC, &l->sock);

	if (err) {
		kfree(l);
		return ERR_PTR(err);
	}
	l->genl.test = test;
	err = join(l, family, group);
	if (!err)
		return kunit_own(test, l, end);
	end(l);
	return ERR_PTR(err);
}

void kunit_genl_end(struct kunit_genl *genl)
{
	kunit_disown(genl->test, genl);
	end(genl);
}

ssize_t kunit_world_genl(struct kunit_genl *genl)
{
	struct listener *l = container_of(genl, struct listener, genl);
	struct msghdr msg = {};
	struct kvec vec = {genl->message, sizeof(genl->message)};

	return kernel_recvmsg(l->sock, &msg, &vec, 1, sizeof(genl->message), MSG_DONTWAIT);
}
