import Foundation
import Testing
import VideoGeneration

@testable import VideoREPL

@Suite("What a video cost, for people and for programs", .timeLimit(.minutes(20)))
struct ChargeReportTests {
    /// A task as a program reads it, with this charge and this estimate.
    private func task(_ charge: String?, cost: String? = nil) throws -> VideoTask {
        let members = [charge.map { "\"charge\":\($0)" }, cost.map { "\"cost\":\($0)" }].compactMap { $0 }
        let text = """
            {"id":"v1-k3f9","provider":{"id":"p","dialect":"d","endpoint":{"baseURL":"https://a.example"}},
            "request":{"prompt":"a","references":[],"options":{},"isPrivate":false},"createdAt":0,"updatedAt":0,
            "standing":{"state":"succeeded","submits":1\(members.map { "," + $0 }.joined())}}
            """
        return try JSONDecoder().decode(VideoTask.self, from: Data(text.utf8))
    }

    private static let credits =
        #"{"amount":0.25,"currency":"USD","units":25,"unit":"credits","rateReadOn":"2026-11-27"}"#

    @Test("The charge is shown in a currency and in the provider's unit, with the day of the rate")
    func charged() throws {
        let task = try task(Self.credits, cost: #"{"amount":0.3,"currency":"USD"}"#)
        #expect(TaskReport.cost(task) == "USD 0.25 (25 credits), charged, at the rate of 2026-11-27")
        let json = TaskReport.row(task)["charge"]
        #expect(
            json?.description
                == #"{"amount":25,"unit":"credits","money":0.25,"currency":"USD","rateReadOn":"2026-11-27"}"#
        )
    }

    @Test("A charge without a known rate has the estimate beside it; without a charge there is the estimate alone")
    func estimated() throws {
        let cost = #"{"amount":0.3,"currency":"USD"}"#
        let tokens = try task(#"{"amount":108900,"currency":"XXX","units":108900,"unit":"tokens"}"#, cost: cost)
        #expect(TaskReport.cost(tokens) == "108900 tokens, charged; USD 0.30, estimated")
        #expect(TaskReport.row(tokens)["charge"]?["currency"] == .null)
        let open = try task(nil, cost: cost)
        #expect(TaskReport.cost(open) == "USD 0.30, estimated" && TaskReport.row(open)["charge"] == .null)
        #expect(try TaskReport.cost(task(nil)) == "")
        let dollars = try task(#"{"amount":2,"currency":"USD"}"#)
        #expect(TaskReport.cost(dollars) == "USD 2.00, charged")
    }
}
