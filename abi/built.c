/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#define _GNU_SOURCE
#include "abi/built.h"

#include "abi/boot.h"
#include "base/diag.h"
#include "base/paths.h"

#include <errno.h>
#include <fcntl.h>
#include <gelf.h>
#include <libelf.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static size_t bucket(const char *name)
{
	size_t h = 5381;

	for (; *name; name++)
		h = h * 33 ^ (unsigned char)*name;
	return h % 4096;
}

bool built_wants(const struct built *b, const char *name)
{
	return abi_model_find(b->wanted, ABI_STRUCT, name, NULL) ||
	       abi_model_find(b->wanted, ABI_UNION, name, NULL);
}

static bool same(const struct abi_layout *a, const struct abi_layout *l)
{
	if (a->size != l->size || a->n_fields != l->n_fields)
		return false;
	for (size_t i = 0; i < l->n_fields; i++)
		if (a->fields[i].at != l->fields[i].at || a->fields[i].bits != l->fields[i].bits ||
		    strcmp(a->fields[i].name, l->fields[i].name) != 0)
			return false;
	return true;
}

void built_add(struct built *b, const char *name, bool is_union, const struct abi_layout *l)
{
	struct built_record *r;

	/* Each compilation unit of a module repeats its headers. */
	for (r = b->buckets[bucket(name)]; r; r = r->next)
		if (strcmp(r->name, name) == 0 && same(&r->layout, l))
			return;
	r = arena_alloc(&b->arena, sizeof(*r));
	r->name = arena_intern(&b->arena, name, strlen(name));
	r->is_union = is_union;
	r->layout = *l;
	r->layout.fields = arena_alloc(&b->arena, l->n_fields * sizeof(*l->fields) + 1);
	if (l->n_fields)
		memcpy(r->layout.fields, l->fields, l->n_fields * sizeof(*l->fields));
	for (size_t i = 0; i < l->n_fields; i++)
		r->layout.fields[i].name =
			arena_intern(&b->arena, l->fields[i].name, strlen(l->fields[i].name));
	r->next = b->buckets[bucket(name)];
	b->buckets[bucket(name)] = r;
	b->n++;
}

const struct built_record *built_find(const struct built *b, const char *name)
{
	const struct built_record *r = b->buckets[bucket(name)];

	while (r && strcmp(r->name, name) != 0)
		r = r->next;
	return r;
}

void built_deinit(struct built *b)
{
	arena_deinit(&b->arena);
}

static bool is_btf(const unsigned char *data, size_t size)
{
	return size > 24 &&
	       ((data[0] == 0x9f && data[1] == 0xeb) || (data[0] == 0xeb && data[1] == 0x9f));
}

/* The .BTF section, or NULL; a module's goes on where its kernel's ends. */
static Elf_Data *btf_section(Elf *elf, bool *ret_module)
{
	size_t names;
	Elf_Scn *scn = NULL;
	Elf_Data *found = NULL;

	*ret_module = false;
	if (elf_getshdrstrndx(elf, &names) != 0)
		return NULL;
	while ((scn = elf_nextscn(elf, scn))) {
		GElf_Shdr sh;
		const char *name = gelf_getshdr(scn, &sh) ? elf_strptr(elf, names, sh.sh_name)
							  : NULL;

		if (name && strcmp(name, ".BTF") == 0)
			found = elf_rawdata(scn, NULL);
		if (name && strcmp(name, ".gnu.linkonce.this_module") == 0)
			*ret_module = true;
	}
	return found && found->d_buf ? found : NULL;
}

/* The BTF of a raw file, a vmlinux or a bzImage (malloc'ed), or NULL after a message. */
static unsigned char *load_btf(const char *path, size_t *ret_size)
{
	char *data = paths_read(path, ret_size), *image = data;
	unsigned char *copy = NULL;
	Elf_Data *section;
	bool module;
	Elf *elf;

	if (!data) {
		diag_error("name the BTF of the kernel that the module is for: --base FILE",
			   "%s: %s", path, strerror(errno));
		return NULL;
	}
	if (is_btf((unsigned char *)data, *ret_size))
		return (unsigned char *)data;
	if (boot_is_image((unsigned char *)data, *ret_size)) {
		image = boot_payload(path, (unsigned char *)data, *ret_size, ret_size);
		free(data);
		if (!image)
			return NULL;
	}
	elf_version(EV_CURRENT);
	elf = elf_memory(image, *ret_size);
	section = elf ? btf_section(elf, &module) : NULL;
	if (section && (copy = malloc(section->d_size + 1))) {
		memcpy(copy, section->d_buf, section->d_size);
		*ret_size = section->d_size;
	} else {
		diag_error("name the BTF of the kernel that the module is for: --base FILE",
			   "%s: has no BTF", path);
	}
	elf_end(elf);
	free(image);
	return copy;
}

static bool open_module_btf(struct built *b, const char *path, Elf_Data *data,
			    const char *base_path)
{
	size_t base_size;
	unsigned char *base =
		load_btf(base_path ? base_path : "/sys/kernel/btf/vmlinux", &base_size);
	bool fine = base && built_btf(b, path, data->d_buf, data->d_size, base, base_size);

	free(base);
	return fine;
}

static bool open_elf(struct built *b, const char *path, char *image, size_t size,
		     const char *base_path)
{
	Elf *elf;
	Elf_Data *data;
	bool module, fine;

	elf_version(EV_CURRENT);
	elf = elf_memory(image, size);
	if (!elf || elf_kind(elf) != ELF_K_ELF) {
		diag_error("name a module, a vmlinux, a bzImage or a BTF file",
			   "%s: not an ELF file: %s", path, elf_errmsg(-1));
		return false;
	}
	data = btf_section(elf, &module);
	if (data && module)
		fine = open_module_btf(b, path, data, base_path);
	else if (data)
		fine = built_btf(b, path, data->d_buf, data->d_size, NULL, 0);
	else
		fine = built_dwarf(b, path);
	elf_end(elf);
	return fine;
}

bool built_open(struct built *b, const char *path, const char *base_path)
{
	size_t size, base_size = 0;
	char *data = paths_read(path, &size);
	unsigned char *base = NULL;
	bool fine;

	if (!data) {
		diag_error("name a module, a vmlinux, a bzImage or a BTF file", "%s: %s", path,
			   strerror(errno));
		return false;
	}
	if (is_btf((unsigned char *)data, size)) {
		base = base_path ? load_btf(base_path, &base_size) : NULL;
		fine = (!base_path || base) &&
		       built_btf(b, path, (unsigned char *)data, size, base, base_size);
	} else if (boot_is_image((unsigned char *)data, size)) {
		size_t n;
		char *vmlinux = boot_payload(path, (unsigned char *)data, size, &n);

		fine = vmlinux && open_elf(b, path, vmlinux, n, base_path);
		free(vmlinux);
	} else {
		fine = open_elf(b, path, data, size, base_path);
	}
	free(base);
	free(data);
	return fine;
}
