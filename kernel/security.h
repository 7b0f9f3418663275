/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef CLEAT_KERNEL_SECURITY_H
#define CLEAT_KERNEL_SECURITY_H

#include <linux/security.h>
#include <linux/string.h>

#include "compat.h"

/* 6.6 looks at the file only. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 6, 0)
#define security_binder_transfer_file(from, to, file)                                              \
	security_binder_transfer_file(from, to, (struct file *)(file))
#endif

/* 6.14 made a struct of the text and its length. */
struct cleat_lsm_context {
	const char *text;
	u32 len;
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 14, 0)
	struct lsm_context lsm;
#endif
};

/* By the number that stands for it, as Linux's Binder asks: not every module has an answer then. */
static inline int cleat_cred_to_secctx(const struct cred *cred, struct cleat_lsm_context *ctx)
{
	u32 secid;
	int err;

	security_cred_getsecid(cred, &secid);
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 14, 0)
	err = security_secid_to_secctx(secid, (char **)&ctx->text, &ctx->len);
#else
	err = security_secid_to_secctx(secid, &ctx->lsm);
	ctx->text = ctx->lsm.context;
	ctx->len = ctx->lsm.len;
#endif
	return err < 0 ? err : 0;
}

static inline void cleat_release_secctx(struct cleat_lsm_context *ctx)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 14, 0)
	security_release_secctx((char *)ctx->text, ctx->len);
#else
	security_release_secctx(&ctx->lsm);
#endif
}

/* A copy of the driver's own, so that the module's is given back at once. */
static noinline __maybe_unused struct cleat_secctx *cleat_cred_secctx(const struct cred *cred)
{
	struct cleat_lsm_context ctx;
	int err = cleat_cred_to_secctx(cred, &ctx);
	struct cleat_secctx *copy;

	if (err)
		return ERR_PTR(err);
	copy = kmalloc(struct_size(copy, text, ctx.len), GFP_KERNEL);
	if (copy) {
		copy->len = ctx.len;
		memcpy(copy->text, ctx.text, ctx.len);
	}
	cleat_release_secctx(&ctx);
	return copy ?: ERR_PTR(-ENOMEM);
}

#endif
