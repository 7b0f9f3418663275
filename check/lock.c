/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Locks, per instance: a lock is a place. Which data a lock guards is said where the data is
 * declared; a pointer into guarded data is a loan of the lock.
 */
#include "check/mem.h"
#include "check/exec.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

bool lock_is_rcu(const struct run *r, place_t lock)
{
	const struct place *p = &r->places[lock];

	return p->kind == P_VAR && p->type->kind == T_OTHER && strcmp(p->decl->name, "RCU") == 0;
}

static bool spins(const struct run *r, place_t lock)
{
	const struct contract *kind = record_contract(r->places[lock].type, "lock");

	return lock_is_rcu(r, lock) || (kind && strncmp(kind->arg, "spin", 4) == 0);
}

/* All instances of one lock have one class: the field that they are. */
const char *lock_class(struct exec *x, place_t lock)
{
	const struct place *p = &x->r->places[lock];

	while (p->parent && p->kind != P_FIELD)
		p = &x->r->places[p->parent];
	if (p->kind == P_FIELD)
		return mem_format(x->m->arena, "%s.%s", p->decl->record->type->name, p->decl->name);
	if (p->kind == P_VAR && !lock_is_rcu(x->r, lock)) /* whose sections never wait for another */
		return p->decl->name;
	return NULL;
}

bool lock_held(const struct state *s, place_t lock)
{
	for (int i = 0; i < s->n_held; i++)
		if (s->held[i].lock == lock && !s->held[i].parked)
			return true;
	return false;
}

/* While the lock was free, others may have changed what it guards. */
static bool is_private(place_t p, void *data)
{
	const struct exec *x = ((void **)data)[0];

	return place_unshared(x->r, ((void **)data)[1], p);
}

static void forget_guarded(struct exec *x, struct state *s, place_t lock)
{
	void *both[] = {x, s};

	seen_filter(s, is_private, both);
	for (place_t p = 1; p < x->r->n_places; p++)
		if (state_cell(s, p) && !place_unshared(x->r, s, p) &&
		    lock_guarding(x, s, p) == lock)
			memory_forget(x, s, p);
}

void lock_acquire(struct exec *x, struct state *s, place_t lock, place_t beside, struct loc at,
		  const struct decl *guard, bool shared)
{
	struct held h = {.lock = lock, .at = at, .guard = guard, .shared = shared};

	if (!lock)
		return;
	if (record_contract(x->r->places[lock].type, "lock"))
		unmade_used(x, s, lock, "locked", at);
	h.spins = spins(x->r, lock);
	for (int i = 0; i < s->n_held; i++) {
		const char *outer = lock_class(x, s->held[i].lock), *inner = lock_class(x, lock);
		struct finding *f;

		if (s->held[i].lock == lock && s->held[i].parked) {
			s->held[i].parked = false; /* the kit's wait took it again */
			forget_guarded(x, s, lock);
			return;
		}
		if (s->held[i].lock == lock && lock_is_rcu(x->r, lock))
			break;
		if (s->held[i].lock == lock) {
			f = say(x, at, "CL402",
				"take it once, and call helpers that say __must_hold",
				"'%s' is locked twice", place_name(x->r, lock));
			say_step(x, f, s->held[i].at, "locked here first");
			return;
		} else if (outer && inner && s->held[i].lock != beside) {
			order_note(x->m, outer, inner, x->f->decl->name, at);
		}
	}
	forget_guarded(x, s, lock);
	MEM_PUSH(x->r->arena, s->held, s->n_held, h);
}

static void remove_held(struct state *s, int i)
{
	memmove(&s->held[i], &s->held[i + 1], (size_t)(--s->n_held - i) * sizeof(s->held[0]));
}

/* What was read under the lock may be gone by the time that it is taken again. */
static void lapse(struct state *s, place_t lock)
{
	for (int i = 0; i < s->n_facts; i++)
		s->facts[i].lapsed |= s->facts[i].loan == lock;
}

