/// Sets of blocks are bits of 64 here.
extension UInt64 {
    /// Whether a block is in the set.
    @inline(__always)
    func has(_ block: Int) -> Bool { self >> UInt64(truncatingIfNeeded: block) & 1 == 1 }

    /// The n-th block of the set, from 0; there must be more than that.
    @inline(__always)
    func nth(_ count: Int) -> Int {
        var rest = self
        for _ in 0..<count { rest &= rest - 1 }
        return rest.trailingZeroBitCount
    }
}
