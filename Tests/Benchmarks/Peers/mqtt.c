#include <string.h>

#include "broker.h"

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

/// Waits for the next packet; its body and its kind.
static char *next_packet(struct stream *stream, int *kind, struct flow_count *count,
                         int64_t patience) {
    for (;;) {
        size_t length = 0, begin = stream->in_start, there = stream->in_end - begin;
        unsigned char *bytes = (unsigned char *)stream->in + begin;
        for (size_t i = 1; i < there && i < 5; i++) {
            length |= (size_t)(bytes[i] & 127) << (7 * (i - 1));
            if (bytes[i] & 128) continue;
            char *packet = stream_take(stream, i + 1 + length);
            if (packet == NULL) break;
            *kind = (unsigned char)packet[0] >> 4;
            return packet + i + 1;
        }
        if (count != NULL && stream_is_dry(stream)) flow_show(count);
        if (stream_fill(stream, patience) <= 0) return NULL;
    }
}

static int open_mqtt(struct stream *stream, const struct broker_address *address,
                     const char *name) {
    int kind;
    if (stream_open(stream, address->port)) return -1;
    stream_put(stream, "\x10", 1);
    put_length(stream, 10 + 2 + strlen(name));
    stream_put(stream, "\0\4MQTT\4\2\0\0", 10);
    put_string(stream, name);
    if (stream_flush(stream)) return -1;
    return next_packet(stream, &kind, NULL, -1) != NULL && kind == 2 ? 0 : -1;
}

static void subscribe(struct stream *stream, const char *topic) {
    stream_put(stream, "\x82", 1);
    put_length(stream, 2 + 2 + strlen(topic) + 1);
    stream_put(stream, "\0\1", 2);
    put_string(stream, topic);
    stream_put(stream, "\0", 1);
}

/// At quality of service 0.
static void put(struct stream *stream, const char *topic, const char *attributes, const char *data,
                size_t bytes) {
    size_t rest = strlen(attributes);
    stream_put(stream, "\x30", 1);
    put_length(stream, 2 + strlen(topic) + bytes + rest);
    put_string(stream, topic);
    stream_put(stream, data, bytes);
    stream_put(stream, attributes, rest);
}

static char *next(struct stream *stream, struct flow_count *count, int64_t patience) {
    for (;;) {
        int kind;
        char *body = next_packet(stream, &kind, count, patience);
        if (body == NULL) return NULL;
        if (kind == 3)
            return body + 2 + ((size_t)(unsigned char)body[0] << 8 | (unsigned char)body[1]);
    }
}

/// MQTT 3.1.1, without what is durable.
const struct broker mqtt_broker = {
    .open = open_mqtt, .subscribe = subscribe, .put = put, .next = next};
