import Synchronization

@testable import VideoGeneration
@testable import VideoGenerationCore

/// Counts what comes, keeps the head, and can be slow or broken.
final class CountingSink: HTTPSink {
    private struct State {
        var head: HTTPResponseHead?
        var bytes = 0
        var largest = 0
    }

    private let state = Mutex(State())
    private let onChunk: @Sendable ([UInt8]) async throws -> Void

    init(onChunk: @escaping @Sendable ([UInt8]) async throws -> Void = { _ in }) { self.onChunk = onChunk }

    var head: HTTPResponseHead? { state.withLock { $0.head } }
    var bytes: Int { state.withLock { $0.bytes } }
    var largestChunk: Int { state.withLock { $0.largest } }

    func receive(head: HTTPResponseHead) async throws { state.withLock { $0.head = head } }

    func receive(chunk: [UInt8]) async throws {
        state.withLock {
            $0.bytes += chunk.count
            $0.largest = max($0.largest, chunk.count)
        }
        try await onChunk(chunk)
    }
}
