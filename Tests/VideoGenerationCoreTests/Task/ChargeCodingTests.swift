import Foundation
import Testing

@testable import VideoGenerationCore

@Suite("What the journal keeps of a provider's task", .timeLimit(.minutes(20)))
struct ChargeCodingTests {
    private func copy<Value: Codable>(_ value: Value) throws -> Value {
        try JSONDecoder().decode(Value.self, from: try JSONEncoder().encode(value))
    }

    @Test("A charge comes back with its unit, currency and rate, and the money of an earlier version is read")
    func charge() throws {
        let charges = [
            Charge(Money("0.28") ?? Money(1)), Charge(25, "credits"),
            Charge(25, "credits", rate: Money("0.01"), readOn: "2026-11-27"), Charge(Money(3, "EUR")),
            Charge(108_900, "tokens", rate: Money("0.0000043"), readOn: "2026-11-27"),
        ]
        for charge in charges { #expect(try copy(charge) == charge) }
        for charge in charges {
            let read = try JSONDecoder().decode(Money.self, from: try JSONEncoder().encode(charge))
            #expect(read == charge.money ?? Money(charge.amount, "XXX"), "an earlier version reads every charge")
        }
        let earlier = Data(#"{"amount":0.28,"currency":"USD"}"#.utf8)
        #expect(try JSONDecoder().decode(Charge.self, from: earlier).money == Money("0.28"))
    }

    @Test("The URLs of a task come back, and a task of an earlier version has none")
    func urls() throws {
        let task = RemoteTask(
            id: "models/veo/operations/7:a",
            pollingURL: "https://a.example/s?x=%2F",
            resultURL: "https://a.example/r",
            cancelURL: "https://a.example/c"
        )
        #expect(try copy(task) == task)
        let earlier = try JSONDecoder().decode(RemoteTask.self, from: Data(#"{"id":"t1"}"#.utf8))
        #expect(earlier == RemoteTask(id: "t1"))
    }

    @Test("The key of a server that repeats it is removed from the URLs as from the ID")
    func scrubbed() throws {
        let key = "sk-invented-0123456789"
        let credential = Credential(try Secret(key), for: try Endpoint("https://a.example").origin)
        let url = "https://a.example/s?key=\(key)"
        let task = RemoteTask(id: key, pollingURL: url, resultURL: url, cancelURL: url).scrubbed(by: credential)
        #expect(!"\(task)".contains(key) && task.restored(by: credential).id == key)
        #expect(task.restored(by: credential).cancelURL == task.cancelURL)
    }

    @Test("Own IDs in a text are masked, and nothing else")
    func masking() {
        let own = "v12-k3f9-1790000000"
        let masked = VideoTask.maskingOwnIDs(in: #"{"id":"\#(own)","a":"v1-abc v1-k3f9 x\#(own)"}"#, with: "OWN")
        #expect(masked == #"{"id":"OWN","a":"v1-abc v1-k3f9 x\#(own)"}"#)
    }
}
