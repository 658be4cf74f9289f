"""Logs of the rig: a line of JSON each, on the disk before anything goes on."""

import json
import os
import threading
import time


class Log:
    """Appended to by any thread."""

    def __init__(self, path, is_synced=True):
        self._file = open(path, "a", encoding="utf-8")  # noqa: SIM115: it lives as long as the run
        self._lock, self._is_synced = threading.Lock(), is_synced
        self.lines = 0

    def add(self, **line):
        text = json.dumps(line, sort_keys=True, ensure_ascii=False)
        with self._lock:
            self._file.write(text + "\n")
            self.lines += 1
            if self._is_synced:
                self._file.flush()
                os.fsync(self._file.fileno())

    def close(self):
        with self._lock:
            self._file.flush()
            self._file.close()


def milliseconds():
    return time.time_ns() // 1_000_000
