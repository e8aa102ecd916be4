import Foundation
import Testing
import VideoGenerationTesting
import VideoSimulator

@testable import VideoGeneration
@testable import VideoGenerationCore

/// Keys and what they must not be found in.
@Suite(.timeLimit(.minutes(20))) struct SecretFaultTests {
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

    @Test(
        "A key that the provider hides in ids, models and statuses is kept nowhere, and the id still leads to the video"
    )
    func echoedAsID() async throws {
        let key = FaultBench.key
        let id = "video_\(key)_1"
        let hidden = key.map { "\($0)\u{200B}" }.joined()
        let body = #"{"id": "\#(id)", "object": "video", "status": "\#(key.uppercased())", "model": "\#(hidden)"}"#
        let transport = ScriptedTransport { _ in HTTPResponse(status: 200, body: Array(body.utf8)) }
        let bench = try FaultBench(transport: transport)
        let task = try await bench.submit()
        let before = transport.requests.count
        let remote = try #require(task.remote)
        let snapshot = try await bench.provider.status(
            of: remote,
            in: ExchangeContext(transport: transport, date: .now)
        )
        var dumped = ""
        dump(task, to: &dumped)
        dump(snapshot, to: &dumped)
        for text in [dumped, try bench.journalText] {
            let plain = text.replacing("\u{200B}", with: "").replacing("\\u200b", with: "").lowercased()
            #expect(!plain.contains(key.prefix(8).lowercased()), "\(text)")
        }
        // Asked with the very id, from the journal of another process as well.
        let kept = try FileJournal(folder: bench.journal.folder).task(task.id)?.remote
        _ = try await bench.provider.status(
            of: try #require(kept),
            in: ExchangeContext(transport: transport, date: .now)
        )
        let polls = transport.requests.dropFirst(before)
        #expect(polls.count == 2 && polls.allSatisfy { $0.url.path == "/v1/videos/\(id)" })
    }

    @Test("K9 No mirror, dump or description of a client shows its key")
    func mirrored() throws {
        let bench = try FaultBench()
        var text = "\(bench.client)\(bench.provider)\(String(reflecting: bench.provider))"
        dump(bench.client, to: &text)
        dump(bench.provider, to: &text)
        #expect(!text.contains(FaultBench.key.prefix(8)))
    }

    @Test("K5 No address over plain http is taken, but for this machine's own")
    func plainHTTP() throws {
        #expect(throws: VideoError.self) { try Endpoint("http://api.example.com/v1") }
        #expect(throws: VideoError.self) { try Endpoint("http://10.0.0.5:8080") }
        let credential = Credential(try Secret(FaultBench.key), for: try Endpoint("https://api.example.com").origin)
        #expect(!credential.covers(try #require(HTTPURL("http://api.example.com/"))))
        #expect(!credential.covers(try #require(HTTPURL("https://cdn.example.com/"))))
        #expect(credential.covers(try #require(HTTPURL("https://api.example.com/v1"))))
    }

    @Test("K4 A provider's text is one harmless line wherever it is shown: no escape code, no line break")
    func escapes() async throws {
        let text = "no\u{1B}[2J\u{1B}]0;title\u{7}\r\nsecond line\u{202E}\u{9B}31m"
        let bench = try FaultBench([FaultRule(on: .submit, .status(code: 400, message: text))])
        let (error, task) = try await bench.spoiltSubmit()
        let shown = [
            error?.description, task?.failure?.message,
            try bench.journal.history(of: try #require(task).id).last?.note,
        ]
        for text in shown {
            let text = try #require(text)
            #expect(text.contains("second line"))
            #expect(
                text.unicodeScalars.allSatisfy {
                    $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) && $0.value != 0x202E
                }
            )
        }
    }
}
