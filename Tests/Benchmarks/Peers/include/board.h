#ifndef CAIRN_BENCHMARK_BOARD_H
#define CAIRN_BENCHMARK_BOARD_H

#include <stdint.h>

/// Numbers that the processes of one measurement share: each on a cache line of its own, so that
/// counting costs the same for all.
enum {
    BOARD_GO = 0,        ///< Non-zero while publishers publish.
    BOARD_SENT = 1,      ///< Messages handed to the transport since the start.
    BOARD_JOINED = 8,    ///< + index: non-zero once that subscriber gets what is published.
    BOARD_RECEIVED = 48, ///< + index: messages that it received.
    BOARD_ELAPSED = 88,  ///< + index: nanoseconds that its work took.
    BOARD_SLOTS = 128,
    BOARD_SAMPLES = 65536 ///< Room for the nanoseconds of single round trips.
};

/// Maps the file, and makes it if need be; NULL on failure.
void *board_open(const char *path);
int64_t board_get(void *board, int slot);
void board_set(void *board, int slot, int64_t value);
void board_add(void *board, int slot, int64_t value);
int64_t board_sample(void *board, int index);
void board_set_sample(void *board, int index, int64_t nanoseconds);
/// The received count of the slowest of the first `subscribers`.
int64_t board_slowest(void *board, int subscribers);
int board_all_joined(void *board, int subscribers);

/// Nanoseconds of the monotonic clock.
int64_t board_now(void);
/// Nanoseconds of processor time that a process used so far, all threads; -1 if it is gone.
int64_t board_processor_time(int pid);
/// Starts a program that ends when this thread ends; its pid, or -1. What it says goes to `log`;
/// `setting` is one more `NAME=VALUE` for its environment, or NULL.
int board_start(char *const arguments[], char *setting, const char *log);
/// Kills a child and waits for its end.
void board_end(int pid, int signal);
/// Whether a child has ended by itself.
int board_has_ended(int pid);
void board_sleep_microseconds(int64_t microseconds);

#endif
