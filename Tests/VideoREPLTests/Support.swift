import Foundation
import VideoGeneration

@testable import VideoREPL

/// A folder that is removed with the value that holds it.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory().trimmingSuffix("/") + "/video-repl-\(UInt64.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

extension String {
    fileprivate func trimmingSuffix(_ suffix: String) -> String {
        hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
    }
}

/// A dialect of no provider.
struct TestDialect: VideoDialect {
    static let registry = ProviderRegistry([
        ProviderPlugin(dialect: "test", summary: "for tests", options: []) { _ in TestDialect() }
    ])

    let name = "test"
    let models: [ModelDescription] = []
    let defaultModel: String? = "m1"
    let reader = AnswerReader(statuses: .relays)

    func submitRequest(_ request: VideoRequest, at endpoint: Endpoint) throws -> HTTPRequest {
        HTTPRequest(.post, try endpoint.url("videos"))
    }
    func statusRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest {
        HTTPRequest(.get, try endpoint.url("videos/\(task.id)"))
    }
}
