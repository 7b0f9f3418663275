/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Correct code that is hard to follow: none of it may be refused. Its wrong twins stand beside it. */
#include "../../corpus/corpus.h"
#include <cleat/bitops.h>
#include <cleat/completion.h>
#include <cleat/fs.h>
#include <cleat/idr.h>
#include <cleat/list.h>
#include <cleat/rbtree.h>
#include <cleat/wait.h>
#include <cleat/workqueue.h>
#include <cleat/xarray.h>

#define MAX_PORTS 4
#define MAX_NAME 16

enum state { IDLE, RUNNING, STOPPED, N_STATES };
static const char *const state_names[] = {[IDLE] = "idle", [RUNNING] = "running", [STOPPED] = "stopped"};
static const u8 next_state[N_STATES][2] = {{RUNNING, IDLE}, {STOPPED, RUNNING}, {IDLE, STOPPED}};

struct buf { u8 *__own __opt data; u32 len, cap; };
struct pkt { struct cleat_list_link link; u32 len; u8 data[] __counted_by(len); };
DEFINE_OWNED_LIST(pkts, struct pkt, link, kfree);
struct conn { struct cleat_rb_link node; u32 id; struct buf rx; enum state state; };
static void conn_free(struct conn *__own __opt c);
DEFINE_OWNED_RBTREE(conns, struct conn, node, id, conn_free);
struct port { struct mutex lock; struct pkts in __guarded_by(&lock); u32 n_in __guarded_by(&lock); bool closed __guarded_by(&lock); struct wait_queue_head wq; };
struct sw {
	struct mutex lock;
	struct port ports[MAX_PORTS];
	struct conns conns __guarded_by(&lock);
	unsigned long used[2] __guarded_by(&lock);
	char name[MAX_NAME] __guarded_by(&lock);
	u32 gen __guarded_by(&lock);
	struct conn *__own __opt spare __guarded_by(&lock);
};
struct cmd { u32 op, arg; };
typedef int (*handler_t)(struct sw *s, u32 arg);

int hw_ping(u32 n);

static void conn_free(struct conn *__own __opt c)
{
	if (!c)
		return;
	kfree(c->rx.data);
	kfree(c);
}
DEFINE_FREE(conn_free, struct conn *, conn_free(_T))

/* good: grows by doubling */
int buf_reserve(struct buf *b, u32 want)
{
	u32 cap = b->cap ? b->cap : 16;
	u8 *data;

	if (want <= b->cap)
		return 0;
	if (want > 1 << 20)
		return -E2BIG;
	while (cap < want)
		cap *= 2;
	data = krealloc(b->data, cap, GFP_KERNEL);
	if (!data)
		return -ENOMEM;
	b->data = data;
	b->cap = cap;
	return 0;
}

/* good: a state machine over a table */
const char *step(struct conn *c, bool event)
{
	if (c->state >= N_STATES)
		return "?";
	c->state = next_state[c->state][event];
	return c->state < ARRAY_SIZE(state_names) ? state_names[c->state] : "?";
}

/* bad: the new state is an index that was not tested */
const char *step_bad(struct conn *c, u32 event)
{
	if (c->state >= N_STATES)
		return "?";
	c->state = next_state[c->state][event];
	return state_names[c->state];
}

/* good: made, filled, handed on; every step can fail */
int port_push(struct port *p, const u8 *data __sized_by(len), u32 len)
{
	struct pkt *k __free(kfree) = NULL;

	if (!len || len > 1500)
		return -EMSGSIZE;
	k = kzalloc_flex(*k, data, len);
	if (!k)
		return -ENOMEM;
	k->len = len;
	memcpy(k->data, data, len);
	guard(mutex)(&p->lock);
	if (p->closed)
		return -EPIPE;
	pkts_add_tail(&p->in, no_free_ptr(k));
	p->n_in++;
	wake_up(&p->wq);
	return 0;
}

/* good: waits, takes, copies out after the lock */
ssize_t port_pull(struct port *p, u8 __user *u, size_t room)
{
	struct pkt *k __free(kfree) = NULL;
	int err;

	scoped_guard(mutex, &p->lock) {
		err = cleat_wait_event_interruptible(p->wq, &p->lock, p->n_in || p->closed);
		if (err)
			return err;
		k = pkts_pop(&p->in);
		if (!k)
			return 0;
		p->n_in--;
	}
	if (k->len > room)
		return -EMSGSIZE;
	if (copy_to_user(u, k->data, k->len))
		return -EFAULT;
	return k->len;
}

