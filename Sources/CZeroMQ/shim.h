#ifndef CAIRN_ZEROMQ_SHIM_H
#define CAIRN_ZEROMQ_SHIM_H

#include <malloc.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include <zmq.h>

// Swift's Glibc module leaves eventfd, epoll and mallopt out.

/// A new wake descriptor, or -1.
static inline int cairn_wake_open(void) { return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC); }

/// Makes the descriptor readable. A full counter is readable already, so no result is needed.
static inline void cairn_wake_signal(int descriptor) {
    uint64_t one = 1;
    ssize_t ignored = write(descriptor, &one, sizeof one);
    (void)ignored;
}

/// Makes the descriptor unreadable until the next signal.
static inline void cairn_wake_clear(int descriptor) {
    uint64_t count;
    ssize_t ignored = read(descriptor, &count, sizeof count);
    (void)ignored;
}

#endif
