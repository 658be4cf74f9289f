#include <stdlib.h>
#include <string.h>

#include "board.h"
#include "broker_peers.h"
#include "stream.h"

static void put_bulk(struct stream *stream, const void *bytes, size_t count) {
    stream_text(stream, "$%zu\r\n", count);
    stream_put(stream, bytes, count);
    stream_put(stream, "\r\n", 2);
}

static void put_publish(struct stream *stream, const char *topic, const char *attributes,
                        const char *data, size_t bytes) {
    size_t rest = strlen(attributes);
    stream_text(stream, "*3\r\n$7\r\nPUBLISH\r\n");
    put_bulk(stream, topic, strlen(topic));
    // The data comes first: the mark is then the payload's first byte.
    stream_text(stream, "$%zu\r\n", bytes + rest);
    stream_put(stream, data, bytes);
    stream_put(stream, attributes, rest);
    stream_put(stream, "\r\n", 2);
}

static void put_subscribe(struct stream *stream, const char *topic) {
    stream_text(stream, "*2\r\n$9\r\nSUBSCRIBE\r\n");
    put_bulk(stream, topic, strlen(topic));
}

/// Reads one reply and keeps its last bulk; 0 when it is whole, 1 when more bytes are needed.
static int parse_reply(struct stream *stream, char **bulk, size_t *bytes) {
    size_t length;
    char *line = stream_line(stream, &length);
    if (line == NULL) return 1;
    if (line[0] == '-') return -1;
    if (line[0] == '*') {
        for (long count = strtol(line + 1, NULL, 10); count > 0; count--) {
            int status = parse_reply(stream, bulk, bytes);
            if (status) return status;
        }
    } else if (line[0] == '$') {
        size_t size = strtoul(line + 1, NULL, 10);
        char *body = stream_take(stream, size + 2);
        if (body == NULL) return 1;
        *bulk = body;
        *bytes = size;
    }
    return 0;
}

