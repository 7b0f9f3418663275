/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "host/fuse/fiber.h"

#include "host/fuse/quiet.h"

#include <limits.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || defined(CLEAT_TSAN)
enum { STACK_SIZE = 1 << 20 };
#else
enum { STACK_SIZE = 256 << 10 };
#endif

enum { GUARD = 4096, KEEP = 4, LOOK_MS = 4, LOOKS = 25 };

/**
 * struct fiber - a strand and its stack
 * @strand: first; @sp: where it stopped; @stack: lowest address
 * @func, @arg: what it runs; @ended: it is through
 * @next: in a queue, or among those that are free
 * @fake, @tsan: the sanitizers' ideas of it; @below, @below_size: the stack that it was entered from
 */
struct fiber {
	struct host_strand strand;
	void *sp;
	char *stack;
	void (*func)(void *arg);
	void *arg;
	bool ended;
	struct fiber *next;
	void *fake, *tsan;
	const void *below;
	size_t below_size;
};

struct queue {
	struct quiet_lock lock;
	struct fiber *first, **end;
};

/**
 * struct runner - a thread that runs strands
 * @woken: by it, and to be run by it; @turns: counts up when it begins to run one, and when that stops;
 *	@seen: @turns at the last look
 * @look, @func, @arg: see fiber_duty()
 * @sp, @fake, @tsan: its own stack, while a strand runs
 */
struct runner {
	struct queue woken;
	unsigned int turns, seen;
	bool (*look)(void *arg);
	void (*func)(void *arg);
	void *arg;
	void *sp, *fake, *tsan;
	struct runner *next, **link;
};

static struct quiet_lock free_lock;
static struct fiber *free_fibers;
static unsigned int n_free;

static struct quiet_lock runners_lock;
static struct runner *runners;
static __thread struct runner *this_runner;
static __thread struct fiber *this_fiber;

/* ---- switching ---- */

#if defined(__x86_64__)
/* The registers that a function must keep; the rest its caller has saved. */
void fiber_switch(void **ret_sp, void *to);
__asm__(".text\n.globl fiber_switch\n.hidden fiber_switch\n.type fiber_switch, @function\n"
	"fiber_switch:\n"
	"	pushq %rbp\n	pushq %rbx\n	pushq %r12\n	pushq %r13\n	pushq %r14\n	pushq %r15\n"
	"	movq %rsp, (%rdi)\n	movq %rsi, %rsp\n"
	"	popq %r15\n	popq %r14\n	popq %r13\n	popq %r12\n	popq %rbx\n	popq %rbp\n"
	"	ret\n.size fiber_switch, .-fiber_switch\n");

enum { CAN_SWITCH = true, SAVED = 6 };

/* As if it had been switched away from at the first instruction of @entry. */
static void *first_sp(char *top, void (*entry)(void))
{
	void **sp = (void **)top - 2;

	*sp = (void *)entry;
	return sp - SAVED;
}
#else
enum { CAN_SWITCH = false };

static void fiber_switch(void **ret_sp, void *to)
{
	(void)ret_sp, (void)to;
	abort();
}

static void *first_sp(char *top, void (*entry)(void))
{
	(void)top, (void)entry;
	return NULL;
}
#endif

#ifdef __SANITIZE_ADDRESS__
void __sanitizer_start_switch_fiber(void **fake, const void *bottom, size_t size);
void __sanitizer_finish_switch_fiber(void *fake, const void **ret_bottom, size_t *ret_size);
#define leave_stack(fake, bottom, size)	  __sanitizer_start_switch_fiber(fake, bottom, size)
#define enter_stack(fake, bottom, size)	  __sanitizer_finish_switch_fiber(fake, bottom, size)
#else
#define leave_stack(fake, bottom, size) ((void)0)
#define enter_stack(fake, bottom, size) ((void)0)
#endif

#ifdef CLEAT_TSAN
/* Not synchronised: who comes after whom is the driver's affair. */
enum { NO_SYNC = 1 };
void *__tsan_get_current_fiber(void);
void *__tsan_create_fiber(unsigned int flags);
void __tsan_destroy_fiber(void *fiber);
void __tsan_switch_to_fiber(void *fiber, unsigned int flags);
#else
#define __tsan_get_current_fiber()	 NULL
#define __tsan_create_fiber(flags)	 NULL
#define __tsan_destroy_fiber(fiber)	 ((void)0)
#define __tsan_switch_to_fiber(fiber, f) ((void)0)
#endif

/* From the thread to @f, and back. */
static void enter(struct runner *r, struct fiber *f)
{
	r->tsan = __tsan_get_current_fiber();
	this_fiber = f;
	host_strand_set(&f->strand);
	leave_stack(&r->fake, f->stack + GUARD, STACK_SIZE);
	__tsan_switch_to_fiber(f->tsan, NO_SYNC);
	fiber_switch(&r->sp, f->sp);
	enter_stack(r->fake, NULL, NULL);
	host_strand_set(NULL);
	this_fiber = NULL;
}

