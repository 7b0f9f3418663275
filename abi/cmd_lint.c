/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * `cleat abi lint`: what is not a break yet, but will hurt: arguments that differ between 64 and 32
 * bit, holes through which kernel memory leaks, pointer-sized ioctls, names that user space lacks.
 */
#include "abi/draw.h"
#include "abi/naming.h"
#include "abi/verbs.h"

#include "base/diag.h"
#include "base/json.h"

#include <stdlib.h>
#include <string.h>

static const char usage[] =
	"usage: cleat abi lint [OPTION...] PATH\n\n"
	"  PATH: a lock file, or headers (which tell more)\n\n"
	"  --profiles LIST   machines (64 and 32 bit ones are compared); --json\n\n"
	"exit status: 0 clean, 1 findings, 2 could not read\n";

struct lint {
	const struct abi_model *m;
	struct arena arena;
	struct json *j; /* NULL: text */
	unsigned long n;
};

static void found(struct lint *l, const char *code, const struct abi_entity *e, const char *what,
		  const char *fix)
{
	l->n++;
	if (!l->j) {
		printf("%s:%u: %s %s: %s [%s]\n  fix: %s\n", e->header, e->line,
		       abi_kind_word(e->kind), e->name, what, code, fix);
		return;
	}
	json_object_begin(l->j);
	json_kv_string(l->j, "code", code);
	json_kv_string(l->j, "kind", abi_kind_word(e->kind));
	json_kv_string(l->j, "name", e->name);
	json_kv_string(l->j, "header", e->header);
	json_kv_int(l->j, "line", e->line);
	json_kv_string(l->j, "what", what);
	json_kv_string(l->j, "fix", fix);
	json_object_end(l->j);
}

static const struct abi_entity *argument(const struct lint *l, const struct abi_entity *io)
{
	const char *arg = io->variants[0].ioctl.arg;

	if (!arg || strchr(arg, '*') || strchr(arg, '['))
		return NULL;
	if (strncmp(arg, "struct ", 7) == 0)
		return abi_model_find(l->m, ABI_STRUCT, arg + 7, NULL);
	if (strncmp(arg, "union ", 6) == 0)
		return abi_model_find(l->m, ABI_UNION, arg + 6, NULL);
	return abi_model_find(l->m, ABI_STRUCT, arg, NULL);
}

/* The first member that makes a record's layout depend on the machine. */
static const struct abi_field *pointer_member(const struct abi_layout *a,
					      const struct abi_layout *b)
{
	for (size_t i = 0; i < a->n_fields && i < b->n_fields; i++)
		if (a->fields[i].bits != b->fields[i].bits && !(a->fields[i].flags & ABI_F_GROUP))
			return &a->fields[i];
	return NULL;
}

/* The 64-bit and the 32-bit facts of an entity, when they differ. */
static bool two_widths(const struct lint *l, const struct abi_entity *e,
		       const struct abi_variant **wide, const struct abi_variant **narrow)
{
	*wide = *narrow = NULL;
	for (unsigned int i = 0; i < l->m->n_profiles; i++) {
		const struct abi_variant *v = abi_entity_variant(e, i);

		if (l->m->profiles[i]->bits == 64 && !*wide)
			*wide = v;
		else if (l->m->profiles[i]->bits == 32 && !*narrow)
			*narrow = v;
	}
	return *wide && *narrow && *wide != *narrow;
}

static void lint_widths(struct lint *l, const struct abi_entity *io, const struct abi_entity *arg)
{
	const struct abi_variant *wide, *narrow;
	const struct abi_field *f;
	const char *what;

	if (io->compat || !arg || arg->compat || !two_widths(l, arg, &wide, &narrow))
		return;
	f = pointer_member(&wide->layout, &narrow->layout);
	if (f)
		what = arena_format(&l->arena,
				    "its argument %s is %llu bytes on 64 bit and %llu on 32 bit, "
				    "because of %s %s",
				    arg->name, (unsigned long long)wide->layout.size,
				    (unsigned long long)narrow->layout.size, f->type, f->name);
	else
		what = arena_format(
			&l->arena,
			"its argument %s is laid out otherwise on 32 bit: a 64-bit member is "
			"aligned to 4 there",
			arg->name);
	found(l, f ? "pointer-member" : "u64-align", io, what,
	      f ? "use __u64 in place of pointers and long; or handle compat_ioctl and freeze it "
		  "with \"compat\""
		: "use __aligned_u64, or put explicit padding in front of it; or freeze it with "
		  "\"compat\"");
}

