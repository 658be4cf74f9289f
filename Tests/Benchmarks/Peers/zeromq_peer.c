#include "zeromq_peer.h"

#include <stdlib.h>
#include <string.h>
#include <zmq.h>

#include "board.h"

static void *open_socket(void *context, int kind, int limit) {
    void *socket = zmq_socket(context, kind);
    int linger = 0;
    int64_t bytes = 1 << 20;
    if (socket == NULL) return NULL;
    zmq_setsockopt(socket, ZMQ_SNDHWM, &limit, sizeof limit);
    zmq_setsockopt(socket, ZMQ_RCVHWM, &limit, sizeof limit);
    zmq_setsockopt(socket, ZMQ_LINGER, &linger, sizeof linger);
    zmq_setsockopt(socket, ZMQ_MAXMSGSIZE, &bytes, sizeof bytes);
    return socket;
}

static int set_text(void *socket, int option, const char *text) {
    return zmq_setsockopt(socket, option, text, strlen(text));
}

static void *connected(void *context, int kind, const char *endpoint,
                       const struct zeromq_keys *keys) {
    void *socket = open_socket(context, kind, 10000);
    if (socket == NULL) return NULL;
    if (keys != NULL && (set_text(socket, ZMQ_CURVE_SERVERKEY, keys->hub_key) ||
                         set_text(socket, ZMQ_CURVE_PUBLICKEY, keys->public_key) ||
                         set_text(socket, ZMQ_CURVE_SECRETKEY, keys->secret_key)))
        return NULL;
    return zmq_connect(socket, endpoint) == 0 ? socket : NULL;
}

static int bind_door(void *socket, const char *endpoint, const struct zeromq_keys *keys) {
    int server = 1;
    if (keys != NULL && (zmq_setsockopt(socket, ZMQ_CURVE_SERVER, &server, sizeof server) ||
                         set_text(socket, ZMQ_CURVE_SECRETKEY, keys->secret_key)))
        return -1;
    return zmq_bind(socket, endpoint);
}

int zeromq_proxy(const char *incoming, const char *outgoing, int queue_limit,
                 const struct zeromq_keys *keys) {
    void *context = zmq_ctx_new();
    void *from = open_socket(context, ZMQ_XSUB, queue_limit);
    void *to = open_socket(context, ZMQ_XPUB, queue_limit);
    if (from == NULL || to == NULL) return -1;
    if (bind_door(from, incoming, keys) != 0 || bind_door(to, outgoing, keys) != 0) return -1;
    return zmq_proxy(from, to, NULL);
}

struct publisher {
    void *socket;
    char *data;
};

static int queue(void *state, const struct flow_message *message, char mark) {
    struct publisher *publisher = state;
    publisher->data[0] = mark;
    void *socket = publisher->socket;
    if (zmq_send(socket, message->topic, strlen(message->topic), ZMQ_SNDMORE) < 0) return -1;
    if (zmq_send(socket, message->attributes, strlen(message->attributes), ZMQ_SNDMORE) < 0)
        return -1;
    return zmq_send(socket, publisher->data, message->data_bytes, 0) < 0 ? -1 : 0;
}

static int flush(void *state) {
    (void)state;
    return 0;
}

int zeromq_publish(const char *incoming, const struct zeromq_keys *keys, void *board,
                   int subscribers, int64_t window, const struct flow_message *message) {
    struct publisher publisher = {connected(zmq_ctx_new(), ZMQ_PUB, incoming, keys),
                                  calloc(1, message->data_bytes + 1)};
    if (publisher.socket == NULL) return -1;
    return flow_publish(board, subscribers, window, message,
                        (struct flow_publisher){&publisher, queue, flush});
}

