#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "broker.h"

static int open_nats(struct stream *stream, const struct broker_address *address,
                     const char *name) {
    size_t length;
    (void)name;
    // It tells of itself in plain, and then speaks TLS if it has a certificate.
    if (stream_open(stream, address->port) || stream_await_line(stream, &length) == NULL) return -1;
    if (address->authority != NULL && stream_secure(stream, address->authority)) return -1;
    stream_text(stream, "CONNECT {\"verbose\":false,\"pedantic\":false,\"headers\":true,"
                        "\"no_responders\":false,\"tls_required\":%s}\r\n",
                address->authority != NULL ? "true" : "false");
    return stream_flush(stream);
}

static void subscribe(struct stream *stream, const char *topic) {
    stream_text(stream, "SUB %s 1\r\n", topic);
}

static void put_with_reply(struct stream *stream, const char *topic, const char *reply,
                           const char *attributes, const char *data, size_t bytes) {
    size_t count = strlen(attributes);
    size_t header = sizeof "NATS/1.0\r\nce: \r\n\r\n" - 1 + count;
    stream_text(stream, "HPUB %s %s%s%zu %zu\r\nNATS/1.0\r\nce: ", topic, reply,
                *reply ? " " : "", header, header + bytes);
    stream_put(stream, attributes, count);
    stream_put(stream, "\r\n\r\n", 4);
    stream_put(stream, data, bytes);
    stream_put(stream, "\r\n", 2);
}

static void put(struct stream *stream, const char *topic, const char *attributes, const char *data,
                size_t bytes) {
    put_with_reply(stream, topic, "", attributes, data, bytes);
}

/// Takes a message whose first line was read: MSG ends with its size, HMSG with the size of its
/// headers and of all. NULL while the rest is not there.
static char *take_message(struct stream *stream, char *line, size_t *bytes) {
    char *last = strrchr(line, ' ');
    size_t total = strtoul(last + 1, NULL, 10), header = 0;
    if (line[0] == 'H') {
        *last = 0;
        header = strtoul(strrchr(line, ' ') + 1, NULL, 10);
        *last = ' ';
    }
    char *body = stream_take(stream, total + 2);
    *bytes = total - header;
    return body == NULL ? NULL : body + header;
}

static char *next_sized(struct stream *stream, size_t *bytes, struct flow_count *count,
                        int64_t patience) {
    for (;;) {
        size_t length;
        size_t begin = stream->in_start;
        char *line = stream_line(stream, &length);
        if (line != NULL && (line[0] == 'M' || line[0] == 'H')) {
            char *data = take_message(stream, line, bytes);
            if (data != NULL) return data;
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

static char *next(struct stream *stream, struct flow_count *count, int64_t patience) {
    size_t bytes;
    return next_sized(stream, &bytes, count, patience);
}

/// Waits for an answer of JetStream; 0, or -1 if it tells of an error.
static int await_success(struct stream *stream) {
    size_t bytes;
    char *answer = next_sized(stream, &bytes, NULL, -1);
    return answer == NULL || memmem(answer, bytes, "\"error\"", 7) != NULL ? -1 : 0;
}

static int prepare(struct stream *stream, int index) {
    char request[256];
    int count = snprintf(request, sizeof request,
                         "{\"name\":\"S%d\",\"subjects\":[\"durable.%d\"],\"storage\":\"file\","
                         "\"num_replicas\":1,\"retention\":\"limits\",\"discard\":\"old\","
                         "\"max_consumers\":-1,\"max_msgs\":-1,\"max_bytes\":-1,\"max_age\":0}",
                         index, index);
    stream_text(stream, "SUB ack.%d 1\r\n", index);
    stream_text(stream, "PUB $JS.API.STREAM.CREATE.S%d ack.%d %d\r\n%s\r\n", index, index, count,
                request);
    return stream_flush(stream) ? -1 : await_success(stream);
}

static int append(struct stream *stream, int index, const struct flow_message *message,
                  const char *data) {
    char topic[64], inbox[64];
    snprintf(inbox, sizeof inbox, "ack.%d", index);
    snprintf(topic, sizeof topic, "durable.%d", index);
    for (int i = 0; i < message->batch; i++)
        put_with_reply(stream, topic, inbox, message->attributes, data, message->data_bytes);
    if (stream_flush(stream)) return -1;
    for (int i = 0; i < message->batch; i++)
        if (await_success(stream)) return -1;
    return 0;
}

static int read_all(struct stream *stream, int64_t count) {
    const char *request = "{\"stream_name\":\"S0\",\"config\":{\"deliver_subject\":\"replay.0\","
                          "\"deliver_policy\":\"all\",\"ack_policy\":\"none\","
                          "\"replay_policy\":\"instant\"}}";
    stream_text(stream, "SUB replay.0 1\r\n");
    stream_text(stream, "PUB $JS.API.CONSUMER.CREATE.S0 replay.answer %zu\r\n%s\r\n",
                strlen(request), request);
    if (stream_flush(stream)) return -1;
    for (int64_t done = 0; done < count; done++)
        if (next(stream, NULL, -1) == NULL) return -1;
    return 0;
}

const struct broker nats_broker = {
    .open = open_nats, .subscribe = subscribe, .put = put, .next = next, .prepare = prepare,
    .append = append, .read = read_all};
