/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Mappings of a file (samples/board): what others write shows, what one may not write does not. */
#define _GNU_SOURCE
#include "tests/host/client.h"

enum { PAGE = 4096, AT = 100 };

static bool shows(const volatile char *map, const char *text)
{
	for (double end = now_s() + 5; now_s() < end;) {
		size_t i = 0;

		while (text[i] && map[AT + i] == text[i])
			i++;
		if (!text[i])
			return true;
	}
	return false;
}

static void look(int flags, int kind)
{
	int fd = open_node(flags), w = open_node(O_WRONLY);
	char *map = mmap(NULL, PAGE, PROT_READ, kind, fd, 0), text[16];

	printf("# open flags %d, mapping kind %d\n", flags, kind);
	check(map != MAP_FAILED);
	for (int i = 0; i < 20; i++) {
		snprintf(text, sizeof(text), "turn %d", i);
		check(pwrite(w, text, strlen(text), AT) == (ssize_t)strlen(text));
		if (!shows(map, text)) {
			check(!"the mapping shows the update");
			return;
		}
	}
	/* The mapping outlives the descriptor. */
	close(fd);
	check(pwrite(w, "closed", 6, AT) == 6);
	munmap(map, PAGE);
	close(w);
}

static void case_map_read(void)
{
	static const int flags[] = {O_RDONLY, O_RDWR}, kinds[] = {MAP_PRIVATE, MAP_SHARED};

	for (int f = 0; f < 2; f++) {
		for (int k = 0; k < 2; k++)
			look(flags[f], kinds[k]);
	}
}

/* The device's pages are read-only: nobody else may see what one program stores in its mapping. */
static void case_map_write(void)
{
	int ro = open_node(O_RDONLY), rw = open_node(O_RDWR), w = open_node(O_WRONLY);
	char *map, text[8] = {0};
	struct stat st;

	check(fstat(ro, &st) == 0 && st.st_size == PAGE);
	check(lseek(ro, 0, SEEK_END) == PAGE);
	check(pwrite(w, "device", 6, AT) == 6);
	check_fails(mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, ro, 0) == MAP_FAILED ? -1
											      : 0,
		    EACCES);
	map = mmap(NULL, PAGE, PROT_READ, MAP_SHARED, ro, 0);
	check_fails(mprotect(map, PAGE, PROT_READ | PROT_WRITE), EACCES);
	map = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, rw, 0);
	if (map != MAP_FAILED) {
		memcpy(map + AT, "forged", 6);
		msync(map, PAGE, MS_SYNC);
	}
	check(pread(ro, text, 6, AT) == 6 && strcmp(text, "device") == 0);
	map = mmap(NULL, PAGE, PROT_READ, MAP_SHARED, open_node(O_RDONLY), 0);
	check(map != MAP_FAILED && memcmp(map + AT, "device", 6) == 0);
}

/* A pointer into the client's own mapping of the device: its page faults are served meanwhile. */
static void case_map_pointer(void)
{
	int fd = open_node(O_RDWR), w = open_node(O_WRONLY);
	char *map = mmap(NULL, PAGE, PROT_READ, MAP_SHARED, fd, 0);

	check(map != MAP_FAILED);
	check(pwrite(w, map, PAGE, 0) == PAGE);
	check(pread(fd, map, 16, 0) == -1 && errno == EFAULT);
}

/* The same file again, by its descriptor: one inode, two opens. */
static void case_map_again(void)
{
	int fd = open_node(O_RDONLY), w = open_node(O_WRONLY), again;
	char path[64], text[8] = {0};

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	again = open(path, O_RDONLY);
	check(again >= 0);
	check(pwrite(w, "again", 5, AT) == 5);
	check(pread(again, text, 5, AT) == 5 && strcmp(text, "again") == 0);
	close(fd);
	check(pread(again, text, 5, AT) == 5);
}

const struct test_case maps_cases[] = {
	{"map-read", case_map_read},
	{"map-write", case_map_write},
	{"map-pointer", case_map_pointer},
	{"map-again", case_map_again},
	{0},
};
