/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Locks that the callers of a static function hold, unsaid. All calls of such a function stand in the
 * same file: where it touches what a lock guards, it wants that lock of its callers, as if it said
 * __must_hold, and each of them is asked. The function is then executed anew, with the lock.
 */
#include "check/exec.h"
#include "check/mem.h"

#include <string.h>

/* Are all calls of @f executed by the checker? Its address is kept nowhere, and no macro calls it. */
static bool calls_are_seen(const struct func *f)
{
	return f->is_static && f->driver && f->calls && f->mentions == f->calls && !f->bound &&
	       !decl_has(f->decl, "init") && !decl_has(f->decl, "exit");
}

/* "&d->lock", or NULL when callers have no such name for it. */
static const char *name_of(struct exec *x, place_t lock)
{
	const struct run *r = x->r;
	const struct place *root = &r->places[place_root(r, lock)];

	for (place_t p = lock; p; p = r->places[p].parent)
		if (r->places[p].kind == P_ANY ||
		    (r->places[p].kind == P_INDEX && r->places[p].index))
			return NULL;
	if (root->kind == P_SYM ? r->syms[root->sym].origin != SYM_PARAM : !root->decl->global)
		return NULL;
	return mem_format(x->m->arena, "&%s", place_name(r, lock));
}

/* It takes such a lock itself: then it is to take it in time. */
static bool takes_one(struct exec *x, const char *class)
{
	const struct summary *sum = summary_of(x->m, x->f);

	for (int i = 0; class && i < sum->n_classes; i++)
		if (strcmp(sum->classes[i], class) == 0)
			return true;
	return !class;
}

static bool is_shareable(const struct type *t)
{
	return t && t->kind == T_RECORD && strncmp(t->record->name, "rw", 2) == 0;
}

static struct contract *add(struct exec *x, const char *arg)
{
	struct contract **list = &x->f->decl->contracts;

	for (struct contract *c = *list; c; c = c->next)
		if (strncmp(c->word, "must_hold", 9) == 0 && strcmp(c->arg, arg) == 0)
			return c;
	return contract_add(x->m->arena, list, NULL, arg);
}

bool hold_wanted(struct exec *x, struct state *s, place_t lock, const char *class, bool write,
		 struct loc at, const char *why)
{
	const char *name = calls_are_seen(x->f) ? name_of(x, lock) : NULL;
	const char *word = write || !is_shareable(x->r->places[lock].type) ? "must_hold"
									 : "must_hold_shared";
	struct contract *c;

	if (!name || x->unsafe || takes_one(x, class) || lock_own_words(x, s, name) != lock)
		return false;
	c = add(x, name);
	if (c->word && (!c->why || strcmp(c->word, word) == 0 || strcmp(word, "must_hold") != 0))
		return false; /* it is wanted already, and was dropped here */
	c->word = word;
	c->why = mem_strdup(x->m->arena, why);
	c->at = at;
	x->again = true;
	x->m->learned |= x->f->judged;
	return true;
}
