import VideoGeneration

/// A provider that runs work as soon as it has answered a submit.
struct WatchedProvider: VideoGenerating {
    let base: DialectProvider
    let afterSubmit: @Sendable () -> Void

    var info: ProviderInfo { base.info }
    var credential: Credential? { base.credential }

    func submit(_ request: VideoRequest, in context: ExchangeContext) async throws -> TaskSnapshot {
        let snapshot = try await base.submit(request, in: context)
        afterSubmit()
        return snapshot
    }

    func status(of task: RemoteTask, in context: ExchangeContext) async throws -> TaskSnapshot {
        try await base.status(of: task, in: context)
    }

    func outputs(of task: RemoteTask, in context: ExchangeContext) async throws -> [VideoOutput] {
        try await base.outputs(of: task, in: context)
    }

    func contentRoute(of task: RemoteTask) -> VideoOutput? { base.contentRoute(of: task) }

    func list(_ listing: TaskListing, in context: ExchangeContext) async throws -> TaskPage {
        try await base.list(listing, in: context)
    }
}
