internal import Glibc

/// What the calling thread has used of a processor.
enum ProcessorTime {
    /// Microseconds since the thread began; 0 where the system does not say.
    static var microseconds: Int64 {
        var time = timespec()
        guard clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time) == 0 else { return 0 }
        return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
    }
}
