#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "board.h"
#include "broker_peers.h"
#include "stream.h"

static int open_nats(struct stream *stream, int port) {
    size_t length;
    if (stream_open(stream, port) || stream_await_line(stream, &length) == NULL) return -1;
    stream_text(stream, "CONNECT {\"verbose\":false,\"pedantic\":false,\"headers\":true,"
                        "\"no_responders\":false}\r\n");
    return stream_flush(stream);
}

static void put_message(struct stream *stream, const char *topic, const char *reply,
                        const char *attributes, const char *data, size_t bytes) {
    size_t header = strlen("NATS/1.0\r\nce: \r\n\r\n") + strlen(attributes);
    stream_text(stream, "HPUB %s %s%s%zu %zu\r\nNATS/1.0\r\nce: ", topic, reply,
                *reply ? " " : "", header, header + bytes);
    stream_put(stream, attributes, strlen(attributes));
    stream_put(stream, "\r\n\r\n", 4);
    stream_put(stream, data, bytes);
    stream_put(stream, "\r\n", 2);
}

/// Waits for the next message's data; NULL when the connection is lost or, with a patience of 0
/// or more, when none came in time.
static char *next_message(struct stream *stream, size_t *bytes, struct flow_count *count,
                          int64_t patience) {
    for (;;) {
        size_t length;
        size_t begin = stream->in_start;
        char *line = stream_line(stream, &length);
        if (line != NULL && (line[0] == 'M' || line[0] == 'H')) {
            // MSG ends with its size, HMSG with the size of its headers and of all.
            char *last = strrchr(line, ' ');
            size_t total = strtoul(last + 1, NULL, 10), header = 0;
            if (line[0] == 'H') {
                *last = 0;
                header = strtoul(strrchr(line, ' ') + 1, NULL, 10);
                *last = ' ';
            }
            char *body = stream_take(stream, total + 2);
            if (body != NULL) {
                *bytes = total - header;
                return body + header;
            }
            // The line is read again once the rest is there.
            line[length] = '\r';
            stream->in_start = begin;
        } else if (line != NULL) {
            if (strncmp(line, "PING", 4) == 0) {
                stream_text(stream, "PONG\r\n");
                if (stream_flush(stream)) return NULL;
            } else if (line[0] == '-') {
                fprintf(stderr, "nats: %s\n", line);
                return NULL;
            }
            continue;
        }
        if (count != NULL && stream_is_dry(stream)) flow_show(count);
        if (stream_fill(stream, patience) <= 0) return NULL;
    }
}

struct publisher {
    struct stream stream;
    char *data;
};

static int queue(void *state, const struct flow_message *message, char mark) {
    struct publisher *publisher = state;
    publisher->data[0] = mark;
    put_message(&publisher->stream, message->topic, "", message->attributes, publisher->data,
                message->data_bytes);
    return 0;
}

static int flush(void *state) { return stream_flush(&((struct publisher *)state)->stream); }

int nats_publish(int port, void *board, int subscribers, int64_t window,
                 const struct flow_message *message) {
    struct publisher publisher;
    if (open_nats(&publisher.stream, port)) return -1;
    publisher.data = calloc(1, message->data_bytes + 1);
    return flow_publish(board, subscribers, window, message,
                        (struct flow_publisher){&publisher, queue, flush});
}

int nats_subscribe(int port, const char *prefix, void *board, int index) {
    struct stream stream;
    if (open_nats(&stream, port)) return -1;
    stream_text(&stream, "SUB %s> 1\r\n", prefix);
    if (stream_flush(&stream)) return -1;
    struct flow_count count = {board, index, 0};
    size_t bytes;
    for (;;) {
        char *data = next_message(&stream, &bytes, &count, -1);
        if (data == NULL) return -1;
        flow_received(&count, data[0]);
    }
}

int nats_echo(int port) {
    struct stream stream;
    if (open_nats(&stream, port)) return -1;
    stream_text(&stream, "SUB command.> 1\r\n");
    if (stream_flush(&stream)) return -1;
    char attributes[301];
    memset(attributes, 'a', 300);
    attributes[300] = 0;
    size_t bytes;
    for (;;) {
        char *data = next_message(&stream, &bytes, NULL, -1);
        if (data == NULL) return -1;
        put_message(&stream, "inbox.asker.token.echo", "", attributes, data, bytes);
        if (stream_flush(&stream)) return -1;
    }
}

