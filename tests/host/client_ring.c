/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * What a library in the place of ioctl() could get wrong: descriptors that change behind its back,
 * processes and threads that come and go, handlers that call while a call is under way. All of it
 * holds without that library too, but for "restart".
 */
#define _GNU_SOURCE
#include "tests/host/client.h"

static bool is_me(int fd)
{
	struct probe_who who = {0};

	return ioctl(fd, PROBE_WHO, &who) == 0 && who.pid == (int)syscall(SYS_gettid) &&
	       who.tgid == getpid() && strcmp(who.comm, "client") == 0;
}

static int ended(pid_t pid)
{
	int st;

	waitpid(pid, &st, 0);
	return WIFEXITED(st) ? WEXITSTATUS(st) : 128 + WTERMSIG(st);
}

static void *one_call(void *arg)
{
	return (void *)(intptr_t)is_me(*(int *)arg);
}

/* However a child was made, it is itself. */
static void case_children(void)
{
	int fd = open_node(O_RDWR), good = 0;
	void *mine;
	pthread_t t;
	pid_t pid;

	check(is_me(fd));
	pid = fork();
	if (pid == 0) {
		bool fine = is_me(fd);

		pthread_create(&t, NULL, one_call, &fd);
		pthread_join(t, &mine);
		pid = fork();
		if (pid == 0)
			_exit(is_me(fd) ? 0 : 1);
		_exit(fine && mine && ended(pid) == 0 && is_me(fd) ? 0 : 1);
	}
	check(ended(pid) == 0);
	pid = (pid_t)syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
	if (pid == 0)
		_exit(is_me(fd) ? 0 : 1);
	check(ended(pid) == 0);
	check(is_me(fd));
	for (int i = 0; i < 200; i++) {
		pthread_create(&t, NULL, one_call, &fd);
		pthread_join(t, &mine);
		good += mine != NULL;
	}
	check(good == 200);
}

static uint32_t number(int fd)
{
	uint32_t n = 0;

	return ioctl(fd, PROBE_NUMBER, &n) == 0 ? n : 0;
}

/* The number stays, the file behind it does not. */
static void case_reuse(void)
{
	int a = open_node(O_RDWR), b = open_node(O_RDWR), null = open("/dev/null", O_RDWR);
	uint32_t first = number(a), second = number(b);

	check(first && second && first != second);
	check(dup2(b, a) == a && number(a) == second);
	check(dup2(null, a) == a);
	check_fails(ioctl(a, PROBE_NULL), ENOTTY);
	check(syscall(SYS_dup3, b, a, 0) == a && number(a) == second);
	check(syscall(SYS_close, a) == 0);
	check_fails(ioctl(a, PROBE_NULL), EBADF);
	check(syscall(SYS_dup, null) == a);
	check_fails(ioctl(a, PROBE_NULL), ENOTTY);
	check(close(a) == 0 && open(node, O_RDWR) == a);
	check(number(a) && number(a) != first && number(a) != second);
	check(number(b) == second);
	/* By bare system calls, which nobody but the kernel sees. */
	check(syscall(SYS_dup3, null, a, 0) == a);
	check_fails(ioctl(a, PROBE_NULL), ENOTTY);
	check(syscall(SYS_close, b) == 0);
	check_fails(ioctl(b, PROBE_NULL), EBADF);
	a = open_node(O_RDWR);
	first = number(a);
	check(syscall(SYS_close, a) == 0 && syscall(SYS_open, node, O_RDWR) == a);
	check(number(a) && number(a) != first);
}

/* The other half of case_exec, in a new program: CLEAT_FD is the descriptor, and the file's number. */
static void case_inherited(void)
{
	unsigned int fd = 0, n = 0;
	struct probe_who who;

	check(sscanf(getenv("CLEAT_FD") ?: "", "%u %u", &fd, &n) == 2);
	check(number((int)fd) == n);
	/* Another program, of the same process. */
	check(ioctl((int)fd, PROBE_WHO, &who) == 0 && who.tgid == getpid());
}

static void case_exec(void)
{
	int fd = open_node(O_RDWR);
	char what[32];
	pid_t pid;

	snprintf(what, sizeof(what), "%d %u", fd, number(fd));
	setenv("CLEAT_FD", what, 1);
	check(is_me(fd));
	pid = fork();
	if (pid == 0) {
		check(is_me(fd));
		execl("/proc/self/exe", "client", "inherited", node, NULL);
	}
	check(ended(pid) == 0);
	check(is_me(fd));
}

static void *wait_call(void *arg)
{
	return (void *)(intptr_t)(ioctl(*(int *)arg, PROBE_WAIT) == 0 ? 0 : errno);
}

