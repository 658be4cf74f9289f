#ifndef CAIRN_BENCHMARK_FLOW_H
#define CAIRN_BENCHMARK_FLOW_H

#include <stddef.h>
#include <stdint.h>

/// What is published: commits of so many events, all with these attributes and as much data.
struct flow_message {
    const char *topic;
    const char *attributes;
    size_t data_bytes;
    int batch;
};

/// Data of a message: a JSON text of `data_bytes` whose second byte is a mark. NULL without memory.
char *flow_data(const struct flow_message *message);

/// The place of the mark in an event's data; the first byte is a quote.
enum { FLOW_MARK = 1 };
enum { FLOW_PROBE = 'p', FLOW_EVENT = 'm' };

/// One end of a publishing connection. `queue` hands over one commit, the data of each of its
/// events with that mark; `flush` sends what was handed over. Both return 0, or -1 when the
/// connection is lost.
struct flow_publisher {
    void *state;
    int (*queue)(void *state, const struct flow_message *message, char mark);
    int (*flush)(void *state);
};

/// Publishes until the process is killed: first probes, until each subscriber says that it gets
/// them; then as fast as it goes while BOARD_GO is set. With a window, at most so many events ahead
/// of the slowest subscriber; with 0, without looking.
int flow_publish(void *board, int subscribers, int64_t window, const struct flow_message *message,
                 struct flow_publisher publisher);

/// Counts at a subscriber.
struct flow_count {
    void *board;
    int index;
    int64_t pending;
};
/// Counts events that came, by the mark of the first.
void flow_received(struct flow_count *count, char mark, int64_t events);
/// Shows what was counted so far to the others.
void flow_show(struct flow_count *count);

/// Asks `trips` times and waits for each answer; the times go to the board's samples.
/// `ask` sends one request with that number and returns 0 when its answer is there.
int flow_ask(void *board, int trips, void *state,
             int (*ask)(void *state, int64_t number, int64_t patience));

/// Writes a number into data, behind the quote, as text: data has no line feed.
void flow_number(char *data, int64_t number);
/// Whether data has that number.
int flow_has_number(const char *data, int64_t number);
enum { FLOW_NUMBER_BYTES = 16 };

/// Appends batches, each on disk before the next, until the time is up. It counts in
/// BOARD_RECEIVED + index and leaves what it took in BOARD_ELAPSED + index.
int flow_append(void *board, int index, int batch, int64_t nanoseconds, void *state,
                int (*append)(void *state));

#endif
