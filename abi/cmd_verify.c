/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * `cleat abi verify`: what was frozen, against what was built. The kind of the files decides what
 * is compared: records with a binary's BTF or DWARF, a bzImage's header, Documentation/ABI's
 * levels.
 */
#include "abi/boot.h"
#include "abi/built.h"
#include "abi/docs.h"
#include "abi/verbs.h"

#include "base/diag.h"
#include "base/json.h"
#include "base/paths.h"

#include <fnmatch.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
	"usage: cleat abi verify [OPTION...] FROZEN BINARY\n"
	"       cleat abi verify [OLDER] BZIMAGE\n"
	"       cleat abi verify OLDER NEWER        (two Documentation/ABI folders)\n\n"
	"  FROZEN: a lock file, a folder with one, or headers\n"
	"  BINARY: a module (.ko), a vmlinux, a bzImage, or BTF such as /sys/kernel/btf/vmlinux\n\n"
	"  --base FILE   the kernel's BTF, for a module's (default: /sys/kernel/btf/vmlinux)\n"
	"  --verbose     members that are only named differently, too; --json\n\n"
	"System call tables are compared by \"cleat abi diff OLD.tbl NEW.tbl\".\n\n"
	"exit status: 0 as frozen, 1 differs, 2 could not check\n";

struct verify {
	const struct abi_options *o;
	struct built *b;
	struct json *j;
	unsigned long same, renamed, differ, absent, members;
};

static bool covers(const struct abi_layout *l, size_t k, const struct abi_field *f)
{
	const struct abi_field *g = &l->fields[k];

	return g->at <= f->at && f->at + f->bits <= g->at + g->bits;
}

/*
 * Is frozen member @f at its place in @l? 2: there with its name; 1: its bytes are there under
 * another name (in a union, a group with a tag, or a kernel-only view); 0: not.
 */
static int member_in(const struct abi_layout *l, const struct abi_field *f)
{
	int best = 0;

	for (size_t i = 0; i < l->n_fields; i++) {
		const struct abi_field *g = &l->fields[i];

		if (g->at == f->at && g->bits == f->bits && strcmp(g->name, f->name) == 0)
			return 2;
		if ((g->at == f->at && g->bits == f->bits) ||
		    (strcmp(g->name, f->name) != 0 && g->bits > f->bits && covers(l, i, f) &&
		     !(g->flags & ABI_F_GROUP)))
			best = 1;
	}
	return best;
}

/* A member of that name elsewhere is a member that moved. */
static bool moved(const struct abi_layout *l, const struct abi_field *f)
{
	for (size_t i = 0; i < l->n_fields; i++)
		if (strcmp(l->fields[i].name, f->name) == 0 && l->fields[i].depth == f->depth)
			return true;
	return false;
}

static int compare(struct verify *v, const struct abi_layout *frozen, const struct built_record *r,
		   char **ret_why)
{
	int worst = 2;

	if (frozen->size != r->layout.size) {
		*ret_why = paths_format("it is %" PRIu64 " bytes, not %" PRIu64, r->layout.size,
					frozen->size);
		return 0;
	}
	for (size_t i = 0; i < frozen->n_fields; i++) {
		const struct abi_field *f = &frozen->fields[i];
		int here;

		if (f->flags & ABI_F_GROUP || f->name[0] == ':' || f->flags & ABI_F_FLEX)
			continue;
		v->members++;
		here = member_in(&r->layout, f);
		if (here == 0 || (here == 1 && f->depth == 0 && moved(&r->layout, f) && worst)) {
			free(*ret_why);
			*ret_why = paths_format("%s is not at offset %" PRIu64 " with %" PRIu64
						" bits",
						f->name, f->at / 8, f->bits);
			return 0;
		}
		if (here == 1 && worst == 2) {
			worst = 1;
			*ret_why = paths_format("%s (offset %" PRIu64 ") has another name", f->name,
						f->at / 8);
		}
	}
	return worst;
}

static void tell(struct verify *v, const struct abi_entity *e, int result, const char *why)
{
	static const char *const words[] = {"differs", "named", "same"};

	if (v->j) {
		json_object_begin(v->j);
		json_kv_string(v->j, "name", e->name);
		json_kv_string(v->j, "header", e->header);
		json_kv_string(v->j, "result", words[result]);
		json_kv_string(v->j, "why", why);
		json_object_end(v->j);
	} else if (result == 0 || (result == 1 && v->o->verbose)) {
		printf("%-7s %s: %s %s: %s\n", words[result], e->header, abi_kind_word(e->kind),
		       e->name, why);
	}
}