/* A file that is closed while a call is in it is released after the call. */
static void case_close_busy(void)
{
	int fd = open_node(O_RDWR), look = open_node(O_RDWR), copy = fd;
	struct probe_stat before;
	pthread_t t;
	void *ret;

	check(is_me(fd));
	before = stat_of(look);
	pthread_create(&t, NULL, wait_call, &copy);
	check(wait_for_waiting(look, 1));
	close(fd);
	check_fails(ioctl(fd, PROBE_NULL), EBADF);
	check(stat_of(look).waiting == 1 && stat_of(look).releases == before.releases);
	check(ioctl(look, PROBE_WAKE) == 0);
	pthread_join(t, &ret);
	check(ret == NULL);
	for (double end = now_s() + 10; now_s() < end && stat_of(look).releases == before.releases;)
		usleep(1000);
	check(stat_of(look).releases == before.releases + 1);
}

/* Returns when its thread sleeps in the driver; without @keep it has become another program then. */
static pid_t child_with_sleeper(int look, bool keep)
{
	int fd, ends[2];
	pthread_t t;
	pid_t pid;

	check(pipe2(ends, O_CLOEXEC) == 0);
	pid = fork();
	close(ends[pid ? 1 : 0]);
	if (pid) {
		check(read(ends[0], &fd, 1) == keep);
		close(ends[0]);
		return pid;
	}
	fd = keep ? look : open_node(O_RDWR | O_CLOEXEC);
	is_me(fd);
	pthread_create(&t, NULL, wait_call, &fd);
	if (!wait_for_waiting(look, 1))
		_exit(1);
	if (keep)
		keep = write(ends[1], "", 1) == 1;
	else
		execl("/bin/sleep", "sleep", "60", NULL);
	pause();
	_exit(1);
}

/* Callers that are gone leave no call behind: by exec() of another thread, by SIGKILL. */
static void case_gone(void)
{
	int look = open_node(O_RDWR);
	pid_t pid;

	check(is_me(look));
	pid = child_with_sleeper(look, false);
	check(wait_for_waiting(look, 0));
	kill(pid, SIGKILL);
	check(ended(pid) == 128 + SIGKILL);
	pid = child_with_sleeper(look, true);
	check(wait_for_waiting(look, 1));
	kill(pid, SIGKILL);
	check(ended(pid) == 128 + SIGKILL);
	check(wait_for_waiting(look, 0));
	check(is_me(look));
}

static int handler_fd, handled;

static void call_in_handler(int sig)
{
	struct probe_who who;

	(void)sig;
	handled += ioctl(handler_fd, PROBE_WHO, &who) == 0 && who.tgid == getpid() &&
		   ioctl(handler_fd, PROBE_WAKE) == 0;
}

static void nothing(int sig)
{
	(void)sig;
}

/* A handler may call while its thread's call sleeps. */
static void case_handler(void)
{
	struct sigaction sa = {.sa_handler = call_in_handler, .sa_flags = SA_RESTART};
	int fd = open_node(O_RDWR), ret;

	handler_fd = fd;
	check(is_me(fd));
	sigaction(SIGALRM, &sa, NULL);
	ualarm(50000, 0);
	ret = ioctl(fd, PROBE_WAIT);
	check(ret == 0 || errno == EINTR);
	check(handled == 1);
	check(is_me(fd));
}

/* Signals: a handler without SA_RESTART ends the call, one with it lets it go on. */
static void case_restart(void)
{
	struct sigaction sa = {.sa_handler = nothing};
	int fd = open_node(O_RDWR), look = open_node(O_RDWR);
	pthread_t t;
	void *ret;

	check(is_me(fd));
	sigaction(SIGUSR1, &sa, NULL);
	sa.sa_flags = SA_RESTART;
	sigaction(SIGUSR2, &sa, NULL);
	pthread_create(&t, NULL, wait_call, &fd);
	check(wait_for_waiting(look, 1));
	pthread_kill(t, SIGUSR1);
	pthread_join(t, &ret);
	check((intptr_t)ret == EINTR);
	check(wait_for_waiting(look, 0));
	pthread_create(&t, NULL, wait_call, &fd);
	check(wait_for_waiting(look, 1));
	for (int i = 0; i < 20; i++)
		pthread_kill(t, SIGUSR2);
	check(stat_of(look).waiting == 1);
	check(ioctl(look, PROBE_WAKE) == 0);
	pthread_join(t, &ret);
	check(ret == NULL);
}

enum { ROOM = 3 * 4096, COPIES = 3000, MOST = 700 };