void lock_release(struct exec *x, struct state *s, place_t lock, struct loc at, const char *name,
		  bool shared)
{
	for (int i = 0; i < s->n_held; i++) {
		struct finding *f;

		if (s->held[i].lock != lock)
			continue;
		own_unlocked(x, s, lock, at);
		lapse(s, lock);
		if (x->trusted_call && (s->held[i].guard || s->held[i].entry)) {
			s->held[i].parked = true;
			return;
		}
		if (s->held[i].shared && !shared) {
			f = say(x, at, "CL403", "release it in the way that it was taken",
				"'%s' is held only for reading, and is released as a writer does",
				name);
			say_step(x, f, s->held[i].at, "taken here");
		} else if (shared && !s->held[i].shared && !lock_is_rcu(x->r, lock)) {
			f = say(x, at, "CL403", "release it in the way that it was taken",
				"'%s' is held to write, and is released as a reader does", name);
			say_step(x, f, s->held[i].at, "taken here");
		}
		if (s->held[i].guard) {
			f = say(x, at, "CL403", "leave the unlock to the guard",
				"'%s' is unlocked by hand, and again by its guard", name);
			say_step(x, f, s->held[i].at, "the guard is here");
		}
		remove_held(s, i);
		return;
	}
	say(x, at, "CL403", "unlock only what this path has locked",
	    "'%s' is unlocked, but is not held here", lock ? place_name(x->r, lock) : name);
}

void lock_downgrade(struct state *s, place_t lock)
{
	for (int i = 0; i < s->n_held; i++)
		s->held[i].shared |= s->held[i].lock == lock;
}

void lock_release_guard(struct exec *x, struct state *s, const struct decl *guard, struct loc at)
{
	for (int i = s->n_held - 1; i >= 0; i--)
		if (s->held[i].guard == guard) {
			own_unlocked(x, s, s->held[i].lock, at);
			lapse(s, s->held[i].lock);
			remove_held(s, i);
		}
}

static const struct held *same_class(struct exec *x, const struct state *s, place_t lock)
{
	const char *class = lock_class(x, lock);

	for (int i = 0; class && i < s->n_held; i++) {
		const char *other = lock_class(x, s->held[i].lock);

		if (other && strcmp(class, other) == 0)
			return &s->held[i];
	}
	return NULL;
}

bool lock_wanted(struct exec *x, struct state *s, place_t lock, bool write, struct loc at,
		 const char *why)
{
	return !same_class(x, s, lock) && hold_wanted(x, s, lock, lock_class(x, lock), write, at, why);
}

/* "job->owner->lock": it is "o->lock", if somebody sees that job->owner is o. */
static const char *other_fix(struct exec *x, const char *text, place_t lock, place_t held)
{
	const char *name = place_name(x->r, lock), *other = place_name(x->r, held);
	const char *end = strrchr(name, '>'), *other_end = strrchr(other, '>');

	if (!strstr(text, "->") || !end || !other_end)
		return "lock the instance that is touched";
	return mem_format(x->r->arena, "lock the instance that is touched, or see first that %.*s == %.*s",
			  (int)(end - 1 - name), name, (int)(other_end - 1 - other), other);
}

static void check_guarded(struct exec *x, struct state *s, place_t part, place_t p,
			  const char *text, bool write, struct loc at)
{
	place_t lock = contract_place(x, s, text, NULL, NULL, 0, x->r->places[part].parent);
	const struct held *other;
	struct finding *f;
	const char *why;

	if (!lock || state_marked(s, MARK_MADE, lock))
		return;
	why = mem_format(x->r->arena, "'%s' is %s here", place_name(x->r, p),
			 write ? "written" : "read");
	for (int i = 0; i < s->n_held; i++)
		if (s->held[i].lock == lock && !s->held[i].parked) {
			if (write && s->held[i].shared && !hold_wanted(x, s, lock, lock_class(x, lock), true, at, why))
				say(x, at, "CL404", "take the lock for writing",
				    "'%s' is written while '%s' is held only for reading",
				    place_name(x->r, p), place_name(x->r, lock));
			return;
		}
	other = same_class(x, s, lock);
	if (other) {
		f = say(x, at, "CL405", other_fix(x, text, lock, other->lock),
			"'%s' is guarded by '%s', but the lock that is held is '%s'",
			place_name(x->r, p), place_name(x->r, lock), place_name(x->r, other->lock));
		say_step(x, f, other->at, "that lock is taken here");
		return;
	}
	if (lock_wanted(x, s, lock, write, at, why))
		return;
	say(x, at, "CL404", "take the lock, or let the caller hold it and say __must_hold",
	    "'%s' is %s without '%s', which guards it", place_name(x->r, p),
	    write ? "written" : "read", place_name(x->r, lock));
}

