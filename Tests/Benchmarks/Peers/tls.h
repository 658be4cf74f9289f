#ifndef CAIRN_BENCHMARK_TLS_H
#define CAIRN_BENCHMARK_TLS_H

#include <stddef.h>
#include <sys/types.h>

/// A connection in TLS, by the system's OpenSSL, which is loaded when it is needed: Cairn itself
/// has no use for it, and nothing is built against it.
struct tls;

/// Greets a server that proves this certificate, for `localhost`; NULL if it does not, or if there
/// is no OpenSSL 3.
struct tls *tls_open(int file, const char *authority);
/// As `read` and `write` do.
ssize_t tls_read(struct tls *tls, void *bytes, size_t count);
ssize_t tls_write(struct tls *tls, const void *bytes, size_t count);
/// Whether bytes were decrypted that nobody has read.
int tls_has_read(struct tls *tls);

#endif
