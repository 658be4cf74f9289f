internal import Glibc

/// A thread of its own for code that waits in libzmq, so that Swift's shared pool never blocks.
enum BusThread {
    /// Starts a detached thread.
    static func start(_ body: @escaping @Sendable () -> Void) throws(BusError) {
        let context = Unmanaged.passRetained(Body(run: body))
        var thread = pthread_t()
        // `@Sendable`: otherwise the closure inherits its caller's isolation and traps.
        let status = pthread_create(
            &thread, nil,
            { @Sendable argument in
                guard let argument else { return nil }
                Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            }, context.toOpaque())
        guard status == 0 else {
            context.release()
            throw .refused(ZeroMQError(code: status), doing: "start a thread")
        }
        pthread_detach(thread)
    }

    private final class Body: Sendable {
        let run: @Sendable () -> Void
        init(run: @escaping @Sendable () -> Void) { self.run = run }
    }
}