/* From @f to the thread that runs it, and back, perhaps on another. */
static void leave(struct fiber *f)
{
	struct runner *r = this_runner;

	f->fake = NULL;
	leave_stack(f->ended ? NULL : &f->fake, f->below, f->below_size);
	__tsan_switch_to_fiber(r->tsan, NO_SYNC);
	fiber_switch(&f->sp, r->sp);
	enter_stack(f->fake, &f->below, &f->below_size);
}

static void begin(void)
{
	struct fiber *f = this_fiber;

	enter_stack(NULL, &f->below, &f->below_size);
	for (;;) {
		quiet_after(f);
		f->func(f->arg);
		quiet_before(f);
		f->ended = true;
		leave(f);
	}
}

static void strand_leave(struct host_strand *strand)
{
	leave((struct fiber *)strand);
}

/* ---- fibers ---- */

static void strand_ready(struct host_strand *strand);

static bool make_stack(struct fiber *f)
{
	void *p = mmap(NULL, GUARD + STACK_SIZE, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);

	if (p == MAP_FAILED)
		return false;
	mprotect(p, GUARD, PROT_NONE);
	f->stack = p;
	f->sp = first_sp(f->stack + GUARD + STACK_SIZE, begin);
	f->tsan = __tsan_create_fiber(0);
	return true;
}

/* Its strand stays for ever: a signal may come late (park.c). */
static struct fiber *take_fiber(void)
{
	struct fiber *f;

	quiet_lock(&free_lock);
	f = free_fibers;
	if (f) {
		free_fibers = f->next;
		n_free--;
	}
	quiet_unlock(&free_lock);
	if (!f)
		f = calloc(1, sizeof(*f));
	if (!f)
		return NULL;
	f->strand.leave = strand_leave;
	f->strand.ready = strand_ready;
	f->ended = false;
	if (f->stack || make_stack(f))
		return f;
	free(f);
	return NULL;
}

static void free_fiber(struct fiber *f)
{
	bool keep;

	quiet_lock(&free_lock);
	keep = n_free < KEEP;
	quiet_unlock(&free_lock);
	if (!keep) {
		__tsan_destroy_fiber(f->tsan);
		munmap(f->stack, GUARD + STACK_SIZE);
		f->stack = NULL;
	}
	quiet_lock(&free_lock);
	f->next = free_fibers;
	free_fibers = f;
	n_free++;
	quiet_unlock(&free_lock);
}

/* ---- queues of those that were woken ---- */

/* What nobody has come to, and threads that come to it. */
static struct queue left_over;
static unsigned int left_over_word, n_helpers, n_waiting, looker_word;

static void push(struct queue *q, struct fiber *f)
{
	quiet_lock(&q->lock);
	f->next = NULL;
	if (!q->first)
		q->end = &q->first;
	*q->end = f;
	q->end = &f->next;
	quiet_unlock(&q->lock);
}

static struct fiber *pop(struct queue *q)
{
	struct fiber *f;

	if (!__atomic_load_n(&q->first, __ATOMIC_RELAXED))
		return NULL;
	quiet_lock(&q->lock);
	f = q->first;
	if (f)
		q->first = f->next;
	quiet_unlock(&q->lock);
	return f;
}

/* ---- those who run them ---- */

static void end_runner(void *arg)
{
	struct runner *r = arg;

	quiet_lock(&runners_lock);
	*r->link = r->next;
	if (r->next)
		r->next->link = r->link;
	quiet_unlock(&runners_lock);
	free(r);
}

static pthread_key_t at_thread_end;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void *look(void *unused);

static bool spawn(void *(*func)(void *unused))
{
	sigset_t all, old;
	pthread_attr_t attr;
	pthread_t thread;
	int err;

	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, STACK_SIZE);
	pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	err = pthread_create(&thread, &attr, func, NULL);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	pthread_attr_destroy(&attr);
	return err == 0;
}

static void start(void)
{
	pthread_key_create(&at_thread_end, end_runner);
	while (!spawn(look))
		usleep(1000);
}

static struct runner *runner(void)
{
	struct runner *r = this_runner;

	if (r || !CAN_SWITCH)
		return r;
	pthread_once(&once, start);
	r = calloc(1, sizeof(*r));
	if (!r)
		return NULL;
	quiet_lock(&runners_lock);
	r->next = runners;
	r->link = &runners;
	if (r->next)
		r->next->link = &r->next;
	runners = r;
	quiet_unlock(&runners_lock);
	pthread_setspecific(at_thread_end, r);
	this_runner = r;
	return r;
}

/* Somebody is to look after this from time to time. */
static void call_looker(void)
{
	if (__atomic_load_n(&looker_word, __ATOMIC_SEQ_CST))
		return;
	if (!__atomic_exchange_n(&looker_word, 1, __ATOMIC_SEQ_CST))
		quiet_wake(&looker_word, 1);
}

