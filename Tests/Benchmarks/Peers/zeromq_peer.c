#include "zeromq_peer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zmq.h>

#include "board.h"
#include "frame.h"

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

/// Sends one frame of entries that are alike, built where libzmq sends it from.
static int send_frame(void *socket, const struct flow_message *message, const char *topic,
                      const char *data, int entries) {
    size_t size = frame_size(topic, message->attributes, message->data_bytes, entries);
    zmq_msg_t frame;
    if (zmq_msg_init_size(&frame, size)) return -1;
    frame_write(zmq_msg_data(&frame), topic, message->attributes, data, message->data_bytes,
                entries);
    if (zmq_msg_send(&frame, socket, 0) >= 0) return 0;
    zmq_msg_close(&frame);
    return -1;
}

struct publisher {
    void *socket;
    char *data;
};

static int queue(void *state, const struct flow_message *message, char mark) {
    struct publisher *publisher = state;
    publisher->data[FLOW_MARK] = mark;
    return send_frame(publisher->socket, message, message->topic, publisher->data, message->batch);
}

static int flush(void *state) {
    (void)state;
    return 0;
}

int zeromq_publish(const char *incoming, const struct zeromq_keys *keys, void *board,
                   int subscribers, int64_t window, const struct flow_message *message) {
    struct publisher publisher = {connected(zmq_ctx_new(), ZMQ_PUB, incoming, keys),
                                  flow_data(message)};
    if (publisher.socket == NULL || publisher.data == NULL) return -1;
    return flow_publish(board, subscribers, window, message,
                        (struct flow_publisher){&publisher, queue, flush});
}

/// Counts the events of a frame: each is read, or all of them are `batch`, which nobody looks at.
static int count_events(struct flow_count *count, const char *bytes, size_t size, int batch) {
    struct frame_reader reader;
    struct frame_event event;
    int64_t events = 0;
    char mark = 0;
    if (frame_open(&reader, bytes, size)) return -1;
    for (int status; (status = frame_next(&reader, &event)) != 0;) {
        if (status < 0 || event.sequence < 1 || event.prevhash.count != 64 || !event.type.count ||
            !event.id.count || event.data.count <= FLOW_MARK)
            return -1;
        mark = event.data.bytes[FLOW_MARK];
        events++;
        if (batch) break;
    }
    flow_received(count, mark, batch ? batch : events);
    return 0;
}

int zeromq_subscribe(const char *outgoing, const struct zeromq_keys *keys, const char *prefix,
                     void *board, int index, int batch) {
    void *socket = connected(zmq_ctx_new(), ZMQ_SUB, outgoing, keys);
    if (socket == NULL) return -1;
    zmq_setsockopt(socket, ZMQ_SUBSCRIBE, prefix, strlen(prefix));
    struct flow_count count = {board, index, 0};
    zmq_msg_t frame;
    zmq_msg_init(&frame);
    for (int flags = ZMQ_DONTWAIT;;) {
        if (zmq_msg_recv(&frame, socket, flags) < 0) {
            if (zmq_errno() != EAGAIN) return -1;
            // Shown before it waits, or the publisher's window would never open.
            flow_show(&count);
            flags = 0;
            continue;
        }
        flags = ZMQ_DONTWAIT;
        if (zmq_msg_more(&frame)) return -1;
        if (count_events(&count, zmq_msg_data(&frame), zmq_msg_size(&frame), batch)) return -1;
    }
}

/// Receives a frame of one entry and keeps its data; 0, or -1.
static int receive(void *socket, char *data, size_t bytes) {
    zmq_msg_t frame;
    struct frame_reader reader;
    struct frame_event event;
    zmq_msg_init(&frame);
    int status = zmq_msg_recv(&frame, socket, 0) < 0 ? -1 : 0;
    if (status == 0 && frame_open(&reader, zmq_msg_data(&frame), zmq_msg_size(&frame)) == 0 &&
        frame_next(&reader, &event) == 1 && event.data.count == bytes)
        memcpy(data, event.data.bytes, bytes);
    else
        status = -1;
    zmq_msg_close(&frame);
    return status;
}

/// Both ends of a process that sends and is answered, or the other way around.
struct pair {
    void *to, *from;
    const struct flow_message *message;
    char *data;
};

static int open_pair(struct pair *pair, const char *incoming, const char *outgoing,
                     const char *topic, const struct flow_message *message) {
    void *context = zmq_ctx_new();
    *pair = (struct pair){connected(context, ZMQ_PUB, incoming, NULL),
                          connected(context, ZMQ_SUB, outgoing, NULL), message, flow_data(message)};
    char whole[256];
    int count = snprintf(whole, sizeof whole, "%s\n", topic);
    if (pair->to == NULL || pair->from == NULL || pair->data == NULL) return -1;
    return zmq_setsockopt(pair->from, ZMQ_SUBSCRIBE, whole, (size_t)count);
}

/// Waits for a frame; 1, or 0 if none came in time. The publishing socket is polled, too: it learns
/// who has subscribed only while its thread looks.
static int has_come(struct pair *pair, long milliseconds) {
    zmq_pollitem_t items[2] = {{pair->from, 0, ZMQ_POLLIN, 0}, {pair->to, 0, ZMQ_POLLIN, 0}};
    zmq_poll(items, 2, milliseconds);
    return items[0].revents != 0;
}

int zeromq_echo(const char *incoming, const char *outgoing, const char *answer,
                const struct flow_message *message) {
    struct pair pair;
    if (open_pair(&pair, incoming, outgoing, message->topic, message)) return -1;
    for (;;) {
        if (!has_come(&pair, -1)) continue;
        if (receive(pair.from, pair.data, message->data_bytes)) return -1;
        if (send_frame(pair.to, message, answer, pair.data, 1)) return -1;
    }
}

static int ask(void *state, int64_t number, int64_t patience) {
    struct pair *pair = state;
    const struct flow_message *message = pair->message;
    flow_number(pair->data, number);
    if (send_frame(pair->to, message, message->topic, pair->data, 1)) return -1;
    int64_t deadline = board_now() + patience;
    while (board_now() < deadline) {
        if (!has_come(pair, (long)(patience / 1000000))) continue;
        if (receive(pair->from, pair->data, message->data_bytes)) return -1;
        if (flow_has_number(pair->data, number)) return 0;
    }
    return -1;
}

int zeromq_ask(const char *incoming, const char *outgoing, const char *answer, void *board,
               int trips, const struct flow_message *message) {
    struct pair pair;
    if (open_pair(&pair, incoming, outgoing, answer, message)) return -1;
    return flow_ask(board, trips, &pair, ask);
}
