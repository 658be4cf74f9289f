/* What a disk can do to a process, for LD_PRELOAD: it loses what was not synced, and fails.
 *
 * Only files whose path begins with CHAOS_FILES and that belong to a journal are watched. For each
 * there is a log in CHAOS_UNDO of what its bytes were before each write since the last sync; after
 * the process was killed, rig/disk.py writes them back: that is a power cut. A file
 * CHAOS_UNDO/<name>.fault with the name of an errno in it makes writes and syncs of that journal
 * fail with it. Both hold for every process that inherits the two variables. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_FILES = 1024, SYNC_MICROSECONDS = 2000 };

/* Of a watched descriptor: the descriptor of its log. */
static int logs[MOST_FILES];
static char names[MOST_FILES][64];
static pthread_mutex_t guard = PTHREAD_MUTEX_INITIALIZER;

static int (*real_open)(const char *, int, ...);
static int (*real_close)(int);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static ssize_t (*real_write)(int, const void *, size_t);
static int (*real_truncate)(int, off_t);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static const char *files, *undo;

/* Ahead of each run of old bytes in a log; all numbers in the machine's own order. */
struct record {
    uint64_t offset, old_bytes, old_size;
};

__attribute__((constructor)) static void begin(void) {
    real_open = (int (*)(const char *, int, ...))dlsym(RTLD_NEXT, "open64");
    real_close = (int (*)(int))dlsym(RTLD_NEXT, "close");
    real_pwrite = (ssize_t(*)(int, const void *, size_t, off_t))dlsym(RTLD_NEXT, "pwrite64");
    real_write = (ssize_t(*)(int, const void *, size_t))dlsym(RTLD_NEXT, "write");
    real_truncate = (int (*)(int, off_t))dlsym(RTLD_NEXT, "ftruncate64");
    real_fsync = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
    real_fdatasync = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
    files = getenv("CHAOS_FILES");
    undo = getenv("CHAOS_UNDO");
}

/* Another library may open files before our turn comes. */
static void ready(void) {
    if (!real_open || !real_close) begin();
}

static int ends(const char *text, const char *end) {
    size_t length = strlen(text), tail = strlen(end);
    return length >= tail && strcmp(text + length - tail, end) == 0;
}

