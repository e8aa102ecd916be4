import Foundation
import Testing

@testable import VideoGeneration
@testable import VideoGenerationCore

#if canImport(VideoURLSession)
import VideoURLSession
#endif

/// A transport under test. Every promise is checked on each stack that can keep it.
enum Stack: String, CaseIterable, CustomTestStringConvertible {
    case curl
    case urlSession

    var testDescription: String { rawValue }

    /// One for the whole run, as in an app.
    var transport: any HTTPTransport {
        switch self {
        case .curl: Self.curlTransport
        case .urlSession: Self.urlSessionTransport
        }
    }

    static let curlTransport = CurlTransport(environment: [:])
    static let urlSessionTransport = URLSessionTransport()

    /// The one that an app of this platform gets.
    #if canImport(Darwin)
    static let system = Stack.urlSession
    #else
    static let system = Stack.curl
    #endif

    /// The stacks that keep a promise here.
    static func keeping(_ number: Int) -> [Stack] {
        #if canImport(Darwin)
        [system]
        #else
        URLSessionFault.all[number] == nil ? allCases : [system]
        #endif
    }
}

extension ScriptedServer {
    func url(_ target: String, host: String = "127.0.0.1") throws -> HTTPURL {
        try #require(HTTPURL("http://\(host):\(port)\(target)"))
    }

    /// What the server saw on a path.
    func requests(_ path: String) -> [Request] { requests.filter { $0.target == path } }
}

/// Runs a test against a server and closes it afterwards.
func withServer(
    _ behaviours: [String: ScriptedServer.Behaviour],
    _ test: (ScriptedServer) async throws -> Void
) async throws {
    let server = try ScriptedServer(behaviours)
    defer { server.stop() }
    try await test(server)
}

/// The transport error that an exchange ends with.
func failure(_ exchange: () async throws -> Void) async throws -> HTTPTransportError {
    do {
        try await exchange()
    } catch let error as HTTPTransportError {
        return error
    }
    Issue.record("no error was thrown")
    throw CancellationError()
}