static void verify_record(struct verify *v, const struct abi_entity *e, unsigned int profile)
{
	const struct abi_variant *f = abi_entity_variant(e, profile);
	int best = -1;
	char *why = NULL;

	if (!f)
		return;
	/* Any definition of that name will do: static ones of other files have no say. */
	for (const struct built_record *r = built_find(v->b, e->name); r && best < 2; r = r->next) {
		char *reason = NULL;
		int result;

		if (strcmp(r->name, e->name) != 0)
			continue;
		result = compare(v, &f->layout, r, &reason);
		if (result > best) {
			best = result;
			free(why);
			why = reason;
		} else {
			free(reason);
		}
	}
	v->absent += best < 0;
	v->differ += best == 0;
	v->renamed += best == 1;
	v->same += best == 2;
	if (best >= 0)
		tell(v, e, best, why);
	free(why);
}

static int summary(struct verify *v, const char *binary)
{
	unsigned long found = v->same + v->renamed + v->differ;

	if (found == 0)
		return diag_error("name the binary of this driver, built with debug information; "
				  "unused structs are not in it",
				  "%s: none of the %lu frozen structs is in its %s", binary,
				  v->absent, v->b->how);
	if (!v->j)
		printf("%s: %lu structs checked against %s's %s (%zu types): %lu the same, %lu "
		       "with other names, "
		       "%lu differ; %lu are not in it\n",
		       v->differ ? "BREAK" : "as frozen", found, binary, v->b->how, v->b->n_types,
		       v->same, v->renamed, v->differ, v->absent);
	return v->differ ? EXIT_FINDING : EXIT_FINE;
}

static bool accepted(const struct abi_model *m, const char *name)
{
	for (size_t i = 0; i < m->n_waivers; i++)
		if (strcmp(m->waivers[i].code, "built") == 0 &&
		    fnmatch(m->waivers[i].name, name, 0) == 0)
			return true;
	return false;
}

static int verify_binary(const struct abi_options *o, const char *frozen, const char *binary)
{
	struct abi_model *m = model_load_frozen(o, frozen);
	struct built *b = calloc(1, sizeof(*b));
	struct verify v = {.o = o, .b = b};
	struct json j;
	int profile, state = EXIT_UNABLE;

	if (!b)
		arena_oom();
	b->wanted = m;
	profile = m ? abi_model_profile(m, o->n_profiles ? o->profiles[0]->name : "x86_64") : -1;
	if (m && profile < 0) {
		diag_error("freeze it with --profiles x86_64", "%s: has no facts for x86_64",
			   frozen);
	} else if (m && built_open(b, binary, o->base)) {
		json_init(&j, stdout);
		v.j = o->json ? &j : NULL;
		if (v.j)
			json_array_begin(&j);
		for (size_t i = 0; i < m->n_entities; i++) {
			const struct abi_entity *e = m->entities[i];

			if ((e->kind == ABI_STRUCT || e->kind == ABI_UNION) &&
			    !accepted(m, e->name))
				verify_record(&v, e, (unsigned int)profile);
		}
		if (v.j) {
			json_array_end(&j);
			json_end_document(&j);
		}
		state = summary(&v, binary);
	}
	built_deinit(b);
	free(b);
	abi_model_free(m);
	return state;
}

static bool is_image(const char *path)
{
	unsigned char head[0x270];
	FILE *f = fopen(path, "r");
	bool image = f && fread(head, 1, sizeof(head), f) == sizeof(head) &&
		     boot_is_image(head, sizeof(head));

	if (f)
		fclose(f);
	return image;
}

int abi_verify(int argc, char **argv)
{
	struct abi_options o;
	const char *a, *b;
	int state = options_parse(&o, argc, argv, usage);

	if (state >= 0)
		return state;
	if (o.n_paths == 1)
		return boot_verify(o.paths[0], NULL, o.json);
	if (o.n_paths != 2)
		return diag_error("cleat abi verify --help",
				  "abi verify: what was frozen, and a binary, are wanted");
	a = o.paths[0];
	b = o.paths[1];
	if (docs_is_tree(a) && docs_is_tree(b))
		return docs_verify(a, b, o.json, o.verbose);
	if (is_image(a) && is_image(b))
		return boot_verify(b, a, o.json);
	return verify_binary(&o, a, b);
}
