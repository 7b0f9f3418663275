/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "abi/built.h"

#include "base/diag.h"

#include <dwarf.h>
#include <elfutils/libdw.h>
#include <elfutils/libdwfl.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_DEPTH = 32, MAX_CHAIN = 64 };

struct reader {
	struct built *b;
	struct abi_field *fields;
	size_t n, room;
	bool failed;
};

static bool number(Dwarf_Die *die, unsigned int name, Dwarf_Word *ret)
{
	Dwarf_Attribute a;

	return dwarf_attr_integrate(die, name, &a) && dwarf_formudata(&a, ret) == 0;
}

/* Where a member lies, in bits; a member of a union need not say. */
static uint64_t place(Dwarf_Die *die)
{
	Dwarf_Word v;

	if (number(die, DW_AT_data_bit_offset, &v))
		return v;
	return number(die, DW_AT_data_member_location, &v) ? v * 8 : 0;
}

static bool type_of(Dwarf_Die *die, Dwarf_Die *ret)
{
	Dwarf_Attribute a;

	return dwarf_attr_integrate(die, DW_AT_type, &a) && dwarf_formref_die(&a, ret);
}

/* The record that a member is written out in place of, through arrays and qualifiers. */
static bool group_of(Dwarf_Die *member, Dwarf_Die *ret)
{
	Dwarf_Die t = *member;

	for (int i = 0; i < MAX_CHAIN && type_of(&t, ret); i++) {
		int tag = dwarf_tag(ret);

		if (tag == DW_TAG_structure_type || tag == DW_TAG_union_type)
			return !dwarf_diename(ret);
		if (tag != DW_TAG_array_type && tag != DW_TAG_const_type &&
		    tag != DW_TAG_volatile_type)
			return false;
		t = *ret;
	}
	return false;
}

static void push(struct reader *r, struct abi_field f)
{
	if (r->n == r->room) {
		struct abi_field *more =
			realloc(r->fields, (r->room = r->room * 2 + 64) * sizeof(*more));

		if (!more)
			arena_oom();
		r->fields = more;
	}
	r->fields[r->n++] = f;
}

static void members(struct reader *r, Dwarf_Die *record, uint64_t base, unsigned int depth)
{
	Dwarf_Die die, group, type;

	if (depth > MAX_DEPTH || dwarf_child(record, &die) != 0) {
		r->failed |= depth > MAX_DEPTH;
		return;
	}
	do {
		const char *name = dwarf_diename(&die);
		struct abi_field f = {
			.name = name ? name : "-", .type = "", .depth = (uint16_t)depth};
		Dwarf_Word size = 0;
		bool is_group;

		if (dwarf_tag(&die) != DW_TAG_member)
			continue;
		is_group = group_of(&die, &group);
		f.at = base + place(&die);
		if (number(&die, DW_AT_bit_size, &size)) {
			f.bits = size;
			f.flags = ABI_F_BITFIELD;
		} else {
			/* An array without a length has no size: it is flexible. */
			if (type_of(&die, &type) && dwarf_aggregate_size(&type, &size) != 0)
				size = 0;
			f.bits = size * 8;
			f.flags = is_group ? ABI_F_GROUP : 0;
		}
		if (is_group && dwarf_tag(&group) == DW_TAG_union_type)
			f.flags |= ABI_F_UNION;
		push(r, f);
		if (is_group && !(f.flags & ABI_F_BITFIELD))
			members(r, &group, f.at, depth + 1);
	} while (dwarf_siblingof(&die, &die) == 0 && !r->failed);
}

static void record(struct reader *r, Dwarf_Die *die, const char *name)
{
	struct abi_layout l = {0};
	Dwarf_Word size;

	if (!number(die, DW_AT_byte_size, &size))
		return; /* only declared here */
	r->n = 0;
	r->failed = false;
	members(r, die, 0, 0);
	if (r->failed)
		return;
	l.size = size;
	l.fields = r->fields;
	l.n_fields = r->n;
	built_add(r->b, name, dwarf_tag(die) == DW_TAG_union_type, &l);
}

static void unit(struct reader *r, Dwarf_Die *cu)
{
	Dwarf_Die die, type;

	if (dwarf_child(cu, &die) != 0)
		return;
	do {
		int tag = dwarf_tag(&die);
		const char *name = dwarf_diename(&die);

		r->b->n_types++;
		if (!name || !built_wants(r->b, name))
			continue;
		if (tag == DW_TAG_structure_type || tag == DW_TAG_union_type) {
			record(r, &die, name);
		} else if (tag == DW_TAG_typedef && type_of(&die, &type) && !dwarf_diename(&type) &&
			   (dwarf_tag(&type) == DW_TAG_structure_type ||
			    dwarf_tag(&type) == DW_TAG_union_type)) {
			record(r, &type, name);
		}
	} while (dwarf_siblingof(&die, &die) == 0);
}

static int module(Dwfl_Module *mod, void **user, const char *name, Dwarf_Addr start, void *arg)
{
	struct reader *r = arg;
	Dwarf_Addr bias;
	Dwarf_Die *cu = NULL;

	(void)user;
	(void)name;
	(void)start;
	while ((cu = dwfl_module_nextcu(mod, cu, &bias)))
		unit(r, cu);
	return DWARF_CB_OK;
}

bool built_dwarf(struct built *b, const char *path)
{
	static char *no_debug_path = (char *)"";
	static const Dwfl_Callbacks callbacks = {
		.find_elf = dwfl_build_id_find_elf,
		.find_debuginfo = dwfl_standard_find_debuginfo,
		.section_address = dwfl_offline_section_address,
		.debuginfo_path = &no_debug_path,
	};
	Dwfl *dwfl = dwfl_begin(&callbacks);
	struct reader r = {.b = b};

	dwfl_report_begin(dwfl);
	if (!dwfl_report_offline(dwfl, path, path, -1)) {
		diag_error("name a module, a vmlinux or a BTF file", "%s: %s", path,
			   dwfl_errmsg(-1));
		dwfl_end(dwfl);
		return false;
	}
	dwfl_report_end(dwfl, NULL, NULL);
	dwfl_getmodules(dwfl, module, &r, 0);
	dwfl_end(dwfl);
	free(r.fields);
	b->how = "DWARF";
	if (b->n_types)
		return true;
	diag_error("build it with debug information (CONFIG_DEBUG_INFO_BTF, or -g)",
		   "%s: has neither BTF nor DWARF", path);
	return false;
}