static void watch(int descriptor, const char *path) {
    if (descriptor < 0 || descriptor >= MOST_FILES || !files || !undo) return;
    if (strncmp(path, files, strlen(files)) != 0) return;
    if (!ends(path, ".sqlite") && !ends(path, ".sqlite-wal")) return;
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    char log[PATH_MAX];
    snprintf(log, sizeof log, "%s/%s.undo", undo, name);
    pthread_mutex_lock(&guard);
    int opened = real_open(log, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (opened >= 0) {
        snprintf(names[descriptor], sizeof names[descriptor], "%s", name);
        logs[descriptor] = opened;
    }
    pthread_mutex_unlock(&guard);
}

static int watched(int descriptor) {
    return descriptor >= 0 && descriptor < MOST_FILES && logs[descriptor] > 0;
}

/* The errno that this journal's disk gives now; 0 for a sound disk. */
static int fault(int descriptor, int syncing) {
    static const struct { const char *name; int number, of_sync_alone; } known[] = {
        {"EIO", EIO, 0}, {"ENOSPC", ENOSPC, 0}, {"EROFS", EROFS, 0}, {"SYNC", EIO, 1}};
    char path[PATH_MAX], word[16] = {0};
    const char *dot = strstr(names[descriptor], ".sqlite");
    int length = dot ? (int)(dot - names[descriptor]) : 0;
    snprintf(path, sizeof path, "%s/%.*s.fault", undo, length, names[descriptor]);
    int file = real_open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return 0;
    ssize_t count = read(file, word, sizeof word - 1);
    real_close(file);
    for (size_t i = 0; count > 0 && i < sizeof known / sizeof *known; i++)
        if (strcmp(word, known[i].name) == 0 && (syncing || !known[i].of_sync_alone))
            return known[i].number;
    return 0;
}

/* Keeps what is there now, before it is written over. */
static void keep(int descriptor, off_t offset, size_t count) {
    struct stat now;
    if (fstat(descriptor, &now) != 0) return;
    size_t there = offset >= now.st_size ? 0 : (size_t)(now.st_size - offset);
    struct record head = {(uint64_t)offset, count < there ? count : there, (uint64_t)now.st_size};
    char *bytes = malloc(sizeof head + head.old_bytes);
    if (!bytes) abort();
    memcpy(bytes, &head, sizeof head);
    size_t length = sizeof head;
    if (head.old_bytes > 0) {
        ssize_t got = pread(descriptor, bytes + length, head.old_bytes, offset);
        if (got != (ssize_t)head.old_bytes) abort();
        length += head.old_bytes;
    }
    /* One call, so that a kill leaves a whole record or none. */
    if (real_write(logs[descriptor], bytes, length) != (ssize_t)length) abort();
    free(bytes);
}

static int opening(const char *path, int flags, mode_t mode) {
    ready();
    int descriptor = real_open(path, flags, mode);
    if ((flags & O_ACCMODE) != O_RDONLY) watch(descriptor, path);
    return descriptor;
}

static ssize_t writing(int descriptor, const void *bytes, size_t count, off_t offset) {
    ready();
    if (!watched(descriptor)) return real_pwrite(descriptor, bytes, count, offset);
    int number = fault(descriptor, 0);
    if (number) { errno = number; return -1; }
    pthread_mutex_lock(&guard);
    keep(descriptor, offset, count);
    ssize_t written = real_pwrite(descriptor, bytes, count, offset);
    int problem = errno;
    pthread_mutex_unlock(&guard);
    errno = problem;
    return written;
}

static int truncating(int descriptor, off_t size) {
    ready();
    if (!watched(descriptor)) return real_truncate(descriptor, size);
    struct stat now;
    if (fstat(descriptor, &now) == 0 && now.st_size > size) {
        pthread_mutex_lock(&guard);
        keep(descriptor, size, (size_t)(now.st_size - size));
        pthread_mutex_unlock(&guard);
    }
    return real_truncate(descriptor, size);
}

static int syncing(int descriptor, int (**sync)(int)) {
    ready();
    if (!watched(descriptor)) return (*sync)(descriptor);
    int number = fault(descriptor, 1);
    if (number) { errno = number; return -1; }
    pthread_mutex_lock(&guard);
    /* As long as a disk takes: a kill must be able to come before its end. */
    usleep(SYNC_MICROSECONDS);
    /* The rig's power cut is the only one: what was written here is safe from it now. */
    int result = real_truncate(logs[descriptor], 0);
    pthread_mutex_unlock(&guard);
    return result;
}

int open64(const char *path, int flags, ...) {
    va_list more;
    va_start(more, flags);
    mode_t mode = va_arg(more, mode_t);
    va_end(more);
    return opening(path, flags, mode);
}

int open(const char *path, int flags, ...) {
    va_list more;
    va_start(more, flags);
    mode_t mode = va_arg(more, mode_t);
    va_end(more);
    return opening(path, flags, mode);
}

int close(int descriptor) {
    ready();
    if (watched(descriptor)) {
        pthread_mutex_lock(&guard);
        real_close(logs[descriptor]);
        logs[descriptor] = 0;
        pthread_mutex_unlock(&guard);
    }
    return real_close(descriptor);
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t count, off_t offset) {
    return writing(descriptor, bytes, count, offset);
}

ssize_t pwrite(int descriptor, const void *bytes, size_t count, off_t offset) {
    return writing(descriptor, bytes, count, offset);
}

int ftruncate64(int descriptor, off_t size) { return truncating(descriptor, size); }

int ftruncate(int descriptor, off_t size) { return truncating(descriptor, size); }

int fsync(int descriptor) { return syncing(descriptor, &real_fsync); }

int fdatasync(int descriptor) { return syncing(descriptor, &real_fdatasync); }
