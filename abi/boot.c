/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#define _GNU_SOURCE
#include "abi/boot.h"

#include "base/diag.h"
#include "base/json.h"
#include "base/paths.h"
#include "base/run.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/** struct boot - the fields of the setup header that are looked at */
struct boot {
	const unsigned char *data;
	size_t size;
	unsigned int setup_sects, boot_flag, jump, version, loadflags, code32_start, initrd_max,
		alignment;
	unsigned int relocatable, xloadflags, cmdline_size, header_end, kernel_info, setup_type_max;
	size_t kernel; /* where the protected-mode kernel begins */
};

static unsigned int get(const unsigned char *p, int n)
{
	unsigned int v = 0;

	for (int i = 0; i < n; i++)
		v |= (unsigned int)p[i] << (8 * i);
	return v;
}

bool boot_is_image(const unsigned char *data, size_t size)
{
	return size >= 0x270 && memcmp(data + 0x202, "HdrS", 4) == 0;
}

static bool read_boot(struct boot *b, const unsigned char *data, size_t size)
{
	size_t info;

	*b = (struct boot){.data = data, .size = size};
	b->setup_sects = data[0x1f1] ? data[0x1f1] : 4;
	b->boot_flag = get(data + 0x1fe, 2);
	b->jump = data[0x200];
	b->header_end = 0x202 + data[0x201];
	b->version = get(data + 0x206, 2);
	b->loadflags = data[0x211];
	b->code32_start = get(data + 0x214, 4);
	b->initrd_max = get(data + 0x22c, 4);
	b->alignment = get(data + 0x230, 4);
	b->relocatable = data[0x234];
	b->xloadflags = get(data + 0x236, 2);
	b->cmdline_size = get(data + 0x238, 4);
	b->kernel = ((size_t)b->setup_sects + 1) * 512;
	b->kernel_info = b->version >= 0x20f ? get(data + 0x268, 4) : 0;
	info = b->kernel + b->kernel_info;
	if (b->kernel_info && info + 16 <= size && memcmp(data + info, "LToP", 4) == 0)
		b->setup_type_max = get(data + info + 12, 4);
	return b->kernel < size;
}

struct check {
	struct json *j;
	unsigned int n, failed;
};

