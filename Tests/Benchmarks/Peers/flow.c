#include "flow.h"

#include <stdlib.h>
#include <string.h>

#include "board.h"

enum { CHUNK = 64, STALL_NANOSECONDS = 50 * 1000 * 1000 };

char *flow_data(const struct flow_message *message) {
    if (message->data_bytes < 2 + FLOW_NUMBER_BYTES) return NULL;
    char *data = malloc(message->data_bytes + 1);
    if (data == NULL) return NULL;
    memset(data, '0', message->data_bytes);
    data[0] = data[message->data_bytes - 1] = '"';
    data[message->data_bytes] = 0;
    return data;
}

/// How many commits may be published now.
static int64_t room(void *board, int subscribers, int64_t window, int64_t batch, int64_t *lost,
                    int64_t *stuck) {
    int64_t most = batch < CHUNK ? CHUNK / batch : 1;
    if (window == 0) return most;
    int64_t open = board_get(board, BOARD_SENT) - *lost - board_slowest(board, subscribers);
    if (open + batch <= window) {
        *stuck = 0;
        int64_t count = (window - open) / batch;
        return count < most ? count : most;
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
        int64_t count = room(board, subscribers, window, message->batch, &lost, &stuck);
        if (count == 0) {
            board_sleep_microseconds(20);
            continue;
        }
        for (int64_t i = 0; i < count; i++)
            if (publisher.queue(publisher.state, message, FLOW_EVENT)) return -1;
        if (publisher.flush(publisher.state)) return -1;
        board_add(board, BOARD_SENT, count * message->batch);
    }
}

void flow_received(struct flow_count *count, char mark, int64_t events) {
    if (mark == FLOW_PROBE) {
        board_set(count->board, BOARD_JOINED + count->index, 1);
        return;
    }
    count->pending += events;
    if (count->pending >= CHUNK) flow_show(count);
}

void flow_show(struct flow_count *count) {
    if (count->pending == 0) return;
    board_add(count->board, BOARD_RECEIVED + count->index, count->pending);
    count->pending = 0;
}

void flow_number(char *data, int64_t number) {
    for (int i = FLOW_NUMBER_BYTES; i > 0; i--, number >>= 4)
        data[i] = "0123456789abcdef"[number & 15];
}

int flow_has_number(const char *data, int64_t number) {
    char text[1 + FLOW_NUMBER_BYTES];
    flow_number(text, number);
    return memcmp(data + 1, text + 1, FLOW_NUMBER_BYTES) == 0;
}

static void await_go(void *board, int index) {
    board_set(board, BOARD_JOINED + index, 1);
    while (!board_get(board, BOARD_GO)) board_sleep_microseconds(500);
}

int flow_ask(void *board, int trips, void *state,
             int (*ask)(void *state, int64_t number, int64_t patience)) {
    int64_t number = 0, failed = 0;
    // The first ones also wait until both ends are connected.
    for (int warm = 0; warm < 200;) warm += ask(state, ++number, 100 * 1000 * 1000) == 0;
    await_go(board, 0);
    for (int done = 0; done < trips;) {
        int64_t start = board_now();
        if (ask(state, ++number, 1000 * 1000 * 1000) == 0)
            board_set_sample(board, done++, board_now() - start);
        else if (++failed > 100)
            return -1;
    }
    board_set(board, BOARD_ELAPSED, trips);
    board_set(board, BOARD_SENT, failed);
    board_set(board, BOARD_RECEIVED, 1);
    return 0;
}

int flow_append(void *board, int index, int batch, int64_t nanoseconds, void *state,
                int (*append)(void *state)) {
    await_go(board, index);
    int64_t start = board_now();
    do {
        if (append(state)) return -1;
        board_add(board, BOARD_RECEIVED + index, batch);
    } while (board_now() - start < nanoseconds);
    board_set(board, BOARD_ELAPSED + index, board_now() - start);
    return 0;
}
