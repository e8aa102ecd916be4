import Foundation
import Testing
import VideoGeneration

@testable import VideoREPL

@Suite("doctor holds this machine's clock against a server's")
struct DatedTransportTests {
    @Test("The time of an answer is taken from its Date field, and the answer is handed on")
    func serverTime() async throws {
        let transport = DatedTransport(OneAnswer(fields: ["Date": "Wed, 21 Oct 2026 07:28:00 GMT"]))
        let url = try #require(HTTPURL("https://api.example.com/v1/videos"))
        let response = try await transport.response(to: HTTPRequest(.get, url))
        #expect(response.status == 200 && response.body == Array("{}".utf8))
        #expect(transport.serverTime == Date(timeIntervalSince1970: 1_792_567_680))
    }

    @Test("A Date that is none is no time", arguments: ["", "soon", "Wed, 99 Foo 2026 07:28:00 GMT"])
    func noTime(text: String) async throws {
        let transport = DatedTransport(OneAnswer(fields: ["Date": text]))
        let url = try #require(HTTPURL("https://api.example.com/v1/videos"))
        _ = try await transport.response(to: HTTPRequest(.get, url))
        #expect(transport.serverTime == nil)
    }
}

/// Answers everything alike.
private struct OneAnswer: HTTPTransport {
    let fields: [String: String]

    func send(_ request: HTTPRequest, limits: HTTPLimits, to sink: some HTTPSink) async throws {
        var sent = HTTPFields()
        for (name, value) in fields { if let field = HTTPField(name: name, value: value) { sent.append(field) } }
        try await sink.receive(head: HTTPResponse(status: 200, fields: sent, body: []).head)
        try await sink.receive(chunk: Array("{}".utf8))
    }
}
