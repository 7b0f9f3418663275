/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Open files: duplicates, children, exec, flags, positions, permissions. */
#define _GNU_SOURCE
#include "tests/host/client.h"

/* close() does not wait for the driver's release. */
static bool releases_reach(int fd, unsigned int n)
{
	for (double end = now_s() + 5; now_s() < end; usleep(1000)) {
		if (stat_of(fd).releases >= n)
			return stat_of(fd).releases == n;
	}
	return false;
}

static void run_child(int fd, bool exec)
{
	pid_t child = fork();
	int st;

	if (child == 0) {
		if (exec)
			execl("/bin/true", "true", NULL);
		close(fd);
		_exit(0);
	}
	waitpid(child, &st, 0);
}

static void case_files(void)
{
	int look = open_node(O_RDWR), a = open_node(O_RDWR), b = dup(a);
	struct probe_stat before = stat_of(look), after;
	uint32_t na, nb;

	check(ioctl(a, PROBE_NUMBER, &na) == 0 && ioctl(b, PROBE_NUMBER, &nb) == 0 && na == nb);
	close(a);
	after = stat_of(look);
	check(after.flushes == before.flushes + 1 && after.releases == before.releases);
	check(ioctl(b, PROBE_NULL) == 0);
	run_child(b, false);
	check(ioctl(b, PROBE_NULL) == 0);
	check(stat_of(look).releases == before.releases);
	close(b);
	check(releases_reach(look, before.releases + 1));

	a = open_node(O_RDWR | O_CLOEXEC);
	before = stat_of(look);
	run_child(a, true);
	check(stat_of(look).flushes > before.flushes);
	check(ioctl(a, PROBE_NULL) == 0);
	check(stat_of(look).releases == before.releases);
	close(a);
	check(releases_reach(look, before.releases + 1));
}

/* A file without pages: mmap fails, or the first touch does (the driver is not asked). */
static bool cannot_be_mapped(int fd)
{
	volatile char *map = mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0);
	pid_t child;
	int st;

	if (map == MAP_FAILED)
		return errno == ENODEV;
	child = fork();
	if (child == 0)
		_exit(map[0]);
	waitpid(child, &st, 0);
	return WIFSIGNALED(st) && WTERMSIG(st) == SIGBUS;
}

static void case_flags(void)
{
	int fd = open_node(O_RDWR | O_NONBLOCK | O_APPEND);
	struct stat st;
	uint32_t flags;
	char c;

	check(ioctl(fd, PROBE_FLAGS, &flags) == 0);
	check((flags & O_ACCMODE) == O_RDWR && (flags & O_NONBLOCK) && (flags & O_APPEND));
	check(fcntl(fd, F_SETFL, 0) == 0);
	/* Reads and writes carry the flags of now; ioctls know what those last said. */
	check_fails(read(fd, &c, 1), EINVAL);
	check(ioctl(fd, PROBE_FLAGS, &flags) == 0 && !(flags & O_NONBLOCK));
	check_fails(write(fd, "x", 1), EINVAL);
	check_fails(lseek(fd, 0, SEEK_CUR), ESPIPE);
	check_fails(pread(fd, &c, 1, 0), ESPIPE);
	check(cannot_be_mapped(fd));
	check_fails(ftruncate(fd, 10), EINVAL);
	check(fstat(fd, &st) == 0 && st.st_size == 0 && (st.st_mode & 0777) == 0666);
	fd = open_node(O_RDONLY);
	check_fails(write(fd, "x", 1), EBADF);
	fd = open_node(O_WRONLY | O_TRUNC | O_CREAT);
	check(ioctl(fd, PROBE_FLAGS, &flags) == 0 && (flags & O_ACCMODE) == O_WRONLY);
}

/* A device that allows one open: closed is closed, although close() does not wait for release. */
static void case_exclusive(void)
{
	int busy = 0, fd = open_node(O_RDWR);

	check_fails(open(node, O_RDWR), EBUSY);
	close(fd);
	for (int i = 0; i < 1000; i++) {
		fd = open(node, O_RDWR);
		busy += fd < 0;
		close(fd);
	}
	printf("# %d of 1000 found it busy\n", busy);
	check(busy == 0);
}

const struct test_case files_cases[] = {
	{"files", case_files},
	{"flags", case_flags},
	{"exclusive", case_exclusive},
	{0},
};
