/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "abi/asserts.h"
#include "abi/gate.h"
#include "abi/naming.h"
#include "abi/lock.h"
#include "abi/verbs.h"

#include "base/diag.h"
#include "base/paths.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char usage[] =
	"usage: cleat abi asserts --c|--rust [OPTION...] PATH\n\n"
	"  PATH: a lock file, a folder with one, or headers\n\n"
	"  --c              a C header of _Static_asserts, to be included by the driver\n"
	"  --rust           const assertions, for include! beside #[repr(C)] structs\n"
	"  --in FILE.rs     with --rust: only names that FILE.rs defines (as in C, or in "
	"CamelCase)\n"
	"  --output FILE    where to write (default: stdout)\n"
	"  --skip GLOBS     headers to leave out; --only GLOBS: headers to take\n\n"
	"exit status: 0 written, 2 could not\n";

/* A folder's lock file is meant if it has one. */
struct abi_model *model_load_frozen(const struct abi_options *o, const char *path)
{
	char *lock = abi_source_lock_path(path);
	struct stat st;
	bool folder = stat(path, &st) == 0 && S_ISDIR(st.st_mode);
	struct abi_model *m = model_load(o, folder && paths_exists(lock) ? lock : path, NULL);

	free(lock);
	return m;
}

static int write_asserts(const struct abi_options *o, const struct abi_model *m, const char *rust,
			 FILE *out)
{
	unsigned long n = o->rust ? asserts_rust(m, rust, out)
				  : asserts_c(m, o->skip, o->only, out);

	if (n == 0)
		return diag_error(o->in ? "name a file with the #[repr(C)] structs"
					: "name a header that has facts",
				  "%s: there is nothing to assert", o->in ? o->in : o->paths[0]);
	diag_note("%lu facts", n);
	return EXIT_FINE;
}

char *abi_gate_asserts(const char *driver)
{
	char *lock = abi_source_lock_path(driver), *text = NULL;
	struct abi_model *frozen = paths_exists(lock) ? lock_read(lock, false) : NULL, *now = NULL;
	struct abi_options o = {0};
	size_t size;
	FILE *f;

	if (frozen) {
		abi_model_suggest(frozen);
		now = model_load(&o, driver, frozen);
		abi_model_free(frozen);
	}
	f = now ? open_memstream(&text, &size) : NULL;
	if (f) {
		asserts_c(now, NULL, NULL, f);
		fclose(f);
	}
	if (now)
		abi_model_free(now);
	free(lock);
	return text;
}

int abi_asserts(int argc, char **argv)
{
	struct abi_options o;
	struct abi_model *m;
	char *rust = NULL;
	FILE *out = stdout;
	int state = options_parse(&o, argc, argv, usage);

	if (state >= 0)
		return state;
	if (o.n_paths != 1 || o.c == o.rust)
		return diag_error("cleat abi asserts --help",
				  "abi asserts: --c or --rust, and one path");
	if (o.in && !(rust = paths_read(o.in, NULL)))
		return diag_error("name a Rust source file", "%s: %s", o.in, strerror(errno));
	m = model_load_frozen(&o, o.paths[0]);
	if (m && o.output && !(out = fopen(o.output, "w")))
		state = diag_error("name a file in a folder that can be written to", "%s: %s",
				   o.output, strerror(errno));
	else
		state = m ? write_asserts(&o, m, rust, out) : EXIT_UNABLE;
	if (out && out != stdout && fclose(out) != 0)
		state = diag_error("make room", "%s: %s", o.output, strerror(errno));
	free(rust);
	abi_model_free(m);
	return state;
}
