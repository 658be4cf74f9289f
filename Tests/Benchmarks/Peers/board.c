#define _GNU_SOURCE
#include "board.h"

#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct line {
    _Atomic int64_t value;
    char rest[56];
};

struct board {
    struct line lines[BOARD_SLOTS];
    int64_t samples[BOARD_SAMPLES];
};

void *board_open(const char *path) {
    int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0) return NULL;
    void *map = MAP_FAILED;
    if (ftruncate(file, sizeof(struct board)) == 0)
        map = mmap(NULL, sizeof(struct board), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    close(file);
    return map == MAP_FAILED ? NULL : map;
}

static _Atomic int64_t *slot_of(void *board, int slot) {
    return &((struct board *)board)->lines[slot].value;
}

int64_t board_get(void *board, int slot) { return atomic_load(slot_of(board, slot)); }
void board_set(void *board, int slot, int64_t value) { atomic_store(slot_of(board, slot), value); }
void board_add(void *board, int slot, int64_t value) {
    atomic_fetch_add(slot_of(board, slot), value);
}
int64_t board_sample(void *board, int index) { return ((struct board *)board)->samples[index]; }
void board_set_sample(void *board, int index, int64_t nanoseconds) {
    if (index >= 0 && index < BOARD_SAMPLES) ((struct board *)board)->samples[index] = nanoseconds;
}

int64_t board_slowest(void *board, int subscribers) {
    int64_t slowest = INT64_MAX;
    for (int i = 0; i < subscribers; i++) {
        int64_t received = board_get(board, BOARD_RECEIVED + i);
        if (received < slowest) slowest = received;
    }
    return slowest;
}

int board_all_joined(void *board, int subscribers) {
    for (int i = 0; i < subscribers; i++)
        if (!board_get(board, BOARD_JOINED + i)) return 0;
    return 1;
}

int64_t board_now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

int64_t board_processor_time(int pid) {
    clockid_t clock;
    struct timespec time;
    if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &time) != 0) return -1;
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

int board_start(char *const arguments[], char *setting, const char *log) {
    int pid = fork();
    if (pid != 0) return pid;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    int file = open(log, O_WRONLY | O_CREAT | O_APPEND, 0600);
    if (file >= 0) {
        dup2(file, 1);
        dup2(file, 2);
        close(file);
    }
    if (setting != NULL) putenv(setting);
    execvp(arguments[0], arguments);
    _exit(127);
}

void board_end(int pid, int signal) {
    kill(pid, signal);
    waitpid(pid, NULL, 0);
}

int board_has_ended(int pid) { return waitpid(pid, NULL, WNOHANG) == pid; }

void board_sleep_microseconds(int64_t microseconds) {
    struct timespec time = {microseconds / 1000000, microseconds % 1000000 * 1000};
    nanosleep(&time, NULL);
}
