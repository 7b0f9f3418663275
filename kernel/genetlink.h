/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef CLEAT_KERNEL_GENETLINK_H
#define CLEAT_KERNEL_GENETLINK_H

#include <linux/module.h>
#include <linux/string.h>
#include <net/genetlink.h>

#include "slab.h"

static_assert(CLEAT_GENL_NAME == GENL_NAMSIZ);

struct cleat_genl_family {
	struct genl_family genl;
	bool registered;
};

#define DEFINE_GENL_FAMILY(var, family, number, ...)                                               \
	static const struct genl_multicast_group var##_groups[] = {__VA_ARGS__};                   \
	static struct cleat_genl_family var = {                                                    \
		.genl = {                                                                          \
			.name = family,                                                            \
			.version = number + __cleat_genl_fits(family),                             \
			.netnsok = true,                                                           \
			.parallel_ops = true,                                                      \
			.module = THIS_MODULE,                                                     \
			.mcgrps = var##_groups,                                                    \
			.n_mcgrps = ARRAY_SIZE(var##_groups),                                      \
		},                                                                                 \
	}

static inline int __must_check cleat_genl_register(struct cleat_genl_family *family)
{
	int err;

	if (!IS_ENABLED(CONFIG_NET))
		return -EOPNOTSUPP;
	if (__cleat_alloc_fault())
		return -ENOMEM;
	err = genl_register_family(&family->genl);
	WRITE_ONCE(family->registered, !err);
	return err;
}

static inline void cleat_genl_unregister(struct cleat_genl_family *family)
{
	if (family->registered)
		genl_unregister_family(&family->genl);
	WRITE_ONCE(family->registered, false);
}

static inline int __cleat_genl_put(struct sk_buff *skb, const struct cleat_genl_attr *a)
{
	size_t len = __cleat_genl_len(a);

	if (a->kind == CLEAT_GENL_NONE)
		return 0;
	if (len > U16_MAX - NLA_HDRLEN)
		return -EMSGSIZE;
	switch (a->kind) {
	case CLEAT_GENL_U8:
		return nla_put_u8(skb, a->attr, a->value);
	case CLEAT_GENL_U16:
		return nla_put_u16(skb, a->attr, a->value);
	case CLEAT_GENL_U32:
		return nla_put_u32(skb, a->attr, a->value);
	case CLEAT_GENL_U64:
		return nla_put(skb, a->attr, sizeof(a->value), &a->value);
	default:
		return nla_put(skb, a->attr, len, a->text);
	}
}

/* A message for @family with @attrs, or an ERR_PTR. */
static noinline __maybe_unused struct sk_buff *
__cleat_genl_message(const struct genl_family *family, u8 cmd, const struct cleat_genl_attr *attrs,
		     size_t n)
{
	size_t size = 0;
	struct sk_buff *skb;
	void *header;
	int err = 0;

	for (size_t i = 0; i < n; i++)
		size += nla_total_size(min_t(size_t, __cleat_genl_len(&attrs[i]), U16_MAX));
	skb = __cleat_alloc_fault() ? NULL : genlmsg_new(size, GFP_KERNEL);
	if (!skb)
		return ERR_PTR(-ENOMEM);
	header = genlmsg_put(skb, 0, 0, family, 0, cmd);
	for (size_t i = 0; header && i < n && !err; i++)
		err = __cleat_genl_put(skb, &attrs[i]);
	if (!header || err) {
		nlmsg_free(skb);
		return ERR_PTR(-EMSGSIZE);
	}
	genlmsg_end(skb, header);
	return skb;
}

static noinline __maybe_unused int
__cleat_genl_multicast(const struct cleat_genl_family *family, unsigned int group, u8 cmd,
		       const struct cleat_genl_attr *attrs, size_t n)
{
	struct sk_buff *skb;

	if (group >= family->genl.n_mcgrps)
		return -EINVAL;
	if (!READ_ONCE(family->registered) || !genl_has_listeners(&family->genl, &init_net, group))
		return -ESRCH;
	skb = __cleat_genl_message(&family->genl, cmd, attrs, n);
	if (IS_ERR(skb))
		return PTR_ERR(skb);
	return genlmsg_multicast(&family->genl, skb, 0, group, GFP_KERNEL);
}

#endif
