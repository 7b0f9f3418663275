/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What is begun, or put on a list, somewhere in a driver ends somewhere in it. */
#include <cleat/prelude.h>

#include <cleat/list.h>
#include <cleat/module.h>
#include <cleat/ring.h>

struct port { struct cleat_list_link idle, all; struct cleat_ring ring; u32 id; };
DEFINE_LIST(idle_ports, struct port, idle);
DEFINE_OWNED_LIST(all_ports, struct port, all, kfree);
DEFINE_LIST(both_ports, struct port, idle);
static struct idle_ports idle = CLEAT_LIST_INIT(idle);
static struct both_ports both = CLEAT_LIST_INIT(both);
static struct all_ports all = CLEAT_LIST_INIT(all);

/* bad: nothing takes a port off "idle"; good: of "all" and "both" something does */
static int port_new(void)
{
	struct port *p = kzalloc_obj(*p);

	if (!p)
		return -ENOMEM;
	idle_ports_add(&idle, p);
	all_ports_add(&all, p);
	return 0;
}

static void port_again(struct port *p)
{
	if (both_ports_linked(p))
		return;
	both_ports_add(&both, p);
	both_ports_del(&both, p);
}

/* bad: the ring's pages are given to nobody */
static int port_fill(struct port *p)
{
	return cleat_ring_alloc(&p->ring, 4096);
}

static int __init m_init(void)
{
	struct port *p;
	int err = port_new();

	if (err)
		return err;
	p = all_ports_first(&all);
	if (!p)
		return 0;
	port_again(p);
	err = port_fill(p);
	if (err)
		all_ports_clear(&all);
	return err;
}

static void __exit m_exit(void)
{
	all_ports_clear(&all);
}

cleat_module(m, m_init, m_exit);

/*
 * check:
 *	24: CL111: 'idle_ports_add' puts on a list what nothing in the driver takes off it
 *	40: CL113: what 'cleat_ring_alloc' begins here, nothing in the driver ends
 */
