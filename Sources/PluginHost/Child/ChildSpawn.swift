internal import Foundation
internal import Glibc

/// Starts a process with the five descriptors of a therapy, and no other.
enum ChildSpawn {
    /// What a child is given; each is closed here once it has it.
    struct Ends {
        /// For its outputs.
        var log: Int32
        /// What it reads its questions from; `nil` for none.
        var questions: Int32?
        /// What it writes its answers to; `nil` for none.
        var answers: Int32?
    }

    /// Closes every descriptor from a number on. glibc has it from 2.34 on, and its headers show it to
    /// those alone who ask for GNU's own functions, which a Swift import cannot.
    private static let closeFrom: CloseFrom? = {
        dlsym(nil, "posix_spawn_file_actions_addclosefrom_np").map {
            unsafeBitCast($0, to: CloseFrom.self)
        }
    }()
    private typealias CloseFrom =
        @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, Int32) -> Int32

    /// Starts it in a session of its own; its number, or `nil` where the system refuses.
    static func start(_ arguments: [String], _ ends: Ends, environment: [String: String]) -> pid_t?
    {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, ends.log, 1)
        posix_spawn_file_actions_adddup2(&actions, ends.log, 2)
        if let questions = ends.questions {
            posix_spawn_file_actions_adddup2(&actions, questions, 3)
        }
        if let answers = ends.answers { posix_spawn_file_actions_adddup2(&actions, answers, 4) }
        guard let closeFrom, closeFrom(&actions, 5) == 0 else { return nil }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        var all = sigset_t()
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        // A session of its own, and signals as they are by nature.
        let session: Int32 = 0x80
        posix_spawnattr_setflags(
            &attributes,
            Int16(session | Int32(POSIX_SPAWN_SETSIGMASK) | Int32(POSIX_SPAWN_SETSIGDEF)))
        var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        var variables: [UnsafeMutablePointer<CChar>?] =
            environment.sorted { $0.key < $1.key }.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for word in words + variables { free(word) } }
        var pid: pid_t = 0
        guard let program = arguments.first,
            posix_spawn(&pid, program, &actions, &attributes, &words, &variables) == 0
        else { return nil }
        return pid
    }

    /// Runs one to its end without any word from or to it; its exit code, or `nil` where a signal or
    /// the system ended it.
    static func run(_ arguments: [String]) -> Int32? {
        let nothing = open("/dev/null", O_WRONLY | O_CLOEXEC)
        guard nothing >= 0 else { return nil }
        defer { close(nothing) }
        guard let pid = start(arguments, Ends(log: nothing), environment: [:]) else { return nil }
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0 { guard errno == EINTR else { return nil } }
        return status & 0x7f == 0 ? (status >> 8) & 0xff : nil
    }
}

/// A pipe whose ends are closed on exec, and of numbers that no child's descriptors have.
struct ChildPipe {
    let readEnd: Int32
    let writeEnd: Int32

    /// `nil` where the system has no more.
    init?() {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        let moved = ends.map { end in
            let other = fcntl(end, F_DUPFD_CLOEXEC, 16)
            close(end)
            return other
        }
        guard moved.allSatisfy({ $0 >= 0 }) else { return nil }
        (readEnd, writeEnd) = (moved[0], moved[1])
    }
}
