#ifndef CAIRN_BENCHMARK_STREAM_H
#define CAIRN_BENCHMARK_STREAM_H

#include <stddef.h>
#include <stdint.h>

struct tls;

/// A TCP connection to this machine with a buffer for each direction.
struct stream {
    int file;
    struct tls *tls; ///< NULL: in plain.
    char *out;
    size_t out_count, out_limit;
    char *in;
    size_t in_start, in_end, in_limit;
};

/// Connects to 127.0.0.1, trying for two seconds; 0, or -1.
int stream_open(struct stream *stream, int port);
/// Goes on in TLS with the one who proves this certificate; 0, or -1.
int stream_secure(struct stream *stream, const char *authority);
void stream_put(struct stream *stream, const void *bytes, size_t count);
void stream_text(struct stream *stream, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/// Writes all that was put.
int stream_flush(struct stream *stream);
/// Waits for more bytes, at most `patience` nanoseconds (-1: for ever); 1 if any came, 0 if none
/// did, -1 when the connection is lost.
int stream_fill(struct stream *stream, int64_t patience);
/// Whether `stream_fill` would have to wait.
int stream_is_dry(struct stream *stream);
/// The next line without its end, or NULL while it is not whole. Valid until the next fill.
char *stream_line(struct stream *stream, size_t *length);
/// The next bytes, or NULL while they are not all there. Valid until the next fill.
char *stream_take(struct stream *stream, size_t count);
/// As the two above, waiting until it is there.
char *stream_await_line(struct stream *stream, size_t *length);
char *stream_await(struct stream *stream, size_t count);

#endif
