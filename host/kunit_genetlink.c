/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "libc.h"

#include "kunit.h"
#include "../kunit/world.h"
#include <cleat/genetlink.h>

/* The part that every world has comes first. */
struct listener {
	struct kunit_genl genl;
	struct host_genl_listener *from;
};

static void end(void *object)
{
	struct listener *l = object;

	host_genl_end(l->from);
	free(l);
}

struct kunit_genl *kunit_genl_listen(struct kunit *test, const char *family, const char *group)
{
	struct host_genl_listener *from = host_genl_listen(family, group);
	struct listener *l;

	if (!from)
		return ERR_PTR(-ENOENT);
	l = calloc(1, sizeof(*l));
	if (!l)
		abort();
	l->genl.test = test;
	l->from = from;
	host_kunit_own(test, l, end);
	return &l->genl;
}

void kunit_genl_end(struct kunit_genl *genl)
{
	host_kunit_disown(genl->test, genl);
	end(genl);
}

ssize_t kunit_world_genl(struct kunit_genl *genl)
{
	return host_genl_receive(((struct listener *)genl)->from, genl->message, sizeof(genl->message));
}
