#ifndef FAULTY_DISK_H
#define FAULTY_DISK_H

#include <stdint.h>

/// A folder whose disk fails when a test says so. SQLite's files elsewhere are left alone.
typedef struct faulty_disk faulty_disk;

/// What SQLite asks of a disk, as bits.
enum {
    FAULTY_WRITE = 1,
    FAULTY_SYNC = 2,
    FAULTY_TRUNCATE = 4,
    FAULTY_READ = 8,
    FAULTY_OPEN = 16,
    FAULTY_DELETE = 32,
};

/// How a step fails.
enum {
    /// EIO.
    FAULTY_ERROR = 0,
    /// ENOSPC.
    FAULTY_FULL = 1,
    /// EIO after the first half of the bytes.
    FAULTY_TORN = 2,
    /// EROFS.
    FAULTY_READONLY = 3,
    /// A read that ends before the bytes do.
    FAULTY_SHORT = 4,
};

/// Makes SQLite use these disks from now on; it may be called often. 0 unless SQLite refuses.
int faulty_disk_register(void);

/// A disk that does not fail yet, for all files below a folder.
faulty_disk *faulty_disk_make(const char *folder);
void faulty_disk_free(faulty_disk *disk);

/// Makes the nth step of some kinds fail, counted from 1 and from now on; and, if it stays, all
/// after it.
void faulty_disk_fail(faulty_disk *disk, int kinds, long nth, int how, int stays);

/// Nothing fails any more. The count of steps starts again.
void faulty_disk_heal(faulty_disk *disk);

/// Steps of the kinds that were asked for last, since then.
long faulty_disk_steps(faulty_disk *disk);

/// How many steps were made to fail since then.
long faulty_disk_failures(faulty_disk *disk);

/// Puts back what was on the disk when each file was last synced. Of what was written since, each
/// write is kept or lost, as the seed decides; with 0 all of it is lost.
void faulty_disk_cut_power(faulty_disk *disk, uint64_t seed);

#endif
