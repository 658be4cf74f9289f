package import Messages

/// In which order processes start, and in the reverse of which they stop.
///
/// A process that is not in the list (it runs elsewhere, or not at all) holds nobody up.
package struct StartOrder: Hashable, Sendable {
    /// Each after all that it depends on; by name where the order is free.
    package let names: [Identity]
    private let needs: [Identity: Set<Identity>]

    /// - Parameter needs: for each process that runs here, what it depends on.
    package init(_ needs: [Identity: Set<Identity>]) throws(DependencyCycle) {
        let known = Set(needs.keys)
        self.needs = needs.mapValues { $0.intersection(known) }
        var left = self.needs
        var order: [Identity] = []
        while !left.isEmpty {
            guard let next = left.filter({ $0.value.isSubset(of: order) }).keys.min() else {
                throw DependencyCycle(among: left)
            }
            order.append(next)
            left[next] = nil
        }
        names = order
    }

    package var stopOrder: [Identity] { names.reversed() }

    /// What has to be ready before it starts.
    package func needs(of name: Identity) -> Set<Identity> { needs[name] ?? [] }

    /// Who has to end before it is stopped.
    package func dependants(of name: Identity) -> Set<Identity> {
        Set(needs.filter { $0.value.contains(name) }.keys)
    }
}

/// Processes that wait for each other in a circle, so that none could start.
package struct DependencyCycle: Remediable, Equatable {
    /// One circle: each depends on the next, the last on the first.
    package let names: [Identity]

    fileprivate init(among left: [Identity: Set<Identity>]) {
        // Each that is left depends on another that is left, so following them closes a circle.
        var path: [Identity] = []
        var next = left.keys.min()
        while let name = next, !path.contains(name) {
            path.append(name)
            next = left[name]?.filter { left[$0] != nil }.min()
        }
        names = next.flatMap { path.firstIndex(of: $0) }.map { Array(path[$0...]) } ?? path
    }

    package var advice: Advice {
        let circle = (names + names.prefix(1)).map(\.text).joined(separator: " → ")
        return Advice(
            "Processes depend on each other in a circle: \(circle).",
            remedy: "Remove one of these dependencies.")
    }
}
