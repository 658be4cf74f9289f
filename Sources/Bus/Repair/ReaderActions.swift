/// What follows from one input of a reader, as it is gathered.
struct ReaderActions {
    var delivered: [Delivery] = []
    var others: [StreamReader.Action] = []

    /// All of it, in the order in which the shell does it.
    var all: [StreamReader.Action] {
        delivered.isEmpty ? others : [.deliver(delivered)] + others
    }
}
