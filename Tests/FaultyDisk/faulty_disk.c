#include "faulty_disk.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/// A write that no sync has followed yet.
typedef struct unsynced {
    struct unsynced *next;
    int64_t offset;
    int64_t size;
    unsigned char bytes[];
} unsynced;

/// A file, with what a power failure would leave of it.
typedef struct kept {
    struct kept *next;
    char *path;
    unsigned char *bytes;
    int64_t size;
    unsynced *first;
    unsynced *last;
} kept;

struct faulty_disk {
    faulty_disk *next;
    char *folder;
    kept *files;
    int kinds;
    long nth;
    int how;
    int stays;
    long steps;
    long failures;
};

typedef struct {
    sqlite3_file base;
    char *path;
    sqlite3_file *real;
} faulty_file;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static faulty_disk *disks;
static sqlite3_vfs *real_vfs;
static sqlite3_vfs shim;

/* Disks and their files. All of it is called with the lock held. */

static faulty_disk *disk_of(const char *path) {
    for (faulty_disk *disk = disks; path && disk; disk = disk->next) {
        size_t length = strlen(disk->folder);
        if (strncmp(path, disk->folder, length) == 0 && path[length] == '/') return disk;
    }
    return NULL;
}

static void forget_writes(kept *file) {
    while (file->first) {
        unsynced *next = file->first->next;
        free(file->first);
        file->first = next;
    }
    file->last = NULL;
}

static kept *file_of(faulty_disk *disk, const char *path) {
    for (kept *file = disk->files; file; file = file->next)
        if (strcmp(file->path, path) == 0) return file;
    return NULL;
}

