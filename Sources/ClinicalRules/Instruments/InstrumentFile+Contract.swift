package import Messages

extension InstrumentFile {
    /// What is wrong with a form that a therapy's contract declares, each with its place in it.
    package static func faults(of form: JSONFragment) -> [PlacedFault] {
        do throws(InstrumentFileError) {
            // It was read from JSON.
            _ = try read((try? JSONText.encode(form)) ?? [], named: "plugin.json")
            return []
        } catch { return error.faults }
    }

    /// A form that a therapy's contract declares, as an instrument; `nil` where it is none.
    package static func instrument(of form: JSONFragment) -> Instrument? {
        (try? JSONText.encode(form)).flatMap { try? read($0, named: "plugin.json") }
    }
}
