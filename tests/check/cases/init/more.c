/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Read before it is written; shown to user space before it is written. */
#include "../../corpus/corpus.h"

struct pt { s32 x, y; };
struct info { u8 type; u32 len; u64 addr; };		/* a hole after type */
struct tight { u32 a, b; u64 c; };
struct tail { u64 a; u8 b; };				/* a hole at the end */
struct nest { u16 kind; struct pt p; u8 flag; };
struct bits { u32 a : 3; u32 b : 5; };
struct stat { u32 n; u32 v[4]; };
struct obj { u32 id; char name[12]; u64 stamp; };

int hw_get(u32 *__writes v);
int __must_check hw_stat(struct stat *__writes s);
bool hw_ready(void);
void consume(u32 v);

/* bad: no case matches */
u32 no_case(int kind)
{
	u32 v;

	switch (kind) {
	case 0:
		v = 1;
		break;
	case 1:
		v = 2;
		break;
	}
	return v;
}

/* good */
u32 every_case(int kind)
{
	u32 v;

	switch (kind) {
	case 0:
		v = 1;
		break;
	default:
		v = 2;
		break;
	}
	return v;
}

/* bad: set in a loop that may not run */
u32 no_round(u32 n)
{
	u32 v;

	for (u32 i = 0; i < n; i++)
		v = i;
	return v;
}

/* good: a loop that runs */
u32 one_round(u32 n)
{
	u32 v;

	do {
		v = n;
	} while (n-- > 3);
	return v;
}

/* bad: set only when both hold */
u32 only_both(bool a, bool b)
{
	u32 v;

	if (a && b)
		v = 1;
	if (a)
		return v;
	return 0;
}

/* good: the same condition twice */
u32 same_cond(bool a)
{
	u32 v;

	if (a)
		v = 1;
	consume(0);
	if (a)
		return v;
	return 0;
}

/* good: an error code says whether it was set */
int err_says(u32 *__writes out)
{
	u32 v;
	int err = hw_get(&v);

	if (err)
		return err;
	*out = v;
	return 0;
}

/* bad: used although the call failed */
int err_ignored(u32 *__writes out)
{
	u32 v;
	int err = hw_get(&v);

	*out = v;
	return err;
}

/* bad: a goto jumps over the assignment */
int jumped(u32 n)
{
	int ret;

	if (n > 8)
		goto out;
	ret = 0;
out:
	return ret;
}

/* bad: a field */
s32 half(s32 a)
{
	struct pt p;

	p.x = a;
	return p.x + p.y;
}

/* good */
s32 whole(s32 a)
{
	struct pt p = {.x = a};

	return p.x + p.y;
}

/* bad: a struct is copied before all of it is set */
struct pt copy_half(s32 a)
{
	struct pt p;

	p.x = a;
	return p;
}

/* bad: an array element that nobody set */
u32 element(void)
{
	u32 v[4];

	v[0] = 1;
	return v[0] + v[3];
}

/* good: all of them in a loop */
u32 elements(void)
{
	u32 v[4], sum = 0;

	for (int i = 0; i < 4; i++)
		v[i] = i;
	for (int i = 0; i < 4; i++)
		sum += v[i];
	return sum;
}

/* bad: kmalloc's memory is read */
u32 fresh(void)
{
	struct obj *o __free(kfree) = kmalloc_obj(*o);

	if (!o)
		return 0;
	return o->id;
}

/* good: kzalloc's */
u32 zeroed(void)
{
	struct obj *o __free(kfree) = kzalloc_obj(*o);

	if (!o)
		return 0;
	return o->id;
}

/* bad: padding between the fields */
int put_info(struct info __user *u, u32 len)
{
	struct info i = {.type = 1, .len = len, .addr = 0};

	return cleat_put_user_obj(u, &i);
}

/* good: zeroed as memory first */
int put_info_well(struct info __user *u, u32 len)
{
	struct info i;

	memset(&i, 0, sizeof(i));
	i.type = 1;
	i.len = len;
	return cleat_put_user_obj(u, &i);
}

/* bad: one field is forgotten */
int put_half(struct tight __user *u, u32 a)
{
	struct tight t;

	t.a = a;
	t.c = 0;
	return cleat_put_user_obj(u, &t);
}

/* good: no holes, all fields */
int put_tight(struct tight __user *u, u32 a)
{
	struct tight t = {.a = a};

	return cleat_put_user_obj(u, &t);
}

/* bad: padding at the end */
int put_tail(struct tail __user *u)
{
	struct tail t = {1, 2};

	return cleat_put_user_obj(u, &t);
}

/* bad: padding inside a nested struct's neighbours */
int put_nest(struct nest __user *u)
{
	struct nest n = {.kind = 1, .p = {1, 2}, .flag = 3};

	return cleat_put_user_obj(u, &n);
}

/* bad: assigned from a literal after the memset: the holes come back */
int put_assigned(struct info __user *u)
{
	struct info i;

	memset(&i, 0, sizeof(i));
	i = (struct info){.type = 2};
	return cleat_put_user_obj(u, &i);
}

/* bad: more than was written */
int put_part(char __user *u)
{
	char buf[32];

	memset(buf, 0, 16);
	return copy_to_user(u, buf, sizeof(buf)) ? -EFAULT : 0;
}

/* good: what was written */
int put_part_well(char __user *u)
{
	char buf[32];

	memset(buf, 0, 32);
	return copy_to_user(u, buf, sizeof(buf)) ? -EFAULT : 0;
}

/* bad: a heap buffer of which only the head was set */
int put_heap(struct obj __user *u, u32 id)
{
	struct obj *o __free(kfree) = kmalloc_obj(*o);

	if (!o)
		return -ENOMEM;
	o->id = id;
	return cleat_put_user_obj(u, o);
}

