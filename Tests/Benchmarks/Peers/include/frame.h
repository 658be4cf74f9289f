#ifndef CAIRN_BENCHMARK_FRAME_H
#define CAIRN_BENCHMARK_FRAME_H

#include <stddef.h>
#include <stdint.h>

// Frames of Cairn's protocol 2, written and read in place: the plain C that our reader is held
// against. It refuses what docs/protocol.md tells a reader to refuse.

/// A text within a frame, without its quotes and as it is escaped.
struct frame_text {
    const char *bytes;
    size_t count;
};

/// What a reader needs of an event.
struct frame_event {
    int64_t sequence; ///< 0 if it has none.
    struct frame_text id, type, prevhash;
    struct frame_text data;
};

/// What is left of a frame.
struct frame_reader {
    const char *at, *end;
    struct frame_text topic;
};

/// Begins to read; 0, or -1 for a frame without a topic, or that does not end with a line feed.
int frame_open(struct frame_reader *reader, const char *bytes, size_t count);
/// Reads the next entry: 1; 0 at the end; -1 for half an entry or one with bad attributes.
int frame_next(struct frame_reader *reader, struct frame_event *event);

/// The bytes of a frame of so many entries.
size_t frame_size(const char *topic, const char *attributes, size_t data_bytes, int entries);
/// Writes a frame of so many entries that are alike; `bytes` has room for `frame_size`.
void frame_write(char *bytes, const char *topic, const char *attributes, const char *data,
                 size_t data_bytes, int entries);

#endif