void lock_shown(struct state *s)
{
	int n = 0;

	for (int i = 0; i < s->n_marks; i++)
		if (s->marks[i].kind != MARK_MADE)
			s->marks[n++] = s->marks[i];
	s->n_marks = n;
}

void lock_access(struct exec *x, struct state *s, place_t p, bool write, struct loc at)
{
	if (place_unshared(x->r, s, p))
		return;
	for (place_t q = p; q; q = x->r->places[q].parent) {
		const struct place *part = &x->r->places[q];
		const struct contract *c = part->decl ? decl_contract(part->decl, "guarded_by")
						      : NULL;

		if (c)
			check_guarded(x, s, q, p, c->arg, write, at);
	}
	if (write)
		reading_store(x, s, p, at);
}

place_t lock_guarding(struct exec *x, struct state *s, place_t p)
{
	const struct place *root = &x->r->places[place_root(x->r, p)];
	const struct fact *f = root->kind == P_SYM ? state_known(s, root->sym) : NULL;

	if (place_unshared(x->r, s, p))
		return 0;
	for (place_t q = p; q; q = x->r->places[q].parent) {
		const struct place *part = &x->r->places[q];
		const struct contract *c = part->decl ? decl_contract(part->decl, "guarded_by")
						      : NULL;

		if (c)
			return contract_place(x, s, c->arg, NULL, NULL, 0, part->parent);
	}
	return f && !f->own ? f->loan : 0;
}

void lock_classes(struct exec *x, struct state *s, const struct summary *sum, struct loc at)
{
	for (int i = 0; i < s->n_held; i++) {
		const char *outer = lock_class(x, s->held[i].lock);

		for (int k = 0; outer && k < sum->n_classes; k++)
			order_note(x->m, outer, sum->classes[k], x->f->decl->name, at);
	}
}

void lock_sleep(struct exec *x, struct state *s, struct loc at, const char *what)
{
	struct finding *f;

	if (decl_has(x->f->decl, "atomic"))
		say(x, at, "CL408", "move it to a work item, or use what does not sleep",
		    "'%s' may sleep, and '%s' is called where sleeping is forbidden", what,
		    x->f->decl->name);
	for (int i = 0; i < s->n_held; i++) {
		if (!s->held[i].spins || s->held[i].parked)
			continue;
		f = say(x, at, "CL408", "do it before the lock is taken or after it is dropped",
			lock_is_rcu(x->r, s->held[i].lock)
				? "'%s' may sleep, and is called in a section of '%s'"
				: "'%s' may sleep, and is called under the spinlock '%s'",
			what,
			place_name(x->r, s->held[i].lock));
		say_step(x, f, s->held[i].at, "locked here");
		return;
	}
}

/* What "&d->lock" in a contract of the function itself names. */
place_t lock_own_words(struct exec *x, struct state *s, const char *text)
{
	struct val vals[16];
	int n = x->f->n_params < 16 ? x->f->n_params : 16;

	for (int i = 0; i < n; i++) {
		const struct decl *d = x->f->params[i];

		vals[i] = d->type->kind == T_PTR ? val_ptr(sym_intern(x->r, SYM_PARAM, d->index, 0,
								      d->type, d->name))
						 : (struct val){.kind = V_UNKNOWN};
	}
	return contract_place(x, s, text, x->f, vals, n, 0);
}

