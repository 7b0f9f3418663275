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

/* 6.14 made a struct of the text and its length, and of the number that stands for them. */
struct cleat_lsm_context {
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 14, 0)
	char *text;
	u32 len;
};

static inline int cleat_cred_to_secctx(const struct cred *cred, struct cleat_lsm_context *ctx)
{
	u32 secid;

	security_cred_getsecid(cred, &secid);
	return security_secid_to_secctx(secid, &ctx->text, &ctx->len);
}

static inline void cleat_release_secctx(struct cleat_lsm_context *ctx)
{
	security_release_secctx(ctx->text, ctx->len);
}
#else
	const char *text;
	u32 len;
	struct lsm_context lsm;
};

static inline int cleat_cred_to_secctx(const struct cred *cred, struct cleat_lsm_context *ctx)
{
	struct lsm_prop prop;
	int err;

	security_cred_getlsmprop(cred, &prop);
	err = security_lsmprop_to_secctx(&prop, &ctx->lsm, LSM_ID_UNDEF);
	if (err < 0)
		return err;
	ctx->text = ctx->lsm.context;
	ctx->len = ctx->lsm.len;
	return 0;
}

static inline void cleat_release_secctx(struct cleat_lsm_context *ctx)
{
	security_release_secctx(&ctx->lsm);
}
#endif

/* A copy of the driver's own, so that the module's is given back at once. */
static noinline __maybe_unused struct cleat_secctx *cleat_cred_secctx(const struct cred *cred)
{
	struct cleat_lsm_context ctx;
	int err = cleat_cred_to_secctx(cred, &ctx);
	struct cleat_secctx *copy;

	if (err)
		return ERR_PTR(err);
	copy = kmalloc(struct_size(copy, text, ctx.len + 1), GFP_KERNEL);
	if (copy) {
		copy->len = ctx.len;
		memcpy(copy->text, ctx.text, ctx.len);
		copy->text[ctx.len] = '\0';
	}
	cleat_release_secctx(&ctx);
	return copy ?: ERR_PTR(-ENOMEM);
}

#endif
