/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A device with the bugs that drivers had, each beside what it should have been. */
#include "../../corpus/corpus.h"
#include <cleat/completion.h>
#include <cleat/fs.h>
#include <cleat/ioctl.h>
#include <cleat/kref.h>
#include <cleat/list.h>
#include <cleat/miscdevice.h>
#include <cleat/timer.h>
#include <cleat/wait.h>
#include <cleat/workqueue.h>
#include <cleat/xarray.h>

#define N_KEYS 16
#define KEY_LEN 32

struct key { u8 bytes[KEY_LEN]; u32 len; };
struct key_req { u32 slot; u32 len; u64 ptr; };
struct info { u16 version; u32 flags; char name[16]; u64 keys; };
struct sess { struct kref refs; struct cleat_list_link link; u32 id; u32 uses; struct key keys[N_KEYS]; };
static void sess_free(struct sess *__own s) { kfree_sensitive(s); }
DEFINE_REFCOUNTED(sess, struct sess, refs, sess_free);
DEFINE_LIST(sess_list, struct sess, link);
struct msg { u32 len; u32 type; u8 data[] __counted_by(len); };
struct vault {
	struct mutex lock;
	struct sess_list all __guarded_by(&lock);
	struct sess *__own __opt active __guarded_by(&lock);
	struct msg *__own __opt last __guarded_by(&lock);
	struct completion *__opt waiter;
	struct work_struct flush;
	struct timer_list idle;
	u32 n_open __guarded_by(&lock);
	bool dead __guarded_by(&lock);
};
DEFINE_WORK_FUNCTIONS(vault_flush, struct vault, flush, vault_do_flush);
DEFINE_TIMER_FUNCTIONS(vault_idle, struct vault, idle, vault_on_idle);
static void vault_do_flush(struct vault *v) { scoped_guard(mutex, &v->lock) v->n_open = 0; }
static void vault_on_idle(struct vault *v) { vault_flush_queue(v); }

int hw_load(u32 slot, const u8 *key __sized_by(len), u32 len);
int hw_wait(struct vault *v);

/* bad: the slot comes from the caller */
int set_key(struct sess *s, const struct key_req __user *u)
{
	struct key_req r;

	if (cleat_get_user_obj(&r, u))
		return -EFAULT;
	s->keys[r.slot].len = KEY_LEN;
	return 0;
}

/* bad: > instead of >= */
int set_key_off(struct sess *s, const struct key_req __user *u)
{
	struct key_req r;

	if (cleat_get_user_obj(&r, u))
		return -EFAULT;
	if (r.slot > N_KEYS)
		return -EINVAL;
	s->keys[r.slot].len = KEY_LEN;
	return 0;
}

/* good */
int set_key_well(struct sess *s, const struct key_req __user *u, const u8 __user *bytes)
{
	struct key_req r;
	struct key *k;

	if (cleat_get_user_obj(&r, u))
		return -EFAULT;
	if (r.slot >= N_KEYS || r.len > KEY_LEN)
		return -EINVAL;
	k = &s->keys[r.slot];
	if (copy_from_user(k->bytes, bytes, r.len))
		return -EFAULT;
	k->len = r.len;
	return hw_load(r.slot, k->bytes, k->len);
}

/* bad: the stored length was never proven to fit */
int load_key(struct sess *s, u32 slot)
{
	if (slot >= N_KEYS)
		return -EINVAL;
	return hw_load(slot, s->keys[slot].bytes, s->keys[slot].len);
}

/* good */
int load_key_well(struct sess *s, u32 slot)
{
	struct key *k;

	if (slot >= N_KEYS)
		return -EINVAL;
	k = &s->keys[slot];
	if (k->len > sizeof(k->bytes))
		return -EINVAL;
	return hw_load(slot, k->bytes, k->len);
}

/* bad: the info has a hole, and half a name */
int get_info(struct vault *v, struct info __user *u)
{
	struct info i = {.version = 3};

	if (strscpy(i.name, "vault", sizeof(i.name)) < 0)
		return -EINVAL;
	return cleat_put_user_obj(u, &i);
}

/* good */
int get_info_well(struct vault *v, struct info __user *u)
{
	struct info i;

	memset(&i, 0, sizeof(i));
	i.version = 3;
	if (strscpy(i.name, "vault", sizeof(i.name)) < 0)
		return -EINVAL;
	return cleat_put_user_obj(u, &i);
}

/* bad: header length subtracted from a smaller total */
int parse(const u8 *p __sized_by(n), u32 n, u8 *out __sized_by(64))
{
	u32 body = n - 8;

	if (body > 64)
		body = 64;
	memcpy(out, p + 8, body);
	return body;
}

/* good */
int parse_well(const u8 *p __sized_by(n), u32 n, u8 *out __sized_by(64))
{
	u32 body;

	if (n < 8)
		return -EINVAL;
	body = min(n - 8, 64u);
	memcpy(out, p + 8, body);
	return body;
}