static void lint_holes(struct lint *l, const struct abi_entity *io, const struct abi_entity *arg)
{
	struct drawing d;

	if (!arg || !(io->variants[0].ioctl.dir & 2))
		return;
	for (unsigned int i = 0; i < arg->n_variants; i++) {
		draw_layout(&d, &arg->variants[i].layout, arg->kind == ABI_UNION);
		if (d.holes)
			found(l, "hole", io,
			      arena_format(&l->arena,
					   "%s has %u hole%s (%llu bytes): what the kernel does "
					   "not clear there, user space reads",
					   arg->name, d.holes, d.holes == 1 ? "" : "s",
					   (unsigned long long)d.hole_bits / 8),
			      "give the holes a name (__u8 reserved[…]), or clear the whole struct "
			      "first");
		draw_deinit(&d);
		if (d.holes)
			return;
	}
}

static void lint_ioctl(struct lint *l, const struct abi_entity *io)
{
	const char *arg = io->variants[0].ioctl.arg;
	const struct abi_entity *record = argument(l, io);
	const struct abi_variant *wide, *narrow;

	if (arg && strchr(arg, '*'))
		found(l, "pointer-ioctl", io,
		      arena_format(&l->arena,
				   "its size is that of the pointer %s, not of what it points to",
				   arg),
		      "name the struct itself: _IOW(type, nr, struct foo)");
	else if (!record && !io->compat && two_widths(l, io, &wide, &narrow))
		found(l, "ioctl-width", io, "its number is another one on 32 bit",
		      "use a type of fixed width as argument; or handle both and freeze it with "
		      "\"compat\"");
	lint_widths(l, io, record);
	lint_holes(l, io, record);
}

static void lint_number_twice(struct lint *l, size_t i)
{
	const struct abi_entity *a = l->m->entities[i];

	for (size_t k = i; k-- > 0;) {
		const struct abi_entity *b = l->m->entities[k];

		if (strcmp(b->header, a->header) != 0)
			break;
		if (b->kind == ABI_IOCTL &&
		    b->variants[0].ioctl.number == a->variants[0].ioctl.number) {
			found(l, "number-twice", a,
			      arena_format(&l->arena, "%s has the same number", b->name),
			      "give it a number of its own, or define it as the other name");
			break;
		}
	}
}

static void lint_opaque(struct lint *l, const struct abi_entity *e)
{
	if (e->why && (strstr(e->why, "undeclared") || strstr(e->why, "unknown type") ||
		       strstr(e->why, "incomplete")))
		found(l, "kernel-name", e,
		      arena_format(&l->arena, "user space cannot use it: %s", e->why),
		      "use only names that a UAPI header declares (__u32, not u32)");
}

static int lint_all(struct lint *l, const struct abi_options *o)
{
	struct json j;

	json_init(&j, stdout);
	l->j = o->json ? &j : NULL;
	if (l->j)
		json_array_begin(&j);
	for (size_t i = 0; i < l->m->n_entities; i++) {
		const struct abi_entity *e = l->m->entities[i];

		if (e->kind == ABI_IOCTL) {
			lint_ioctl(l, e);
			lint_number_twice(l, i);
		} else if (e->kind == ABI_OPAQUE) {
			lint_opaque(l, e);
		}
	}
	if (l->j) {
		json_array_end(&j);
		json_end_document(&j);
	} else {
		printf("%lu finding%s; %lu facts looked at\n", l->n, l->n == 1 ? "" : "s",
		       abi_model_facts(l->m, -1));
	}
	return l->n ? EXIT_FINDING : EXIT_FINE;
}

int abi_lint(int argc, char **argv)
{
	struct abi_options o;
	struct abi_model *m;
	struct lint l;
	int state = options_parse(&o, argc, argv, usage);

	if (state >= 0)
		return state;
	if (o.n_paths != 1)
		return diag_error("cleat abi lint --help", "abi lint: one path is wanted");
	m = model_load(&o, o.paths[0], NULL);
	if (!m)
		return EXIT_UNABLE;
	l = (struct lint){.m = m};
	state = lint_all(&l, &o);
	arena_deinit(&l.arena);
	abi_model_free(m);
	return state;
}