/// Waits for the next reply that has a bulk as its last part.
static char *next_reply(struct stream *stream, size_t *bytes, struct flow_count *count,
                        int64_t patience) {
    for (;;) {
        char *bulk = NULL;
        size_t begin = stream->in_start;
        // A line that is read twice must look the same: its end was overwritten by a zero.
        int status = begin < stream->in_end ? parse_reply(stream, &bulk, bytes) : 1;
        if (status < 0) return NULL;
        if (status == 0) return bulk != NULL ? bulk : "";
        for (size_t i = begin; i + 1 < stream->in_start; i++)
            if (stream->in[i] == 0 && stream->in[i + 1] == '\n') stream->in[i] = '\r';
        stream->in_start = begin;
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
    put_publish(&publisher->stream, message->topic, message->attributes, publisher->data,
                message->data_bytes);
    return 0;
}

static int flush(void *state) {
    struct stream *stream = &((struct publisher *)state)->stream;
    if (stream_flush(stream)) return -1;
    // Each PUBLISH is answered by a number that nobody needs.
    while (!stream_is_dry(stream)) {
        if (stream_fill(stream, 0) < 0) return -1;
        stream->in_start = stream->in_end;
    }
    return 0;
}

int redis_publish(int port, void *board, int subscribers, int64_t window,
                  const struct flow_message *message) {
    struct publisher publisher;
    if (stream_open(&publisher.stream, port)) return -1;
    publisher.data = calloc(1, message->data_bytes + 1);
    return flow_publish(board, subscribers, window, message,
                        (struct flow_publisher){&publisher, queue, flush});
}

int redis_subscribe(int port, const char *topic, void *board, int index) {
    struct stream stream;
    size_t bytes;
    if (stream_open(&stream, port)) return -1;
    put_subscribe(&stream, topic);
    if (stream_flush(&stream) || next_reply(&stream, &bytes, NULL, -1) == NULL) return -1;
    struct flow_count count = {board, index, 0};
    for (;;) {
        char *data = next_reply(&stream, &bytes, &count, -1);
        if (data == NULL) return -1;
        flow_received(&count, data[0]);
    }
}

/// A connection that publishes and one that is subscribed: Redis lets none be both.
struct pair {
    struct stream to, from;
    const struct flow_message *message;
    int64_t number;
    char data[4096], attributes[301];
};

static int open_pair(struct pair *pair, int port, const char *topic) {
    size_t bytes;
    memset(pair->attributes, 'a', 300);
    if (stream_open(&pair->to, port) || stream_open(&pair->from, port)) return -1;
    put_subscribe(&pair->from, topic);
    if (stream_flush(&pair->from)) return -1;
    return next_reply(&pair->from, &bytes, NULL, -1) == NULL ? -1 : 0;
}

static int send_one(struct pair *pair, const char *topic, const char *attributes, const char *data,
                    size_t bytes) {
    put_publish(&pair->to, topic, attributes, data, bytes);
    if (stream_flush(&pair->to)) return -1;
    while (!stream_is_dry(&pair->to)) {
        if (stream_fill(&pair->to, 0) < 0) return -1;
        pair->to.in_start = pair->to.in_end;
    }
    return 0;
}

int redis_echo(int port) {
    static struct pair pair;
    size_t bytes;
    if (open_pair(&pair, port, "command.echo")) return -1;
    for (;;) {
        char *data = next_reply(&pair.from, &bytes, NULL, -1);
        if (data == NULL || bytes < 300) return -1;
        if (send_one(&pair, "inbox.asker", pair.attributes, data, bytes - 300)) return -1;
    }
}

static int ask(void *state, int64_t patience) {
    struct pair *pair = state;
    int64_t number = ++pair->number, answered;
    memcpy(pair->data, &number, sizeof number);
    if (send_one(pair, "command.echo", pair->attributes, pair->data, pair->message->data_bytes))
        return -1;
    for (;;) {
        size_t bytes;
        char *data = next_reply(&pair->from, &bytes, NULL, patience);
        if (data == NULL) return -1;
        memcpy(&answered, data, sizeof answered);
        if (answered == number) return 0;
    }
}

int redis_ask(int port, void *board, int trips, const struct flow_message *message) {
    static struct pair pair;
    pair.message = message;
    if (open_pair(&pair, port, "inbox.asker")) return -1;
    return flow_ask(board, trips, &pair, ask);
}

int redis_append(int port, void *board, int index, int batch, int64_t nanoseconds,
                 const struct flow_message *message) {
    struct stream stream;
    size_t bytes;
    char key[2] = {(char)('a' + index), 0};
    char *data = calloc(1, message->data_bytes + 1);
    if (data == NULL || stream_open(&stream, port)) return -1;
    board_set(board, BOARD_JOINED + index, 1);
    while (!board_get(board, BOARD_GO)) board_sleep_microseconds(500);
    int64_t start = board_now();
    do {
        for (int i = 0; i < batch; i++) {
            stream_text(&stream, "*9\r\n$4\r\nXADD\r\n$1\r\n%s\r\n$1\r\n*\r\n$1\r\nt\r\n", key);
            put_bulk(&stream, message->topic, strlen(message->topic));
            stream_text(&stream, "$1\r\na\r\n");
            put_bulk(&stream, message->attributes, strlen(message->attributes));
            stream_text(&stream, "$1\r\nd\r\n");
            put_bulk(&stream, data, message->data_bytes);
        }
        if (stream_flush(&stream)) return -1;
        for (int i = 0; i < batch; i++)
            if (next_reply(&stream, &bytes, NULL, -1) == NULL) return -1;
        board_add(board, BOARD_RECEIVED + index, batch);
    } while (board_now() - start < nanoseconds);
    board_set(board, BOARD_ELAPSED + index, board_now() - start);
    return 0;
}

static int skip_bulk(struct stream *stream, char *copy, size_t limit) {
    size_t length;
    char *line = stream_await_line(stream, &length);
    if (line == NULL || line[0] != '$') return -1;
    size_t size = strtoul(line + 1, NULL, 10);
    char *bytes = stream_await(stream, size + 2);
    if (bytes == NULL) return -1;
    if (copy != NULL && size < limit) {
        memcpy(copy, bytes, size);
        copy[size] = 0;
    }
    return 0;
}

static long read_count(struct stream *stream) {
    size_t length;
    char *line = stream_await_line(stream, &length);
    return line != NULL && line[0] == '*' ? strtol(line + 1, NULL, 10) : -1;
}

int redis_read(int port, void *board, int64_t count) {
    struct stream stream;
    char last[64] = "0-0";
    if (stream_open(&stream, port)) return -1;
    int64_t start = board_now(), done = 0;
    while (done < count) {
        stream_text(&stream, "*6\r\n$5\r\nXREAD\r\n$5\r\nCOUNT\r\n$4\r\n1000\r\n"
                             "$7\r\nSTREAMS\r\n$1\r\na\r\n");
        put_bulk(&stream, last, strlen(last));
        if (stream_flush(&stream)) return -1;
        // One stream: its name, and its entries, each an id and a list of fields and values.
        if (read_count(&stream) != 1 || read_count(&stream) != 2) return -1;
        if (skip_bulk(&stream, NULL, 0)) return -1;
        long entries = read_count(&stream);
        if (entries <= 0) return -1;
        for (long i = 0; i < entries; i++) {
            if (read_count(&stream) != 2 || skip_bulk(&stream, last, sizeof last)) return -1;
            for (long fields = read_count(&stream); fields > 0; fields--)
                if (skip_bulk(&stream, NULL, 0)) return -1;
        }
        done += entries;
    }
    board_set(board, BOARD_ELAPSED + 1, board_now() - start);
    return 0;
}
