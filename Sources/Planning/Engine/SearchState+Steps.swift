/// A step that the search took, with what it takes to undo it.
struct Step: Hashable, Sendable {
    enum Kind: Int32 { case seat, unseat, open, close, visit, unvisit }

    var kind: Kind
    var subject: Int32
    var cell: Int32
    /// The place in the cell's list.
    var place: Int32 = 0
    /// The place in a second list.
    var other: Int32 = 0
}

/// The six steps that any change of a plan is made of, and the way back.
extension SearchState {
    /// Gives a client a seat in a session that has one.
    mutating func seat(_ client: Int, in cell: Int) {
        let place = Int(sizes[cell])
        steps.append(
            Step(kind: .seat, subject: Int32(client), cell: Int32(cell), place: Int32(place)))
        members[cell * DenseProblem.mostSeats + place] = Int32(client)
        arrive(client, in: cell)
    }

    /// Takes a client's seat; the last of the session moves up into it.
    mutating func unseat(_ client: Int, from cell: Int) {
        let first = cell * DenseProblem.mostSeats
        var place = first
        while members[place] != Int32(client) { place += 1 }
        let last = first + Int(sizes[cell]) - 1
        members[place] = members[last]
        members[last] = -1
        steps.append(
            Step(
                kind: .unseat, subject: Int32(client), cell: Int32(cell),
                place: Int32(place - first)))
        depart(client, from: cell)
    }

    /// Opens a session without clients in an empty cell.
    mutating func openSession(_ template: Int, in cell: Int) {
        steps.append(Step(kind: .open, subject: Int32(template), cell: Int32(cell)))
        openPlaces[cell] = Int32(open.count)
        open.append(Int32(cell))
        templatePlaces[cell] = Int32(openOfTemplate[template].count)
        openOfTemplate[template].append(Int32(cell))
        begin(template, in: cell)
    }

    /// Closes a session that has no clients.
    mutating func closeSession(in cell: Int) {
        let template = Int(contents[cell])
        let place = Int(openPlaces[cell])
        let other = Int(templatePlaces[cell])
        steps.append(
            Step(
                kind: .close, subject: Int32(template), cell: Int32(cell), place: Int32(place),
                other: Int32(other)))
        let last = open[open.count - 1]
        open[place] = last
        openPlaces[Int(last)] = Int32(place)
        open.removeLast()
        openPlaces[cell] = -1
        let lastOfTemplate = openOfTemplate[template][openOfTemplate[template].count - 1]
        openOfTemplate[template][other] = lastOfTemplate
        templatePlaces[Int(lastOfTemplate)] = Int32(other)
        openOfTemplate[template].removeLast()
        templatePlaces[cell] = -1
        end(template, in: cell)
    }

    /// Gives an appointment a place.
    mutating func visit(_ appointment: Int, in cell: Int) {
        let place = contents[cell] == SearchState.nothing ? 0 : sizes[cell]
        steps.append(
            Step(kind: .visit, subject: Int32(appointment), cell: Int32(cell), place: place))
        visits[cell * problem.appointmentsPerBlock + Int(place)] = Int32(appointment)
        meet(appointment, in: cell)
    }

    /// Takes an appointment's place.
    mutating func unvisit(_ appointment: Int) {
        let cell = Int(appointmentCells[appointment])
        let first = cell * problem.appointmentsPerBlock
        var place = first
        while visits[place] != Int32(appointment) { place += 1 }
        let last = first + Int(sizes[cell]) - 1
        visits[place] = visits[last]
        visits[last] = -1
        steps.append(
            Step(
                kind: .unvisit, subject: Int32(appointment), cell: Int32(cell),
                place: Int32(place - first)))
        part(appointment, from: cell)
    }

    /// Forgets how the plan came to be as it is: it can no longer be taken back.
    @inline(__always)
    mutating func keepSteps() { steps.removeAll(keepingCapacity: true) }

    /// Takes steps back, the last first, until a number of them is left.
    mutating func takeBack(to count: Int = 0) {
        while steps.count > count {
            let step = steps.removeLast()
            undo(step, Int(step.subject), Int(step.cell), Int(step.place))
        }
    }

    private mutating func undo(_ step: Step, _ subject: Int, _ cell: Int, _ place: Int) {
        switch step.kind {
        case .seat:
            members[cell * DenseProblem.mostSeats + place] = -1
            depart(subject, from: cell)
        case .unseat:
            let first = cell * DenseProblem.mostSeats
            let last = first + Int(sizes[cell])
            members[last] = members[first + place]
            members[first + place] = Int32(subject)
            arrive(subject, in: cell)
        case .open:
            open.removeLast()
            openPlaces[cell] = -1
            openOfTemplate[subject].removeLast()
            templatePlaces[cell] = -1
            end(subject, in: cell)
        case .close:
            reopen(step)
            begin(subject, in: cell)
        case .visit:
            visits[cell * problem.appointmentsPerBlock + place] = -1
            part(subject, from: cell)
        case .unvisit:
            let first = cell * problem.appointmentsPerBlock
            let last = contents[cell] == SearchState.nothing ? 0 : Int(sizes[cell])
            visits[first + last] = visits[first + place]
            visits[first + place] = Int32(subject)
            meet(subject, in: cell)
        }
    }

    /// Puts a session's cell back into the lists, at the places that it had.
    private mutating func reopen(_ step: Step) {
        let cell = step.cell
        let template = Int(step.subject)
        let place = Int(step.place)
        open.append(cell)
        let moved = open[place]
        open[open.count - 1] = moved
        openPlaces[Int(moved)] = Int32(open.count - 1)
        open[place] = cell
        openPlaces[Int(cell)] = step.place
        let other = Int(step.other)
        openOfTemplate[template].append(cell)
        let last = openOfTemplate[template].count - 1
        let otherMoved = openOfTemplate[template][other]
        openOfTemplate[template][last] = otherMoved
        templatePlaces[Int(otherMoved)] = Int32(last)
        openOfTemplate[template][other] = cell
        templatePlaces[Int(cell)] = step.other
    }
}
