/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Ordinary kernel C that must pass without a word. */
#include "../../corpus/corpus.h"
#include <cleat/build_bug.h>

#define N_SLOTS 8
#define for_each_slot(d, i) for ((i) = 0; (i) < N_SLOTS; (i)++)
#define swap_ints(a, b) do { int __t = (a); (a) = (b); (b) = __t; } while (0)

enum kind { KIND_A, KIND_B, N_KINDS };
static const char *const names[N_KINDS] = {[KIND_A] = "a", [KIND_B] = "b"};
static const struct { u16 reg; u8 val; } setup[] = {{1, 2}, {3, 4}, {5, 6}};

struct slot { u32 id; u8 *__own __opt buf; u32 len; bool used : 1; u8 prio : 3; };
struct dev {
	struct mutex lock;
	struct slot slots[N_SLOTS] __guarded_by(&lock);
	u32 matrix[4][8];
	char name[16];
	enum kind kind;
	u64 stats[N_KINDS];
};
static_assert(N_SLOTS == 8, "eight");

int hw_write(u16 reg, u8 val);

/* good */
const char *dev_kind(const struct dev *d)
{
	if (d->kind >= N_KINDS)
		return "?";
	return names[d->kind];
}

/* good */
int dev_setup(void)
{
	int err;

	for (size_t i = 0; i < ARRAY_SIZE(setup); i++) {
		err = hw_write(setup[i].reg, setup[i].val);
		if (err)
			return err;
	}
	return 0;
}

/* good */
static struct slot *__opt find_slot(struct dev *d, u32 id) __must_hold(&d->lock)
{
	int i;

	for_each_slot(d, i)
		if (d->slots[i].used && d->slots[i].id == id)
			return &d->slots[i];
	return NULL;
}

/* good */
int dev_len(struct dev *d, u32 id)
{
	struct slot *s;

	guard(mutex)(&d->lock);
	s = find_slot(d, id);
	if (!s)
		return -ENOENT;
	return s->len;
}

/* good */
int dev_alloc(struct dev *d, u32 id, u32 len)
{
	u8 *buf __free(kfree) = NULL;
	int i;

	if (len == 0 || len > 4096)
		return -EINVAL;
	buf = kzalloc(len, GFP_KERNEL);
	if (!buf)
		return -ENOMEM;
	guard(mutex)(&d->lock);
	if (find_slot(d, id))
		return -EEXIST;
	for_each_slot(d, i) {
		struct slot *s = &d->slots[i];

		if (s->used)
			continue;
		kfree(s->buf);
		s->buf = no_free_ptr(buf);
		s->len = len;
		s->id = id;
		s->used = true;
		return i;
	}
	return -ENOSPC;
}

/* good */
void dev_release(struct dev *d, u32 id)
{
	struct slot *s;

	mutex_lock(&d->lock);
	s = find_slot(d, id);
	if (s) {
		kfree(s->buf);
		s->buf = NULL;
		s->used = false;
	}
	mutex_unlock(&d->lock);
}

/* good */
u32 dev_trace(const struct dev *d)
{
	u32 sum = 0;

	for (int r = 0; r < 4; r++)
		for (int c = 0; c < 8; c++)
			sum += d->matrix[r][c];
	return sum;
}

/* good */
int dev_set_name(struct dev *d, const char *name)
{
	ssize_t n = strscpy(d->name, name, sizeof(d->name));

	return n < 0 ? (int)n : 0;
}

/* good */
u32 count_char(const char *s __sized_by(n), size_t n, char c)
{
	const char *end = s + n;
	u32 count = 0;

	for (const char *p = s; p < end; p++)
		count += *p == c;
	return count;
}

/* good */
void sort3(int *a, int *b, int *c)
{
	if (*a > *b)
		swap_ints(*a, *b);
	if (*b > *c)
		swap_ints(*b, *c);
	if (*a > *b)
		swap(*a, *b);
}

/* good */
u64 pack(u32 hi, u32 lo)
{
	return (u64)hi << 32 | lo;
}

/* good */
int parse(const char *text, u32 *__writes out)
{
	unsigned int v;
	int err = kstrtouint(text, 0, &v);

	if (err)
		return err;
	if (v > 1000)
		return -ERANGE;
	*out = v;
	return 0;
}

/* good */
u32 fib(u32 n)
{
	return n < 2 ? n : fib(n - 1) + fib(n - 2);
}

/* good */
int state_machine(struct dev *d, int event)
{
	switch (d->kind) {
	case KIND_A:
		if (event == 1)
			d->kind = KIND_B;
		break;
	case KIND_B:
		switch (event) {
		case 2 ... 4:
			d->kind = KIND_A;
			return 1;
		default:
			return -EINVAL;
		}
	case N_KINDS:
	default:
		return -EIO;
	}
	d->stats[KIND_A]++;
	return 0;
}

/* good */
static void fill(u32 *p __elements(n), u32 n, u32 v)
{
	while (n-- > 0)
		*p++ = v;
}

/* good */
void fill_rows(struct dev *d)
{
	for (int r = 0; r < 4; r++)
		fill(d->matrix[r], 8, r);
}

/* good */
int clamp_all(int a, int lo, int hi)
{
	return clamp(max(a, 3), lo, hi);
}

/* good */
bool toggle(bool *flag)
{
	return *flag = !*flag;
}

/*
 * check:
 */
