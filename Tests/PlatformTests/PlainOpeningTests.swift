import Foundation
import Glibc
import Platform
import TestSupport
import Testing

@Suite("Files in whose place something else may lie")
struct PlainOpeningTests {
    @Test("What is no plain file is refused at once, to be read and to be written")
    func strange() throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/file"
        for flags in [O_RDONLY, O_WRONLY | O_APPEND, O_RDWR] {
            #expect(throws: PlainOpening.Failure.refused(ENOENT)) {
                try PlainOpening.descriptor(path, flags)
            }
        }
        #expect(mkfifo(path, 0o600) == 0)
        for flags in [O_RDONLY, O_WRONLY | O_APPEND, O_RDWR] {
            #expect(throws: PlainOpening.Failure.notPlain) {
                try PlainOpening.descriptor(path, flags)
            }
        }
        for flags in [O_RDONLY, O_WRONLY | O_APPEND] {
            #expect(throws: PlainOpening.Failure.notPlain) {
                try PlainOpening.descriptor(folder.path, flags)
            }
            #expect(throws: PlainOpening.Failure.notPlain) {
                try PlainOpening.descriptor("/dev/null", flags)
            }
        }
        unlink(path)
        let made = try PlainOpening.descriptor(path, O_WRONLY | O_CREAT)
        defer { close(made) }
        var status = stat()
        #expect(fstat(made, &status) == 0 && status.st_mode & 0o777 == 0o600)
        #expect(fcntl(made, F_GETFD) & FD_CLOEXEC != 0)
    }

    @Test("Each writing of a file, and another in its place, is another one; a look is none")
    func stamps() throws {
        let folder = try TemporaryFolder()
        let (path, other) = ("\(folder.path)/file", "\(folder.path)/other")
        #expect(FileStamp(at: path) == nil)
        try Data("a".utf8).write(to: URL(filePath: path))
        let first = try #require(FileStamp(at: path))
        _ = try Data(contentsOf: URL(filePath: path))
        #expect(FileStamp(at: path) == first)
        #expect(first.size == 1)
        let trusted = FileStamp(at: path, isTrusting: true)
        #expect(chmod(path, 0o400) == 0)
        #expect(FileStamp(at: path) != first)
        #expect(FileStamp(at: path, isTrusting: true) == trusted)
        var times = [timespec(tv_sec: 1, tv_nsec: 0), timespec(tv_sec: 1, tv_nsec: 0)]
        utimensat(AT_FDCWD, path, &times, 0)
        let second = FileStamp(at: path)
        #expect(second != first)
        #expect(link(path, other) == 0)
        #expect(FileMark(at: path) == FileMark(at: other))
        try Data("b".utf8).write(to: URL(filePath: other), options: .atomic)
        #expect(FileMark(at: path) != FileMark(at: other))
        #expect(rename(other, path) == 0)
        #expect(FileStamp(at: path) != second)
    }
}
