import Foundation
import Testing
import VideoGeneration
import VideoGenerationTesting

@testable import VideoREPL

@Suite("doctor compares this machine's clock with a server's", .timeLimit(.minutes(20)))
struct DatedTransportTests {
    private func answering(_ date: String) -> ScriptedTransport {
        ScriptedTransport { _ in HTTPResponse(status: 200, fields: ["Date": date], body: Array("{}".utf8)) }
    }

    @Test("The time of a response comes from its Date field, and the response is passed on")
    func serverTime() async throws {
        let transport = DatedTransport(answering("Wed, 21 Oct 2026 07:28:00 GMT"))
        let url = try #require(HTTPURL("https://api.example.com/v1/videos"))
        let response = try await transport.response(to: HTTPRequest(.get, url))
        #expect(response.status == 200 && response.body == Array("{}".utf8))
        #expect(transport.serverTime == Date(timeIntervalSince1970: 1_792_567_680))
    }

    @Test("A Date that is none is no time", arguments: ["", "soon", "Wed, 99 Foo 2026 07:28:00 GMT"])
    func noTime(text: String) async throws {
        let transport = DatedTransport(answering(text))
        let url = try #require(HTTPURL("https://api.example.com/v1/videos"))
        _ = try await transport.response(to: HTTPRequest(.get, url))
        #expect(transport.serverTime == nil)
    }
}
