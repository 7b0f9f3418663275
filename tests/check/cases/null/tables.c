/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Constant tables with NULL in them: what is taken from there is tested before it is used. */
#include <cleat/err.h>
#include <cleat/string.h>
#include <cleat/types.h>

static u32 one;

static int run_a(u32 arg)
{
	return arg ? 0 : -EINVAL;
}

struct op {
	const char *name;
	u32 *count;
	int (*run)(u32 arg);
};

static const struct op ops[] = {
	{"a", &one, run_a},
	{"b", NULL, run_a},
	{.name = "c"},
};

struct table {
	u32 n;
	struct op first;
};
static const struct table tables[] = {{1, {"a", &one, NULL}}};

static const char *const names[] = {"x", NULL, "z"};

/* bad: "b" has none */
u32 count(u32 i)
{
	return i < ARRAY_SIZE(ops) ? *ops[i].count : 0;
}

/* good: seen first */
u32 count_if(u32 i)
{
	return i < ARRAY_SIZE(ops) && ops[i].count ? *ops[i].count : 0;
}

/* bad: "c" cannot be called */
int run(u32 i, u32 arg)
{
	return i < ARRAY_SIZE(ops) ? ops[i].run(arg) : -EINVAL;
}

/* good: seen first */
int run_if(u32 i, u32 arg)
{
	if (i >= ARRAY_SIZE(ops) || !ops[i].run)
		return -EINVAL;
	return ops[i].run(arg);
}

/* good: found, and seen */
int run_named(const char *name, u32 arg)
{
	for (u32 i = 0; i < ARRAY_SIZE(ops); i++)
		if (strcmp(ops[i].name, name) == 0)
			return ops[i].run ? ops[i].run(arg) : -EINVAL;
	return -ENOENT;
}

/* bad: by way of a pointer to the entry */
int run_at(u32 i, u32 arg)
{
	const struct op *op;

	if (i >= ARRAY_SIZE(ops))
		return -EINVAL;
	op = &ops[i];
	return op->run(arg);
}

/* bad: in a struct in the table */
int run_first(u32 i, u32 arg)
{
	return i < ARRAY_SIZE(tables) ? tables[i].first.run(arg) : -EINVAL;
}

/* bad: a name that is none */
size_t length(u32 i)
{
	return i < ARRAY_SIZE(names) ? strlen(names[i]) : 0;
}

/* good: seen first */
size_t length_if(u32 i)
{
	return i < ARRAY_SIZE(names) && names[i] ? strlen(names[i]) : 0;
}

/*
 * check:
 *	37: CL201: 'ops[i].count' may be NULL, and is dereferenced without a test
 *	49: CL201: 'ops[i].run' may be NULL, and is dereferenced without a test
 *	77: CL201: 'op->run' may be NULL, and is dereferenced without a test
 *	83: CL201: 'tables[i].first.run' may be NULL, and is dereferenced without a test
 *	89: CL205: 'names[i]' may be NULL, and 'strlen' does not take NULL
 */
