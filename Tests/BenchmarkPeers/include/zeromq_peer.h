#ifndef CAIRN_BENCHMARK_ZEROMQ_PEER_H
#define CAIRN_BENCHMARK_ZEROMQ_PEER_H

#include "flow.h"

// Peers in plain C with the limits that Cairn's own sockets have. All return only on failure.

/// libzmq's own hub: XSUB and XPUB joined by zmq_proxy.
int zeromq_proxy(const char *incoming, const char *outgoing, int queue_limit);
int zeromq_publish(const char *incoming, void *board, int subscribers, int64_t window,
                   const struct flow_message *message);
int zeromq_subscribe(const char *outgoing, const char *prefix, void *board, int index);
/// Answers each request on `command.…` by a message on `inbox.…`.
int zeromq_echo(const char *incoming, const char *outgoing);
int zeromq_ask(const char *incoming, const char *outgoing, void *board, int trips,
               const struct flow_message *message);

#endif
