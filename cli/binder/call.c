/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* call: one transaction made of words. */
#include "base/diag.h"
#include "base/json.h"
#include "cli/binder/binder.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
	"usage: cleat binder call [OPTION...] NAME CODE [TYPE VALUE]...\n\n"
	"One call to the service NAME: the interface token, then the values.\n"
	"TYPE: i32, i64, f, d, s16 (AIDL string), cstr, hstr (HIDL string), fd PATH, nfd NUMBER;\n"
	"null alone is the null binder.\n\n"
	"  --oneway             wait for no reply\n"
	"  --interface NAME     instead of the one that the service says it has\n"
	"  --reply TYPES        print these values of the reply, as in \"i32 s16\"; else its bytes\n"
	"  -d, -p, --api-level, --json: cleat binder --help\n";

struct request {
	struct binder_options o;
	const char *interface, *types;
	bool oneway;
};

static int parse(struct request *q, int argc, char **argv)
{
	static const struct option longs[] = {BINDER_LONGS,
					      {"oneway", no_argument, NULL, 'o'},
					      {"interface", required_argument, NULL, 'i'},
					      {"reply", required_argument, NULL, 'r'},
					      {NULL, 0, NULL, 0}};
	int c, err;

	optind = 1;
	/* Values may be negative: the first word that is no option ends them. */
	while ((c = getopt_long(argc, argv, "+" BINDER_SHORTS "oi:r:", longs, NULL)) != -1) {
		if (c == 'o') {
			q->oneway = true;
		} else if (c == 'i') {
			q->interface = optarg;
		} else if (c == 'r') {
			q->types = optarg;
		} else {
			err = binder_option(&q->o, c, argv[0]);
			if (err)
				return err;
		}
	}
	return binder_options_done(&q->o, argv[0], argc - optind, 2, -1);
}

/* The service's own word for what it is; HIDL's names say it themselves. */
static char *interface_of(struct binder_client *c, const struct request *q, const char *name,
			  uint32_t handle)
{
	struct binder_reply reply;
	struct parcel p = {0};
	char *interface = NULL;

	if (q->interface)
		return strdup(q->interface);
	if (q->o.dialect.header == HEADER_HIDL)
		return strndup(name, strcspn(name, "/"));
	if (binder_call(&c->thread, handle, CODE_INTERFACE, &p, &reply) == 0) {
		interface = parcel_read_str16(&reply.data);
		binder_reply_free(&reply);
	}
	return interface ? interface : strdup("");
}

static void print_bytes(const struct parcel_reader *r)
{
	printf("reply: %zu bytes, %zu objects\n", r->size, r->n_offsets);
	for (size_t at = 0; at < r->size; at += 16) {
		printf("  %04zx:", at);
		for (size_t i = 0; i < 16; i++)
			printf(at + i < r->size ? " %02x" : "   ",
			       at + i < r->size ? r->data[at + i] : 0);
		printf("  ");
		for (size_t i = at; i < at + 16 && i < r->size; i++)
			putchar(isprint(r->data[i]) ? r->data[i] : '.');
		putchar('\n');
	}
}

static void print_json(const struct parcel_reader *r)
{
	char *hex = malloc(2 * r->size + 1);
	struct json j;

	for (size_t i = 0; hex && i < r->size; i++)
		sprintf(hex + 2 * i, "%02x", r->data[i]);
	json_init(&j, stdout);
	json_object_begin(&j);
	json_kv_int(&j, "size", (long long)r->size);
	json_kv_int(&j, "objects", (long long)r->n_offsets);
	json_kv_string(&j, "data", r->size ? hex : "");
	json_object_end(&j);
	json_end_document(&j);
	free(hex);
}

/* The lines of values_print() as JSON strings. */
static int print_json_values(const struct request *q, struct parcel_reader *r)
{
	char *text = NULL, *save = NULL;
	size_t size;
	FILE *lines = open_memstream(&text, &size);
	struct json j;
	bool fine = values_print(r, q->types, lines);

	fclose(lines);
	if (fine) {
		json_init(&j, stdout);
		json_array_begin(&j);
		for (char *l = strtok_r(text, "\n", &save); l; l = strtok_r(NULL, "\n", &save))
			json_string(&j, l);
		json_array_end(&j);
		json_end_document(&j);
	}
	free(text);
	return fine ? EXIT_FINE : EXIT_FINDING;
}

static int show(const struct request *q, struct parcel_reader *r)
{
	if (q->types && q->o.json)
		return print_json_values(q, r);
	if (q->types)
		return values_print(r, q->types, stdout) ? EXIT_FINE : EXIT_FINDING;
	if (q->o.json)
		print_json(r);
	else
		print_bytes(r);
	return EXIT_FINE;
}

static int call(struct binder_client *c, const struct request *q, uint32_t handle, uint32_t code,
		struct parcel *p)
{
	struct binder_reply reply;
	int err = q->oneway ? binder_call_oneway(&c->thread, handle, code, p)
			    : binder_call(&c->thread, handle, code, p, &reply);

	if (err) {
		diag_error("the code and the values must be what the service expects",
			   "call %u: %s", code, binder_why(err));
		return EXIT_FINDING;
	}
	if (q->oneway)
		return EXIT_FINE;
	err = show(q, &reply.data);
	binder_reply_free(&reply);
	return err;
}

static int run(struct binder_client *c, const struct request *q, char **words, int n)
{
	struct parcel p = {0};
	char *interface, *end;
	uint32_t handle, code = (uint32_t)strtoul(words[1], &end, 0);
	int err;

	if (*end || end == words[1])
		return diag_error("1, 2, ...", "%s: that is no transaction code", words[1]);
	err = binder_find(c, &q->o, words[0], &handle);
	if (err)
		return err;
	interface = interface_of(c, q, words[0], handle);
	if (interface && *interface)
		protocol_begin(&p, q->o.dialect.header, interface);
	err = values_put(&p, words + 2, n - 2) ? call(c, q, handle, code, &p) : EXIT_UNABLE;
	parcel_free(&p);
	free(interface);
	return err;
}

int binder_cmd_call(int argc, char **argv)
{
	struct request q = {0};
	struct binder_client c;
	int err = parse(&q, argc, argv);

	if (err < 0)
		return fputs(usage, stdout), EXIT_FINE;
	if (!err)
		err = binder_client_open(&c, &q.o);
	if (err)
		return err;
	err = run(&c, &q, argv + optind, argc - optind);
	binder_client_close(&c);
	return err;
}
