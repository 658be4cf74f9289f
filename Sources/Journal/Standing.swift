/// What a journal's file says of itself, in the same commit as all else.
struct Standing {
    /// How many entries it has.
    var entries: Int64 = 0
    /// How long its process has run, when that was last noted.
    var running = RunningTime(milliseconds: 0)
}
