/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * bench: round trips between processes. A server, which becomes the service manager when there is
 * none, and clients, each a process; they start together and write their times into shared memory.
 */
#include "base/diag.h"
#include "base/json.h"
#include "cli/binder/echo.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const char usage[] =
	"usage: cleat binder bench [OPTION...]\n\n"
	"Round trips: the time of each, and how many a second.\n\n"
	"  --size N,...         bytes there and back (16,4096)\n"
	"  --clients N,...      processes that call at once (1)\n"
	"  --count N            round trips of each client (2000)\n"
	"  --pin                all on one CPU\n"
	"  -d, -p, --api-level, --json: cleat binder --help\n";

enum { MAX_RUNS = 8, MAX_CLIENTS = 256, WARM_UP = 100, GONE = 86 };

struct bench {
	struct binder_options o;
	int sizes[MAX_RUNS], clients[MAX_RUNS];
	int n_sizes, n_clients, count;
	bool pin;
};

/* One run's result, in microseconds. */
struct figures {
	int size, clients;
	double median, p99, mean, per_second;
};

static uint64_t now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000000u + (uint64_t)ts.tv_nsec;
}

static void die_with_parent(pid_t parent)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(GONE);
}

/* ---- the server ---- */

static char *server_name(pid_t parent)
{
	char *name;

	return asprintf(&name, "cleat.bench.%d", parent) < 0 ? NULL : name;
}

/* 'm': handle 0 is us; 'n': known by name. The child's message is on stderr. */
static int serve(const struct bench *b, int ready, pid_t parent)
{
	struct binder_client c;
	struct echo e;
	char how = 'm';
	int err;

	die_with_parent(parent);
	echo_init(&e, "cleat.IEcho");
	if (binder_client_open(&c, &b->o))
		return EXIT_UNABLE;
	err = binder_become_manager(&c.binder, &e.object);
	if (err == -EBUSY) {
		how = 'n';
		err = names_add(&c.thread, b->o.dialect, server_name(parent), &e.object);
	}
	if (err)
		return diag_error("another --protocol?", "%s: no service for the bench: %s",
				  b->o.device, binder_why(err));
	if (write(ready, &how, 1) != 1)
		return EXIT_UNABLE;
	err = echo_serve(&c, MAX_CLIENTS);
	return diag_error(NULL, "%s: %s", b->o.device, strerror(-err));
}

static pid_t start_server(const struct bench *b, char *ret_how)
{
	pid_t parent = getpid(), pid;
	int fds[2];

	if (pipe(fds) < 0)
		return -1;
	fflush(NULL);
	pid = fork();
	if (pid == 0) {
		close(fds[0]);
		_exit(serve(b, fds[1], parent));
	}
	close(fds[1]);
	if (pid > 0 && read(fds[0], ret_how, 1) != 1) {
		waitpid(pid, NULL, 0);
		pid = -1;
	}
	close(fds[0]);
	return pid;
}

/* ---- the clients ---- */

/* Two pipes: clients write to @ready when they are warm, and start at the end of @go. */
struct gate {
	int ready[2], go[2];
};

static int trip(struct binder_client *c, uint32_t handle, struct parcel *p)
{
	struct binder_reply reply;
	int err = binder_call(&c->thread, handle, ECHO_RAW, p, &reply);

	if (err)
		return err;
	err = reply.data.size == p->size ? 0 : -EBADMSG;
	binder_reply_free(&reply);
	return err;
}

static int client(const struct bench *b, char how, int size, const struct gate *g, uint64_t *took,
		  pid_t parent)
{
	struct binder_client c;
	struct parcel p = {0};
	uint32_t handle = 0;
	char *bytes = calloc(1, (size_t)size), start;
	int err = 0;

	die_with_parent(parent);
	if (!bytes || binder_client_open(&c, &b->o))
		return EXIT_UNABLE;
	if (how == 'n' && binder_find(&c, &b->o, server_name(parent), &handle))
		return EXIT_UNABLE;
	parcel_bytes(&p, bytes, (size_t)size);
	for (int i = 0; i < WARM_UP && !err; i++)
		err = trip(&c, handle, &p);
	/* The pipe's end is the start, for all at once. */
	if (!err && (write(g->ready[1], "r", 1) != 1 || read(g->go[0], &start, 1) != 0))
		return EXIT_UNABLE;
	for (int i = 0; i < b->count && !err; i++) {
		uint64_t t0 = now_ns();

		err = trip(&c, handle, &p);
		took[i] = now_ns() - t0;
	}
	if (err)
		return diag_error(NULL, "a round trip of %d bytes: %s", size, binder_why(err));
	binder_client_close(&c);
	return EXIT_FINE;
}