/* good */
int put_heap_well(struct obj __user *u, u32 id)
{
	struct obj *o __free(kfree) = kzalloc_obj(*o);

	if (!o)
		return -ENOMEM;
	o->id = id;
	return cleat_put_user_obj(u, o);
}

/* bad: a string shorter than its buffer */
int put_name(struct obj __user *u, const char *name)
{
	struct obj o;

	o.id = 1;
	o.stamp = 0;
	if (strscpy(o.name, name, sizeof(o.name)) < 0)
		return -EINVAL;
	return cleat_put_user_obj(u, &o);
}

/* bad: some elements only */
int put_stat(struct stat __user *u, u32 n)
{
	struct stat s;

	s.n = n;
	for (u32 i = 0; i < n && i < 4; i++)
		s.v[i] = i;
	return cleat_put_user_obj(u, &s);
}

/* good: hw_stat writes it wholly when it succeeds */
int put_filled(struct stat __user *u)
{
	struct stat s;
	int err = hw_stat(&s);

	if (err)
		return err;
	return cleat_put_user_obj(u, &s);
}

/* bad: shown also when it failed */
int put_failed(struct stat __user *u)
{
	struct stat s;
	int err = hw_stat(&s);

	if (cleat_put_user_obj(u, &s))
		return -EFAULT;
	return err;
}

/* bad: only one member is fetched, the struct goes back */
int roundtrip(struct tight __user *u)
{
	struct tight t;

	if (get_user(t.a, &u->a))
		return -EFAULT;
	return cleat_put_user_obj(u, &t);
}

/* good: the whole of it is fetched */
int roundtrip_well(struct tight __user *u)
{
	struct tight t;

	if (cleat_get_user_obj(&t, u))
		return -EFAULT;
	t.a++;
	return cleat_put_user_obj(u, &t);
}

/* bad: uninitialised bytes travel through a memcpy */
int through_copy(struct tight __user *u)
{
	struct tight t, s;

	t.a = 1;
	memcpy(&s, &t, sizeof(s));
	return cleat_put_user_obj(u, &s);
}

/* bad: an out parameter that is not always written */
int out_param(u32 n, u32 *__writes out)
{
	if (n > 5)
		return 0;
	*out = n;
	return 0;
}

/* good */
int out_param_well(u32 n, u32 *__writes out)
{
	if (n > 5)
		return -EINVAL;
	*out = n;
	return 0;
}

/* bad: one of two out parameters */
int two_outs(u32 n, u32 *__writes a, u32 *__writes b)
{
	*a = n;
	if (n)
		*b = n;
	return 0;
}

/* bad: read before it is written */
int out_read(u32 *__writes out)
{
	*out += 1;
	return 0;
}

/* bad: bit fields share a word, and one is not set */
u32 bitfield(void)
{
	struct bits b;

	b.a = 1;
	return b.b;
}

/* bad: a condition on what was never set */
u32 condition(u32 n)
{
	bool done;

	while (!done) {
		if (hw_ready())
			done = true;
		n++;
	}
	return n;
}

/* bad: a pointer that was never set */
u32 pointer(bool x)
{
	u32 *p, v = 0;

	if (x)
		p = &v;
	return *p;
}

/* bad: passed on before it is set */
void pass(void)
{
	u32 v;

	consume(v);
}

/* bad: handed on half made */
struct obj *__own __opt half_made(u32 id)
{
	struct obj *o = kmalloc_obj(*o);

	if (!o)
		return NULL;
	o->id = id;
	return o;
}

/* good */
struct obj *__own __opt well_made(u32 id)
{
	struct obj *o = kmalloc_obj(*o);

	if (!o)
		return NULL;
	*o = (struct obj){.id = id};
	return o;
}

/*
 * check:
 *	32: CL501: 'v' is read, but may not have been written
 *	58: CL501: 'v' is read, but may not have been written
 *	80: CL501: 'v' is read, but may not have been written
 *	115: CL501: 'v' is read, but may not have been written
 *	128: CL501: 'ret' is read, but may not have been written
 *	137: CL502: field 'p.y' is read, but may not have been written
 *	154: CL502: field 'p.y' is read, but may not have been written
 *	163: CL501: 'v[3]' is read, but may not have been written
 *	185: CL502: field 'o->id' is read, but may not have been written
 *	203: CL504: 'i' has padding before 'len' that was never written, and is copied to user space
 *	224: CL503: 't.b' is not wholly written, and is copied to user space
 *	240: CL504: 't' has padding at its end that was never written, and is copied to user space
 *	248: CL504: 'n' has padding before 'p' that was never written, and is copied to user space
 *	258: CL504: 'i' has padding before 'len' that was never written, and is copied to user space
 *	267: CL503: 'buf' is not wholly written, and is copied to user space
 *	287: CL503: 'o->name' is not wholly written, and is copied to user space
 *	310: CL503: 'o.name' is not wholly written, and is copied to user space
 *	321: CL503: 's.v' is not wholly written, and is copied to user space
 *	341: CL503: 's.n' is not wholly written, and is copied to user space
 *	353: CL503: 't.b' is not wholly written, and is copied to user space
 *	374: CL503: 's.b' is not wholly written, and is copied to user space
 *	381: CL505: '*out' is __writes, and is not written on this path, which returns success
 *	401: CL505: '*b' is __writes, and is not written on this path, which returns success
 *	407: CL501: '*out' is read, but may not have been written
 *	417: CL502: field 'b.b' is read, but may not have been written
 *	425: CL501: 'done' is read, but may not have been written
 *	440: CL501: 'p' is read, but may not have been written
 *	448: CL501: 'v' is read, but may not have been written
 *	459: CL507: 'o->name' is handed on, and was never written
 */
