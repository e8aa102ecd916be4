import Foundation
import Testing
import VideoGenerationTesting
import VideoSimulator

@testable import VideoGeneration

/// Keys and what they must not be found in.
@Suite struct SecretFaultTests {
    @Test(
        "K1 C15 A key with a line break is refused before any connection",
        arguments: ["abc\nX: y", "abc\r\nX: y", "a\u{0}b"]
    )
    func lineBreak(key: String) { #expect(throws: VideoError.self) { try Secret(key) } }

    @Test("K2 K4 A key that the provider repeats is in no error and no journal")
    func echoed() async throws {
        let base64 = Data(FaultBench.key.utf8).base64EncodedString()
        let message = "Incorrect API key provided: \(FaultBench.key) (\(base64)), \(FaultBench.key.prefix(12))"
        for code in [400, 401, 500] {
            let bench = try FaultBench([FaultRule(on: .submit, .status(code: code, message: message))])
            let (error, _) = try await bench.spoiltSubmit()
            var dumped = ""
            dump(error, to: &dumped)
            let texts = [String(describing: error), dumped, try bench.journalText]
            for text in texts {
                #expect(!text.contains(FaultBench.key.prefix(8)), "\(code)")
                #expect(!text.contains(base64), "\(code)")
            }
        }
    }

    @Test("K9 No mirror, dump or description of a client shows its key")
    func mirrored() throws {
        let bench = try FaultBench()
        var text = "\(bench.client)\(bench.provider)\(String(reflecting: bench.provider))"
        dump(bench.client, to: &text)
        dump(bench.provider, to: &text)
        #expect(!text.contains(FaultBench.key.prefix(8)))
    }

    @Test("K7 A cookie that the API sets is never sent back")
    func cookie() async throws {
        let bench = try FaultBench([FaultRule(.header(name: "Set-Cookie", value: "session=1; Path=/"))])
        let task = try await bench.submit()
        #expect(try await bench.client.resume(task.id).state == .stored)
        #expect(bench.simulator.ledger.credentialsAtMedia.isEmpty)
        let request = try bench.provider.dialect.statusRequest(
            for: RemoteTask(id: "1"),
            at: bench.provider.provider.endpoint
        )
        #expect(request.fields["Cookie"] == nil && !request.sentFields.contains { $0.name.lowercased() == "cookie" })
    }
}
