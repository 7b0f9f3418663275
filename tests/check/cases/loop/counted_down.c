/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Back over what was done, from several places. */
#include <cleat/slab.h>

struct names { u32 n; char *__own __opt v[16]; };

/* good: each way to the loop keeps its own number */
int names_build(struct names *t, u32 n)
{
	u32 i;

	if (n > 16)
		return -E2BIG;
	for (i = 0; i < n; i++) {
		char *s = kasprintf(GFP_KERNEL, "chan%u", i);

		if (!s)
			goto undo;
		if (t->v[i]) {
			kfree(s);
			continue;
		}
		t->v[i] = s;
	}
	t->n = n;
	return 0;
undo:
	while (i--) {
		kfree(t->v[i]);
		t->v[i] = NULL;
	}
	return -ENOMEM;
}
/* bad: one too many */
int names_undo(struct names *t, u32 n)
{
	u32 i;

	for (i = 0; i < n && i < 16; i++)
		if (!t->v[i])
			goto undo;
	return 0;
undo:
	do {
		kfree(t->v[i]);
		t->v[i] = NULL;
	} while (i-- >= 0);
	return -ENOMEM;
}

/*
 * check:
 *	45: CL601: 'i' indexes 't->v', which has 16 elements, and is not proven to be below that
 *	46: CL601: 'i' indexes 't->v', which has 16 elements, and is not proven to be below that
 *	47: CL006: result of comparison of unsigned expression >= 0 is always true
 */
