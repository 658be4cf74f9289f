import Messages
import Testing

@Suite("Numbers that must be the same everywhere")
struct NumberTests {
    @Test("SplitMix64 draws the numbers of its reference")
    func splitMix() {
        var chance = SplitMix64(seed: 1_234_567)
        #expect(
            (0..<5).map { _ in chance.next() } == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
                4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
            ])
    }

    @Test(
        "FNV-1a comes to the numbers of its authors",
        arguments: [
            ("", 0xcbf2_9ce4_8422_2325), ("a", 0xaf63_dc4c_8601_ec8c),
            ("foobar", 0x8594_4171_f739_67e8),
        ] as [(String, UInt64)])
    func fowlerNollVo(text: String, number: UInt64) {
        var digest = FNV1a()
        digest.add(text.utf8)
        #expect(digest.value == number)
    }

    @Test("Hexadecimal text has all of its digits, in lower case")
    func hexadecimal() {
        #expect(Hexadecimal.text(of: 0) == "0000000000000000")
        #expect(Hexadecimal.text(of: 0x0123_4567_89ab_cdef) == "0123456789abcdef")
        let bytes: [UInt8] = [0, 10, 255]
        #expect(bytes.withUnsafeBytes(Hexadecimal.text(of:)) == "000aff")
    }

    @Test("An hour and a day of UTC begin at or before a time, also before 1970")
    func hours() {
        let hour: Int64 = 3_600_000
        for (time, start) in [(0, 0), (1, 0), (hour - 1, 0), (hour, hour), (-1, -hour)] {
            #expect(
                Timestamp(milliseconds: time).fullHour == Timestamp(milliseconds: start), "\(time)")
        }
        #expect(Timestamp(milliseconds: -1).dayInUTC == LocalDate(daysSince1970: -1))
        let time = Timestamp(milliseconds: 0)
        #expect(time.advanced(byHours: 47).hours(since: time) == 47)
        #expect(time.advanced(byHours: 47).days(since: time) == 1)
    }
}
