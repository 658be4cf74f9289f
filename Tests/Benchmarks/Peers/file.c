#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "board.h"
#include "broker_peers.h"

int file_append(const char *path, void *board, int index, int batch, int64_t nanoseconds,
                const struct flow_message *message) {
    size_t topic = strlen(message->topic), attributes = strlen(message->attributes);
    size_t one = topic + attributes + message->data_bytes;
    char *bytes = calloc((size_t)batch, one);
    int file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (bytes == NULL || file < 0) return -1;
    for (int i = 0; i < batch; i++) {
        char *at = bytes + (size_t)i * one;
        memcpy(at, message->topic, topic);
        memcpy(at + topic, message->attributes, attributes);
    }
    board_set(board, BOARD_JOINED + index, 1);
    while (!board_get(board, BOARD_GO)) board_sleep_microseconds(500);
    int64_t start = board_now();
    do {
        size_t total = one * (size_t)batch, done = 0;
        while (done < total) {
            ssize_t count = write(file, bytes + done, total - done);
            if (count <= 0) return -1;
            done += (size_t)count;
        }
        if (fdatasync(file) != 0) return -1;
        board_add(board, BOARD_RECEIVED + index, batch);
    } while (board_now() - start < nanoseconds);
    board_set(board, BOARD_ELAPSED + index, board_now() - start);
    return 0;
}
