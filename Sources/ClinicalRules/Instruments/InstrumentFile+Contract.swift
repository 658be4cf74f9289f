package import Messages

extension InstrumentFile {
    /// What is wrong with a form that a therapy's contract declares, a phrase each.
    package static func faults(of form: JSONFragment) -> [String] {
        do throws(InstrumentFileError) {
            // It was read from JSON.
            _ = try read((try? JSONText.encode(form)) ?? [], named: "plugin.json")
            return []
        } catch { return error.faults }
    }
}