/// Takes what is in the file now as what is on the disk.
static void keep(kept *file) {
    forget_writes(file);
    free(file->bytes);
    file->bytes = NULL;
    file->size = 0;
    int descriptor = open(file->path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return;
    off_t size = lseek(descriptor, 0, SEEK_END);
    file->bytes = malloc(size > 0 ? (size_t)size : 1);
    if (file->bytes && pread(descriptor, file->bytes, (size_t)size, 0) == size) file->size = size;
    close(descriptor);
}

static void begin(faulty_disk *disk, const char *path) {
    if (file_of(disk, path)) return;
    kept *file = calloc(1, sizeof *file);
    if (!file) return;
    file->path = strdup(path);
    file->next = disk->files;
    disk->files = file;
    keep(file);
}

static void note_write(faulty_disk *disk, const char *path, const void *bytes, int64_t size,
                       int64_t offset) {
    kept *file = file_of(disk, path);
    unsynced *write = file ? malloc(sizeof *write + (size_t)size) : NULL;
    if (!write) return;
    *write = (unsynced){.next = NULL, .offset = offset, .size = size};
    memcpy(write->bytes, bytes, (size_t)size);
    if (file->last) file->last->next = write; else file->first = write;
    file->last = write;
}

/// Whether this step fails, and how; -1 if it does not.
static int judge(const char *path, int kind) {
    int how = -1;
    pthread_mutex_lock(&lock);
    faulty_disk *disk = disk_of(path);
    if (disk && (disk->kinds & kind)) {
        disk->steps++;
        if (disk->nth > 0
            && (disk->steps == disk->nth || (disk->stays && disk->steps > disk->nth))) {
            disk->failures++;
            how = disk->how;
        }
    }
    pthread_mutex_unlock(&lock);
    return how;
}

/* What SQLite calls. */

static sqlite3_file *real(sqlite3_file *file) { return ((faulty_file *)file)->real; }
static const char *path(sqlite3_file *file) { return ((faulty_file *)file)->path; }

static int file_close(sqlite3_file *file) {
    int result = real(file)->pMethods ? real(file)->pMethods->xClose(real(file)) : SQLITE_OK;
    free(((faulty_file *)file)->path);
    ((faulty_file *)file)->path = NULL;
    return result;
}

static int file_read(sqlite3_file *file, void *bytes, int size, sqlite3_int64 offset) {
    int how = judge(path(file), FAULTY_READ);
    if (how == FAULTY_SHORT) {
        memset(bytes, 0, (size_t)size);
        return SQLITE_IOERR_SHORT_READ;
    }
    if (how >= 0) return SQLITE_IOERR_READ;
    return real(file)->pMethods->xRead(real(file), bytes, size, offset);
}

static int file_write(sqlite3_file *file, const void *bytes, int size, sqlite3_int64 offset) {
    int how = judge(path(file), FAULTY_WRITE);
    if (how == FAULTY_TORN) size /= 2;
    else if (how == FAULTY_FULL) return SQLITE_FULL;
    else if (how == FAULTY_READONLY) return SQLITE_READONLY;
    else if (how >= 0) return SQLITE_IOERR_WRITE;
    pthread_mutex_lock(&lock);
    faulty_disk *disk = disk_of(path(file));
    if (disk) note_write(disk, path(file), bytes, size, offset);
    pthread_mutex_unlock(&lock);
    int result = real(file)->pMethods->xWrite(real(file), bytes, size, offset);
    return how == FAULTY_TORN ? SQLITE_IOERR_WRITE : result;
}

static int file_truncate(sqlite3_file *file, sqlite3_int64 size) {
    if (judge(path(file), FAULTY_TRUNCATE) >= 0) return SQLITE_IOERR_TRUNCATE;
    return real(file)->pMethods->xTruncate(real(file), size);
}

static int file_sync(sqlite3_file *file, int flags) {
    if (judge(path(file), FAULTY_SYNC) >= 0) return SQLITE_IOERR_FSYNC;
    int result = real(file)->pMethods->xSync(real(file), flags);
    pthread_mutex_lock(&lock);
    faulty_disk *disk = disk_of(path(file));
    kept *known = disk ? file_of(disk, path(file)) : NULL;
    if (known && result == SQLITE_OK) keep(known);
    pthread_mutex_unlock(&lock);
    return result;
}

static int file_size(sqlite3_file *file, sqlite3_int64 *size) {
    return real(file)->pMethods->xFileSize(real(file), size);
}
static int file_lock(sqlite3_file *file, int level) {
    return real(file)->pMethods->xLock(real(file), level);
}
static int file_unlock(sqlite3_file *file, int level) {
    return real(file)->pMethods->xUnlock(real(file), level);
}
static int file_reserved(sqlite3_file *file, int *isReserved) {
    return real(file)->pMethods->xCheckReservedLock(real(file), isReserved);
}
static int file_control(sqlite3_file *file, int code, void *argument) {
    return real(file)->pMethods->xFileControl(real(file), code, argument);
}
static int file_sector(sqlite3_file *file) {
    return real(file)->pMethods->xSectorSize(real(file));
}
static int file_features(sqlite3_file *file) {
    return real(file)->pMethods->xDeviceCharacteristics(real(file));
}
static int shared_map(sqlite3_file *file, int page, int size, int extend, void volatile **map) {
    return real(file)->pMethods->xShmMap(real(file), page, size, extend, map);
}
static int shared_lock(sqlite3_file *file, int offset, int count, int flags) {
    return real(file)->pMethods->xShmLock(real(file), offset, count, flags);
}
static void shared_barrier(sqlite3_file *file) { real(file)->pMethods->xShmBarrier(real(file)); }
static int shared_unmap(sqlite3_file *file, int deletes) {
    return real(file)->pMethods->xShmUnmap(real(file), deletes);
}

static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = file_close,
    .xRead = file_read,
    .xWrite = file_write,
    .xTruncate = file_truncate,
    .xSync = file_sync,
    .xFileSize = file_size,
    .xLock = file_lock,
    .xUnlock = file_unlock,
    .xCheckReservedLock = file_reserved,
    .xFileControl = file_control,
    .xSectorSize = file_sector,
    .xDeviceCharacteristics = file_features,
    .xShmMap = shared_map,
    .xShmLock = shared_lock,
    .xShmBarrier = shared_barrier,
    .xShmUnmap = shared_unmap,
};

static int vfs_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags,
                    int *flagsOut) {
    (void)vfs;
    faulty_file *faulty = (faulty_file *)file;
    memset(faulty, 0, sizeof *faulty);
    faulty->real = (sqlite3_file *)(faulty + 1);
    if (judge(name, FAULTY_OPEN) >= 0) return SQLITE_CANTOPEN;
    int result = real_vfs->xOpen(real_vfs, name, faulty->real, flags, flagsOut);
    // Methods that are set are closed by SQLite, also when it could not be opened.
    if (faulty->real->pMethods) {
        faulty->base.pMethods = &methods;
        faulty->path = name ? strdup(name) : NULL;
    }
    pthread_mutex_lock(&lock);
    faulty_disk *disk = disk_of(name);
    if (disk && result == SQLITE_OK) begin(disk, name);
    pthread_mutex_unlock(&lock);
    return result;
}

