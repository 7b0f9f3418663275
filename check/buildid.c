/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#define _GNU_SOURCE
#include "check/buildid.h"

#include "base/hash.h"
#include "check/frontend.h"

#include <elf.h>
#include <link.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* The linker's hash of the program: the first object of the list is the program itself. */
static int take_note(struct dl_phdr_info *info, size_t size, void *data)
{
	struct hash *h = data;

	(void)size;
	for (int i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *ph = &info->dlpi_phdr[i];
		const char *at = (const char *)(info->dlpi_addr + ph->p_vaddr);

		if (ph->p_type != PT_NOTE)
			continue;
		for (const char *end = at + ph->p_memsz; at + sizeof(ElfW(Nhdr)) < end;) {
			const ElfW(Nhdr) *n = (const ElfW(Nhdr) *)(const void *)at;

			at += sizeof(*n) + ((n->n_namesz + 3) & ~3u);
			if (n->n_type == NT_GNU_BUILD_ID && n->n_namesz == 4 &&
			    memcmp(n + 1, "GNU", 4) == 0) {
				hash_add(h, at, n->n_descsz);
				return 2;
			}
			at += (n->n_descsz + 3) & ~3u;
		}
	}
	return 1;
}

const char *build_id(void)
{
	static char id[HASH_TEXT], file[HASH_TEXT];
	struct stat st;
	struct hash h;

	if (id[0])
		return id;
	hash_init(&h);
	if (dl_iterate_phdr(take_note, &h) != 2 && hash_file("/proc/self/exe", file))
		hash_add_string(&h, file);
	if (stat(frontend_library(), &st) == 0) {
		hash_add(&h, &st.st_size, sizeof(st.st_size));
		hash_add(&h, &st.st_mtim, sizeof(st.st_mtim));
	}
	hash_end(&h, id);
	return id;
}
