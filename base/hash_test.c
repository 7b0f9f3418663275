/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* BLAKE2b-256 of known contents, as b2sum -l 256 says, fed in parts of every size. */
#include "base/hash.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void expect(const char *what, const char *have, const char *want)
{
	if (strcmp(have, want) == 0)
		return;
	fprintf(stderr, "%s: %s, not %s\n", what, have, want);
	exit(1);
}

static const struct {
	size_t n;
	const char *hash;
} known[] = {
	{0, "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8"},
	{1, "03170a2e7597b7b7e3d84c05391d139a62b157e78786d8c082f29dcf4c111314"},
	{127, "4ff62e7c4c43fe101a078479c48836be4907d9d498dcc577ca89d694b2c11f9b"},
	{128, "14696d2a98d9f8a280da8b132b1045b345e1033759c6b02fcc4ee885c8ae7c37"},
	{129, "3934215260b1039be9d9d2b073b059bcd50120c327a22af93eb4d98cf821c14c"},
	{256, "3d0cb2693dfbac42af5a6cc960953fea8714aa39c4bcd054ef61d6b5e98ade4a"},
	{1000, "6ac4bea923678eb024090384d6e767b5870f849057dc19b172d8d9f2df30bf8e"},
};

int main(void)
{
	unsigned char data[1000];
	char text[HASH_TEXT], name[] = "/tmp/hash_test.XXXXXX";
	int fd = mkstemp(name);
	struct hash h;

	for (size_t i = 0; i < sizeof(data); i++)
		data[i] = (unsigned char)(i * 7);
	for (size_t k = 0; k < sizeof(known) / sizeof(known[0]); k++) {
		for (size_t part = 1; part <= 300; part++) {
			hash_init(&h);
			for (size_t at = 0; at < known[k].n; at += part)
				hash_add(&h, data + at,
					 known[k].n - at < part ? known[k].n - at : part);
			hash_end(&h, text);
			expect("in parts", text, known[k].hash);
		}
	}
	if (write(fd, data, sizeof(data)) != (ssize_t)sizeof(data) || !hash_file(name, text))
		return 1;
	expect("a file", text, known[sizeof(known) / sizeof(known[0]) - 1].hash);
	unlink(name);
	return hash_file(name, text) || close(fd) != 0;
}
