/// Why nothing can be derived from a line, and what to do about it.
struct Fault: Error, CustomStringConvertible {
    let file: String
    let line: Int
    let problem: String
    let remedy: String

    init(_ file: String, _ line: Int, _ problem: String, remedy: String) {
        (self.file, self.line, self.problem, self.remedy) = (file, line, problem, remedy)
    }

    /// In the form that compilers have, so that editors find the place.
    var description: String { "\(file):\(line): error: \(problem) \(remedy)" }
}