/* bad: a message of the caller's length, filled with the caller's other length */
int post(struct vault *v, const struct key_req __user *u, const u8 __user *bytes)
{
	struct key_req r;
	struct msg *m __free(kfree) = NULL;

	if (cleat_get_user_obj(&r, u))
		return -EFAULT;
	m = kzalloc_flex(*m, data, r.slot);
	if (!m)
		return -ENOMEM;
	m->len = r.slot;
	if (copy_from_user(m->data, bytes, r.len))
		return -EFAULT;
	guard(mutex)(&v->lock);
	kfree(v->last);
	v->last = no_free_ptr(m);
	return 0;
}

/* good */
int post_well(struct vault *v, const struct key_req __user *u, const u8 __user *bytes)
{
	struct key_req r;
	struct msg *m __free(kfree) = NULL;

	if (cleat_get_user_obj(&r, u))
		return -EFAULT;
	if (r.len > 4096)
		return -EMSGSIZE;
	m = kzalloc_flex(*m, data, r.len);
	if (!m)
		return -ENOMEM;
	m->len = r.len;
	if (copy_from_user(m->data, bytes, r.len))
		return -EFAULT;
	guard(mutex)(&v->lock);
	kfree(v->last);
	v->last = no_free_ptr(m);
	return 0;
}

/* bad: the session is put before its last use */
int close_sess(struct vault *v)
{
	struct sess *s;

	scoped_guard(mutex, &v->lock) {
		s = v->active;
		v->active = NULL;
	}
	if (!s)
		return -ENOENT;
	sess_put(s);
	return s->id;
}

/* good */
int close_sess_well(struct vault *v)
{
	struct sess *s;
	u32 id;

	scoped_guard(mutex, &v->lock) {
		s = v->active;
		v->active = NULL;
	}
	if (!s)
		return -ENOENT;
	id = s->id;
	sess_put(s);
	return id;
}

/* bad: the wait is interrupted, and the reference is lost */
int use(struct vault *v)
{
	struct sess *s = NULL;
	int err;

	scoped_guard(mutex, &v->lock)
		if (v->active)
			s = sess_get(v->active);
	if (!s)
		return -ENOENT;
	err = hw_wait(v);
	if (err == -ERESTARTSYS)
		return err;
	sess_put(s);
	return err;
}

/* good */
int use_well(struct vault *v)
{
	struct sess *s __free(sess_put) = NULL;

	scoped_guard(mutex, &v->lock)
		if (v->active)
			s = sess_get(v->active);
	if (!s)
		return -ENOENT;
	return hw_wait(v);
}

/* bad: a completion on the stack outlives a timeout */
int wait_reply(struct vault *v)
{
	DECLARE_COMPLETION_ONSTACK(done);

	v->waiter = &done;
	if (!wait_for_completion_timeout(&done, 100))
		return -ETIMEDOUT;
	v->waiter = NULL;
	return 0;
}

/* good: it is taken back on every path */
int wait_reply_well(struct vault *v)
{
	DECLARE_COMPLETION_ONSTACK(done);
	unsigned long left;

	v->waiter = &done;
	left = wait_for_completion_timeout(&done, 100);
	v->waiter = NULL;
	return left ? 0 : -ETIMEDOUT;
}

void start(struct vault *v)
{
	vault_flush_queue(v);
	vault_idle_mod(v, 100);
}

/* bad: the timer queues the work again after the cancel */
void stop(struct vault *__own v)
{
	vault_flush_cancel_sync(v);
	if (v->active)
		sess_put(v->active);
	kfree(v->last);
	kfree(v);
}

/* good: what queues ends first */
void stop_well(struct vault *__own v)
{
	struct sess *s;

	vault_idle_shutdown_sync(v);
	vault_flush_cancel_sync(v);
	while ((s = sess_list_first(&v->all)))
		sess_list_del(&v->all, s);
	if (v->active)
		sess_put(v->active);
	kfree(v->last);
	kfree(v);
}

/* bad: looked up under the lock, used without */
u32 first_uses(struct vault *v)
{
	struct sess *s;

	mutex_lock(&v->lock);
	s = sess_list_first(&v->all);
	mutex_unlock(&v->lock);
	return s ? s->uses : 0;
}

/* good */
u32 first_uses_well(struct vault *v)
{
	struct sess *s;
	u32 n = 0;

	mutex_lock(&v->lock);
	s = sess_list_first(&v->all);
	if (s)
		n = s->uses;
	mutex_unlock(&v->lock);
	return n;
}

/* bad: the flag is tested, the lock is taken afterwards */
int enter(struct vault *v)
{
	if (v->dead)
		return -ENODEV;
	mutex_lock(&v->lock);
	v->n_open++;
	mutex_unlock(&v->lock);
	return 0;
}

