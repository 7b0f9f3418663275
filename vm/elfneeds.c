/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#define _GNU_SOURCE
#include "vm/elfneeds.h"

#include "base/paths.h"

#include <elf.h>
#include <glob.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* An ELF file in memory, with the parts of its dynamic section that matter. */
struct image {
	const char *path, *data;
	size_t size;
	const Elf64_Phdr *segments;
	unsigned int n_segments;
	const char *strings, *run_path;
};

static bool inside(const struct image *im, size_t at, size_t n)
{
	return at <= im->size && n <= im->size - at;
}

static bool open_image(struct image *im)
{
	const Elf64_Ehdr *h = (const Elf64_Ehdr *)(const void *)im->data;

	if (!inside(im, 0, sizeof(*h)) || memcmp(h->e_ident, ELFMAG, SELFMAG) != 0 ||
	    h->e_ident[EI_CLASS] != ELFCLASS64 ||
	    !inside(im, h->e_phoff, (size_t)h->e_phnum * sizeof(Elf64_Phdr)))
		return false;
	im->segments = (const Elf64_Phdr *)(const void *)(im->data + h->e_phoff);
	im->n_segments = h->e_phnum;
	return true;
}

static const char *at_address(const struct image *im, Elf64_Addr addr)
{
	for (unsigned int i = 0; i < im->n_segments; i++) {
		const Elf64_Phdr *p = &im->segments[i];

		if (p->p_type == PT_LOAD && addr >= p->p_vaddr && addr < p->p_vaddr + p->p_filesz &&
		    inside(im, p->p_offset + (addr - p->p_vaddr), 1))
			return im->data + p->p_offset + (addr - p->p_vaddr);
	}
	return NULL;
}

static char *in_folder(const char *dir, size_t len, const char *name)
{
	char *file = paths_format("%.*s/%s", (int)len, dir, name);

	if (paths_exists(file))
		return file;
	free(file);
	return NULL;
}

/* DT_RUNPATH: folders with colons between them, $ORIGIN for the folder of the file itself. */
static char *in_run_path(const struct image *im, const char *name)
{
	const char *slash = strrchr(im->path, '/');
	char *found = NULL;

	for (const char *s = im->run_path; s && *s && !found; s += strspn(s, ":")) {
		size_t n = strcspn(s, ":");

		if (strncmp(s, "$ORIGIN", 7) == 0) {
			char *dir = paths_format("%.*s%.*s", (int)(slash - im->path), im->path,
						 (int)n - 7, s + 7);

			found = in_folder(dir, strlen(dir), name);
			free(dir);
		} else {
			found = in_folder(s, n, name);
		}
		s += n;
	}
	return found;
}

/* The folders of ld.so.conf. They are few and do not change while we run. */
static char *in_system(const char *name)
{
	static const char *const usual[] = {"/lib/x86_64-linux-gnu",
					    "/usr/lib/x86_64-linux-gnu",
					    "/lib64",
					    "/usr/lib64",
					    "/lib",
					    "/usr/lib",
					    "/usr/local/lib",
					    "/usr/local/lib/x86_64-linux-gnu"};
	char *found = NULL, line[512];
	glob_t conf = {0};

	for (size_t i = 0; i < sizeof(usual) / sizeof(usual[0]) && !found; i++)
		found = in_folder(usual[i], strlen(usual[i]), name);
	if (found || glob("/etc/ld.so.conf.d/*.conf", 0, NULL, &conf) != 0)
		return found;
	for (size_t i = 0; i < conf.gl_pathc && !found; i++) {
		FILE *f = fopen(conf.gl_pathv[i], "re");

		while (f && !found && fgets(line, sizeof(line), f))
			if (line[0] == '/')
				found = in_folder(line, strcspn(line, " \t\n"), name);
		if (f)
			fclose(f);
	}
	globfree(&conf);
	return found;
}

static void each_library(struct image *im, const Elf64_Phdr *dynamic,
			 void (*fn)(void *, const char *, const char *), void *arg)
{
	const Elf64_Dyn *d = (const Elf64_Dyn *)(const void *)(im->data + dynamic->p_offset);
	size_t n = dynamic->p_filesz / sizeof(*d);

	for (size_t i = 0; i < n && d[i].d_tag != DT_NULL; i++)
		if (d[i].d_tag == DT_STRTAB)
			im->strings = at_address(im, d[i].d_un.d_ptr);
	for (size_t i = 0; im->strings && i < n && d[i].d_tag != DT_NULL; i++)
		if (d[i].d_tag == DT_RUNPATH || d[i].d_tag == DT_RPATH)
			im->run_path = im->strings + d[i].d_un.d_val;
	for (size_t i = 0; im->strings && i < n && d[i].d_tag != DT_NULL; i++) {
		const char *name = im->strings + d[i].d_un.d_val;
		char *file;

		if (d[i].d_tag != DT_NEEDED)
			continue;
		file = in_run_path(im, name);
		file = file ? file : in_system(name);
		fn(arg, file, name);
		free(file);
	}
}

static void interpreter_of_script(const struct image *im,
				  void (*fn)(void *, const char *, const char *), void *arg)
{
	char path[256];

	if (sscanf(im->data, "#! %255s", path) == 1 || sscanf(im->data, "#!%255s", path) == 1)
		fn(arg, paths_exists(path) ? path : NULL, path);
}

void elfneeds_each(const char *path, void (*fn)(void *arg, const char *file, const char *name),
		   void *arg)
{
	struct image im = {.path = path};
	char *data = paths_read(path, &im.size);

	im.data = data;
	if (!data)
		return;
	if (im.size > 2 && strncmp(data, "#!", 2) == 0)
		interpreter_of_script(&im, fn, arg);
	if (open_image(&im)) {
		for (unsigned int i = 0; i < im.n_segments; i++) {
			const Elf64_Phdr *p = &im.segments[i];

			if (!inside(&im, p->p_offset, p->p_filesz))
				continue;
			if (p->p_type == PT_INTERP)
				fn(arg, im.data + p->p_offset, im.data + p->p_offset);
			if (p->p_type == PT_DYNAMIC)
				each_library(&im, p, fn, arg);
		}
	}
	free(data);
}
