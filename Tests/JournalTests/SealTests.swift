import Foundation
import GRDB
import Testing

@testable import Journal

@Suite("The seal of a row")
struct SealTests {
    /// The expected text was computed by another program: files of earlier versions must open.
    @Test("Each value counts with its kind and its length")
    func seal() {
        let bytes = Data(
            [UInt8](repeating: 0, count: 300).enumerated().map {
                $0.offset % 2 == 0 ? 0 : 255
            })
        let values: [DatabaseValue] = [
            .null, (-7).databaseValue, 0.5.databaseValue, "ü".databaseValue, bytes.databaseValue,
        ]
        #expect(
            Table.seal(values)
                == "2dc8f06287a41748895c43d9e1563afc48410a8e00fa572bd208ff379ee1137d")
    }
}
