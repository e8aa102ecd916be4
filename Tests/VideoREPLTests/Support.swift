import Foundation
import VideoGeneration

@testable import VideoREPL

/// A dialect of no provider.
struct TestDialect: VideoDialect {
    static let registry = ProviderRegistry([
        ProviderPlugin(dialect: "test", summary: "for tests", options: []) { _ in TestDialect() }
    ])

    let name = "test"
    let models: [ModelDescription] = []
    let defaultModel: String? = "m1"
    let reader = ResponseReader(statuses: .relays)

    func submitRequest(_ request: VideoRequest, at endpoint: Endpoint) throws -> HTTPRequest {
        HTTPRequest(.post, try endpoint.url("videos"))
    }
    func statusRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest {
        HTTPRequest(.get, try endpoint.url("videos/\(task.id)"))
    }
}
