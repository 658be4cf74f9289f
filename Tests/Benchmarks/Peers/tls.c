#include "tls.h"

#include <dlfcn.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

enum { VERIFY_PEER = 1 };

/// What is used of libssl.so.3, as its manual declares it.
struct tls {
    void *session;
    int (*read)(void *session, void *bytes, int count);
    int (*write)(void *session, const void *bytes, int count);
    int (*pending)(const void *session);
};

static int clamped(size_t count) { return count > INT_MAX ? INT_MAX : (int)count; }

static int load(void *library, const char *name, void *function) {
    void *address = dlsym(library, name);
    *(void **)function = address;
    if (address == NULL) fprintf(stderr, "tls: there is no %s\n", name);
    return address == NULL ? -1 : 0;
}

struct tls *tls_open(int file, const char *authority) {
    const void *(*method)(void);
    void *(*new_context)(const void *);
    int (*load_authority)(void *, const char *, const char *);
    void (*set_verify)(void *, int, void *);
    void *(*new_session)(void *);
    int (*set_host)(void *, const char *);
    int (*set_file)(void *, int);
    int (*connect)(void *);
    void *library = dlopen("libssl.so.3", RTLD_NOW);
    struct tls *tls = calloc(1, sizeof *tls);
    if (library == NULL || tls == NULL) {
        fprintf(stderr, "tls: there is no libssl.so.3\n");
        return NULL;
    }
    if (load(library, "TLS_client_method", &method) ||
        load(library, "SSL_CTX_new", &new_context) ||
        load(library, "SSL_CTX_load_verify_locations", &load_authority) ||
        load(library, "SSL_CTX_set_verify", &set_verify) ||
        load(library, "SSL_new", &new_session) || load(library, "SSL_set1_host", &set_host) ||
        load(library, "SSL_set_fd", &set_file) || load(library, "SSL_connect", &connect) ||
        load(library, "SSL_read", &tls->read) || load(library, "SSL_write", &tls->write) ||
        load(library, "SSL_pending", &tls->pending))
        return NULL;
    void *context = new_context(method());
    if (context == NULL || load_authority(context, authority, NULL) != 1) return NULL;
    set_verify(context, VERIFY_PEER, NULL);
    tls->session = new_session(context);
    if (tls->session == NULL || set_host(tls->session, "localhost") != 1 ||
        set_file(tls->session, file) != 1 || connect(tls->session) != 1) {
        fprintf(stderr, "tls: the server did not prove itself\n");
        return NULL;
    }
    return tls;
}

ssize_t tls_read(struct tls *tls, void *bytes, size_t count) {
    return tls->read(tls->session, bytes, clamped(count));
}

ssize_t tls_write(struct tls *tls, const void *bytes, size_t count) {
    return tls->write(tls->session, bytes, clamped(count));
}

int tls_has_read(struct tls *tls) { return tls->pending(tls->session) > 0; }
