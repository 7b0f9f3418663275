/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#define _GNU_SOURCE
#include "differ.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/personality.h>
#include <unistd.h>

const char *device, *logs, *devices[2];

static uint64_t rng;
static char **without;
static jmp_buf next_seed;

uint32_t draw(uint32_t below)
{
	/* splitmix64 */
	uint64_t z = rng += 0x9e3779b97f4a7c15;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return (uint32_t)(((z ^ z >> 31) >> 32) % below);
}

bool chance(uint32_t percent)
{
	return draw(100) < percent;
}

void say(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
}

bool left_out(const char *what)
{
	for (char **w = without; *w; w++)
		if (strcmp(*w, what) == 0)
			return true;
	return false;
}

void test_hangs(void)
{
	say(" hangs");
	longjmp(next_seed, 1);
}

void give_up(const char *what)
{
	say(" given up: %s: %s", what, strerrorname_np(errno));
	longjmp(next_seed, 1);
}

/* One of the table, by weight. */
const struct op *any_op(const struct op *ops)
{
	uint32_t sum = 0, at;
	const struct op *op;

	for (op = ops; op->name; op++)
		sum += op->weight;
	do {
		at = draw(sum);
		for (op = ops; at >= op->weight; op++)
			at -= op->weight;
	} while (left_out(op->name));
	return op;
}

/* Where another sleeps, who reads first what a command brings about would be the scheduler's choice. */
static void flush(struct actor *a, struct worker *w)
{
	receive(a, w, chance(40) || sleepers() > 0 ? tell(w) : ask(w));
}

/* Some commands in one write, which may read, too. */
static void command_step(struct actor *a, struct worker *w)
{
	uint32_t n = chance(70) || sleepers() > 0 ? 1 : 2 + draw(3);

	while (n-- > 0)
		put_any(a, w);
	say(":");
	flush(a, w);
}

static void call_step(struct actor *a, struct worker *w)
{
	const struct op *op = any_op(call_ops);

	say(" %s", op->name);
	op->run(a, w, op->cmd);
}

/* The call that the worker serves is answered. */
static void answer_step(struct actor *a, struct worker *w)
{
	struct txn t = any_transaction(a, w);

	t.cmd = t.cmd == BC_TRANSACTION_SG ? BC_REPLY_SG : BC_REPLY;
	a->workers[worker_index(w)].depth--;
	say(" answer flags %x size %zu:%zu:%zu:", t.flags, t.size, t.offsets_size, t.buffers);
	bc_txn(w, t);
	flush(a, w);
}

/* Who sleeps must be asleep again; then the states of all that had a part in it. */
static void say_end(void)
{
	sleepers_look();
	for (int i = 0; i < n_actors; i++) {
		if (actors[i].peer && actors[i].is_touched)
			say_state(&actors[i]);
		actors[i].is_touched = false;
	}
	/* Whom the look has woken. */
	sleepers_look();
	say("\n");
}

static void step(void)
{
	struct actor *a = any_actor();
	/* Who waits for answers is to get them. */
	struct worker *w = chance(any_freezer() ? 70 : 25) ? any_server(&a) : NULL;
	bool serves = w != NULL;

	if (!serves)
		w = actor_worker(a);
	say(" %d.%d", (int)(a - actors), worker_index(w));
	if (!a->is_open) {
		say(" open");
		actor_open(a);
	} else if (serves) {
		answer_step(a, w);
	} else if (!is_managed(a) && chance(30)) {
		say(" manager");
		call_manager(a, w, 0);
	} else if (chance(50)) {
		command_step(a, w);
	} else {
		call_step(a, w);
	}
	if (a->peer)
		actor_close_fds(a);
	a->is_touched = true;
	say_end();
}

/* At the end: what is left to read, for everybody. */
static void read_all(uint32_t seed, struct actor *a)
{
	for (int i = 0; i < a->peer->n_workers; i++)
		for (int n = 0; n < 64 && !a->workers[i].sleeps; n++) {
			size_t mark = arena_mark();
			const char *came;

			say("%u/end %d.%d:", seed, (int)(a - actors), i);
			came = hear(&a->peer->workers[i]);
			receive(a, &a->peer->workers[i], came);
			say_end();
			arena_reset(mark);
			if (*came != 'o')
				break;
		}
}

static void run_seed(uint32_t seed, uint32_t steps)
{
	rng = seed;
	if (setjmp(next_seed) == 0) {
		actors_start();
		for (uint32_t i = 0; i < steps; i++) {
			size_t mark = arena_mark();

			say("%u/%u", seed, i);
			step();
			arena_reset(mark);
		}
		for (int i = 0; i < n_actors; i++)
			if (actors[i].peer && actors[i].is_open)
				read_all(seed, &actors[i]);
		for (int i = 0; i < n_actors; i++)
			if (actors[i].peer)
				say("%u/commands %d %s\n", seed, i, commands_of(actors[i].peer));
	} else {
		say("\n");
	}
	actors_end();
	fflush(stdout);
}

int main(int argc, char **argv)
{
	if (argc < 6) {
		fprintf(stderr, "usage: differ DEVICE[,DEVICE] LOGS SEED SEEDS STEPS [OPERATION...]\n"
				"LOGS is the folder of binder_logs; the OPERATIONs are left out\n");
		return 2;
	}
	/* Addresses are part of what is sent by mistake: they are to be the same in each run. */
	if (!(personality(0xffffffff) & ADDR_NO_RANDOMIZE)) {
		personality(ADDR_NO_RANDOMIZE);
		execv("/proc/self/exe", argv);
	}
	/* Nor may a descriptor sent by mistake be a terminal. */
	dup2(open("/dev/null", O_RDONLY), 0);
	devices[0] = device = strtok(argv[1], ",");
	devices[1] = strtok(NULL, ",");
	logs = argv[2];
	without = argv + 6;
	peers_setup();
	for (uint32_t i = 0; i < (uint32_t)atoi(argv[4]); i++)
		run_seed((uint32_t)atoi(argv[3]) + i, (uint32_t)atoi(argv[5]));
	return 0;
}
