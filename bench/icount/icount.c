// SPDX-License-Identifier: MIT OR GPL-2.0-only
/*
 * A plugin for QEMU's TCG that counts the guest's instructions between markers (marker.h), each at
 * its own address. Until the first marker nothing is counted, so that the boot is not slowed down.
 *
 * At each end of a measurement one line goes to the file of the argument out=:
 *	NUMBER USER KERNEL MODULE
 * how many instructions ran in programs, in the kernel proper and in its modules. With
 * profile=yes, lines "at NUMBER ADDRESS COUNT" follow at the end: all measurements of one number,
 * address by address, in the kernel and its modules.
 *
 * One CPU only: the counters are not atomic.
 */
#include "marker.h"
#include "qemu_plugin.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	CODES = 64,
	SLOTS = 1 << 21, /* of the hash table: many more than a kernel's hot addresses */
};

/* Where modules lie on x86-64. */
static const uint64_t kernel_start = 0xffff800000000000, modules_start = 0xffffffffc0000000,
		      modules_end = 0xffffffffff000000;

/* One address: how often it ran, and how often when the measurement began. */
struct site {
	uint64_t address, count, before;
	uint64_t *by_code;
};

static struct site *sites[SLOTS], **used;
static size_t n_used;
static FILE *out;
static bool profile;
static int current = -1;
static qemu_plugin_id_t own_id;

QEMU_PLUGIN_EXPORT int qemu_plugin_version = QEMU_PLUGIN_API;

static void *need(void *p)
{
	if (!p) {
		fprintf(stderr, "icount: no memory\n");
		abort();
	}
	return p;
}

static struct site *site_at(uint64_t address)
{
	size_t slot = (address * 0x9e3779b97f4a7c15u) >> 43;

	while (sites[slot] && sites[slot]->address != address)
		slot = (slot + 1) % SLOTS;
	if (!sites[slot]) {
		if (n_used == SLOTS / 2) {
			fprintf(stderr, "icount: more than %d addresses\n", SLOTS / 2);
			abort();
		}
		sites[slot] = need(calloc(1, sizeof(struct site)));
		sites[slot]->address = address;
		used[n_used++] = sites[slot];
	}
	return sites[slot];
}

static void begin(int code)
{
	current = code;
	for (size_t i = 0; i < n_used; i++)
		used[i]->before = used[i]->count;
}

static void keep(struct site *s, uint64_t ran)
{
	if (!s->by_code)
		s->by_code = need(calloc(CODES, sizeof(uint64_t)));
	s->by_code[current] += ran;
}

static void end(void)
{
	uint64_t user = 0, kernel = 0, module = 0;

	for (size_t i = 0; i < n_used; i++) {
		struct site *s = used[i];
		uint64_t ran = s->count - s->before;

		if (!ran)
			continue;
		if (s->address < kernel_start)
			user += ran;
		else if (s->address >= modules_start && s->address < modules_end)
			module += ran;
		else
			kernel += ran;
		if (profile && s->address >= kernel_start)
			keep(s, ran);
	}
	if (current >= 0)
		fprintf(out, "%d %" PRIu64 " %" PRIu64 " %" PRIu64 "\n", current, user,
			kernel, module);
	fflush(out);
	current = -1;
}

static void translate(qemu_plugin_id_t id, struct qemu_plugin_tb *tb);
static void at_exit(qemu_plugin_id_t id, void *userdata);

/* All callbacks: a reset forgets every one. */
static void start(qemu_plugin_id_t id)
{
	qemu_plugin_register_vcpu_tb_trans_cb(id, translate);
	qemu_plugin_register_atexit_cb(id, at_exit, NULL);
}

static bool counting;

static void on_marker(unsigned int vcpu, void *userdata)
{
	int code = (int)(intptr_t)userdata;

	(void)vcpu;
	if (code == MARKER_START && !counting) {
		counting = true;
		qemu_plugin_reset(own_id, start);
	} else if (code == MARKER_END) {
		end();
	} else if (code < CODES) {
		begin(code);
	}
}

/* The marker's code, or -1 for any other instruction. */
static int marker_code(const struct qemu_plugin_insn *insn)
{
	const uint8_t *bytes = qemu_plugin_insn_data(insn);
	uint32_t word;

	if (qemu_plugin_insn_size(insn) != 7 || memcmp(bytes, "\x0f\x1f\x80", 3) != 0)
		return -1;
	memcpy(&word, bytes + 3, sizeof(word));
	return (word & ~0xffu) == MARKER_WORD ? (int)(word & 0xff) : -1;
}

static void translate(qemu_plugin_id_t id, struct qemu_plugin_tb *tb)
{
	size_t n = qemu_plugin_tb_n_insns(tb);

	(void)id;
	for (size_t i = 0; i < n; i++) {
		struct qemu_plugin_insn *insn = qemu_plugin_tb_get_insn(tb, i);
		int code = marker_code(insn);

		if (code >= 0)
			qemu_plugin_register_vcpu_insn_exec_cb(
				insn, on_marker, QEMU_PLUGIN_CB_NO_REGS, (void *)(intptr_t)code);
		else if (counting)
			qemu_plugin_register_vcpu_insn_exec_inline(
				insn, QEMU_PLUGIN_INLINE_ADD_U64,
				&site_at(qemu_plugin_insn_vaddr(insn))->count, 1);
	}
}

static void at_exit(qemu_plugin_id_t id, void *userdata)
{
	(void)id;
	(void)userdata;
	for (size_t i = 0; profile && i < n_used; i++) {
		for (int code = 0; used[i]->by_code && code < CODES; code++) {
			if (used[i]->by_code[code])
				fprintf(out, "at %d %" PRIx64 " %" PRIu64 "\n", code,
					used[i]->address, used[i]->by_code[code]);
		}
	}
	fclose(out);
}

QEMU_PLUGIN_EXPORT int qemu_plugin_install(qemu_plugin_id_t id, const struct qemu_info *info,
					   int argc, char **argv)
{
	(void)info;
	own_id = id;
	for (int i = 0; i < argc; i++) {
		if (strncmp(argv[i], "out=", 4) == 0)
			out = fopen(argv[i] + 4, "w");
		else if (strcmp(argv[i], "profile=yes") == 0)
			profile = true;
	}
	if (!out) {
		fprintf(stderr, "icount: out=FILE is wanted, a file that can be written\n");
		return 1;
	}
	used = need(calloc(SLOTS / 2, sizeof(*used)));
	start(id);
	return 0;
}