static bool promised(struct exec *x, struct state *s, const char *word, place_t lock)
{
	for (const struct contract *c = x->f->decl->contracts; c; c = c->next) {
		const char *arg = c->arg;

		if (strncmp(c->word, word, strlen(word)) != 0)
			continue;
		if (strncmp(c->word, "cond_", 5) == 0 && strchr(arg, ':'))
			arg = strchr(arg, ':') + 1;
		if (lock_own_words(x, s, arg) == lock)
			return true;
	}
	return false;
}

/* A caller that was told to hold a lock goes on as if it still held it. */
static void check_kept(struct exec *x, struct state *s, struct loc at)
{
	for (const struct contract *c = x->f->decl->contracts; c; c = c->next) {
		place_t lock;

		if (strncmp(c->word, "must_hold", 9) != 0)
			continue;
		lock = lock_own_words(x, s, c->arg);
		if (lock && !lock_held(s, lock))
			say(x, at, "CL403", "lock it again on this path, or say __releases",
			    c->why ? "'%s' is called with '%s' held, and returns without it"
				   : "'%s' says __must_hold, and returns without '%s'",
			    x->f->decl->name, place_name(x->r, lock));
	}
}

/* May the function return @ret, of __cond_acquires, here; may it return anything else? */
static bool returns(const struct state *s, const char *ret, bool *may, bool *may_not)
{
	num want = strncmp(ret, "true:", 5) == 0 ? 1 : strtoll(ret, NULL, 0), lo, hi;

	if (!s->has_result || s->result.kind != V_INT ||
	    (!isdigit((unsigned char)*ret) && strncmp(ret, "true:", 5) != 0))
		return false;
	lin_range(s, &s->result.lin, &lo, &hi);
	*may = lo <= want && want <= hi && !(want == 0 && own_fails(s));
	*may_not = lo != want || hi != want;
	return true;
}

/* A caller that was told that it has the lock unlocks it; one that was told that it has not, does not. */
static void check_promise(struct exec *x, struct state *s, const struct contract *c, struct loc at)
{
	const char *colon = strchr(c->arg, ':');
	bool cond = strncmp(c->word, "cond_", 5) == 0 && colon, taken = true, not_taken = false;
	place_t lock = lock_own_words(x, s, cond ? colon + 1 : c->arg);

	if (!lock || (cond && !returns(s, c->arg, &taken, &not_taken)))
		return;
	if (!lock_held(s, lock) && taken)
		say(x, at, "CL403", "lock it on this path",
		    "'%s' says __%s, and returns without '%s'", x->f->decl->name, c->word,
		    place_name(x->r, lock));
	if (lock_held(s, lock) && not_taken)
		say(x, at, "CL401", "unlock it on this path",
		    "'%s' is still locked at this return, which says that it is not",
		    place_name(x->r, lock));
}

void lock_exit(struct exec *x, struct state *s, struct loc at)
{
	check_kept(x, s, at);
	for (const struct contract *c = x->f->decl->contracts; c; c = c->next)
		if (strstr(c->word, "acquires"))
			check_promise(x, s, c, at);
	for (int i = 0; i < s->n_held; i++) {
		struct held h = s->held[i];
		struct finding *f;

		if (h.entry && promised(x, s, "releases", h.lock)) {
			say(x, at, "CL401", "unlock it on this path",
			    "'%s' promises to release '%s', and does not on this path",
			    x->f->decl->name, place_name(x->r, h.lock));
			continue;
		}
		if (h.entry || promised(x, s, "must_hold", h.lock) ||
		    promised(x, s, "acquires", h.lock) ||
		    promised(x, s, "cond_acquires", h.lock))
			continue;
		f = say(x, at, "CL401", "unlock it on this path, or use guard()",
			"'%s' is still locked at this return", place_name(x->r, h.lock));
		say_step(x, f, h.at, "locked here");
	}
}
