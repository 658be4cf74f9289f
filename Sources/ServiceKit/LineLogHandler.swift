internal import Foundation
package import Logging
internal import Messages
internal import Platform

/// Writes log lines to standard error: for people, or as JSON for machines.
///
/// Callers log identifiers of processes, streams and counts; never a body or a client.
package struct LineLogHandler: LogHandler {
    package var logLevel: Logger.Level = .info
    package var metadata: Logger.Metadata = [:]
    private let label: String
    private let format: LogFormat

    package init(label: String, format: LogFormat) {
        self.label = label
        self.format = format
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        let time = WallClock.now
        let details = metadata.merging(event.metadata ?? [:]) { $1 }
        let line: String
        switch format {
        case .human:
            let tail = details.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
            line = "\(time) \(event.level) \(label): \(event.message)\(tail)\n"
        case .json:
            var fields = details.mapValues { "\($0)" }
            fields["time"] = time.description
            fields["level"] = event.level.rawValue
            fields["process"] = label
            fields["message"] = "\(event.message)"
            let bytes = (try? JSONText.encode(fields)) ?? []
            line = String(decoding: bytes, as: UTF8.self) + "\n"
        }
        StandardStreams.complain(line)
    }
}
