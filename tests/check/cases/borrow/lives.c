/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Pointers that outlive what they point to: returned, kept in globals and objects, given to work. */
#include "../../corpus/corpus.h"
#include <cleat/fs.h>
#include <cleat/kref.h>
#include <cleat/list.h>
#include <cleat/rcupdate.h>
#include <cleat/timer.h>
#include <cleat/workqueue.h>
#include <cleat/xarray.h>

struct conf { u32 limit; u32 tag; struct rcu_head rcu; };
struct req { struct cleat_list_link link; u32 id; u32 len; const char *name; };
DEFINE_OWNED_LIST(reqs, struct req, link, kfree);
struct sess {
	struct mutex lock;
	struct reqs queue __guarded_by(&lock);
	struct conf conf __guarded_by(&lock);
	struct conf __rcu *__own rconf;
	struct req *__opt active;
	const u32 *__opt watch;
	const char *__opt label;
	struct kref refs;
	struct work_struct work;
	struct timer_list timer;
	u32 last;
};
static void sess_release(struct sess *__own s) { reqs_clear(&s->queue); kfree(rcu_dereference_protected(s->rconf, 1)); kfree(s); }
DEFINE_REFCOUNTED(sess, struct sess, refs, sess_release);
struct ref { struct sess *__own s; };
static struct sess *__opt current_sess;
static const char *__opt last_name;
static u32 *__opt counter;
static u32 saved;

void req_note(const struct req *r);

/* bad: the address of a local is returned */
u32 *local_addr(void)
{
	u32 n = 3;

	return &n;
}

/* bad: an element of a local array */
const char *local_elem(u32 i)
{
	char buf[16] = "abc";

	if (i >= sizeof(buf))
		i = 0;
	return &buf[i];
}

/* bad: a local through two variables */
u32 *local_alias(void)
{
	u32 n = 3, *p = &n;
	u32 *q = p;

	return q;
}

/* bad: a member of a local struct */
struct conf *local_member(void)
{
	struct { struct conf c; } box = {};
	struct conf *p = &box.c;

	return p;
}

/* good: a static one */
u32 *static_addr(void)
{
	static u32 n;

	return &n;
}

/* good: of the parameter */
u32 *param_member(struct sess *s)
{
	return &s->last;
}

/* bad: kept in a global */
void keep_global(struct sess *s)
{
	current_sess = s;
}

/* good: kept for the call only */
void keep_for_call(struct sess *s)
{
	current_sess = s;
	req_note(&(struct req){.id = 1});
	current_sess = NULL;
}

/* bad: a string that belongs to the caller */
void keep_string(const char *name)
{
	last_name = name;
}

/* bad: in a longer-lived object */
void keep_in_sess(struct sess *s, struct req *r)
{
	s->active = r;
}

/* bad: a pointer to the caller's number */
void watch(struct sess *s, const u32 *v)
{
	s->watch = v;
}

/* good: the value */
void copy_value(struct sess *s, const u32 *v)
{
	s->last = *v;
}

/* good: ownership comes along */
int keep_own(struct ref *r, struct sess *s)
{
	sess_put(r->s);
	r->s = sess_get(s);
	return 0;
}

/* bad: a borrowed reference is kept as an owned one */
void keep_borrowed(struct ref *r, struct sess *s)
{
	sess_put(r->s);
	r->s = s;
}

/* bad: the local's address is left in the object */
void leave_local(struct sess *s)
{
	u32 n = 5;

	s->watch = &n;
}

/* good: taken back before the end */
void take_back(struct sess *s)
{
	u32 n = 5;

	s->watch = &n;
	s->last = *s->watch;
	s->watch = NULL;
}

/* bad: on one path it stays */
void take_back_bad(struct sess *s, bool x)
{
	u32 n = 5;

	s->watch = &n;
	if (x)
		return;
	s->watch = NULL;
}

/* bad: through a helper's out parameter */
void out_local(u32 *__writes *out)
{
	u32 n = 0;

	*out = &n;
}

/* bad: a global points to a local */
void global_local(void)
{
	u32 n = 1;

	counter = &n;
}

/* bad: used outside its block */
u32 inner_block(bool x)
{
	u32 *p = &saved;

	if (x) {
		u32 n = 4;

		p = &n;
	}
	return *p;
}

/* good */
u32 inner_block_well(bool x)
{
	u32 n = 4, *p = &saved;

	if (x)
		p = &n;
	return *p;
}

/* bad: guarded data by address */
struct conf *conf_ptr(struct sess *s)
{
	guard(mutex)(&s->lock);
	return &s->conf;
}

/* good: a copy */
struct conf conf_copy(struct sess *s)
{
	guard(mutex)(&s->lock);
	return s->conf;
}

/* bad: the list's element after the unlock */
u32 first_id(struct sess *s)
{
	struct req *r;

	scoped_guard(mutex, &s->lock)
		r = reqs_first(&s->queue);
	return r ? r->id : 0;
}

/* good */
u32 first_id_well(struct sess *s)
{
	guard(mutex)(&s->lock);
	struct req *r = reqs_first(&s->queue);

	return r ? r->id : 0;
}