static int by_value(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

static void count_up(struct figures *f, uint64_t *took, size_t n, double seconds)
{
	uint64_t sum = 0;

	qsort(took, n, sizeof(*took), by_value);
	for (size_t i = 0; i < n; i++)
		sum += took[i];
	f->median = (double)took[n / 2] / 1e3;
	f->p99 = (double)took[n * 99 / 100] / 1e3;
	f->mean = (double)sum / (double)n / 1e3;
	f->per_second = (double)n / seconds;
}

/* Wait until all are warm; false when one of them ended instead. */
static bool all_ready(struct gate *g, int n)
{
	char word;

	close(g->ready[1]);
	close(g->go[0]);
	while (n > 0 && read(g->ready[0], &word, 1) == 1)
		n--;
	close(g->ready[0]);
	return n == 0;
}

/* Start the clients, let them go, wait for all: true when each has done its part. */
static bool clients_run(const struct bench *b, char how, const struct figures *f, uint64_t *took,
			double *ret_seconds)
{
	pid_t parent = getpid(), pids[MAX_CLIENTS];
	struct gate g;
	uint64_t start;
	bool fine;

	if (pipe(g.ready) < 0 || pipe(g.go) < 0)
		return false;
	fflush(NULL);
	for (int i = 0; i < f->clients; i++) {
		pids[i] = fork();
		if (pids[i] == 0) {
			close(g.go[1]);
			_exit(client(b, how, f->size, &g, took + (size_t)i * (size_t)b->count,
				     parent));
		}
	}
	fine = all_ready(&g, f->clients);
	start = now_ns();
	close(g.go[1]);
	for (int i = 0; i < f->clients; i++) {
		int status = -1;

		fine &= pids[i] > 0 && waitpid(pids[i], &status, 0) == pids[i] && status == 0;
	}
	*ret_seconds = (double)(now_ns() - start) / 1e9;
	return fine;
}

static bool run_one(const struct bench *b, char how, struct figures *f)
{
	size_t n = (size_t)f->clients * (size_t)b->count;
	uint64_t *took = mmap(NULL, n * sizeof(*took), PROT_READ | PROT_WRITE,
			      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	double seconds;
	bool fine = took != MAP_FAILED && clients_run(b, how, f, took, &seconds);

	if (fine)
		count_up(f, took, n, seconds);
	if (took != MAP_FAILED)
		munmap(took, n * sizeof(*took));
	return fine;
}

/* ---- the command ---- */

static void print(const struct bench *b, const struct figures *f, int n)
{
	struct json j;

	if (!b->o.json) {
		printf("%8s %8s %10s %10s %10s %12s\n", "bytes", "clients", "median us", "p99 us",
		       "mean us", "per second");
		for (int i = 0; i < n; i++)
			printf("%8d %8d %10.1f %10.1f %10.1f %12.0f\n", f[i].size, f[i].clients,
			       f[i].median, f[i].p99, f[i].mean, f[i].per_second);
		return;
	}
	json_init(&j, stdout);
	json_object_begin(&j);
	json_kv_string(&j, "device", b->o.device);
	json_kv_bool(&j, "pinned", b->pin);
	json_kv_int(&j, "count", b->count);
	json_key(&j, "runs");
	json_array_begin(&j);
	for (int i = 0; i < n; i++) {
		json_object_begin(&j);
		json_kv_int(&j, "size", f[i].size);
		json_kv_int(&j, "clients", f[i].clients);
		json_key(&j, "median_us");
		json_double(&j, f[i].median);
		json_key(&j, "p99_us");
		json_double(&j, f[i].p99);
		json_key(&j, "mean_us");
		json_double(&j, f[i].mean);
		json_key(&j, "per_second");
		json_double(&j, f[i].per_second);
		json_object_end(&j);
	}
	json_array_end(&j);
	json_object_end(&j);
	json_end_document(&j);
}

static int run(const struct bench *b)
{
	struct figures f[MAX_RUNS * MAX_RUNS];
	int n = 0;
	char how;
	pid_t server = start_server(b, &how);
	bool fine = server > 0;

	for (int s = 0; s < b->n_sizes; s++) {
		for (int k = 0; k < b->n_clients && fine; k++, n++) {
			f[n] = (struct figures){.size = b->sizes[s], .clients = b->clients[k]};
			fine = run_one(b, how, &f[n]);
		}
	}
	if (server > 0) {
		kill(server, SIGKILL);
		waitpid(server, NULL, 0);
	}
	if (!fine)
		return diag_error("see the message above", "bench: it did not run to its end");
	print(b, f, n);
	return EXIT_FINE;
}

static int numbers(const char *option, char *text, int least, int most, int *to, int *n)
{
	char *save = NULL;

	*n = 0;
	for (char *w = strtok_r(text, ",", &save); w; w = strtok_r(NULL, ",", &save)) {
		int v = atoi(w);

		if (v < least || v > most || *n == MAX_RUNS)
			return diag_error(NULL, "%s %s: %d to %d, at most %d of them", option, w, least,
					  most, MAX_RUNS);
		to[(*n)++] = v;
	}
	return 0;
}

static int parse(struct bench *b, int argc, char **argv)
{
	static const struct option longs[] = {BINDER_LONGS,
					      {"size", required_argument, NULL, 's'},
					      {"clients", required_argument, NULL, 'c'},
					      {"count", required_argument, NULL, 'n'},
					      {"pin", no_argument, NULL, 'P'},
					      {NULL, 0, NULL, 0}};
	int c, one, err = 0;

	optind = 1;
	while (!err && (c = getopt_long(argc, argv, BINDER_SHORTS, longs, NULL)) != -1) {
		if (c == 's')
			err = numbers("--size", optarg, 0, BINDER_MAP / 4, b->sizes, &b->n_sizes);
		else if (c == 'c')
			err = numbers("--clients", optarg, 1, MAX_CLIENTS, b->clients, &b->n_clients);
		else if (c == 'n')
			err = numbers("--count", optarg, 1, 100000000, &b->count, &one);
		else if (c == 'P')
			b->pin = true;
		else
			err = binder_option(&b->o, c, argv[0]);
	}
	return err ? err : binder_options_done(&b->o, argv[0], argc - optind, 0, 0);
}

int binder_cmd_bench(int argc, char **argv)
{
	struct bench b = {
		.sizes = {16, 4096}, .n_sizes = 2, .clients = {1}, .n_clients = 1, .count = 2000};
	int err = parse(&b, argc, argv);
	cpu_set_t first;

	if (err < 0)
		return fputs(usage, stdout), EXIT_FINE;
	if (err)
		return err;
	CPU_ZERO(&first);
	CPU_SET(0, &first);
	if (b.pin && sched_setaffinity(0, sizeof(first), &first) < 0)
		return diag_error(NULL, "--pin: %s", strerror(errno));
	return run(&b);
}
