/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "base/libclang.h"

#include "base/diag.h"

#include <dlfcn.h>
#include <stddef.h>

struct clang_calls clang_calls;

const char *libclang_file(void)
{
	return CLEAT_LLVM "/lib/libclang-22.so.22";
}

bool libclang_load(void)
{
	static const char *const names[] = {CLANG_NAMES};
	static void *library;
	static bool tried;
	void **to = (void **)&clang_calls;

	if (tried)
		return library != NULL;
	tried = true;
	library = dlopen(libclang_file(), RTLD_LAZY | RTLD_LOCAL);
	for (size_t i = 0; library && i < sizeof(names) / sizeof(names[0]); i++) {
		to[i] = dlsym(library, names[i]);
		if (to[i])
			continue;
		dlclose(library);
		library = NULL;
	}
	if (!library)
		diag_error("make setup installs libclang-22-dev", "libclang cannot be loaded: %s",
			   dlerror());
	return library != NULL;
}
