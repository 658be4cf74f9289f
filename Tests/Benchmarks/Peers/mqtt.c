#include <stdlib.h>
#include <string.h>

#include "broker_peers.h"
#include "stream.h"

static void put_length(struct stream *stream, size_t length) {
    do {
        unsigned char byte = length & 127;
        length >>= 7;
        if (length) byte |= 128;
        stream_put(stream, &byte, 1);
    } while (length);
}

static void put_string(struct stream *stream, const char *text) {
    size_t count = strlen(text);
    unsigned char size[2] = {(unsigned char)(count >> 8), (unsigned char)count};
    stream_put(stream, size, 2);
    stream_put(stream, text, count);
}

/// Waits for the next packet; its body, its kind and its size.
static char *next_packet(struct stream *stream, int *kind, size_t *size, struct flow_count *count) {
    for (;;) {
        size_t length = 0, begin = stream->in_start, there = stream->in_end - begin;
        unsigned char *bytes = (unsigned char *)stream->in + begin;
        for (size_t i = 1; i < there && i < 5; i++) {
            length |= (size_t)(bytes[i] & 127) << (7 * (i - 1));
            if (bytes[i] & 128) continue;
            char *packet = stream_take(stream, i + 1 + length);
            if (packet == NULL) break;
            *kind = (unsigned char)packet[0] >> 4;
            *size = length;
            return packet + i + 1;
        }
        if (count != NULL && stream_is_dry(stream)) flow_show(count);
        if (stream_fill(stream, -1) < 0) return NULL;
    }
}

static int open_mqtt(struct stream *stream, int port, const char *client) {
    int kind;
    size_t size;
    if (stream_open(stream, port)) return -1;
    stream_put(stream, "\x10", 1);
    put_length(stream, 10 + 2 + strlen(client));
    stream_put(stream, "\0\4MQTT\4\2\0\0", 10);
    put_string(stream, client);
    if (stream_flush(stream)) return -1;
    return next_packet(stream, &kind, &size, NULL) != NULL && kind == 2 ? 0 : -1;
}

struct publisher {
    struct stream stream;
    char *data;
};

static int queue(void *state, const struct flow_message *message, char mark) {
    struct publisher *publisher = state;
    struct stream *stream = &publisher->stream;
    size_t rest = strlen(message->attributes);
    publisher->data[0] = mark;
    stream_put(stream, "\x30", 1);
    put_length(stream, 2 + strlen(message->topic) + message->data_bytes + rest);
    put_string(stream, message->topic);
    stream_put(stream, publisher->data, message->data_bytes);
    stream_put(stream, message->attributes, rest);
    return 0;
}

static int flush(void *state) { return stream_flush(&((struct publisher *)state)->stream); }

int mqtt_publish(int port, void *board, int subscribers, int64_t window,
                 const struct flow_message *message) {
    struct publisher publisher;
    if (open_mqtt(&publisher.stream, port, "publisher")) return -1;
    publisher.data = calloc(1, message->data_bytes + 1);
    return flow_publish(board, subscribers, window, message,
                        (struct flow_publisher){&publisher, queue, flush});
}

int mqtt_subscribe(int port, const char *topic, void *board, int index) {
    struct stream stream;
    char name[2] = {(char)('a' + index), 0};
    if (open_mqtt(&stream, port, name)) return -1;
    stream_put(&stream, "\x82", 1);
    put_length(&stream, 2 + 2 + strlen(topic) + 1);
    stream_put(&stream, "\0\1", 2);
    put_string(&stream, topic);
    stream_put(&stream, "\0", 1);
    if (stream_flush(&stream)) return -1;
    struct flow_count count = {board, index, 0};
    for (;;) {
        int kind;
        size_t size;
        char *body = next_packet(&stream, &kind, &size, &count);
        if (body == NULL) return -1;
        if (kind != 3) continue;
        size_t skipped = 2 + ((size_t)(unsigned char)body[0] << 8 | (unsigned char)body[1]);
        flow_received(&count, body[skipped]);
    }
}
