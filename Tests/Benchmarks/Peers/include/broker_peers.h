#ifndef CAIRN_BENCHMARK_BROKER_PEERS_H
#define CAIRN_BENCHMARK_BROKER_PEERS_H

#include "flow.h"

// Small clients of brokers on this machine, leaner than the usual client libraries. All return
// only on failure, but for the asking and durable ones: 0 when they are done.

/// NATS, the attributes as headers.
int nats_publish(int port, void *board, int subscribers, int64_t window,
                 const struct flow_message *message);
int nats_subscribe(int port, const char *prefix, void *board, int index);
int nats_echo(int port);
int nats_ask(int port, void *board, int trips, const struct flow_message *message);

/// Redis publish and subscribe; attributes and data as one payload.
int redis_publish(int port, void *board, int subscribers, int64_t window,
                  const struct flow_message *message);
int redis_subscribe(int port, const char *topic, void *board, int index);
int redis_echo(int port);
int redis_ask(int port, void *board, int trips, const struct flow_message *message);

/// MQTT 3.1.1 at quality of service 0; attributes and data as one payload.
int mqtt_publish(int port, void *board, int subscribers, int64_t window,
                 const struct flow_message *message);
int mqtt_subscribe(int port, const char *topic, void *board, int index);

/// Writers that wait for the acknowledgement of each batch, until the time is up. They count in
/// BOARD_RECEIVED + index and leave what it took in BOARD_ELAPSED + index.
int redis_append(int port, void *board, int index, int batch, int64_t nanoseconds,
                 const struct flow_message *message);
int jetstream_append(int port, void *board, int index, int batch, int64_t nanoseconds,
                     const struct flow_message *message);
/// Appends the same bytes to a plain file, with one write and one fdatasync for each batch.
int file_append(const char *path, void *board, int index, int batch, int64_t nanoseconds,
                const struct flow_message *message);

/// Fresh readers of all that was appended as number 0, without keeping it: from the start of the
/// first request to the last of `count` messages, into BOARD_ELAPSED + 1.
int redis_read(int port, void *board, int64_t count);
int jetstream_read(int port, void *board, int64_t count);

#endif
