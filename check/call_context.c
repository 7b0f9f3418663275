/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "check/call.h"
#include "check/driver.h"
#include "check/mem.h"

#include <string.h>

static bool held_to_read(const struct state *s, place_t lock)
{
	for (int i = 0; i < s->n_held; i++)
		if (s->held[i].lock == lock)
			return s->held[i].shared;
	return false;
}

/* @f, in whose words @c is, takes locks: none that is held here, and the others after those. */
static void check_takes(struct exec *x, struct state *s, const struct callee *c,
			const struct summary *sum, const struct val *args, int n, struct loc at,
			const char *how)
{
	bool again = false;

	for (int i = 0; i < sum->n_takes; i++) {
		place_t lock = driver_foreign(sum->takes[i])
				       ? 0
				       : callee_place(x, s, c, sum->takes[i], args, n);

		if (!lock || !lock_held(s, lock))
			continue;
		again = true;
		say(x, at, "CL402", "take it once, and call helpers that say __must_hold",
		    "'%s' is held here, and %s", place_name(x->r, lock), how);
	}
	if (!again)
		lock_classes(x, s, sum, at);
}

/* __waits_for(fn): who waits holds nothing that fn takes, and is not fn. */
static void check_waits(struct exec *x, struct state *s, const struct callee *c,
			const struct val *args, int n, struct loc at)
{
	const struct contract *k = decl_contract(c->d, "waits_for");
	struct func *f = k ? unit_func(x->u, k->arg) : NULL;
	struct callee waited = {.f = f};

	if (!f || !f->body)
		return;
	waited.d = f->decl;
	waited.params = f->params;
	waited.n_params = f->n_params;
	if (f == x->f)
		say(x, at, "CL402", "let another function end it",
		    "'%s' waits for the end of '%s', which calls it here", c->name, k->arg);
	check_takes(x, s, &waited, summary_of(x->m, f), args, n, at,
		    mem_format(x->r->arena, "'%s' waits for '%s', which takes it", c->name,
			       k->arg));
}

static void check_held(struct exec *x, struct state *s, const struct callee *c, const struct val *args,
		       int n, struct loc at);

/* What is called through a field is one of all that are put there in this file: each must be right. */
static void check_slots(struct exec *x, struct state *s, const struct callee *c,
			const struct val *args, int n, struct loc at)
{
	bool sleeps = decl_has(c->d, "sleeps"), holds = decl_contract(c->d, "must_hold");

	for (int i = 0; i < x->m->n_slots; i++) {
		struct func *f = x->m->slots[i].f;
		struct callee in = {.f = f, .d = f->decl, .params = f->params, .n_params = f->n_params};
		const struct summary *sum;

		if (x->m->slots[i].at != c->d)
			continue;
		in.name = mem_format(x->r->arena, "%s (which may be %s)", c->name, f->decl->name);
		sum = f->body ? summary_of(x->m, f) : NULL;
		if (!sleeps && (decl_has(f->decl, "sleeps") || (sum && sum->sleeps))) {
			lock_sleep(x, s, at, in.name);
			sleeps = true;
		}
		if (!holds)
			check_held(x, s, &in, args, n, at);
		if (sum && !f->decl->trusted)
			check_takes(x, s, &in, sum, args, n, at,
				    mem_format(x->r->arena, "'%s' takes it again", in.name));
	}
}

/* What the callee does inside, which its declaration need not say: it sleeps, it takes locks. */
void call_check_inside(struct exec *x, struct state *s, const struct callee *c,
		       const struct val *args, int n, struct loc at)
{
	const struct summary *sum = c->f ? summary_known(x->m, c->f) : NULL;

	if (!c->f)
		check_slots(x, s, c, args, n, at);
	if (decl_has(c->d, "sleeps"))
		lock_sleep(x, s, at, c->name);
	else if (sum && sum->sleeps)
		lock_sleep(x, s, at,
			   mem_format(x->r->arena, "%s (through %s)", c->name, sum->sleeps));
	if (sum)
		check_takes(x, s, c, sum, args, n, at,
			    mem_format(x->r->arena, "'%s' takes it again", c->name));
	check_waits(x, s, c, args, n, at);
}

