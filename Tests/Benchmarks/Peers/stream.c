#define _GNU_SOURCE
#include "stream.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "board.h"
#include "tls.h"

int stream_open(struct stream *stream, int port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int one = 1;
    memset(stream, 0, sizeof *stream);
    for (int attempt = 0; attempt < 200; attempt++) {
        stream->file = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (stream->file < 0) return -1;
        if (connect(stream->file, (struct sockaddr *)&address, sizeof address) == 0) {
            setsockopt(stream->file, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
            return 0;
        }
        close(stream->file);
        board_sleep_microseconds(10000);
    }
    return -1;
}

int stream_secure(struct stream *stream, const char *authority) {
    stream->tls = tls_open(stream->file, authority);
    return stream->tls == NULL ? -1 : 0;
}

static void make_room(char **buffer, size_t *limit, size_t needed) {
    if (needed <= *limit) return;
    size_t size = *limit ? *limit : 1 << 16;
    while (size < needed) size *= 2;
    char *larger = realloc(*buffer, size);
    if (larger == NULL) abort();
    *buffer = larger;
    *limit = size;
}

void stream_put(struct stream *stream, const void *bytes, size_t count) {
    make_room(&stream->out, &stream->out_limit, stream->out_count + count);
    memcpy(stream->out + stream->out_count, bytes, count);
    stream->out_count += count;
}

void stream_text(struct stream *stream, const char *format, ...) {
    char text[1024];
    va_list arguments;
    va_start(arguments, format);
    int count = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (count < 0 || (size_t)count >= sizeof text) abort();
    stream_put(stream, text, (size_t)count);
}

int stream_flush(struct stream *stream) {
    size_t done = 0;
    while (done < stream->out_count) {
        const char *bytes = stream->out + done;
        size_t left = stream->out_count - done;
        ssize_t count = stream->tls != NULL ? tls_write(stream->tls, bytes, left)
                                            : write(stream->file, bytes, left);
        if (count <= 0) return -1;
        done += (size_t)count;
    }
    stream->out_count = 0;
    return 0;
}

static int has_come(struct stream *stream, int milliseconds) {
    struct pollfd item = {stream->file, POLLIN, 0};
    if (stream->tls != NULL && tls_has_read(stream->tls)) return 1;
    return poll(&item, 1, milliseconds) != 0;
}

int stream_fill(struct stream *stream, int64_t patience) {
    if (stream->in_start > 0) {
        stream->in_end -= stream->in_start;
        memmove(stream->in, stream->in + stream->in_start, stream->in_end);
        stream->in_start = 0;
    }
    make_room(&stream->in, &stream->in_limit, stream->in_end + (1 << 16));
    if (patience >= 0 && !has_come(stream, (int)(patience / 1000000))) return 0;
    char *place = stream->in + stream->in_end;
    size_t room = stream->in_limit - stream->in_end;
    ssize_t count = stream->tls != NULL ? tls_read(stream->tls, place, room)
                                        : read(stream->file, place, room);
    if (count <= 0) return -1;
    stream->in_end += (size_t)count;
    return 1;
}

int stream_is_dry(struct stream *stream) { return !has_come(stream, 0); }

char *stream_line(struct stream *stream, size_t *length) {
    char *start = stream->in + stream->in_start;
    char *end = stream->in_end > stream->in_start
                    ? memchr(start, '\n', stream->in_end - stream->in_start)
                    : NULL;
    if (end == NULL) return NULL;
    stream->in_start += (size_t)(end - start) + 1;
    *length = (size_t)(end - start);
    if (*length > 0 && start[*length - 1] == '\r') (*length)--;
    start[*length] = 0;
    return start;
}

char *stream_take(struct stream *stream, size_t count) {
    if (stream->in_end - stream->in_start < count) return NULL;
    char *start = stream->in + stream->in_start;
    stream->in_start += count;
    return start;
}

char *stream_await_line(struct stream *stream, size_t *length) {
    for (;;) {
        char *line = stream_line(stream, length);
        if (line != NULL) return line;
        if (stream_fill(stream, -1) < 0) return NULL;
    }
}

char *stream_await(struct stream *stream, size_t count) {
    for (;;) {
        char *bytes = stream_take(stream, count);
        if (bytes != NULL) return bytes;
        if (stream_fill(stream, -1) < 0) return NULL;
    }
}
