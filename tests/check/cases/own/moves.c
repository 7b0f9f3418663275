/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* "ret != 0 exactly when p was freed", flags that say who owns, owners in structs on the stack. */
#include "../../corpus/corpus.h"
#include <cleat/list.h>

struct blob { u32 len; u8 *__own __opt data; };
struct pair { struct blob *__own __opt a, *__own __opt b; };
struct sink { struct mutex lock; struct blob *__own __opt held __guarded_by(&lock); };
struct holder { struct blob one; struct blob *__own __opt two; };

static void blob_free(struct blob *__own __opt b)
{
	if (!b)
		return;
	kfree(b->data);
	kfree(b);
}
DEFINE_FREE(blob_free, struct blob *, blob_free(_T))
static struct blob *__own __opt blob_new(u32 len)
{
	struct blob *b = kzalloc_obj(*b);

	if (!b)
		return NULL;
	b->data = kzalloc(len, GFP_KERNEL);
	if (!b->data) {
		kfree(b);
		return NULL;
	}
	b->len = len;
	return b;
}
int sink_take(struct sink *s, struct blob *__own __keeps_on_failure b);
int sink_eat(struct sink *s, struct blob *__own b);
int hw_step(u32 n);

/* good: the result says whether it was taken */
int offer(struct sink *s, u32 len)
{
	struct blob *b = blob_new(len);
	int ret;

	if (!b)
		return -ENOMEM;
	ret = sink_take(s, b);
	if (ret)
		blob_free(b);
	return ret;
}

/* bad: the test is the other way round */
int offer_turned(struct sink *s, u32 len)
{
	struct blob *b = blob_new(len);
	int ret;

	if (!b)
		return -ENOMEM;
	ret = sink_take(s, b);
	if (!ret)
		blob_free(b);
	return ret;
}

/* good: the result is kept while other things happen */
int offer_later(struct sink *s, u32 len)
{
	struct blob *b = blob_new(len);
	int ret, other;

	if (!b)
		return -ENOMEM;
	ret = sink_take(s, b);
	other = hw_step(len);
	if (ret) {
		blob_free(b);
		return ret;
	}
	return other;
}

/* bad: the result is overwritten before it is asked */
int offer_lost(struct sink *s, u32 len)
{
	struct blob *b = blob_new(len);
	int ret;

	if (!b)
		return -ENOMEM;
	ret = sink_take(s, b);
	ret = hw_step(len);
	if (ret)
		blob_free(b);
	return ret;
}

/* good: a flag says who owns */
int flagged(struct sink *s, u32 len, bool give)
{
	struct blob *b = blob_new(len);
	bool mine = true;
	int ret = 0;

	if (!b)
		return -ENOMEM;
	if (give) {
		ret = sink_eat(s, b);
		mine = false;
	}
	if (mine)
		blob_free(b);
	return ret;
}

/* bad: the flag is set too late */
int flagged_late(struct sink *s, u32 len, bool give)
{
	struct blob *b = blob_new(len);
	bool mine = true;
	int ret = 0;

	if (!b)
		return -ENOMEM;
	if (give) {
		ret = sink_eat(s, b);
		if (!ret)
			mine = false;
	}
	if (mine)
		blob_free(b);
	return ret;
}

/* good: set to NULL when it is gone */
int nulled(struct sink *s, u32 len, bool give)
{
	struct blob *b = blob_new(len);
	int ret = 0;

	if (!b)
		return -ENOMEM;
	if (give) {
		ret = sink_eat(s, b);
		b = NULL;
	}
	blob_free(b);
	return ret;
}

/* good: a pair on the stack, moved out whole */
int both(struct sink *s)
{
	struct pair p = {.a = blob_new(1), .b = blob_new(2)};
	int ret;

	if (!p.a || !p.b) {
		blob_free(p.a);
		blob_free(p.b);
		return -ENOMEM;
	}
	ret = sink_eat(s, p.a);
	if (ret) {
		blob_free(p.b);
		return ret;
	}
	return sink_eat(s, p.b);
}

/* bad: the second is forgotten when the first fails */
int both_leak(struct sink *s)
{
	struct pair p = {.a = blob_new(1), .b = blob_new(2)};
	int ret;

	if (!p.a || !p.b) {
		blob_free(p.a);
		blob_free(p.b);
		return -ENOMEM;
	}
	ret = sink_eat(s, p.a);
	if (ret)
		return ret;
	return sink_eat(s, p.b);
}

/* bad: only one of two is tested */
int both_null(struct sink *s)
{
	struct pair p = {.a = blob_new(1), .b = blob_new(2)};

	if (!p.a) {
		blob_free(p.b);
		return -ENOMEM;
	}
	blob_free(p.a);
	return sink_eat(s, p.b);
}

/* good: swapped under the lock, the old one freed outside */
void exchange(struct sink *s, struct blob *__own __opt b)
{
	scoped_guard(mutex, &s->lock)
		swap(s->held, b);
	blob_free(b);
}