/* good: find or make, with the spare one */
int conn_open(struct sw *s, u32 id)
{
	struct conn *c, *fresh __free(conn_free) = kzalloc_obj(*fresh);

	if (!fresh)
		return -ENOMEM;
	fresh->id = id;
	guard(mutex)(&s->lock);
	c = conns_find(&s->conns, id);
	if (c) {
		c->state = RUNNING;
		return 0;
	}
	if (conns_insert(&s->conns, fresh))
		return -EEXIST;
	retain_and_null_ptr(fresh);
	s->gen++;
	return 1;
}

/* good: keeps one for later */
void conn_close(struct sw *s, u32 id)
{
	struct conn *c, *old = NULL;

	mutex_lock(&s->lock);
	c = conns_find(&s->conns, id);
	if (!c)
		goto out;
	c = conns_erase(&s->conns, c);
	old = s->spare;
	s->spare = c;
out:
	mutex_unlock(&s->lock);
	conn_free(old);
}

/* bad: the old spare one is lost */
void conn_close_bad(struct sw *s, u32 id)
{
	struct conn *c;

	guard(mutex)(&s->lock);
	c = conns_find(&s->conns, id);
	if (c)
		s->spare = conns_erase(&s->conns, c);
}

/* good: bits */
int slot_take(struct sw *s)
{
	guard(mutex)(&s->lock);
	for (u32 w = 0; w < ARRAY_SIZE(s->used); w++)
		for (u32 b = 0; b < 64; b++)
			if (!(s->used[w] & BIT(b))) {
				s->used[w] |= BIT(b);
				return w * 64 + b;
			}
	return -ENOSPC;
}

/* good */
int slot_give(struct sw *s, u32 n)
{
	if (n >= 128)
		return -EINVAL;
	guard(mutex)(&s->lock);
	if (!(s->used[n / 64] & BIT(n % 64)))
		return -ENOENT;
	s->used[n / 64] &= ~BIT(n % 64);
	return 0;
}

/* bad: one word too far */
int slot_give_bad(struct sw *s, u32 n)
{
	if (n > 128)
		return -EINVAL;
	guard(mutex)(&s->lock);
	s->used[n / 64] &= ~BIT(n % 64);
	return 0;
}

static int op_ping(struct sw *s, u32 arg)
{
	return hw_ping(arg);
}

static int op_gen(struct sw *s, u32 arg)
{
	guard(mutex)(&s->lock);
	return s->gen + arg > 100 ? -ERANGE : 0;
}
static const struct { u32 op; handler_t fn; } ops[] = {{1, op_ping}, {2, op_gen}};

/* good: a table of handlers */
int dispatch(struct sw *s, const struct cmd __user *u)
{
	struct cmd c;

	if (cleat_get_user_obj(&c, u))
		return -EFAULT;
	for (size_t i = 0; i < ARRAY_SIZE(ops); i++)
		if (ops[i].op == c.op)
			return ops[i].fn(s, c.arg);
	return -ENOTTY;
}

/* bad: the command is the index */
int dispatch_bad(struct sw *s, const struct cmd __user *u)
{
	struct cmd c;

	if (cleat_get_user_obj(&c, u))
		return -EFAULT;
	return ops[c.op].fn(s, c.arg);
}

/* good: parses "a=1,b=2" */
int parse_pairs(const char *text __sized_by(n), size_t n, u32 *__writes sum)
{
	u32 value = 0, total = 0;
	bool digits = false;

	for (size_t i = 0; i < n && text[i]; i++) {
		char c = text[i];

		if (c >= '0' && c <= '9') {
			if (value > 100000)
				return -ERANGE;
			value = value * 10 + (c - '0');
			digits = true;
		} else if (c == ',') {
			if (!digits)
				return -EINVAL;
			total += value;
			value = 0;
			digits = false;
		}
	}
	*sum = total + value;
	return 0;
}

/* good: hex dump into a bounded buffer */
size_t hex(const u8 *in __sized_by(n), size_t n, char *out __sized_by(room), size_t room)
{
	static const char digits[] = "0123456789abcdef";
	size_t w = 0;

	for (size_t i = 0; i < n; i++) {
		if (room - w < 3)
			break;
		out[w++] = digits[in[i] >> 4];
		out[w++] = digits[in[i] & 15];
	}
	if (w < room)
		out[w] = 0;
	return w;
}