struct asker {
    struct stream stream;
    const struct flow_message *message;
    int64_t number;
    char data[4096];
};

static int ask(void *state, int64_t patience) {
    struct asker *asker = state;
    int64_t number = ++asker->number, answered;
    memcpy(asker->data, &number, sizeof number);
    put_message(&asker->stream, asker->message->topic, "inbox.asker.token.echo",
                asker->message->attributes, asker->data, asker->message->data_bytes);
    if (stream_flush(&asker->stream)) return -1;
    for (;;) {
        size_t bytes;
        char *data = next_message(&asker->stream, &bytes, NULL, patience);
        if (data == NULL) return -1;
        memcpy(&answered, data, sizeof answered);
        if (answered == number) return 0;
    }
}

int nats_ask(int port, void *board, int trips, const struct flow_message *message) {
    struct asker asker = {.message = message};
    if (open_nats(&asker.stream, port)) return -1;
    stream_text(&asker.stream, "SUB inbox.> 1\r\n");
    if (stream_flush(&asker.stream)) return -1;
    return flow_ask(board, trips, &asker, ask);
}

int jetstream_append(int port, void *board, int index, int batch, int64_t nanoseconds,
                     const struct flow_message *message) {
    struct stream stream;
    size_t bytes;
    char topic[64], inbox[64], request[256];
    if (open_nats(&stream, port)) return -1;
    snprintf(inbox, sizeof inbox, "ack.%d", index);
    snprintf(topic, sizeof topic, "durable.%d", index);
    stream_text(&stream, "SUB %s 1\r\n", inbox);
    int count = snprintf(request, sizeof request,
                         "{\"name\":\"S%d\",\"subjects\":[\"%s\"],\"storage\":\"file\","
                         "\"num_replicas\":1,\"retention\":\"limits\",\"discard\":\"old\","
                         "\"max_consumers\":-1,\"max_msgs\":-1,\"max_bytes\":-1,\"max_age\":0}",
                         index, topic);
    stream_text(&stream, "PUB $JS.API.STREAM.CREATE.S%d %s %d\r\n%s\r\n", index, inbox, count,
                request);
    if (stream_flush(&stream)) return -1;
    char *answer = next_message(&stream, &bytes, NULL, -1);
    if (answer == NULL || memmem(answer, bytes, "\"error\"", 7) != NULL) return -1;
    char *data = calloc(1, message->data_bytes + 1);
    board_set(board, BOARD_JOINED + index, 1);
    while (!board_get(board, BOARD_GO)) board_sleep_microseconds(500);
    int64_t start = board_now();
    do {
        for (int i = 0; i < batch; i++)
            put_message(&stream, topic, inbox, message->attributes, data, message->data_bytes);
        if (stream_flush(&stream)) return -1;
        for (int i = 0; i < batch; i++) {
            answer = next_message(&stream, &bytes, NULL, -1);
            if (answer == NULL || memmem(answer, bytes, "\"error\"", 7) != NULL) return -1;
        }
        board_add(board, BOARD_RECEIVED + index, batch);
    } while (board_now() - start < nanoseconds);
    board_set(board, BOARD_ELAPSED + index, board_now() - start);
    return 0;
}

int jetstream_read(int port, void *board, int64_t count) {
    struct stream stream;
    size_t bytes;
    const char *request = "{\"stream_name\":\"S0\",\"config\":{\"deliver_subject\":\"replay.0\","
                          "\"deliver_policy\":\"all\",\"ack_policy\":\"none\","
                          "\"replay_policy\":\"instant\"}}";
    if (open_nats(&stream, port)) return -1;
    stream_text(&stream, "SUB replay.0 1\r\n");
    int64_t start = board_now();
    stream_text(&stream, "PUB $JS.API.CONSUMER.CREATE.S0 replay.answer %zu\r\n%s\r\n",
                strlen(request), request);
    if (stream_flush(&stream)) return -1;
    for (int64_t done = 0; done < count; done++)
        if (next_message(&stream, &bytes, NULL, -1) == NULL) return -1;
    board_set(board, BOARD_ELAPSED + 1, board_now() - start);
    return 0;
}