/* bad: across an unlock and a lock */
u32 relock(struct sess *s)
{
	struct req *r;
	u32 id = 0;

	mutex_lock(&s->lock);
	r = reqs_first(&s->queue);
	mutex_unlock(&s->lock);
	mutex_lock(&s->lock);
	if (r)
		id = r->id;
	mutex_unlock(&s->lock);
	return id;
}

/* bad: kept in the object, where the next call finds it without the lock's section */
void remember(struct sess *s)
{
	guard(mutex)(&s->lock);
	s->active = reqs_first(&s->queue);
}

/* bad: the loan goes to a global */
void remember_name(struct sess *s)
{
	struct req *r;

	guard(mutex)(&s->lock);
	r = reqs_first(&s->queue);
	if (r)
		last_name = r->name;
}

/* bad: RCU's object after the section */
u32 rcu_after(struct sess *s)
{
	struct conf *c;

	scoped_guard(rcu)
		c = rcu_dereference(s->rconf);
	return c->limit;
}

/* good */
u32 rcu_inside(struct sess *s)
{
	guard(rcu)();
	return rcu_dereference(s->rconf)->limit;
}

/* bad: returned out of the section */
struct conf *rcu_return(struct sess *s)
{
	guard(rcu)();
	return rcu_dereference(s->rconf);
}

/* bad: the old one is freed at once */
void rcu_swap(struct sess *s, struct conf *__own c)
{
	struct conf *old;

	guard(mutex)(&s->lock);
	old = rcu_replace_pointer(s->rconf, c, lockdep_is_held(&s->lock));
	kfree_rcu(old, rcu);
	saved = old->tag;
}

/* good */
void rcu_swap_well(struct sess *s, struct conf *__own c)
{
	struct conf *old;

	guard(mutex)(&s->lock);
	old = rcu_replace_pointer(s->rconf, c, lockdep_is_held(&s->lock));
	saved = old->tag;
	kfree_rcu(old, rcu);
}

struct label {
	const char *name;
	u32 n;
};

/* bad: a struct that holds a pointer to a local is stored */
void store_struct(struct label *out)
{
	char name[8] = "x";
	struct label r = {.name = name};

	*out = r;
}

/* good: the name is a constant */
void store_struct_well(struct label *out)
{
	struct label r = {.name = "x"};

	*out = r;
}

/* bad: a compound literal ends with its block */
void literal(struct sess *s)
{
	s->watch = &(const u32){7};
}

/* good: a lookup borrows from its container, which is the parameter */
struct req *__opt find(struct sess *s, u32 id) __must_hold(&s->lock)
{
	cleat_list_for_each(reqs, r, &s->queue)
		if (r->id == id)
			return r;
	return NULL;
}

/* bad: its caller uses it after the unlock */
u32 find_use(struct sess *s, u32 id)
{
	struct req *r;

	mutex_lock(&s->lock);
	r = find(s, id);
	mutex_unlock(&s->lock);
	return r ? r->len : 0;
}

/* good */
u32 find_use_well(struct sess *s, u32 id)
{
	struct req *r;
	u32 len = 0;

	mutex_lock(&s->lock);
	r = find(s, id);
	if (r)
		len = r->len;
	mutex_unlock(&s->lock);
	return len;
}

/*
 * check:
 *	43: CL211: the address of 'n' is returned, which ends with the function
 *	53: CL211: the address of 'buf' is returned, which ends with the function
 *	62: CL211: the address of 'n' is returned, which ends with the function
 *	71: CL211: the address of 'box.c' is returned, which ends with the function
 *	91: CL210: 's' is only borrowed for this call, and is left in 'current_sess', which lives longer
 *	105: CL210: 'name' is only borrowed for this call, and is left in 'last_name', which lives longer
 *	111: CL210: 'r' is only borrowed for this call, and is left in 's->active', which lives longer
 *	117: CL210: 'v' is only borrowed for this call, and is left in 's->watch', which lives longer
 *	138: CL210: 's' is only borrowed for this call, and is left in 'r->s', which lives longer
 *	146: CL211: the address of local variable 'n' is left in 's->watch', which lives longer
 *	164: CL211: the address of local variable 'n' is left in 's->watch', which lives longer
 *	175: CL211: the address of local variable 'n' is left in '*out', which lives longer
 *	183: CL211: the address of local variable 'n' is left in 'counter', which lives longer
 *	196: CL211: 'p' points to 'n', whose scope has ended
 *	213: CL212: a pointer into what 's->lock' guards is returned past the unlock
 *	230: CL410: 'r' was read under 's->lock', which is no longer held
 *	253: CL410: 'r' was read under 's->lock', which was let go in between
 *	262: CL212: 's->active' was read under 's->lock', and is left in 's->active', which that lock does not guard
 *	273: CL212: 'r->name' was read under 's->lock', and is left in 'last_name', which that lock does not guard
 *	283: CL410: 'c' was read under 'RCU', which is no longer held
 *	297: CL212: a pointer into what 'RCU' guards is returned past the unlock
 *	308: CL103: 'old' is used after the object was freed
 *	333: CL211: the address of local variable 'name' is left in 'out->name', which lives longer
 *	347: CL211: the address of a value that ends with its block is left in 's->watch', which lives longer
 *	367: CL410: 'r' was read under 's->lock', which is no longer held
 */
