/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Who makes a lock, or fills a new object, is alone with what the lock guards. */
#include <cleat/list.h>
#include <cleat/mutex.h>
#include <cleat/slab.h>
#include <cleat/spinlock.h>
#include <cleat/timer.h>

struct port {
	struct cleat_list_link link;
	struct mutex lock;
	spinlock_t fast;
	u32 n __guarded_by(&lock);
	u32 m __guarded_by(&fast);
	u8 *__own __opt buf __guarded_by(&lock);
	struct timer_list timer;
};
DEFINE_LIST(ports, struct port, link);
DEFINE_TIMER_FUNCTIONS(port_timer, struct port, timer, port_expired);
static void port_expired(struct port *p)
{
	guard(spinlock)(&p->fast);
	p->m++;
}

/* good */
void port_setup(struct port *p)
{
	mutex_init(&p->lock);
	spin_lock_init(&p->fast);
	p->n = 1;
	p->m = 2;
}

/* bad: only one of the two was made here */
void port_half(struct port *p)
{
	mutex_init(&p->lock);
	p->n = 1;
	p->m = 2;
}

/* bad: another port's */
void port_other(struct port *p, struct port *q)
{
	mutex_init(&p->lock);
	q->n = 1;
}

/* bad: the timer is running */
void port_start(struct port *p)
{
	spin_lock_init(&p->fast);
	port_timer_setup(p);
	p->m = 0;
	port_timer_mod(p, 100);
	p->m = 1;
}

/* bad: others find it on the list */
void port_add(struct port *p, struct ports *all)
{
	mutex_init(&p->lock);
	p->n = 0;
	ports_add(all, p);
	p->n++;
}

/* good: what is filled is new */
void port_fill(struct port *p __writes)
{
	*p = (struct port){.n = 1};
	mutex_init(&p->lock);
	spin_lock_init(&p->fast);
	p->n = 3;
}

/* good */
void counters_fill(struct port *p __writes, u32 n)
{
	*p = (struct port){};
	p->n = n;
	p->m = n;
	mutex_init(&p->lock);
	spin_lock_init(&p->fast);
}

/* bad: a lock that was there already */
void port_reset(struct port *p)
{
	p->n = 0;
	mutex_init(&p->lock);
}

/*
 * check:
 *	40: CL404: 'p->m' is written without 'p->fast', which guards it
 *	47: CL404: 'q->n' is written without 'q->lock', which guards it
 *	57: CL404: 'p->m' is written without 'p->fast', which guards it
 *	66: CL404: 'p->n' is written without 'p->lock', which guards it
 *	66: CL404: 'p->n' is read without 'p->lock', which guards it
 *	91: CL404: 'p->n' is written without 'p->lock', which guards it
 */
