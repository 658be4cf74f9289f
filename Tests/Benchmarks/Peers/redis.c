#include <stdlib.h>
#include <string.h>

#include "broker.h"

static int open_redis(struct stream *stream, const struct broker_address *address,
                      const char *name) {
    (void)name;
    return stream_open(stream, address->port);
}

static void put_bulk(struct stream *stream, const void *bytes, size_t count) {
    stream_text(stream, "$%zu\r\n", count);
    stream_put(stream, bytes, count);
    stream_put(stream, "\r\n", 2);
}

static void put(struct stream *stream, const char *topic, const char *attributes, const char *data,
                size_t bytes) {
    size_t rest = strlen(attributes);
    stream_text(stream, "*3\r\n$7\r\nPUBLISH\r\n");
    put_bulk(stream, topic, strlen(topic));
    stream_text(stream, "$%zu\r\n", bytes + rest);
    // The data comes first: its mark is found without looking for it.
    stream_put(stream, data, bytes);
    stream_put(stream, attributes, rest);
    stream_put(stream, "\r\n", 2);
}

static void subscribe(struct stream *stream, const char *topic) {
    stream_text(stream, "*2\r\n$9\r\nSUBSCRIBE\r\n");
    put_bulk(stream, topic, strlen(topic));
}

/// Reads one reply and keeps its last bulk, and of its first one the first byte: what subscribers
/// get begins with what it is. 0 when it is whole, 1 when more bytes are needed.
static int parse_reply(struct stream *stream, char **bulk, char *first) {
    size_t length;
    char *line = stream_line(stream, &length);
    if (line == NULL) return 1;
    if (line[0] == '-') return -1;
    if (line[0] == '*') {
        for (long count = strtol(line + 1, NULL, 10); count > 0; count--) {
            int status = parse_reply(stream, bulk, first);
            if (status) return status;
        }
    } else if (line[0] == '$') {
        size_t size = strtoul(line + 1, NULL, 10);
        char *body = stream_take(stream, size + 2);
        if (body == NULL) return 1;
        if (*bulk == NULL) *first = body[0];
        *bulk = body;
    }
    return 0;
}

/// Waits for the next reply: its last bulk, or an empty text.
static char *next_reply(struct stream *stream, char *first, struct flow_count *count,
                        int64_t patience) {
    for (;;) {
        char *bulk = NULL;
        size_t begin = stream->in_start;
        // A line that is read twice must look the same: its end was overwritten by a zero.
        int status = begin < stream->in_end ? parse_reply(stream, &bulk, first) : 1;
        if (status < 0) return NULL;
        if (status == 0) return bulk != NULL ? bulk : "";
        for (size_t i = begin; i + 1 < stream->in_start; i++)
            if (stream->in[i] == 0 && stream->in[i + 1] == '\n') stream->in[i] = '\r';
        stream->in_start = begin;
        if (count != NULL && stream_is_dry(stream)) flow_show(count);
        if (stream_fill(stream, patience) <= 0) return NULL;
    }
}

static char *next(struct stream *stream, struct flow_count *count, int64_t patience) {
    for (;;) {
        char first = 0;
        char *bulk = next_reply(stream, &first, count, patience);
        // "message", and not "subscribe".
        if (bulk == NULL || first == 'm') return bulk;
    }
}

static int prepare(struct stream *stream, int index) {
    (void)stream, (void)index;
    return 0;
}

static int append(struct stream *stream, int index, const struct flow_message *message,
                  const char *data) {
    char first;
    for (int i = 0; i < message->batch; i++) {
        stream_text(stream, "*9\r\n$4\r\nXADD\r\n$1\r\n%c\r\n$1\r\n*\r\n$1\r\nt\r\n", 'a' + index);
        put_bulk(stream, message->topic, strlen(message->topic));
        stream_text(stream, "$1\r\na\r\n");
        put_bulk(stream, message->attributes, strlen(message->attributes));
        stream_text(stream, "$1\r\nd\r\n");
        put_bulk(stream, data, message->data_bytes);
    }
    if (stream_flush(stream)) return -1;
    for (int i = 0; i < message->batch; i++)
        if (next_reply(stream, &first, NULL, -1) == NULL) return -1;
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

static int read_all(struct stream *stream, int64_t count) {
    char last[64] = "0-0";
    for (int64_t done = 0; done < count;) {
        stream_text(stream, "*6\r\n$5\r\nXREAD\r\n$5\r\nCOUNT\r\n$4\r\n1000\r\n"
                            "$7\r\nSTREAMS\r\n$1\r\na\r\n");
        put_bulk(stream, last, strlen(last));
        if (stream_flush(stream)) return -1;
        // One stream: its name, and its entries, each an id and a list of fields and values.
        if (read_count(stream) != 1 || read_count(stream) != 2) return -1;
        if (skip_bulk(stream, NULL, 0)) return -1;
        long entries = read_count(stream);
        if (entries <= 0) return -1;
        for (long i = 0; i < entries; i++) {
            if (read_count(stream) != 2 || skip_bulk(stream, last, sizeof last)) return -1;
            for (long fields = read_count(stream); fields > 0; fields--)
                if (skip_bulk(stream, NULL, 0)) return -1;
        }
        done += entries;
    }
    return 0;
}

const struct broker redis_broker = {
    .open = open_redis, .subscribe = subscribe, .put = put, .next = next, .answers_each = 1,
    .one_way = 1, .prepare = prepare, .append = append, .read = read_all};