static void check(struct check *c, const char *what, bool fine, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

static void check(struct check *c, const char *what, bool fine, const char *fmt, ...)
{
	va_list ap;
	char *value;

	va_start(ap, fmt);
	if (vasprintf(&value, fmt, ap) < 0)
		value = NULL;
	va_end(ap);
	c->n++;
	c->failed += !fine;
	if (c->j) {
		json_object_begin(c->j);
		json_kv_string(c->j, "what", what);
		json_kv_bool(c->j, "fine", fine);
		json_kv_string(c->j, "value", value);
		json_object_end(c->j);
	} else {
		printf("%-6s %s: %s\n", fine ? "ok" : "break", what, value ? value : "");
	}
	free(value);
}

/* "cld; cli" are the first instructions of both entry points. */
static bool entry(const struct boot *b, size_t off)
{
	const unsigned char *p = b->data + b->kernel + off;

	return b->kernel + off + 4 <= b->size && p[0] == 0xfc && p[1] == 0xfa;
}

static void check_image(struct check *c, const struct boot *b)
{
	size_t info = b->kernel + b->kernel_info;

	check(c, "0x1f1 setup_sects", b->setup_sects >= 4 && b->setup_sects <= 64, "%u",
	      b->setup_sects);
	check(c, "0x1fe boot_flag is 0xaa55", b->boot_flag == 0xaa55, "0x%x", b->boot_flag);
	check(c, "0x200 short jump over the header", b->jump == 0xeb && b->header_end >= 0x26c,
	      "0x%x, header ends at 0x%x", b->jump, b->header_end);
	check(c, "0x202 \"HdrS\"", true, "HdrS");
	check(c, "0x206 protocol 2.15 or later", b->version >= 0x20f, "%u.%u", b->version >> 8,
	      b->version & 0xff);
	check(c, "0x211 loaded high", b->loadflags & 1, "0x%x", b->loadflags);
	check(c, "0x214 code32_start is 0x100000", b->code32_start == 0x100000, "0x%x",
	      b->code32_start);
	check(c, "0x230 kernel_alignment is a power of two",
	      b->alignment && !(b->alignment & (b->alignment - 1)), "0x%x", b->alignment);
	check(c, "32-bit entry at 0", entry(b, 0), "%02x %02x", b->data[b->kernel],
	      b->kernel + 1 < b->size ? b->data[b->kernel + 1] : 0);
	if (b->xloadflags & 1)
		check(c, "64-bit entry at 0x200", entry(b, 0x200), "%02x %02x",
		      b->kernel + 0x201 < b->size ? b->data[b->kernel + 0x200] : 0,
		      b->kernel + 0x201 < b->size ? b->data[b->kernel + 0x201] : 0);
	check(c, "0x268 kernel_info has its magic \"LToP\"",
	      b->kernel_info && info + 16 <= b->size && memcmp(b->data + info, "LToP", 4) == 0,
	      "offset 0x%x", b->kernel_info);
}

/* What boot loaders found in an older image, they find in this one. */
static void check_against(struct check *c, const struct boot *b, const struct boot *o)
{
	check(c, "protocol version did not go back", b->version >= o->version, "0x%x, now 0x%x",
	      o->version, b->version);
	check(c, "header did not get shorter", b->header_end >= o->header_end, "0x%x, now 0x%x",
	      o->header_end, b->header_end);
	check(c, "xloadflags lost no bit", (b->xloadflags & o->xloadflags) == o->xloadflags,
	      "0x%x, now 0x%x", o->xloadflags, b->xloadflags);
	check(c, "command line did not get shorter", b->cmdline_size >= o->cmdline_size,
	      "%u, now %u", o->cmdline_size, b->cmdline_size);
	check(c, "initrd may lie as high", b->initrd_max >= o->initrd_max, "0x%x, now 0x%x",
	      o->initrd_max, b->initrd_max);
	check(c, "still relocatable", b->relocatable >= o->relocatable, "%u, now %u",
	      o->relocatable, b->relocatable);
	check(c, "setup_data types did not get fewer", b->setup_type_max >= o->setup_type_max,
	      "0x%x, now 0x%x", o->setup_type_max, b->setup_type_max);
}

static unsigned char *load(const char *path, struct boot *b)
{
	size_t size;
	char *data = paths_read(path, &size);

	if (!data)
		diag_error("name a bzImage, such as /boot/vmlinuz-*", "%s: %s", path,
			   strerror(errno));
	else if (!boot_is_image((unsigned char *)data, size))
		diag_error("name a bzImage, such as /boot/vmlinuz-*",
			   "%s: no \"HdrS\" at 0x202: not a bzImage", path);
	else if (!read_boot(b, (unsigned char *)data, size))
		diag_error("take the file from the kernel's package again",
			   "%s: ends before its kernel begins", path);
	else
		return (unsigned char *)data;
	free(data);
	return NULL;
}

int boot_verify(const char *path, const char *older, bool as_json)
{
	struct boot b, o;
	unsigned char *data = load(path, &b), *old = data && older ? load(older, &o) : NULL;
	struct json j;
	struct check c = {.j = as_json ? &j : NULL};

	if (!data || (older && !old)) {
		free(data);
		return EXIT_UNABLE;
	}
	json_init(&j, stdout);
	if (as_json)
		json_array_begin(&j);
	check_image(&c, &b);
	if (old)
		check_against(&c, &b, &o);
	if (as_json) {
		json_array_end(&j);
		json_end_document(&j);
	} else {
		printf("%s: %u of %u checks hold\n", c.failed ? "BREAK" : "compatible",
		       c.n - c.failed, c.n);
	}
	free(data);
	free(old);
	return c.failed ? EXIT_FINDING : EXIT_FINE;
}

static const char *unpacker(const unsigned char *p, size_t n)
{
	static const struct {
		const char *magic, *command;
		size_t n;
	} table[] = {
		{"\x28\xb5\x2f\xfd", "zstd -dcq", 4},
		{"\xfd"
		 "7zXZ",
		 "xz -dcq", 5},
		{"\x1f\x8b", "gzip -dcq", 2},
		{"\x02\x21\x4c\x18", "lz4 -dcq", 4},
		{"BZh", "bzip2 -dcq", 3},
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (n >= table[i].n && memcmp(p, table[i].magic, table[i].n) == 0)
			return table[i].command;
	return NULL;
}

/* Bytes behind the stream (its length, padding) make the unpacker complain: what counts is the ELF.
 */
static char *unpack(const char *path, const char *command, const unsigned char *p, size_t n,
		    size_t *ret_size)
{
	const char *tmp = getenv("TMPDIR");
	char *dir = paths_format("%s/cleat-boot-XXXXXX", tmp ? tmp : "/tmp"), *in, *out, *script,
	     *image = NULL;
	FILE *f;

	if (!mkdtemp(dir)) {
		diag_error("set TMPDIR to a folder that can be written to", "%s: %s", dir,
			   strerror(errno));
		free(dir);
		return NULL;
	}
	in = paths_format("%s/in", dir);
	out = paths_format("%s/out", dir);
	f = fopen(in, "w");
	if (f && fwrite(p, 1, n, f) == n && fclose(f) == 0) {
		const char *argv[] = {"sh", "-c", NULL, "sh", in, out, NULL};

		script = paths_format("%s <\"$1\" >\"$2\" 2>/dev/null", command);
		argv[2] = script;
		run_ok(argv);
		free(script);
		image = paths_read(out, ret_size);
	}
	if (!image || *ret_size < 64 || memcmp(image, "\177ELF", 4) != 0) {
		diag_error("install the program that unpacks it, or name its vmlinux or BTF",
			   "%s: \"%s\" gave no ELF file", path, command);
		free(image);
		image = NULL;
	}
	paths_remove_tree(dir);
	free(in);
	free(out);
	free(dir);
	return image;
}

char *boot_payload(const char *path, const unsigned char *data, size_t size, size_t *ret_size)
{
	struct boot b;
	size_t off, length;
	const char *command;

	if (!boot_is_image(data, size) || !read_boot(&b, data, size)) {
		diag_error("name a bzImage", "%s: ends before its kernel begins", path);
		return NULL;
	}
	off = b.kernel + get(data + 0x248, 4);
	length = get(data + 0x24c, 4);
	if (off >= size || length > size - off || !(command = unpacker(data + off, length))) {
		diag_error("name its vmlinux or BTF",
			   "%s: its payload is not packed in a way that is known", path);
		return NULL;
	}
	return unpack(path, command, data + off, length, ret_size);
}
