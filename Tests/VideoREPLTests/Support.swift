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

/// A dialect that is never spoken.
struct TestDialect: VideoDialect {
    static let registry = ProviderRegistry([
        ProviderPlugin(dialect: "test", summary: "for tests", options: []) { _ in TestDialect() }
    ])

    let name = "test"
    let models: [ModelDescription] = []
    let defaultModel: String? = "m1"
    let canList = false
    let canCancel = false

    func submitRequest(_ request: VideoRequest, at endpoint: Endpoint) throws -> HTTPRequest {
        HTTPRequest(.post, try endpoint.url("videos"))
    }
    func submitted(_ response: HTTPResponse, at endpoint: Endpoint) throws -> TaskSnapshot { throw Self.unspoken }
    func statusRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest { throw Self.unspoken }
    func snapshot(_ response: HTTPResponse, of task: RemoteTask, at endpoint: Endpoint) throws -> TaskSnapshot {
        throw Self.unspoken
    }
    func fileRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest? { nil }
    func assets(_ response: HTTPResponse, of task: RemoteTask, at endpoint: Endpoint) throws -> [VideoAsset] { [] }
    func redirected(_ response: HTTPResponse, from asset: VideoAsset, at endpoint: Endpoint) throws -> [VideoAsset] {
        []
    }
    func cancelRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest? { nil }
    func cancellation(_ response: HTTPResponse, of task: RemoteTask) throws -> Cancellation { .unsupported }
    func listRequest(_ listing: TaskListing, at endpoint: Endpoint) throws -> HTTPRequest? { nil }
    func page(_ response: HTTPResponse, at endpoint: Endpoint) throws -> TaskPage { TaskPage([]) }

    private static let unspoken = VideoError(.unsupported, "not spoken")
}