int zeromq_subscribe(const char *outgoing, const struct zeromq_keys *keys, const char *prefix,
                     void *board, int index) {
    void *socket = connected(zmq_ctx_new(), ZMQ_SUB, outgoing, keys);
    if (socket == NULL) return -1;
    zmq_setsockopt(socket, ZMQ_SUBSCRIBE, prefix, strlen(prefix));
    struct flow_count count = {board, index, 0};
    zmq_msg_t part;
    zmq_msg_init(&part);
    for (;;) {
        int flags = ZMQ_DONTWAIT;
        for (;;) {
            if (zmq_msg_recv(&part, socket, flags) < 0) {
                if (zmq_errno() != EAGAIN) return -1;
                // Shown before it waits, or the publisher's window would never open.
                flow_show(&count);
                flags = 0;
                continue;
            }
            if (!zmq_msg_more(&part)) break;
        }
        flow_received(&count, *(const char *)zmq_msg_data(&part));
    }
}

/// Receives one message of three frames and keeps the last; its size, or -1.
static int receive(void *socket, char *data, size_t limit) {
    int size, more;
    size_t length = sizeof more;
    do {
        size = zmq_recv(socket, data, limit, 0);
        if (size < 0) return -1;
        zmq_getsockopt(socket, ZMQ_RCVMORE, &more, &length);
    } while (more);
    return size;
}

static int send_three(void *socket, const char *topic, const char *attributes, const char *data,
                      size_t bytes) {
    if (zmq_send(socket, topic, strlen(topic), ZMQ_SNDMORE) < 0) return -1;
    if (zmq_send(socket, attributes, strlen(attributes), ZMQ_SNDMORE) < 0) return -1;
    return zmq_send(socket, data, bytes, 0) < 0 ? -1 : 0;
}

int zeromq_echo(const char *incoming, const char *outgoing) {
    void *context = zmq_ctx_new();
    void *to = connected(context, ZMQ_PUB, incoming, NULL);
    void *from = connected(context, ZMQ_SUB, outgoing, NULL);
    if (to == NULL || from == NULL) return -1;
    zmq_setsockopt(from, ZMQ_SUBSCRIBE, "command.", 8);
    char data[4096], attributes[4096];
    memset(attributes, 'a', 300);
    attributes[300] = 0;
    for (;;) {
        zmq_pollitem_t items[2] = {{from, 0, ZMQ_POLLIN, 0}, {to, 0, ZMQ_POLLIN, 0}};
        zmq_poll(items, 2, -1);
        if (!items[0].revents) continue;
        int size = receive(from, data, sizeof data);
        if (size < 0) return -1;
        if (send_three(to, "inbox.asker.token.echo", attributes, data, (size_t)size)) return -1;
    }
}

struct asker {
    void *to, *from;
    const struct flow_message *message;
    int64_t number;
    char data[4096];
};

static int ask(void *state, int64_t patience) {
    struct asker *asker = state;
    int64_t number = ++asker->number, answered = 0;
    memcpy(asker->data, &number, sizeof number);
    if (send_three(asker->to, asker->message->topic, asker->message->attributes, asker->data,
                   asker->message->data_bytes))
        return -1;
    int64_t deadline = board_now() + patience;
    while (board_now() < deadline) {
        zmq_pollitem_t items[2] = {{asker->from, 0, ZMQ_POLLIN, 0}, {asker->to, 0, ZMQ_POLLIN, 0}};
        zmq_poll(items, 2, (long)(patience / 1000000));
        if (!items[0].revents) continue;
        if (receive(asker->from, asker->data, sizeof asker->data) < 8) return -1;
        memcpy(&answered, asker->data, sizeof answered);
        if (answered == number) return 0;
    }
    return -1;
}

int zeromq_ask(const char *incoming, const char *outgoing, void *board, int trips,
               const struct flow_message *message) {
    void *context = zmq_ctx_new();
    struct asker asker = {connected(context, ZMQ_PUB, incoming, NULL),
                          connected(context, ZMQ_SUB, outgoing, NULL), message, 0, {0}};
    if (asker.to == NULL || asker.from == NULL) return -1;
    zmq_setsockopt(asker.from, ZMQ_SUBSCRIBE, "inbox.", 6);
    return flow_ask(board, trips, &asker, ask);
}