static int vfs_delete(sqlite3_vfs *vfs, const char *name, int syncs) {
    (void)vfs;
    if (judge(name, FAULTY_DELETE) >= 0) return SQLITE_IOERR_DELETE;
    int result = real_vfs->xDelete(real_vfs, name, syncs);
    pthread_mutex_lock(&lock);
    faulty_disk *disk = disk_of(name);
    kept *file = disk ? file_of(disk, name) : NULL;
    if (file) keep(file);
    pthread_mutex_unlock(&lock);
    return result;
}

int faulty_disk_register(void) {
    pthread_mutex_lock(&lock);
    int result = SQLITE_OK;
    if (!real_vfs) {
        real_vfs = sqlite3_vfs_find(NULL);
        if (!real_vfs) {
            result = SQLITE_ERROR;
        } else {
            shim = *real_vfs;
            shim.zName = "faulty-disk";
            shim.szOsFile = (int)sizeof(faulty_file) + real_vfs->szOsFile;
            shim.pNext = NULL;
            shim.xOpen = vfs_open;
            shim.xDelete = vfs_delete;
            result = sqlite3_vfs_register(&shim, 1);
        }
    }
    pthread_mutex_unlock(&lock);
    return result;
}

/* What a test calls. */

faulty_disk *faulty_disk_make(const char *folder) {
    faulty_disk *disk = calloc(1, sizeof *disk);
    if (!disk) return NULL;
    disk->folder = strdup(folder);
    pthread_mutex_lock(&lock);
    disk->next = disks;
    disks = disk;
    pthread_mutex_unlock(&lock);
    return disk;
}

void faulty_disk_free(faulty_disk *disk) {
    pthread_mutex_lock(&lock);
    for (faulty_disk **place = &disks; *place; place = &(*place)->next) {
        if (*place != disk) continue;
        *place = disk->next;
        break;
    }
    pthread_mutex_unlock(&lock);
    while (disk->files) {
        kept *next = disk->files->next;
        forget_writes(disk->files);
        free(disk->files->bytes);
        free(disk->files->path);
        free(disk->files);
        disk->files = next;
    }
    free(disk->folder);
    free(disk);
}

void faulty_disk_fail(faulty_disk *disk, int kinds, long nth, int how, int stays) {
    pthread_mutex_lock(&lock);
    disk->kinds = kinds;
    disk->nth = nth;
    disk->how = how;
    disk->stays = stays;
    disk->steps = 0;
    disk->failures = 0;
    pthread_mutex_unlock(&lock);
}

void faulty_disk_heal(faulty_disk *disk) { faulty_disk_fail(disk, disk->kinds, 0, 0, 0); }

long faulty_disk_steps(faulty_disk *disk) {
    pthread_mutex_lock(&lock);
    long steps = disk->steps;
    pthread_mutex_unlock(&lock);
    return steps;
}

long faulty_disk_failures(faulty_disk *disk) {
    pthread_mutex_lock(&lock);
    long failures = disk->failures;
    pthread_mutex_unlock(&lock);
    return failures;
}

/// SplitMix64 (Steele, Lea & Flood 2014).
static uint64_t chance(uint64_t *state) {
    uint64_t mixed = *state += 0x9e3779b97f4a7c15;
    mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9;
    mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111eb;
    return mixed ^ mixed >> 31;
}

void faulty_disk_cut_power(faulty_disk *disk, uint64_t seed) {
    pthread_mutex_lock(&lock);
    for (kept *file = disk->files; file; file = file->next) {
        int descriptor = open(file->path, O_RDWR | O_CLOEXEC);
        if (descriptor < 0) continue;
        // The wal-index is no durable file: SQLite makes it anew.
        int failed = ftruncate(descriptor, 0) != 0
            || pwrite(descriptor, file->bytes, (size_t)file->size, 0) != file->size;
        for (unsynced *write = file->first; seed && write && !failed; write = write->next) {
            uint64_t draw = chance(&seed);
            if (draw & 1) continue;
            // A sector is whole or not there at all.
            int64_t size = draw & 2 ? write->size : write->size / 512 / 2 * 512;
            failed = pwrite(descriptor, write->bytes, (size_t)size, write->offset) != size;
        }
        close(descriptor);
        if (failed) perror("faulty disk");
        forget_writes(file);
    }
    pthread_mutex_unlock(&lock);
}
