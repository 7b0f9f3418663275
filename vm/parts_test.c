/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Which kernel is taken from an archive in each state that Debian's archives are in. */
#include "base/paths.h"
#include "vm/parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STANZA(name, version, depends)                                                             \
	"Package: " name "\nVersion: " version "\nDepends: " depends "\nSize: 1\n\n"
#define IMAGE(abi, version)                                                                        \
	STANZA("linux-image-6.1.0-" abi "-amd64", version, "kmod, linux-base (>= 4.3~)")
#define HEADERS(abi, version)                                                                      \
	STANZA("linux-headers-6.1.0-" abi "-amd64", version,                                       \
	       "linux-headers-6.1.0-" abi "-common (= " version                                    \
	       "), linux-kbuild-6.1 (>= " version "), linux-compiler-gcc-12-x86")                  \
	STANZA("linux-headers-6.1.0-" abi "-common", version, "")
#define KBUILD(version) STANZA("linux-kbuild-6.1", version, "libc6 (>= 2.34)")

/* 6.12 and later: tools of one kernel's own, and a dependency on the image that is signed or not. */
#define NEW_IMAGE(v) STANZA("linux-image-" v "+deb13-amd64", v "-1", "kmod")
#define NEW_HEADERS(v)                                                                             \
	STANZA("linux-headers-" v "+deb13-amd64", v "-1",                                          \
	       "linux-headers-" v "+deb13-common (= " v "-1), linux-image-" v "+deb13-amd64 (= " v \
	       "-1) | linux-image-" v "+deb13-amd64-unsigned (= " v "-1), linux-kbuild-" v         \
	       "+deb13, gcc-14")                                                                   \
	STANZA("linux-headers-" v "+deb13-common", v "-1", "")                                     \
	STANZA("linux-kbuild-" v "+deb13", v "-1", "libc6")

static const struct {
	const char *what, *version, *index, *want;
} cases[] = {
	{"all there", "6.1", IMAGE("50", "6.1.176-1") HEADERS("50", "6.1.176-1") KBUILD("6.1.176-1"),
	 "6.1.0-50-amd64: linux-image-6.1.0-50-amd64=6.1.176-1 "
	 "linux-headers-6.1.0-50-amd64=6.1.176-1 linux-headers-6.1.0-50-common=6.1.176-1 "
	 "linux-kbuild-6.1=6.1.176-1 "},
	{"tools and headers of the next, whose image is not signed yet", "6.1",
	 IMAGE("56", "6.1.192-2") HEADERS("56", "6.1.192-2") HEADERS("57", "6.1.192-3")
		 KBUILD("6.1.192-3"),
	 "6.1.0-56-amd64: linux-image-6.1.0-56-amd64=6.1.192-2 "
	 "linux-headers-6.1.0-56-amd64=6.1.192-2 linux-headers-6.1.0-56-common=6.1.192-2 "
	 "linux-kbuild-6.1=6.1.192-3 "},
	{"an image without headers, then one with them", "6.1",
	 IMAGE("48", "6.1.172-1") IMAGE("50", "6.1.176-1") IMAGE("51", "6.1.177-1")
		 HEADERS("50", "6.1.176-1") KBUILD("6.1.176-1"),
	 "6.1.0-50-amd64: linux-image-6.1.0-50-amd64=6.1.176-1 "
	 "linux-headers-6.1.0-50-amd64=6.1.176-1 linux-headers-6.1.0-50-common=6.1.176-1 "
	 "linux-kbuild-6.1=6.1.176-1 "},
	{"tools that are too old", "6.1",
	 IMAGE("56", "6.1.192-2") HEADERS("56", "6.1.192-2") KBUILD("6.1.176-1"), NULL},
	{"no headers at all", "6.1", IMAGE("56", "6.1.192-2") KBUILD("6.1.192-2"), NULL},
	{"another series", "6.12",
	 IMAGE("56", "6.1.192-2") HEADERS("56", "6.1.192-2") KBUILD("6.1.192-2"), NULL},
	{"tools of one kernel's own", "6.12",
	 NEW_IMAGE("6.12.118") NEW_IMAGE("6.12.117") NEW_HEADERS("6.12.117"),
	 "6.12.117+deb13-amd64: linux-image-6.12.117+deb13-amd64=6.12.117-1 "
	 "linux-headers-6.12.117+deb13-amd64=6.12.117-1 "
	 "linux-headers-6.12.117+deb13-common=6.12.117-1 "
	 "linux-kbuild-6.12.117+deb13=6.12.117-1 "},
	{"an empty index", "6.1", "", NULL},
};

int main(void)
{
	int failed = 0;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *index = paths_format("%s", cases[i].index), *have = NULL, *more;
		struct archive a = {.index = index};
		struct parts p;

		if (parts_choose(&a, cases[i].version, &p)) {
			have = paths_format("%s: ", p.release);
			for (size_t n = 0; p.names[n]; n++) {
				more = paths_format("%s%s ", have, p.names[n]);
				free(have);
				have = more;
			}
		}
		if (strcmp(have ? have : "", cases[i].want ? cases[i].want : "") != 0) {
			fprintf(stderr, "%s: %s\n  not %s\n", cases[i].what, have ? have : "none",
				cases[i].want ? cases[i].want : "none");
			failed = 1;
		}
		parts_free(&p);
		free(have);
		free(index);
	}
	return failed;
}
