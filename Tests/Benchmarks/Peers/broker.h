#ifndef CAIRN_BENCHMARK_BROKER_H
#define CAIRN_BENCHMARK_BROKER_H

#include "broker_peers.h"
#include "stream.h"

/// What is different from broker to broker. What returns an int returns 0, or -1 when the
/// connection is lost or the broker refuses.
struct broker {
    int (*open)(struct stream *stream, const struct broker_address *address, const char *name);
    void (*subscribe)(struct stream *stream, const char *topic);
    /// Puts one message.
    void (*put)(struct stream *stream, const char *topic, const char *attributes, const char *data,
                size_t bytes);
    /// Waits for the next message's data; NULL when the connection is lost or, with a patience of 0
    /// or more, when none came in time. Where it must wait it shows the count.
    char *(*next)(struct stream *stream, struct flow_count *count, int64_t patience);
    int answers_each;    ///< Whether a number that nobody needs comes back for each message.
    int one_way;         ///< Whether a connection that is subscribed cannot publish.
    int (*prepare)(struct stream *stream, int index); ///< Makes room for what is appended.
    /// Appends one batch and waits for its acknowledgement.
    int (*append)(struct stream *stream, int index, const struct flow_message *message,
                  const char *data);
    int (*read)(struct stream *stream, int64_t count);
};

extern const struct broker nats_broker, redis_broker, mqtt_broker;

#endif