/* Pointers that were followed often are followed ahead: what comes of it is the same. */
static void case_images(void)
{
	unsigned char *real = mmap(NULL, ROOM + 4096, PROT_READ | PROT_WRITE,
				   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	static unsigned char model[ROOM], moved[MOST];
	int fd = open_node(O_RDWR), wrong = 0;
	struct probe_copy req;
	unsigned int seed = 1;

	munmap(real + ROOM, 4096);
	for (int i = 0; i < ROOM; i++)
		real[i] = model[i] = (unsigned char)(i * 31);
	for (int i = 0; i < COPIES; i++) {
		unsigned int from = (unsigned int)rand_r(&seed) % (ROOM - MOST);
		unsigned int to = (unsigned int)rand_r(&seed) % (ROOM - MOST);
		unsigned int len = (unsigned int)rand_r(&seed) % MOST;

		/* Often near each other, so that one's image has the other in it. */
		if (i % 3 == 0)
			to = from + len % 64 < ROOM - MOST ? from + len % 64 : from;
		req = (struct probe_copy){
			.src = (uintptr_t)real + from, .dst = (uintptr_t)real + to, .len = len};
		memcpy(moved, model + from, len);
		memcpy(model + to, moved, len);
		wrong += ioctl(fd, PROBE_COPY, &req) != (int)len || req.copied != len ||
			 memcmp(real, model, ROOM) != 0;
	}
	check(wrong == 0);
	/* At the end of what is there, and where nothing may be written. */
	req = (struct probe_copy){.src = (uintptr_t)real + ROOM - 10, .dst = (uintptr_t)real, .len = 10};
	check(ioctl(fd, PROBE_COPY, &req) == 10);
	req.len = 11;
	check_fails(ioctl(fd, PROBE_COPY, &req), EFAULT);
	req.dst = (uintptr_t)real + ROOM - 10;
	req.src = (uintptr_t)real;
	check_fails(ioctl(fd, PROBE_COPY, &req), EFAULT);
	check(req.copied == 10);
	mprotect(real, 4096, PROT_READ);
	req = (struct probe_copy){.src = (uintptr_t)real + 5000, .dst = (uintptr_t)real + 64, .len = 16};
	check_fails(ioctl(fd, PROBE_COPY, &req), EFAULT);
	/* The argument itself. */
	req = (struct probe_copy){.src = (uintptr_t)&req, .dst = (uintptr_t)model, .len = 16};
	check(ioctl(fd, PROBE_COPY, &req) == 16 && memcmp(model, &req, 16) == 0);
}

/* For scripts: until somebody sleeps in the driver. */
static void case_sleeping(void)
{
	check(wait_for_waiting(open_node(O_RDWR), 1));
}

enum { PROMPT_ROUNDS = 50, PROMPT_LATE = 3 };
static int interrupted;

static void *wait_for_signals(void *fd)
{
	for (int i = 1; i <= PROMPT_ROUNDS; i++) {
		if (ioctl(*(int *)fd, PROBE_NULL) < 0 || ioctl(*(int *)fd, PROBE_WAIT) == 0 || errno != EINTR) {
			__atomic_store_n(&interrupted, PROMPT_ROUNDS, __ATOMIC_RELEASE);
			return fd;
		}
		__atomic_store_n(&interrupted, i, __ATOMIC_RELEASE);
	}
	return NULL;
}

static bool more_interrupted(int than)
{
	for (double end = now_s() + 0.2; now_s() < end; usleep(1000)) {
		if (__atomic_load_n(&interrupted, __ATOMIC_ACQUIRE) > than)
			return true;
	}
	return false;
}

/*
 * A signal that comes as soon as the driver sleeps. Some may come too early, when the thread is delayed between
 * asking and waiting, as when it was delayed before the call: the next one ends it.
 */
static void case_prompt(void)
{
	struct sigaction sa = {.sa_handler = nothing};
	int fd = open_node(O_RDWR), look = open_node(O_RDWR), late = 0, so_far;
	pthread_t t;
	void *ret;

	sigaction(SIGUSR1, &sa, NULL);
	pthread_create(&t, NULL, wait_for_signals, &fd);
	while ((so_far = __atomic_load_n(&interrupted, __ATOMIC_ACQUIRE)) < PROMPT_ROUNDS) {
		if (stat_of(look).waiting == 0)
			continue;
		pthread_kill(t, SIGUSR1);
		late += !more_interrupted(so_far);
	}
	pthread_join(t, &ret);
	check(ret == NULL);
	printf("# %d came too early\n", late);
	check(late <= PROMPT_LATE);
}

const struct test_case ring_cases[] = {
	{"children", case_children},	 {"reuse", case_reuse},	  {"inherited", case_inherited},
	{"exec", case_exec},		 {"close-busy", case_close_busy}, {"gone", case_gone},
	{"handler", case_handler},	 {"restart", case_restart},	  {"sleeping", case_sleeping}, {"images", case_images},
	{"prompt", case_prompt},
	{0},
};
