import Synchronization

extension DialectProvider {
    /// The number of bytes that are read to recognize a video.
    private static let beginning = 4 << 10

    /// Returns the dialect's content route; see ``VideoGenerating/contentRoute(of:)``.
    public func contentRoute(of task: RemoteTask) -> VideoOutput? {
        guard let link = try? dialect.reader.contentLink?(task, info.endpoint),
            dialect.trusts(link.origin, of: info.endpoint)
        else { return nil }
        return VideoOutput(link, needsCredential: true)
    }

    /// Returns the state of a task whose poll response is too large to read, because it repeats the pictures or contains
    /// the video. The task has succeeded if the content route returns a video.
    ///
    /// Only the bytes of a video prove this. A message or a redirect of the route may belong to a task that is still
    /// running, or to no task.
    /// - Throws: The error of the poll if nothing is proven. The task is then polled again.
    func stateByContent(
        of task: RemoteTask,
        in context: ExchangeContext,
        otherwise error: VideoError
    ) async throws -> TaskSnapshot {
        guard let route = contentRoute(of: task), let link = route.link else { throw error }
        var request = HTTPRequest.reading(link)
        request.fields["Range"] = "bytes=0-\(Self.beginning - 1)"
        request = try await authorized(request, in: context)
        let sink = BeginningSink(count: Self.beginning)
        do {
            try await context.transport.send(request, timeouts: context.readTimeouts, to: sink)
        } catch is BeginningSink.Enough {
        } catch let problem as HTTPTransportError {
            if problem.code == .cancelled { throw CancellationError() }
            throw error
        }
        guard sink.isVideo else { throw error }
        return TaskSnapshot(task, .succeeded, outputs: [route])
    }
}

/// Keeps the beginning of a body, and ends the exchange once it has it.
private final class BeginningSink: HTTPSink {
    struct Enough: Error {}

    private let count: Int
    private let received = Mutex<(status: Int, body: [UInt8])>((0, []))

    init(count: Int) { self.count = count }

    /// Whether a file arrived that begins like a video.
    var isVideo: Bool {
        let received = received.withLock { $0 }
        return [200, 206].contains(received.status) && received.body.beginsLikeMP4
    }

    func receive(head: HTTPResponseHead) async throws { received.withLock { $0 = (head.status, []) } }

    func receive(chunk: [UInt8]) async throws {
        let isEnough = received.withLock {
            $0.body += chunk.prefix(count - $0.body.count)
            return $0.body.count >= count
        }
        if isEnough { throw Enough() }
    }
}
