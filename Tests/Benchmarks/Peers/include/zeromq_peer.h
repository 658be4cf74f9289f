#ifndef CAIRN_BENCHMARK_ZEROMQ_PEER_H
#define CAIRN_BENCHMARK_ZEROMQ_PEER_H

#include "flow.h"

// Peers in plain C with the limits that Cairn's own sockets have. All return only on failure.

/// Keys of CURVE in Z85. Where a pointer to it is NULL, the connection is plain.
struct zeromq_keys {
    const char *public_key;
    const char *secret_key;
    const char *hub_key; ///< The public key of the other side; the proxy looks at no key.
};

/// libzmq's own hub: XSUB and XPUB joined by zmq_proxy. Nobody answers for keys (no ZAP handler):
/// it encrypts, and lets everyone in.
int zeromq_proxy(const char *incoming, const char *outgoing, int queue_limit,
                 const struct zeromq_keys *keys);
int zeromq_publish(const char *incoming, const struct zeromq_keys *keys, void *board,
                   int subscribers, int64_t window, const struct flow_message *message);
/// Reads each frame: splits it and scans the attributes of each event. With a `batch` it takes a
/// frame for so many events and looks at the first alone, as one who measures what is in between.
int zeromq_subscribe(const char *outgoing, const struct zeromq_keys *keys, const char *prefix,
                     void *board, int index, int batch);
/// Answers each message of the topic by one with the same data.
int zeromq_echo(const char *incoming, const char *outgoing, const char *answer,
                const struct flow_message *message);
int zeromq_ask(const char *incoming, const char *outgoing, const char *answer, void *board,
               int trips, const struct flow_message *message);

#endif
