internal import Foundation
package import Messages

/// A therapy that is begun: the files of a template, under a name of its own.
package struct Scaffold: Sendable {
    /// What a therapy is written in.
    package enum Language: String, CaseIterable, Sendable {
        case swift, python, manifest
    }

    private let name: String
    private let language: Language
    /// Cairn's own folder, with the templates.
    private let cairn: String

    /// - Parameter cairn: the folder of Cairn's sources.
    /// - Throws: a ``ScaffoldFault``.
    package init(_ name: String, in language: Language, from cairn: String) throws {
        guard Self.isFit(name) else { throw ScaffoldFault.unfit(name) }
        (self.name, self.language, self.cairn) = (name, language, cairn)
        guard FileManager.default.fileExists(atPath: template) else {
            throw ScaffoldFault.noTemplates(cairn)
        }
    }

    /// The most characters of a name.
    private static let limitOfName = 32

    /// Whether a text can be the id of a therapy: small letters, digits and single hyphens between
    /// them, a letter first, and no name that Cairn has given.
    private static func isFit(_ name: String) -> Bool {
        let parts = name.split(separator: "-", omittingEmptySubsequences: false)
        let isWord = parts.allSatisfy { part in
            !part.isEmpty && part.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber) }
        }
        guard isWord, name.count <= limitOfName, name.first?.isLetter == true,
            let id = Identity(name)
        else { return false }
        return !id.isReserved
    }

    private var template: String { "\(cairn)/Plugins/templates/\(language.rawValue)" }

    /// Makes the folder.
    ///
    /// - Throws: a ``ScaffoldFault``; nothing is written over.
    package func make(at folder: String) throws {
        let files = FileManager.default
        guard !files.fileExists(atPath: folder) else { throw ScaffoldFault.exists(folder) }
        do {
            let names = files.enumerator(atPath: template)?.compactMap { $0 as? String } ?? []
            for name in names.sorted() where !Self.isLeft(name) {
                try copy(name, into: folder)
            }
            if language == .python {
                try files.createDirectory(
                    atPath: folder, withIntermediateDirectories: true)
                let kit = "\(cairn)/Plugins/python/cairn_therapy"
                try files.createDirectory(
                    atPath: "\(folder)/cairn_therapy", withIntermediateDirectories: true)
                for name in try files.contentsOfDirectory(atPath: kit) where !Self.isLeft(name) {
                    try files.copyItem(
                        atPath: "\(kit)/\(name)", toPath: "\(folder)/cairn_therapy/\(name)")
                }
            }
        } catch { throw ScaffoldFault.unwritable(folder) }
    }

    /// What building and running left in a template.
    private static func isLeft(_ name: String) -> Bool {
        name.split(separator: "/").contains {
            $0.hasPrefix(".build") || $0 == "__pycache__" || $0 == "Package.resolved"
        }
    }

    private func copy(_ name: String, into folder: String) throws {
        let source = URL(filePath: "\(template)/\(name)")
        let target = URL(filePath: "\(folder)/\(named(name))")
        guard try source.resourceValues(forKeys: [.isDirectoryKey]).isDirectory != true else {
            try FileManager.default.createDirectory(
                at: target, withIntermediateDirectories: true)
            return
        }
        try FileManager.default.createDirectory(
            at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
        try named(try String(contentsOf: source, encoding: .utf8))
            .write(to: target, atomically: true, encoding: .utf8)
    }

    /// A text of the template with the new name in the place of each form of the old one.
    private func named(_ text: String) -> String {
        let words = name.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }
        let title = name.replacing("-", with: " ")
        return text.replacing("\"../../..\"", with: "\"\(cairn)\"")
            .replacing("new-therapy", with: name)
            .replacing("new_therapy", with: name.replacing("-", with: "_"))
            .replacing("NewTherapy", with: words.joined() + "Therapy")
            .replacing("New therapy", with: title.prefix(1).uppercased() + title.dropFirst())
    }
}

/// Why a therapy cannot be begun.
package enum ScaffoldFault: Remediable, Equatable {
    case unfit(String)
    case exists(String)
    case unwritable(String)
    case noTemplates(String)

    package var advice: Advice {
        switch self {
        case .unfit(let name):
            Advice(
                "“\(name.printable(upTo: 60))” cannot be the name of a therapy.",
                remedy: "Use small letters, digits and single hyphens, a letter first, at most 32"
                    + " characters, and no name of Cairn's own.")
        case .exists(let folder):
            Advice(
                "\(folder.printable(upTo: 200)) is there already.",
                remedy: "Give another name, or another folder with --to.")
        case .unwritable(let folder):
            Advice(
                "Could not write \(folder.printable(upTo: 200)).",
                remedy: "Give a folder with --to in which you may write.")
        case .noTemplates(let cairn):
            Advice(
                "There are no templates in \(cairn.printable(upTo: 200)).",
                remedy: "Give the folder of Cairn's sources with --cairn.")
        }
    }
}