/* The lock @lock that the callee wants is not held; 0: it cannot be told which one that is. */
static void not_held(struct exec *x, struct state *s, const struct callee *c,
		     const struct contract *k, place_t lock, struct loc at)
{
	bool write = strcmp(k->word, "must_hold") == 0;
	struct finding *f;

	if (lock && lock_wanted(x, s, lock, write, k->why ? k->at : at,
				k->why ? k->why
				       : mem_format(x->r->arena, "'%s' is called here", c->name)))
		return;
	f = say(x, at, "CL406", "take the lock around the call",
		"'%s' must be called with '%s' held", c->name,
		lock ? place_name(x->r, lock) : k->arg + (*k->arg == '&'));
	if (k->why)
		say_step(x, f, k->at, "%s", k->why);
}

/* The locks that the callee's words want. */
static void check_held(struct exec *x, struct state *s, const struct callee *c, const struct val *args,
		       int n, struct loc at)
{
	for (const struct contract *k = c->d->contracts; k; k = k->next) {
		place_t lock;

		if (strncmp(k->word, "must_", 5) != 0 || strcmp(k->word, "must_check") == 0)
			continue;
		lock = callee_place(x, s, c, k->arg, args, n);
		if (!lock && k->why)
			not_held(x, s, c, k, 0, at);
		if (!lock)
			continue;
		if (strcmp(k->word, "must_not_hold") == 0) {
			if (lock_held(s, lock))
				say(x, at, "CL402", "unlock it first",
				    "'%s' must not be called with '%s' held", c->name,
				    place_name(x->r, lock));
		} else if (!lock_held(s, lock) && !place_unshared(x->r, s, lock)) {
			not_held(x, s, c, k, lock, at);
		} else if (strcmp(k->word, "must_hold") == 0 && held_to_read(s, lock)) {
			if (hold_wanted(x, s, lock, lock_class(x, lock), true, at,
					mem_format(x->r->arena, "'%s' is called here", c->name)))
				continue;
			say(x, at, "CL406", "take the lock for writing around the call",
			    "'%s' must be called with '%s' held for writing, not only for reading",
			    c->name, place_name(x->r, lock));
		}
	}
}

void call_check_context(struct exec *x, struct state *s, const struct callee *c,
			const struct val *args, int n, const struct expr *e)
{
	call_check_inside(x, s, c, args, n, e->loc);
	if (c->f)
		c->f->judged = true;
	check_held(x, s, c, args, n, e->loc);
}

void call_apply_locks(struct exec *x, struct state *s, const struct callee *c,
		      const struct val *args, int n, const struct expr *e, bool ok)
{
	place_t taken = 0;

	for (const struct contract *k = c->d->contracts; k; k = k->next) {
		const char *arg = k->arg;
		bool shared = strstr(k->word, "_shared") != NULL;
		bool cond = strncmp(k->word, "cond_acquires", 13) == 0;

		if (cond && strchr(arg, ':'))
			arg = strchr(arg, ':') + 1;
		if (strcmp(k->word, "downgrades") == 0)
			lock_downgrade(s, callee_place(x, s, c, arg, args, n));
		else if ((strncmp(k->word, "acquires", 8) == 0) || (cond && ok)) {
			place_t lock = callee_place(x, s, c, arg, args, n);

			lock_acquire(x, s, lock, taken, e->loc, NULL, shared);
			taken = lock;
		} else if (strncmp(k->word, "releases", 8) == 0)
			lock_release(x, s, callee_place(x, s, c, arg, args, n), e->loc,
				     e->n_args ? say_expr(x, e->args[0]) : arg, shared);
	}
}
