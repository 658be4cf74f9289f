#ifndef CAIRN_BENCHMARK_FLOW_H
#define CAIRN_BENCHMARK_FLOW_H

#include <stddef.h>
#include <stdint.h>

/// What is published: the three frames of a Cairn message.
struct flow_message {
    const char *topic;
    const char *attributes;
    size_t data_bytes;
};

/// One end of a publishing connection. `queue` hands one message over, whose data begins with
/// `mark`; `flush` sends what was handed over. Both return 0, or -1 when the connection is lost.
struct flow_publisher {
    void *state;
    int (*queue)(void *state, const struct flow_message *message, char mark);
    int (*flush)(void *state);
};

/// Publishes until the process is killed: first probes, until each subscriber says that it gets
/// them; then as fast as it goes while BOARD_GO is set. With a window, at most so many messages
/// ahead of the slowest subscriber; with 0, without looking.
int flow_publish(void *board, int subscribers, int64_t window, const struct flow_message *message,
                 struct flow_publisher publisher);

/// Counts one message at a subscriber by the first byte of its data.
struct flow_count {
    void *board;
    int index;
    int64_t pending;
};
void flow_received(struct flow_count *count, char mark);
/// Shows what was counted so far to the others.
void flow_show(struct flow_count *count);

enum { FLOW_PROBE = 'p', FLOW_MESSAGE = 'm' };

/// Asks `trips` times and waits for each answer; the times go to the board's samples.
/// `ask` sends one request and returns when its answer is there.
int flow_ask(void *board, int trips, void *state, int (*ask)(void *state, int64_t patience));

#endif
