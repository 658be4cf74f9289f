#include "broker.h"

#include <stdio.h>
#include <string.h>

#include "board.h"

static const struct broker *broker_of(const struct broker_address *address) {
    switch (address->kind) {
        case BROKER_NATS: return &nats_broker;
        case BROKER_REDIS: return &redis_broker;
        default: return &mqtt_broker;
    }
}

/// Writes what was put, and lets go of what comes back.
static int flush_answered(const struct broker *broker, struct stream *stream) {
    if (stream_flush(stream)) return -1;
    while (broker->answers_each && !stream_is_dry(stream)) {
        if (stream_fill(stream, 0) < 0) return -1;
        stream->in_start = stream->in_end;
    }
    return 0;
}

struct publisher {
    const struct broker *broker;
    struct stream stream;
    char *data;
};

static int queue(void *state, const struct flow_message *message, char mark) {
    struct publisher *publisher = state;
    publisher->data[FLOW_MARK] = mark;
    for (int i = 0; i < message->batch; i++)
        publisher->broker->put(&publisher->stream, message->topic, message->attributes,
                               publisher->data, message->data_bytes);
    return 0;
}

static int flush(void *state) {
    struct publisher *publisher = state;
    return flush_answered(publisher->broker, &publisher->stream);
}

int broker_publish(const struct broker_address *address, void *board, int subscribers,
                   int64_t window, const struct flow_message *message) {
    struct publisher publisher = {.broker = broker_of(address), .data = flow_data(message)};
    if (publisher.data == NULL) return -1;
    if (publisher.broker->open(&publisher.stream, address, "publisher")) return -1;
    return flow_publish(board, subscribers, window, message,
                        (struct flow_publisher){&publisher, queue, flush});
}

static int open_subscribed(const struct broker *broker, struct stream *stream,
                           const struct broker_address *address, const char *name,
                           const char *topic) {
    if (broker->open(stream, address, name)) return -1;
    broker->subscribe(stream, topic);
    return stream_flush(stream);
}

int broker_subscribe(const struct broker_address *address, const char *topic, void *board,
                     int index) {
    const struct broker *broker = broker_of(address);
    struct stream stream;
    char name[32];
    snprintf(name, sizeof name, "reader-%d", index);
    if (open_subscribed(broker, &stream, address, name, topic)) return -1;
    struct flow_count count = {board, index, 0};
    for (;;) {
        char *data = broker->next(&stream, &count, -1);
        if (data == NULL) return -1;
        flow_received(&count, data[FLOW_MARK], 1);
    }
}

/// Both ends of a process that sends and is answered, or the other way around.
struct pair {
    const struct broker *broker;
    struct stream from, other;
    struct stream *to; ///< `from` itself where a connection may do both.
    const struct flow_message *message;
    char *data;
};

static int open_pair(struct pair *pair, const struct broker_address *address, const char *name,
                     const char *topic, const struct flow_message *message) {
    pair->broker = broker_of(address);
    pair->message = message;
    pair->data = flow_data(message);
    pair->to = pair->broker->one_way ? &pair->other : &pair->from;
    if (pair->data == NULL) return -1;
    if (pair->broker->one_way && pair->broker->open(&pair->other, address, name)) return -1;
    return open_subscribed(pair->broker, &pair->from, address, name, topic);
}

static int send_one(struct pair *pair, const char *topic, const char *data) {
    pair->broker->put(pair->to, topic, pair->message->attributes, data, pair->message->data_bytes);
    return pair->broker->one_way ? flush_answered(pair->broker, pair->to) : stream_flush(pair->to);
}

int broker_echo(const struct broker_address *address, const char *answer,
                const struct flow_message *message) {
    static struct pair pair;
    if (open_pair(&pair, address, "echo", message->topic, message)) return -1;
    for (;;) {
        char *data = pair.broker->next(&pair.from, NULL, -1);
        if (data == NULL || send_one(&pair, answer, data)) return -1;
    }
}

static int ask(void *state, int64_t number, int64_t patience) {
    struct pair *pair = state;
    flow_number(pair->data, number);
    if (send_one(pair, pair->message->topic, pair->data)) return -1;
    for (;;) {
        char *data = pair->broker->next(&pair->from, NULL, patience);
        if (data == NULL) return -1;
        if (flow_has_number(data, number)) return 0;
    }
}

int broker_ask(const struct broker_address *address, const char *answer, void *board, int trips,
               const struct flow_message *message) {
    static struct pair pair;
    if (open_pair(&pair, address, "asker", answer, message)) return -1;
    return flow_ask(board, trips, &pair, ask);
}

struct writer {
    const struct broker *broker;
    struct stream stream;
    int index;
    const struct flow_message *message;
    char *data;
};

static int append(void *state) {
    struct writer *writer = state;
    return writer->broker->append(&writer->stream, writer->index, writer->message, writer->data);
}

int broker_append(const struct broker_address *address, void *board, int index, int64_t nanoseconds,
                  const struct flow_message *message) {
    struct writer writer = {
        .broker = broker_of(address), .index = index, .message = message,
        .data = flow_data(message)};
    if (writer.data == NULL || writer.broker->append == NULL) return -1;
    if (writer.broker->open(&writer.stream, address, "writer")) return -1;
    if (writer.broker->prepare(&writer.stream, index)) return -1;
    return flow_append(board, index, message->batch, nanoseconds, &writer, append);
}

int broker_read(const struct broker_address *address, void *board, int64_t count) {
    const struct broker *broker = broker_of(address);
    struct stream stream;
    if (broker->read == NULL || broker->open(&stream, address, "reader")) return -1;
    int64_t start = board_now();
    if (broker->read(&stream, count)) return -1;
    board_set(board, BOARD_ELAPSED + 1, board_now() - start);
    return 0;
}