/* Until it ends or sleeps. */
static void resume(struct runner *r, struct fiber *f)
{
	do {
		__atomic_store_n(&r->turns, r->turns + 1, __ATOMIC_RELAXED);
		if (r->look)
			call_looker();
		enter(r, f);
		__atomic_store_n(&r->turns, r->turns + 1, __ATOMIC_RELAXED);
		if (f->ended) {
			free_fiber(f);
			return;
		}
		/* From here on it may be woken, and run, by others. */
	} while (!host_park_leave(f->strand.park));
}

bool fiber_possible(void)
{
	return CAN_SWITCH;
}

void fiber_duty(bool (*look)(void *arg), void (*func)(void *arg), void *arg)
{
	struct runner *r = runner();

	if (!r)
		return;
	quiet_lock(&runners_lock);
	r->look = look;
	r->func = func;
	r->arg = arg;
	quiet_unlock(&runners_lock);
}

void fiber_run_woken(void)
{
	struct runner *r = this_runner;
	struct fiber *f;

	while (r && (f = pop(&r->woken)))
		resume(r, f);
}

void fiber_run(void (*func)(void *arg), void *arg)
{
	struct runner *r = runner();
	struct fiber *f = r ? take_fiber() : NULL;

	if (!f) {
		func(arg);
		return;
	}
	f->func = func;
	f->arg = arg;
	resume(r, f);
	fiber_run_woken();
}

/* ---- those that are left over ---- */

static void *help(void *unused)
{
	struct runner *r = runner();

	(void)unused;
	while (r) {
		unsigned int seen = __atomic_load_n(&left_over_word, __ATOMIC_SEQ_CST);
		struct fiber *f = pop(&left_over);

		if (f) {
			resume(r, f);
			fiber_run_woken();
			continue;
		}
		if (__atomic_fetch_add(&n_waiting, 1, __ATOMIC_SEQ_CST))
			break;
		quiet_wait(&left_over_word, seen, -1);
		__atomic_sub_fetch(&n_waiting, 1, __ATOMIC_SEQ_CST);
	}
	/* One that waits is enough. */
	__atomic_sub_fetch(&n_waiting, 1, __ATOMIC_SEQ_CST);
	__atomic_sub_fetch(&n_helpers, 1, __ATOMIC_SEQ_CST);
	return NULL;
}

/* There is something in left_over. */
static void call_help(void)
{
	__atomic_add_fetch(&left_over_word, 1, __ATOMIC_SEQ_CST);
	if (__atomic_load_n(&n_waiting, __ATOMIC_SEQ_CST))
		quiet_wake(&left_over_word, 1);
	else if (!__atomic_load_n(&n_helpers, __ATOMIC_SEQ_CST) &&
		 __atomic_add_fetch(&n_helpers, 1, __ATOMIC_SEQ_CST) == 1 && !spawn(help))
		__atomic_store_n(&n_helpers, 0, __ATOMIC_SEQ_CST);
}

static void strand_ready(struct host_strand *strand)
{
	struct fiber *f = (struct fiber *)strand;

	if (this_runner) {
		push(&this_runner->woken, f);
	} else {
		push(&left_over, f);
		call_help();
	}
	call_looker();
}

/* Its duty is done by somebody else, if there is something to do. */
static void do_duty(struct runner *r)
{
	struct fiber *f = take_fiber();

	if (!f)
		return;
	if (r->look(r->arg)) {
		f->func = r->func;
		f->arg = r->arg;
		push(&left_over, f);
	} else {
		free_fiber(f);
	}
}

/* True when something is about. */
static bool take_over(struct runner *r)
{
	unsigned int turns = __atomic_load_n(&r->turns, __ATOMIC_RELAXED);
	bool stands = turns == r->seen, busy = turns % 2 && r->look, any = !stands || busy;
	struct fiber *f;

	r->seen = turns;
	if (stands && busy)
		do_duty(r);
	if (!__atomic_load_n(&r->woken.first, __ATOMIC_RELAXED))
		return any;
	while (stands && (f = pop(&r->woken)))
		push(&left_over, f);
	return true;
}

static bool look_once(void)
{
	bool any = false;

	quiet_lock(&runners_lock);
	for (struct runner *r = runners; r; r = r->next)
		any |= take_over(r);
	quiet_unlock(&runners_lock);
	if (__atomic_load_n(&left_over.first, __ATOMIC_RELAXED)) {
		any = true;
		/* All who help are busy, perhaps with what waits for this. */
		if (!__atomic_load_n(&n_waiting, __ATOMIC_SEQ_CST) && spawn(help))
			__atomic_add_fetch(&n_helpers, 1, __ATOMIC_SEQ_CST);
		call_help();
	}
	return any;
}

static void *look(void *unused)
{
	const struct timespec pause = {.tv_nsec = LOOK_MS * 1000000};

	(void)unused;
	for (;;) {
		for (int quiet = 0; quiet < LOOKS; quiet++) {
			nanosleep(&pause, NULL);
			if (look_once())
				quiet = 0;
		}
		__atomic_store_n(&looker_word, 0, __ATOMIC_SEQ_CST);
		/* Who came in between did not call. */
		if (!look_once())
			quiet_wait(&looker_word, 0, -1);
	}
	return NULL;
}
