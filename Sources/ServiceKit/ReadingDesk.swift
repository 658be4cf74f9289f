internal import Bus
internal import Journal
internal import Messages
internal import PeerKit
internal import Synchronization

/// Reads what is asked of the disk beside the loop, so that no reader holds up a decision, and
/// sends it.
final class ReadingDesk<Service: Core>: Sendable {
    private let queue = Mutex(ReadingQueue())
    private let bus: any MessageBus

    init(sendingOver bus: any MessageBus) { self.bus = bus }

    /// Takes the requests of a turn. What is refused, and what was read before, is told at once.
    func serve(_ requests: [PageRequest], of peer: Peer<Service>) async throws {
        var told: [Frame] = []
        for request in requests {
            let attributes = peer.pageAttributes(for: request)
            let read = ReadingQueue.Read(request: request, attributes: attributes)
            switch queue.withLock({ $0.enqueue(read) }) {
            case .open, .dropped: break
            case .answered(let frame): told.append(frame)
            case .refused(let advice):
                told += [Peer<Service>.message(advice, for: request, attributes: attributes)]
                    .compactMap(\.self)
            }
        }
        if !told.isEmpty { try await bus.publish(told) }
        begin(in: peer.journal, reading: peer.settings.reading)
    }

    /// Begins to read what may be read now.
    private func begin(in journal: any JournalReading, reading: PeerSettings.Reading?) {
        while let next = queue.withLock({ $0.next() }) {
            Task.detached {
                let answer = Peer<Service>.page(
                    next.request, journal: journal, reading: reading, attributes: next.attributes)
                self.queue.withLock { $0.finish(next, with: answer) }
                if let answer { try? await self.bus.publish([answer]) }
                self.begin(in: journal, reading: reading)
            }
        }
    }
}
