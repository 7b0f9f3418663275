/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "cli/binder/echo.h"

#include "base/diag.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* All that is left, as bytes: objects in it are not sent on. */
static void send_back(struct binder_request *req, struct parcel *reply)
{
	parcel_bytes(reply, req->data.data + req->data.at, parcel_left(&req->data));
}

static int about_itself(const struct echo *e, struct binder_request *req, struct parcel *reply)
{
	const char *chain[] = {e->interface, HIDL_BASE};

	switch (req->code) {
	case CODE_PING:
	case CODE_DUMP:
		return 0;
	case CODE_INTERFACE:
		parcel_str16(reply, e->interface);
		return 0;
	case CODE_HIDL_PING:
		parcel_i32(reply, 0);
		return 0;
	case CODE_HIDL_DESCRIPTOR:
		parcel_i32(reply, 0);
		parcel_hidl_string(reply, e->interface);
		return 0;
	case CODE_HIDL_CHAIN:
		parcel_i32(reply, 0);
		parcel_hidl_strings(reply, chain, 2);
		return 0;
	default:
		return -EBADMSG;
	}
}

static int echo_call(struct binder_object *self, struct binder_request *req, struct parcel *reply)
{
	struct echo *e = (struct echo *)self;
	enum binder_header header;
	char *interface;
	int err = -EBADMSG;

	if (req->code == ECHO_RAW) {
		send_back(req, reply);
		return 0;
	}
	if (req->code != ECHO_CODE)
		return about_itself(e, req, reply);
	interface = protocol_guess(&req->data, &header);
	if (interface && strcmp(interface, e->interface) == 0) {
		send_back(req, reply);
		err = 0;
	}
	free(interface);
	return err;
}

void echo_init(struct echo *e, const char *interface)
{
	*e = (struct echo){.object = {.call = echo_call}, .interface = interface};
}

static void *invited(void *arg)
{
	struct binder_thread t;

	binder_thread_init(&t, arg);
	binder_loop(&t, true);
	binder_thread_end(&t);
	return NULL;
}

static void spawn(struct binder *b)
{
	pthread_t thread;

	if (pthread_create(&thread, NULL, invited, b) == 0)
		pthread_detach(thread);
}

int echo_serve(struct binder_client *c, unsigned int threads)
{
	int err = binder_max_threads(&c->binder, threads - 1);

	c->binder.spawn = spawn;
	return err ? err : binder_loop(&c->thread, false);
}

static const char usage[] =
	"usage: cleat binder echo [OPTION...] NAME\n\n"
	"A service that is known as NAME until it ends: code 1 sends back what comes.\n\n"
	"  --interface WORD     its descriptor (cleat.IEcho; HIDL: NAME up to the slash)\n"
	"  --threads N          at most so many (4)\n"
	"  -d, -p, --api-level: cleat binder --help\n";

static int serve(const struct binder_options *o, const char *name, const char *interface,
		 unsigned int threads)
{
	bool hidl = o->dialect.header == HEADER_HIDL;
	char *own = hidl ? strndup(name, strcspn(name, "/")) : NULL;
	const char *slash = strchr(name, '/');
	struct binder_client c;
	struct echo e;
	int err = binder_client_open(&c, o);

	if (!interface)
		interface = own ? own : "cleat.IEcho";
	echo_init(&e, interface);
	if (!err) {
		err = names_add(&c.thread, o->dialect, hidl && slash ? slash + 1 : name, &e.object);
		if (err) {
			diag_error("cleat binder servicemanager, or another --protocol",
				   "%s: cannot be added: %s", name, binder_why(err));
			binder_client_close(&c);
			err = EXIT_FINDING;
		} else {
			printf("%s: serving on %s\n", name, o->device);
			fflush(stdout);
			err = echo_serve(&c, threads);
			diag_error(NULL, "%s: %s", o->device, strerror(-err));
			binder_client_close(&c);
			err = EXIT_FINDING;
		}
	}
	free(own);
	return err;
}

int binder_cmd_echo(int argc, char **argv)
{
	static const struct option longs[] = {BINDER_LONGS,
					      {"interface", required_argument, NULL, 'i'},
					      {"threads", required_argument, NULL, 't'},
					      {NULL, 0, NULL, 0}};
	struct binder_options o = {0};
	const char *interface = NULL;
	int c, err, threads = 4;

	optind = 1;
	while ((c = getopt_long(argc, argv, BINDER_SHORTS "i:t:", longs, NULL)) != -1) {
		if (c == 'i') {
			interface = optarg;
		} else if (c == 't') {
			threads = atoi(optarg);
		} else {
			err = binder_option(&o, c, argv[0]);
			if (err)
				return err < 0 ? (fputs(usage, stdout), EXIT_FINE) : err;
		}
	}
	if (threads < 1)
		return diag_error("1 or more", "--threads %d", threads);
	err = binder_options_done(&o, argv[0], argc - optind, 1, 1);
	return err ? err : serve(&o, argv[optind], interface, (unsigned int)threads);
}
