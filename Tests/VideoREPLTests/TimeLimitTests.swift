import Dispatch
import Testing

@testable import VideoREPL

@Suite("The prompt and a journal that does not respond", .timeLimit(.minutes(20)))
struct TimeLimitTests {
    /// Work that cannot be canceled, such as a call of a database.
    @Sendable private static func slow() async -> Int? {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(30)) { continuation.resume(returning: 1) }
        }
    }

    @Test("Work that ends in time has its value, and other work is not waited for")
    func limit() async {
        #expect(await TimeLimit.value(within: .seconds(20)) { 7 } == 7)
        let start = ContinuousClock.now
        #expect(await TimeLimit.value(within: .milliseconds(20), Self.slow) == nil)
        let none = await withCheckedContinuation { continuation in
            DispatchQueue(label: "editor").async {
                continuation.resume(returning: TimeLimit.wait(for: .milliseconds(20), Self.slow) ?? nil)
            }
        }
        #expect(none == nil)
        #expect(ContinuousClock.now - start < .seconds(25))
    }
}
