#include "flow.h"

#include "board.h"

enum { CHUNK = 64, STALL_NANOSECONDS = 50 * 1000 * 1000 };

/// How many messages may be published now.
static int64_t room(void *board, int subscribers, int64_t window, int64_t *lost, int64_t *stuck) {
    if (window == 0) return CHUNK;
    int64_t open = board_get(board, BOARD_SENT) - *lost - board_slowest(board, subscribers);
    if (open < window) {
        *stuck = 0;
        return window - open < CHUNK ? window - open : CHUNK;
    }
    // What was lost never arrives: after a while without any progress the window opens again.
    int64_t now = board_now();
    if (*stuck == 0) *stuck = now;
    if (now - *stuck > STALL_NANOSECONDS) *lost += open;
    return 0;
}

int flow_publish(void *board, int subscribers, int64_t window, const struct flow_message *message,
                 struct flow_publisher publisher) {
    int64_t lost = 0, stuck = 0;
    while (!board_all_joined(board, subscribers)) {
        if (publisher.queue(publisher.state, message, FLOW_PROBE)) return -1;
        if (publisher.flush(publisher.state)) return -1;
        board_sleep_microseconds(2000);
    }
    board_set(board, BOARD_JOINED + subscribers, 1);
    for (;;) {
        if (!board_get(board, BOARD_GO)) {
            board_sleep_microseconds(500);
            continue;
        }
        int64_t count = room(board, subscribers, window, &lost, &stuck);
        if (count == 0) {
            board_sleep_microseconds(20);
            continue;
        }
        for (int64_t i = 0; i < count; i++)
            if (publisher.queue(publisher.state, message, FLOW_MESSAGE)) return -1;
        if (publisher.flush(publisher.state)) return -1;
        board_add(board, BOARD_SENT, count);
    }
}

void flow_received(struct flow_count *count, char mark) {
    if (mark == FLOW_PROBE) {
        board_set(count->board, BOARD_JOINED + count->index, 1);
        return;
    }
    if (++count->pending >= CHUNK) flow_show(count);
}

void flow_show(struct flow_count *count) {
    if (count->pending == 0) return;
    board_add(count->board, BOARD_RECEIVED + count->index, count->pending);
    count->pending = 0;
}

int flow_ask(void *board, int trips, void *state, int (*ask)(void *, int64_t)) {
    // The first ones also wait until both ends are connected.
    int warm = 0;
    while (warm < 200) warm += ask(state, 100 * 1000 * 1000) == 0;
    board_set(board, BOARD_JOINED, 1);
    while (!board_get(board, BOARD_GO)) board_sleep_microseconds(500);
    int done = 0;
    int64_t failed = 0;
    while (done < trips) {
        int64_t start = board_now();
        if (ask(state, 1000 * 1000 * 1000) == 0)
            board_set_sample(board, done++, board_now() - start);
        else if (++failed > 100)
            return -1;
    }
    board_set(board, BOARD_ELAPSED, done);
    board_set(board, BOARD_SENT, failed);
    board_set(board, BOARD_RECEIVED, 1);
    return 0;
}
