#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "broker_peers.h"
#include "frame.h"

struct file {
    int descriptor;
    size_t count;
    char *bytes;
};

static int append(void *state) {
    struct file *file = state;
    for (size_t done = 0; done < file->count;) {
        ssize_t written = write(file->descriptor, file->bytes + done, file->count - done);
        if (written <= 0) return -1;
        done += (size_t)written;
    }
    return fdatasync(file->descriptor);
}

int file_append(const char *path, void *board, int index, int64_t nanoseconds,
                const struct flow_message *message) {
    size_t count = frame_size(message->topic, message->attributes, message->data_bytes,
                              message->batch);
    struct file file = {open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600), count,
                        malloc(count)};
    char *data = flow_data(message);
    if (file.descriptor < 0 || file.bytes == NULL || data == NULL) return -1;
    frame_write(file.bytes, message->topic, message->attributes, data, message->data_bytes,
                message->batch);
    return flow_append(board, index, message->batch, nanoseconds, &file, append);
}
