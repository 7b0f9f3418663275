/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A local struct of zeros that a function of the driver fills: what it owns then is released. */
#include <cleat/prelude.h>

#include <cleat/slab.h>

struct job { char *__own __opt in; char *__own __opt out; u32 n; };

/* In full, or not at all. */
static int job_begin(struct job *j, u32 n)
{
	j->in = kzalloc(n & 255, GFP_KERNEL);
	if (!j->in)
		return -ENOMEM;
	j->out = kzalloc(16, GFP_KERNEL);
	if (!j->out) {
		kfree(j->in);
		j->in = NULL;
		return -ENOMEM;
	}
	return 0;
}

static void job_end(struct job *j)
{
	kfree(j->out);
	kfree(j->in);
	j->in = j->out = NULL;
}

/* Only where there is something to keep. */
static int job_note(struct job *j, u32 n)
{
	if (n > 3)
		return -EINVAL;
	if (n)
		j->in = kzalloc(16, GFP_KERNEL);
	return 0;
}

/* What it filled stays when it fails. */
static int job_half(struct job *j, u32 n)
{
	j->in = kzalloc(16, GFP_KERNEL);
	if (n > 3)
		return -EINVAL;
	return 0;
}

/* good */
int job_run(u32 n)
{
	struct job j = {};
	int err = job_begin(&j, n);

	if (err)
		return err;
	j.in[0] = 1;
	job_end(&j);
	return 0;
}

/* good: nobody is told, but it has failed */
void job_try(u32 n)
{
	struct job j = {};

	if (job_begin(&j, n))
		return;
	j.in[0] = 1;
	job_end(&j);
}

/* bad: forgotten */
void job_forget(u32 n)
{
	struct job j = {};

	if (job_begin(&j, n))
		return;
	j.n = 1;
}

/* bad: it may have kept something, and nobody asks */
void job_unasked(u32 n)
{
	struct job j = {.n = n};

	if (job_note(&j, n))
		return;
	j.n++;
}

/* good */
void job_asked(u32 n)
{
	struct job j = {.n = n};

	if (job_note(&j, n))
		return;
	if (j.in)
		kfree(j.in);
}

/* bad: what was NULL before the call is not for certain after it */
void job_twice(u32 n)
{
	struct job j = {.n = n};

	if (job_note(&j, n))
		return;
	if (j.in) {
		kfree(j.in);
		kfree(j.in);
	}
}

/* bad: this one leaves something also where it fails */
void job_half_done(u32 n)
{
	struct job j = {};

	if (job_half(&j, n))
		return;
	kfree(j.in);
}

/* good */
void job_half_well(u32 n)
{
	struct job j = {};
	int err = job_half(&j, n);

	if (err)
		j.n = 0;
	kfree(j.in);
}

/*
 * check:
 *	82: CL101: 'j.in' is owned here, and is not released on this path
 *	92: CL101: 'j.in' ends here, and may still own something
 *	114: CL102: 'j.in' is passed to 'kfree', but the object was freed already
 *	124: CL101: 'j.in' ends here, and may still own something
 */
