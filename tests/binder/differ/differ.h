/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The differential test's client: a seed decides a sequence of operations of several processes on
 * one device; each step and what came of it is one line "SEED/STEP ...". Two runs with one seed on two
 * drivers must print the same. No step sleeps, and one ends before the next begins: the order is
 * the seed's, not the scheduler's.
 *
 * The processes, the commands and what is returned are the conformance client's (conf/).
 */
#ifndef TESTS_BINDER_DIFFER_DIFFER_H
#define TESTS_BINDER_DIFFER_DIFFER_H

#include "../conf/conf.h"

enum {
	ACTORS = 4,
	MAX_HELD = 256,	    /* buffers that an actor remembers */
	MAX_OPENED = 32,    /* descriptors that one step opens */
	GENERATIONS = 60,   /* processes that one seed may use up */
};

/* A peer and what it knows of itself; another peer takes the place of one that has ended. */
struct actor {
	struct peer *peer;
	pid_t pid;
	int context;	 /* of which device; */
	int other;	 /* a descriptor of the other, or -1 */
	bool is_open, is_manager;
	bool is_touched; /* by this step: its state is to be said */
	uint64_t handles; /* those that it was given, by bits */
	uint64_t held[MAX_HELD]; /* addresses of buffers that came and were not freed */
	int n_held;
	struct {
		int depth;   /* calls that it has not answered */
		bool waits;  /* for the reply to one of its own */
		bool sleeps;  /* in a read, */
		bool freezes; /* or until a process is frozen */
	} workers[MAX_WORKERS];
	int opened[MAX_OPENED], n_opened;
};

/* The second one, or NULL: there is one context only. */
extern const char *devices[2];
extern struct actor actors[ACTORS];
extern int n_actors;

/* ---- the seed's numbers (main.c) ---- */
uint32_t draw(uint32_t below);
bool chance(uint32_t percent);
/* More of the step's line. */
void say(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* Is this left out, because the kernels compared do not agree on it? */
bool left_out(const char *what);

/* ---- actors (actor.c) ---- */
/* Who looks whether a process has gone, and the actors, each with some threads. */
void actors_start(void);
/* May one more process begin? */
bool actor_may_begin(void);
/* Its process has ended: wait until the driver has forgotten it, and begin another. */
void actor_gone(struct actor *a);
/* End, or close, and wait until the driver has forgotten it. */
void actor_kill(struct actor *a);
/* What the driver does by itself after a close is done. */
void await_idle(void);
void actor_close(struct actor *a);
void actor_open(struct actor *a);
/* All of them: until each end is over. */
void actors_end(void);
/* One that is awake. */
struct worker *actor_worker(struct actor *a);
struct actor *any_actor(void);
/* Has the actor's device a context manager? A worker that has a call to answer, or NULL. */
bool is_managed(const struct actor *of);
struct worker *any_server(struct actor **ret);
int worker_index(const struct worker *w);
/* What the driver's logs say of it. */
void say_state(struct actor *a);
/* A descriptor that reads as @text, open until the step ends. */
uint32_t actor_fd(struct actor *a, struct worker *w, const char *text);
void actor_close_fds(struct actor *a);
int actor_n_alive(void);

/* ---- what is sent (send.c) ---- */
uint32_t any_handle(const struct actor *a);
uint64_t any_node(void);
uint64_t any_cookie(uint64_t node);
struct txn any_transaction(struct actor *a, struct worker *w);

/* ---- what comes (receive.c) ---- */
/*
 * Say the outcome of a read and what came by it; answer some of it as a good program does.
 */
void receive(struct actor *a, struct worker *w, const char *outcome);

/* ---- who sleeps (sleep.c) ---- */
enum { MAX_SLEEPERS = 2 };
/* The worker reads until something comes. */
void sleeper_start(struct actor *a, struct worker *w);
/* The worker freezes the other's process, and waits until its calls have been answered. */
void freezer_start(struct actor *a, struct worker *w, const struct actor *whom);
bool has_freezer(const struct actor *a);
/* Of any actor. */
bool any_freezer(void);
int sleepers(void);
int sleepers_of(const struct actor *a);
/* Those that have woken say what came; until nobody does any more. */
void sleepers_look(void);
/* All of the actor's must wake now. */
void sleepers_wake(struct actor *a);

/* ---- operations ---- */
typedef void (*op_fn)(struct actor *a, struct worker *w, uint32_t cmd);
struct op {
	const char *name;
	uint32_t weight;
	op_fn run;
	uint32_t cmd; /* where one function puts several */
};
/* Put one command (command.c); do something else (call.c). The tables end with an empty entry. */
extern const struct op command_ops[], call_ops[];
const struct op *any_op(const struct op *ops);
/* Put one of the commands, and say so. */
void put_any(struct actor *a, struct worker *w);
void call_manager(struct actor *a, struct worker *w, uint32_t cmd);
/* Of processes (process.c). */
void call_borrow(struct actor *a, struct worker *w, uint32_t cmd);
void call_other(struct actor *a, struct worker *w, uint32_t cmd);
void call_fork(struct actor *a, struct worker *w, uint32_t cmd);
void call_euid(struct actor *a, struct worker *w, uint32_t cmd);
void call_worker(struct actor *a, struct worker *w, uint32_t cmd);
void call_close(struct actor *a, struct worker *w, uint32_t cmd);
void call_kill(struct actor *a, struct worker *w, uint32_t cmd);
/* The thread's extended error. */
void say_error(struct worker *w);

#endif