/* bad: the old one is dropped */
void exchange_drop(struct sink *s, struct blob *__own __opt b)
{
	scoped_guard(mutex, &s->lock)
		swap(s->held, b);
}

/* good: moved from field to field */
void shift(struct pair *p)
{
	blob_free(p->a);
	p->a = p->b;
	p->b = NULL;
}

/* bad: and still in the second */
void shift_both(struct pair *p)
{
	blob_free(p->a);
	p->a = p->b;
}

/* bad: the first is overwritten */
void shift_over(struct pair *p)
{
	p->a = p->b;
	p->b = NULL;
}

/* good: an embedded struct's owner is emptied too */
void holder_free(struct holder *__own h)
{
	kfree(h->one.data);
	blob_free(h->two);
	kfree(h);
}

/* bad: the embedded one's is not */
void holder_free_half(struct holder *__own h)
{
	blob_free(h->two);
	kfree(h);
}

/* bad: a struct copy makes two owners */
void copy(struct holder *to, struct holder *from)
{
	kfree(to->one.data);
	to->one = from->one;
}

/* good: a copy that moves */
void copy_move(struct holder *to, struct holder *from)
{
	kfree(to->one.data);
	to->one = from->one;
	from->one = (struct blob){};
}

/* bad: memset over an owner */
void wipe(struct blob *b)
{
	if (!b->data)
		return;
	memset(b, 0, sizeof(*b));
}

/* good */
void wipe_well(struct blob *b)
{
	kfree(b->data);
	memset(b, 0, sizeof(*b));
}

/* bad: memcpy makes two owners */
void dup(struct blob *to, const struct blob *from)
{
	kfree(to->data);
	memcpy(to, from, sizeof(*to));
}

/* good: the bytes are copied, not the owner */
int dup_well(struct blob *to, const struct blob *from)
{
	u8 *data = NULL;

	if (from->data) {
		data = kzalloc(from->len, GFP_KERNEL);
		if (!data)
			return -ENOMEM;
	}
	kfree(to->data);
	to->data = data;
	to->len = from->len;
	return 0;
}

/* bad: a ternary drops one of two */
struct blob *__own __opt pick(bool first)
{
	struct blob *a = blob_new(1), *b = blob_new(2);

	return first ? a : b;
}

/* good */
struct blob *__own __opt pick_well(bool first)
{
	struct blob *a = blob_new(1), *b = blob_new(2);

	blob_free(first ? b : a);
	return first ? a : b;
}

/* bad: the argument of a call that never happens */
int short_circuit(struct sink *s, u32 n)
{
	struct blob *b = blob_new(n);

	if (!b)
		return -ENOMEM;
	return n > 3 && sink_eat(s, b) == 0;
}

/* good */
int short_circuit_well(struct sink *s, u32 n)
{
	struct blob *b;

	if (n <= 3)
		return 0;
	b = blob_new(n);
	if (!b)
		return -ENOMEM;
	return sink_eat(s, b) == 0;
}

/* bad: a loop that hands on the same one twice */
int many(struct sink *s, u32 n)
{
	struct blob *b = blob_new(n);
	int ret = -EINVAL;

	if (!b)
		return -ENOMEM;
	do {
		ret = sink_eat(s, b);
	} while (ret == -EAGAIN);
	return ret;
}

/* good: until it is taken */
int until(struct sink *s, u32 n)
{
	struct blob *b = blob_new(n);
	int ret;

	if (!b)
		return -ENOMEM;
	do {
		ret = sink_take(s, b);
	} while (ret == -EAGAIN);
	if (ret)
		blob_free(b);
	return ret;
}

/*
 * check:
 *	61: CL102: 'b' is passed to 'blob_free', but the object was handed on already
 *	62: CL101: 'b' is owned here, and is not released on this path
 *	93: CL102: 'b' is passed to 'blob_free', but the object was handed on already
 *	94: CL101: 'b' is owned here, and is not released on this path
 *	130: CL102: 'b' is passed to 'blob_free', but the object was handed on already
 *	182: CL101: 'p.b' is owned here, and is not released on this path
 *	196: CL205: 'p.b' may be NULL, and 'sink_eat' does not take NULL
 *	212: CL101: 's->held' is owned here, and is not released on this path
 *	227: CL115: one object is owned by both 'p->a' and 'p->b'
 *	232: CL101: 'p->a' is overwritten, and may still own something
 *	248: CL107: 'h' is freed while it still owns 'h->one.data'
 *	256: CL115: one object is owned by both 'to->one.data' and 'from->one.data'
 *	271: CL101: 'b->data' is owned here, and is not released on this path
 *	286: CL115: one object is owned by both 'to->data' and 'from->data'
 *	309: CL101: 'b' is owned here, and is not released on this path
 *	328: CL101: 'b' is owned here, and is not released on this path
 *	353: CL102: 'b' is passed to 'sink_eat', but the object was handed on already
 */
