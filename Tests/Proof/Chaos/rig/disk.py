"""The disk under the journals: a small one, that fills; one that fails; one that loses power."""

import ctypes
import errno
import os
import shutil
import struct
import subprocess

RECORD = struct.Struct("=QQQ")
MS_NOSUID, MS_REMOUNT, MNT_DETACH = 2, 32, 2
MEGABYTE = 1 << 20
#: Room for the journals of any run; what is not used takes no memory.
ROOM = 8 << 30


def build(source, folder):
    """Compiles the library that stands between a journal and its disk."""
    target = f"{folder}/disk.so"
    compiler = next(filter(shutil.which, ("cc", "clang", "gcc")), "cc")
    subprocess.run([compiler, "-shared", "-fPIC", "-O2", "-o", target, source, "-ldl", "-lpthread"],
                   check=True)
    return target


def in_own_namespace():
    """Leaves the machine's mounts alone: what is mounted from here on dies with this process.

    Says whether that was granted.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    clone_newns, ms_rec, ms_private = 0x00020000, 16384, 1 << 18
    if libc.unshare(clone_newns) != 0:
        return False
    return libc.mount(b"none", b"/", None, ms_rec | ms_private, None) == 0


class Disk:
    """The folder of a clinic's journals."""

    def __init__(self, journals, undo):
        self.journals, self.undo = journals, undo
        self.is_own = self._mount(ROOM)
        self._filler = f"{journals}/chaos-filler"

    def _mount(self, size, flags=0):
        """Puts a disk of a size of its own there, if the machine lets us."""
        libc = ctypes.CDLL(None, use_errno=True)
        return libc.mount(b"tmpfs", self.journals.encode(), b"tmpfs", MS_NOSUID | flags,
                          f"size={size},mode=0700".encode()) == 0

    def _shrink(self):
        """Leaves next to no room beyond what is used, however much that is."""
        for _ in range(100):
            stat = os.statvfs(self.journals)
            used = (stat.f_blocks - stat.f_bfree) * stat.f_frsize
            # Refused if somebody wrote meanwhile.
            if self._mount(used + MEGABYTE, MS_REMOUNT):
                return
        raise OSError("the disk's size cannot be changed")

    def unmount(self):
        if self.is_own:
            ctypes.CDLL(None).umount2(self.journals.encode(), MNT_DETACH)

    def fill(self):
        """Takes all room that is left."""
        self._shrink()
        with open(self._filler, "ab", buffering=0) as file:
            for size in (MEGABYTE, 4096):
                while True:
                    try:
                        if file.write(b"\0" * size) < size:
                            break
                    except OSError as error:
                        if error.errno != errno.ENOSPC:
                            raise
                        break

    def free(self):
        self._mount(ROOM, MS_REMOUNT)
        if os.path.exists(self._filler):
            os.unlink(self._filler)

    def fail(self, identity, word):
        """Makes writes and syncs of a journal fail: EIO, ENOSPC, EROFS, or SYNC for syncs alone."""
        draft = f"{self.undo}/{identity}.draft"
        with open(draft, "w", encoding="ascii") as file:
            file.write(word)
        os.rename(draft, f"{self.undo}/{identity}.fault")

    def mend(self):
        for name in os.listdir(self.undo):
            if name.endswith(".fault"):
                os.unlink(f"{self.undo}/{name}")

    def has_unsynced(self, identity):
        """Whether something was written that is not synced yet."""
        try:
            return os.path.getsize(f"{self.undo}/{identity}.sqlite-wal.undo") > 0
        except OSError:
            return False

    def lose_unsynced(self, identity, kept):
        """Takes back what a journal's files were given since their last sync.

        ``kept`` tells which part of the writes had reached the disk all the same, 0 to 1: the
        older ones. Returns how many writes were lost. The process must be gone.
        """
        lost = 0
        for suffix in (".sqlite", ".sqlite-wal"):
            log, file = f"{self.undo}/{identity}{suffix}.undo", f"{self.journals}/{identity}{suffix}"
            if not os.path.exists(log) or not os.path.exists(file):
                continue
            records = read_log(log)
            stay = int(len(records) * kept)
            with open(file, "r+b", buffering=0) as opened:
                for offset, old, size in reversed(records[stay:]):
                    opened.seek(offset)
                    opened.write(old)
                    if size < os.fstat(opened.fileno()).st_size:
                        opened.truncate(size)
            lost += len(records) - stay
            os.truncate(log, 0)
        return lost


def read_log(path):
    """The writes since the last sync: offset, old bytes, old size of the file; oldest first."""
    with open(path, "rb") as file:
        data = file.read()
    records, place = [], 0
    while place + RECORD.size <= len(data):
        offset, count, size = RECORD.unpack_from(data, place)
        place += RECORD.size
        if place + count > len(data):
            break
        records.append((offset, data[place:place + count], size))
        place += count
    return records
