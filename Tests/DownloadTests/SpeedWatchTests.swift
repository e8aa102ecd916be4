import Testing

@testable import VideoGeneration
@testable import VideoGenerationCore

@Suite("How soon a connection counts as slow", .timeLimit(.minutes(20)))
struct SpeedWatchTests {
    private func isSlow(after milliseconds: Int, bytes: Int, of total: Int64, canSplit: Bool) -> Bool {
        var watch = SpeedWatch()
        let isFirst = watch.isSlow(50_000, remaining: total + Int64(bytes), canSplit: canSplit, at: .zero)
        #expect(!isFirst)
        return watch.isSlow(bytes, remaining: total, canSplit: canSplit, at: .milliseconds(milliseconds))
    }

    @Test("A rest of half a minute is judged at once where more connections are all that follows")
    func early() {
        #expect(isSlow(after: 100, bytes: 200_000, of: 64_000_000, canSplit: true))
        #expect(!isSlow(after: 100, bytes: 200_000, of: 64_000_000, canSplit: false))
        #expect(!isSlow(after: 100, bytes: 200_000, of: 20_000_000, canSplit: true))
        #expect(!isSlow(after: 90, bytes: 200_000, of: 64_000_000, canSplit: true))
    }

    @Test("What came before the watch began does not count as speed")
    func first() {
        var watch = SpeedWatch()
        _ = watch.isSlow(10_000_000, remaining: 64_000_000, canSplit: true, at: .zero)
        let isSlow = watch.isSlow(200_000, remaining: 64_000_000, canSplit: true, at: .milliseconds(100))
        #expect(isSlow)
    }

    @Test("After half a second a rest of more than four is slow, whatever follows", arguments: [true, false])
    func late(canSplit: Bool) {
        #expect(isSlow(after: 500, bytes: 1_000_000, of: 9_000_000, canSplit: canSplit))
        #expect(!isSlow(after: 500, bytes: 1_000_000, of: 7_000_000, canSplit: canSplit))
    }
}
