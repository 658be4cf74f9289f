#ifndef CAIRN_BENCHMARK_BROKER_PEERS_H
#define CAIRN_BENCHMARK_BROKER_PEERS_H

#include "flow.h"

// Small clients of brokers on this machine, leaner than the usual client libraries. A broker gets
// a message for each event, pipelined: those of a commit go out in one write. NATS carries the
// attributes as a header; redis and MQTT have data and attributes as one payload. All return only
// on failure, but for the asking and durable ones: 0 when they are done.

enum broker_kind { BROKER_NATS, BROKER_REDIS, BROKER_MQTT };

/// Where a broker listens on this machine.
struct broker_address {
    enum broker_kind kind;
    int port;
    const char *authority; ///< The certificate that it must prove by TLS; NULL: without TLS.
};

int broker_publish(const struct broker_address *address, void *board, int subscribers,
                   int64_t window, const struct flow_message *message);
int broker_subscribe(const struct broker_address *address, const char *topic, void *board,
                     int index);
/// Answers each message of the topic by one with the same data.
int broker_echo(const struct broker_address *address, const char *answer,
                const struct flow_message *message);
int broker_ask(const struct broker_address *address, const char *answer, void *board, int trips,
               const struct flow_message *message);

/// Writers that wait for the acknowledgement of each batch, until the time is up: redis (XADD) and
/// NATS (JetStream). As `flow_append`.
int broker_append(const struct broker_address *address, void *board, int index, int64_t nanoseconds,
                  const struct flow_message *message);
/// Fresh readers of all that was appended as number 0, without keeping it: from the start of the
/// first request to the last of `count` messages, into BOARD_ELAPSED + 1.
int broker_read(const struct broker_address *address, void *board, int64_t count);

/// Appends the same bytes to a plain file, with one write and one fdatasync for each batch.
int file_append(const char *path, void *board, int index, int64_t nanoseconds,
                const struct flow_message *message);

#endif