/* bad: no room for two digits */
size_t hex_bad(const u8 *in __sized_by(n), size_t n, char *out __sized_by(room), size_t room)
{
	static const char digits[] = "0123456789abcdef";
	size_t w = 0;

	for (size_t i = 0; i < n && w < room; i++) {
		out[w++] = digits[in[i] >> 4];
		out[w++] = digits[in[i] & 15];
	}
	return w;
}

/* good: a checksum over 16-bit words with an odd end */
u16 csum(const u8 *p __sized_by(n), u32 n)
{
	u32 sum = 0, i;

	for (i = 0; n - i >= 2; i += 2)
		sum += p[i] << 8 | p[i + 1];
	if (i < n)
		sum += p[i] << 8;
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return ~sum;
}

/* good: records in a buffer, each with its length */
int walk(const u8 *p __sized_by(n), u32 n, u32 *__writes count)
{
	u32 off = 0, seen = 0;

	while (off < n) {
		u32 len;

		if (n - off < 2)
			return -EINVAL;
		len = p[off] | p[off + 1] << 8;
		if (len < 2 || len > n - off)
			return -EINVAL;
		off += len;
		seen++;
	}
	*count = seen;
	return 0;
}

/* good: a ring of fixed size by remainder */
struct fifo { u32 head, tail; u8 b[64]; };
int fifo_put(struct fifo *f, u8 v)
{
	if (f->tail - f->head == sizeof(f->b))
		return -ENOSPC;
	f->b[f->tail % sizeof(f->b)] = v;
	f->tail++;
	return 0;
}

/* good */
int fifo_get(struct fifo *f)
{
	if (f->tail == f->head)
		return -ENODATA;
	return f->b[f->head++ % sizeof(f->b)];
}

/* bad: wraps by comparison, one too late */
int fifo_get_bad(struct fifo *f)
{
	u8 v = f->b[f->head];

	if (++f->head > sizeof(f->b))
		f->head = 0;
	return v;
}

/* good: retried with a backward goto and a fresh allocation each time */
int retry(struct sw *s, u32 id)
{
	struct conn *c;
	int tries = 0, err;

again:
	c = kzalloc_obj(*c);
	if (!c)
		return -ENOMEM;
	c->id = id;
	mutex_lock(&s->lock);
	err = conns_insert(&s->conns, c);
	mutex_unlock(&s->lock);
	if (!err)
		return 0;
	conn_free(c);
	if (err == -EEXIST && tries++ < 3) {
		id++;
		goto again;
	}
	return err;
}

/* good: nested scopes with early exits */
int nested(struct sw *s, u32 i)
{
	if (i >= MAX_PORTS)
		return -EINVAL;
	scoped_guard(mutex, &s->lock) {
		if (!s->gen)
			return -EAGAIN;
		scoped_guard(mutex, &s->ports[i].lock) {
			if (s->ports[i].closed)
				break;
			s->ports[i].n_in = 0;
			if (s->gen > 9)
				return 1;
		}
		s->gen++;
	}
	return 0;
}

/* good: two pointers into one array */
void reverse(char *s __sized_by(n), size_t n)
{
	char *a = s, *b = s + n;

	while (a < b) {
		char c;

		b--;
		c = *a;
		*a = *b;
		*b = c;
		a++;
	}
}

/* good: the smallest of a matrix */
int least(const int (*m)[8], const int v[4][8])
{
	int best = INT_MAX;

	for (int r = 0; r < 4; r++)
		for (int c = 0; c < 8; c++)
			best = min(best, v[r][c]);
	return best;
}

/* good: ids and objects together */
static DEFINE_IDA(ids);
int named(struct sw *s, const char *name, int *__writes id)
{
	int n = ida_alloc_max(&ids, 15, GFP_KERNEL);

	if (n < 0)
		return n;
	guard(mutex)(&s->lock);
	if (strscpy(s->name, name, sizeof(s->name)) < 0) {
		ida_free(&ids, n);
		return -ENAMETOOLONG;
	}
	*id = n;
	return 0;
}

/*
 * check:
 *	85: CL601: 'event' indexes 'next_state[c->state]', which has 2 elements, and is not proven to be below that
 *	178: CL101: 's->spare' is overwritten, and may still own something
 *	212: CL601: 'n / 64' indexes 's->used', which has 2 elements, and is not proven to be below that
 *	248: CL601: 'c.op' indexes 'ops', which has 2 elements, and is not proven to be below that
 *	302: CL601: element 1 of 'out' is used, which has room elements
 *	363: CL601: 'f->head' indexes 'f->b', which has 64 elements, and is not proven to be below that
 */