/* bad: returns with the lock when it is dead */
int enter_dead(struct vault *v)
{
	mutex_lock(&v->lock);
	if (v->dead)
		return -ENODEV;
	v->n_open++;
	mutex_unlock(&v->lock);
	return 0;
}

/* good */
int enter_well(struct vault *v)
{
	guard(mutex)(&v->lock);
	if (v->dead)
		return -ENODEV;
	v->n_open++;
	return 0;
}

/* bad: sleeps for user memory in the loop over a spinlocked table */
struct table { spinlock_t lock; u32 v[8] __guarded_by(&lock); };
int dump(struct table *t, u32 __user *u)
{
	guard(spinlock)(&t->lock);
	for (int i = 0; i < 8; i++)
		if (copy_to_user(&u[i], &t->v[i], sizeof(t->v[i])))
			return -EFAULT;
	return 0;
}

/* good: a copy is taken first */
int dump_well(struct table *t, u32 __user *u)
{
	u32 copy[8];

	scoped_guard(spinlock, &t->lock)
		memcpy(copy, t->v, sizeof(copy));
	return copy_to_user(u, copy, sizeof(copy)) ? -EFAULT : 0;
}

/* bad: number of entries times their size, in 32 bits */
int dump_n(struct table *t, u32 n)
{
	u32 bytes = n * sizeof(u32);
	u32 *copy __free(kfree) = kmalloc(bytes, GFP_KERNEL);

	if (!copy)
		return -ENOMEM;
	for (u32 i = 0; i < n; i++)
		copy[i] = i;
	return 0;
}

/* good */
int dump_n_well(struct table *t, u32 n)
{
	u32 *copy __free(kfree) = kmalloc_objs(*copy, n);

	if (!copy)
		return -ENOMEM;
	for (u32 i = 0; i < n; i++)
		copy[i] = i;
	return 0;
}

static struct sess *vault_open(struct file *file)
{
	struct sess *s = sess_new(kzalloc_obj(*s));

	return s ? s : ERR_PTR(-ENOMEM);
}

static void vault_release(struct sess *__own s, struct file *file)
{
	sess_put(s);
}

/* bad: the ioctl keeps the session that the file owns */
static struct sess *__opt global_sess;
static long vault_ioctl(struct sess *s, struct file *file, unsigned int cmd, void __user *arg)
{
	switch (cmd) {
	case _IO('v', 1):
		global_sess = s;
		return 0;
	case _IOW('v', 2, struct key_req):
		return set_key(s, arg);
	default:
		return -ENOTTY;
	}
}
DEFINE_FILE_OPERATIONS(vault_fops, struct sess, .open = vault_open, .release = vault_release, .ioctl = vault_ioctl);

/*
 * check:
 *	52: CL601: 'r.slot' indexes 's->keys', which has 16 elements, and is not proven to be below that
 *	65: CL601: 'r.slot' indexes 's->keys', which has 16 elements, and is not proven to be below that
 *	91: CL602: hw_load uses 's->keys[slot].len' bytes of 's->keys[slot].bytes', which has 32
 *	114: CL504: 'i' has padding before 'flags' that was never written, and is copied to user space
 *	136: CL601: element 8 of 'p' is used, which has n elements
 *	136: CL602: memcpy uses 'body' bytes of 'p + 8', which has n - 8 (the number may have wrapped around)
 *	136: CL603: 'body' may have wrapped around, and is the size that 'memcpy' is given
 *	164: CL602: copy_from_user uses 'r.len' bytes of 'm->data', which has r.slot
 *	206: CL104: 's' is used after 'sess_put' took it over
 *	206: CL410: 's' was read under 'v->lock', which is no longer held
 *	239: CL101: 'v->active' is owned here, and is not released on this path
 *	262: CL211: the address of local variable 'done' is left in 'v->waiter', which lives longer
 *	291: CL404: 'v->active' is read without 'v->lock', which guards it
 *	292: CL404: 'v->active' is read without 'v->lock', which guards it
 *	293: CL404: 'v->last' is read without 'v->lock', which guards it
 *	294: CL107: 'v' is freed while something may be in 'v->all'
 *	294: CL112: 'v' is freed while 'v->flush' may still be in use by others
 *	320: CL410: 's' was read under 'v->lock', which is no longer held
 *	340: CL404: 'v->dead' is read without 'v->lock', which guards it
 *	353: CL401: 'v->lock' is still locked at this return
 *	375: CL408: 'copy_to_user' may sleep, and is called under the spinlock 't->lock'
 *	394: CL604: 'bytes' may be negative or too large for its type, and is the size that 'kmalloc' is given
 *	399: CL601: element 0 of 'copy' is used, which has n * 4 bytes
 *	433: CL210: 's' is only borrowed for this call, and is left in 'global_sess', which lives longer
 */
