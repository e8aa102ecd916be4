import VideoGeneration

actor SubmitCounter {
    private(set) var count = 0

    func increment() { count += 1 }
}

/// The example in the documentation of `VideoGenerating`.
struct CountingProvider: VideoGenerating {
    let base: any VideoGenerating
    let counter: SubmitCounter

    var info: ProviderInfo { base.info }
    var credential: Credential? { base.credential }

    func prepare(_ request: VideoRequest, in context: ExchangeContext) async throws -> VideoRequest {
        try await base.prepare(request, in: context)
    }

    func submit(_ request: VideoRequest, in context: ExchangeContext) async throws -> TaskSnapshot {
        await counter.increment()
        return try await base.submit(request, in: context)
    }

    func status(of task: RemoteTask, in context: ExchangeContext) async throws -> TaskSnapshot {
        try await base.status(of: task, in: context)
    }

    func outputs(of task: RemoteTask, in context: ExchangeContext) async throws -> [VideoOutput] {
        try await base.outputs(of: task, in: context)
    }
}
