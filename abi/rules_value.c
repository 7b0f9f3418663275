/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Values against values: constants, enumerators, ioctl numbers, strings, macros. A name may change
 * its kind (a #define becomes an enumerator); what counts is the value that programs were built
 * with.
 */
#include "abi/naming.h"
#include "abi/rules.h"

#include <inttypes.h>
#include <string.h>

static bool is_number(enum abi_kind k)
{
	return k == ABI_CONST || k == ABI_ENUMERATOR || k == ABI_IOCTL;
}

static uint64_t number_of(const struct abi_entity *e, const struct abi_variant *v)
{
	return e->kind == ABI_IOCTL ? v->ioctl.number : (uint64_t)v->value.num;
}

static const char *shown(const struct pair *p, const struct abi_entity *e, uint64_t n)
{
	struct arena *a = &p->r->arena;

	return e->hex || e->kind == ABI_IOCTL ? arena_format(a, "0x%" PRIx64, n)
					      : arena_format(a, "%" PRId64, (int64_t)n);
}

/* 0xffffffff and -1 are the same 32 bits, and programs compare them as such. */
static bool same_number(uint64_t a, uint64_t b)
{
	return a == b || ((uint32_t)a == (uint32_t)b && a + 0x80000000u <= 0xffffffffffffffffu &&
			  (a >> 31 == 0x1ffffffffu || a >> 32 == 0) &&
			  (b >> 31 == 0x1ffffffffu || b >> 32 == 0));
}

static void sentinel(const struct pair *p, uint64_t a, uint64_t b)
{
	if ((int64_t)b > (int64_t)a)
		rules_add(p, "sentinel-grew", ABI_GROWTH, NULL, "it counts the others: %s, now %s",
			  shown(p, p->a, a), shown(p, p->b, b));
	else
		rules_add(p, "sentinel-shrunk", ABI_BREAK, "keep the values that were there",
			  "it counts the others and went down from %s to %s", shown(p, p->a, a),
			  shown(p, p->b, b));
}

static void mask(const struct pair *p, uint64_t a, uint64_t b)
{
	if ((a & b) == a)
		rules_add(p, "mask-grew", ABI_GROWTH, NULL, "bits were added: %s, now %s",
			  shown(p, p->a, a), shown(p, p->b, b));
	else
		rules_add(p, "mask-shrunk", ABI_BREAK, "keep the old bits in the mask",
			  "bits were taken out of the mask: 0x%" PRIx64 " of %s", a & ~b,
			  shown(p, p->a, a));
}

static void changed(const struct pair *p, uint64_t a, uint64_t b)
{
	bool derived = p->a->text && p->b->text && strcmp(p->a->text, p->b->text) == 0;
	const char *fix =
		p->a->kind == ABI_ENUMERATOR
			? "give new enumerators values that no other has: add them at the end"
			: "add a new name for the new value and keep the old one";

	if (p->a->policy == ABI_BY_NAME)
		rules_add(p, "value-by-name", ABI_NOTE, NULL,
			  "%s, now %s; programs look it up by its name", shown(p, p->a, a),
			  shown(p, p->b, b));
	else if (p->a->policy == ABI_OPEN)
		rules_add(p, "value-open", ABI_NOTE, NULL, "%s, now %s; it may change",
			  shown(p, p->a, a), shown(p, p->b, b));
	else if (p->a->mark == ABI_SENTINEL)
		sentinel(p, a, b);
	else if (p->a->mark == ABI_MASK)
		mask(p, a, b);
	else if (p->a->mark == ABI_VERSION && (int64_t)b > (int64_t)a)
		rules_add(p, "version-grew", ABI_GROWTH, NULL, "version %s, now %s",
			  shown(p, p->a, a), shown(p, p->b, b));
	else
		rules_add(p, derived ? "derived" : "value", ABI_BREAK, fix,
			  "its value was %s and is %s: programs were built with the old one",
			  shown(p, p->a, a), shown(p, p->b, b));
}

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static int ioctl_policy(const struct pair *p)
{
	const struct abi_entity *s = NULL;
	const char *arg = p->va->ioctl.arg;

	if (p->a->policy)
		return (int)p->a->policy;
	if (arg && (strncmp(arg, "struct ", 7) == 0 || strncmp(arg, "union ", 6) == 0))
		s = abi_model_find(p->r->a, arg[0] == 's' ? ABI_STRUCT : ABI_UNION,
				   strchr(arg, ' ') + 1, NULL);
	return s ? rules_policy(s) : -1;
}

static void ioctl_changed(const struct pair *p)
{
	static const char *const dirs[] = {"_IO", "_IOW", "_IOR", "_IOWR"};
	const struct abi_ioctl *a = &p->va->ioctl, *b = &p->vb->ioctl;
	const char *fix = "keep this number, and add a new ioctl for the new behaviour";
	int policy = ioctl_policy(p);

	if (a->type != b->type || a->nr != b->nr)
		rules_add(p, "ioctl-number", ABI_BREAK, fix,
			  "it was type 0x%x number %u and is type 0x%x number %u: old programs get "
			  "ENOTTY",
			  a->type, a->nr, b->type, b->nr);
	else if (a->dir != b->dir)
		rules_add(p, "ioctl-direction", ABI_BREAK, fix,
			  "it was %s and is %s, so its number changed from 0x%x to 0x%x",
			  dirs[a->dir & 3], dirs[b->dir & 3], a->number, b->number);
	else if ((policy == ABI_BY_NUMBER || policy == ABI_SIZED) && b->size > a->size)
		rules_add(p, "ioctl-size", ABI_GROWTH, NULL,
			  "its argument grew from %u to %u bytes; the policy (%s) allows that",
			  a->size, b->size, abi_policy_word((enum abi_policy)policy));
	else
		rules_add(p, "ioctl-size", ABI_BREAK, fix,
			  "its argument was %u bytes and is %u, so its number changed from 0x%x to "
			  "0x%x",
			  a->size, b->size, a->number, b->number);
}

static void rules_ioctl(const struct pair *p)
{
	if (p->va->ioctl.number != p->vb->ioctl.number)
		ioctl_changed(p);
	else if (!same_text(p->va->ioctl.arg, p->vb->ioctl.arg))
		rules_add(p, "ioctl-argument", ABI_NOTE, NULL,
			  "its argument was %s and is %s; the number is the same",
			  p->va->ioctl.arg ? p->va->ioctl.arg : "nothing",
			  p->vb->ioctl.arg ? p->vb->ioctl.arg : "nothing");
}

static void rules_macro(const struct pair *p)
{
	const char *a = p->va->value.text, *b = p->vb->value.text;

	if (a && b && strcmp(a, b) != 0)
		rules_add(p, "macro-value", ABI_BREAK,
			  "keep what the macro computes, and add a new one",
			  "for the same arguments it gave %s and gives %s", a, b);
	else if (a && !b)
		rules_add(p, "unusable", ABI_BREAK, "use only names that user space has",
			  "it had a value in user space and has none any more");
	else if (!same_text(p->a->text, p->b->text))
		rules_add(p, "macro-text", ABI_NOTE, NULL, "its text changed%s",
			  a && b ? "; sample values are the same" : "");
}

/* A number that stays while its implementation goes is a state of its own. */
static void rules_syscall(const struct pair *p)
{
	const char *a = p->va->value.text ? p->va->value.text : "?",
		   *b = p->vb->value.text ? p->vb->value.text : "?";
	bool had = strcmp(a, "ni") != 0, has = strcmp(b, "ni") != 0;

	if (p->va->value.num != p->vb->value.num)
		rules_add(p, "renumbered", ABI_BREAK, "give the call its old number back",
			  "it was number %" PRId64 " and is %" PRId64, p->va->value.num,
			  p->vb->value.num);
	else if (had && !has)
		rules_add(p, "not-implemented",
			  p->a->level >= ABI_OBSOLETE ? ABI_GROWTH : ABI_BREAK,
			  "keep it until its level in the lock file is obsolete",
			  "number %" PRId64
			  " stays, but nothing implements it any more: programs get ENOSYS",
			  p->va->value.num);
	else if (!had && has)
		rules_add(p, "implemented", ABI_GROWTH, NULL,
			  "number %" PRId64 " has an implementation now", p->va->value.num);
	else if (strcmp(a, b) != 0 && strcmp(a, "?") != 0 && strcmp(b, "?") != 0)
		rules_add(p, "entry", ABI_NOTE, NULL, "its entry point was %s and is %s", a, b);
}

/* The same name, one kind and then another. */
static void kind_changed(const struct pair *p)
{
	if (is_number(p->a->kind) && is_number(p->b->kind)) {
		uint64_t a = number_of(p->a, p->va), b = number_of(p->b, p->vb);

		if (same_number(a, b))
			rules_add(p, "kind", ABI_NOTE, NULL,
				  "the %s is %s %s now, with the same value",
				  abi_kind_word(p->a->kind),
				  strchr("aeio", abi_kind_word(p->b->kind)[0]) ? "an" : "a",
				  abi_kind_word(p->b->kind));
		else
			changed(p, a, b);
	} else if (p->b->kind == ABI_OPAQUE) {
		rules_add(p, "unusable", ABI_BREAK, "use only names that user space has",
			  "it had a value in user space and has none any more%s%s",
			  p->b->why ? ": " : "", p->b->why ? p->b->why : "");
	} else if (p->a->kind == ABI_OPAQUE) {
		rules_add(p, "usable", ABI_GROWTH, NULL, "it has a value in user space now");
	} else {
		rules_add(p, "kind", ABI_BREAK, "keep what it was, and choose a new name",
			  "it was a %s and is a %s", abi_kind_word(p->a->kind),
			  abi_kind_word(p->b->kind));
	}
}

void rules_value(const struct pair *p)
{
	uint64_t a, b;

	if (p->a->kind != p->b->kind) {
		kind_changed(p);
		return;
	}
	switch (p->a->kind) {
	case ABI_IOCTL:
		rules_ioctl(p);
		break;
	case ABI_STRING:
		if (!same_text(p->va->value.text, p->vb->value.text))
			rules_add(p, "string", p->a->mark == ABI_VERSION ? ABI_GROWTH : ABI_BREAK,
				  "keep the old name and add a new one",
				  "it was \"%s\" and is \"%s\"", p->va->value.text,
				  p->vb->value.text);
		break;
	case ABI_MACRO:
		rules_macro(p);
		break;
	case ABI_SYSCALL:
		rules_syscall(p);
		break;
	case ABI_OPAQUE:
		if (!same_text(p->a->text, p->b->text))
			rules_add(p, "macro-text", ABI_NOTE, NULL, "its text changed");
		break;
	default:
		a = number_of(p->a, p->va);
		b = number_of(p->b, p->vb);
		if (!same_number(a, b))
			changed(p, a, b);
	}
}
