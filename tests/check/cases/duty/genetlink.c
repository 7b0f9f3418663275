/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A family is offered from init to exit; what is told may sleep, and is told of what is there. */
#include <cleat/genetlink.h>
#include <cleat/module.h>
#include <cleat/slab.h>
#include <cleat/spinlock.h>

DEFINE_GENL_FAMILY(kept, "kept", 1, cleat_genl_group("a"));
DEFINE_GENL_FAMILY(lost, "lost", 1, cleat_genl_group("a"), cleat_genl_group("b"));

struct bell { spinlock_t lock; u32 n __guarded_by(&lock); char *__own __opt who; };

void bell_ring(struct bell *b, u32 n)
{
	(void)cleat_genl_multicast(&kept, 0, 1, cleat_genl_u32(1, n), cleat_genl_flag(2));
}

void bell_init(struct bell *b __writes)
{
	spin_lock_init(&b->lock);
	b->n = 0;
	b->who = NULL;
}

/* bad: the message is made under a spinlock */
void bell_count(struct bell *b)
{
	guard(spinlock)(&b->lock);
	(void)cleat_genl_multicast(&kept, 0, 1, cleat_genl_u32(1, ++b->n));
}

/* bad: nobody may be known */
void bell_who(struct bell *b)
{
	(void)cleat_genl_multicast(&kept, 0, 1, cleat_genl_string(1, b->who));
}

void bell_who_if(struct bell *b)
{
	char *who = b->who;

	(void)cleat_genl_multicast(&kept, 0, 1, cleat_genl_if(who, cleat_genl_string(1, who)));
}

/* bad: told of a text that is gone */
void bell_gone(void)
{
	char *text = kstrdup("x", GFP_KERNEL);

	if (!text)
		return;
	kfree(text);
	(void)cleat_genl_multicast(&kept, 0, 1, cleat_genl_string(1, text));
}

static int __init m_init(void)
{
	int err = cleat_genl_register(&kept);

	if (err)
		return err;
	err = cleat_genl_register(&lost);
	if (err)
		cleat_genl_unregister(&kept);
	return err;
}

/* bad: one of them is left */
static void __exit m_exit(void)
{
	cleat_genl_unregister(&kept);
}

cleat_module(m, m_init, m_exit);

/*
 * check:
 *	29: CL408: '__cleat_genl_multicast' may sleep, and is called under the spinlock 'b->lock'
 *	35: CL205: 'b->who' may be NULL, and 'cleat_genl_string' does not take NULL
 *	53: CL103: 'text' is used after the object was freed
 *	69: CL113: exit leaves 'lost', which init began, in use by others
 */
