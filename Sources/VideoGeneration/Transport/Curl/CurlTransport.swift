import CLibcurl
import VideoPlatform

/// An HTTP transport on libcurl, which every Linux machine with Swift has; see ``SystemTransport``.
///
/// Reads share connections, over HTTP/2 if the server offers it. Every other request is sent exactly once, on its
/// own connection. One thread drives all of these. A download (a read without a total deadline) uses HTTP/1.1, and
/// its sink runs on the thread that receives it. There are at most eight such threads: a sink that blocks delays
/// the downloads of its thread and nothing else.
///
/// ``HTTPRequest/AddressPolicy/publicOnly`` is checked with the address that the socket is about to connect to. Through
/// a proxy, which resolves the name itself, only a literal address can be checked. The proxy is then responsible
/// for keeping requests out of private networks.
package final class CurlTransport: HTTPTransport {
    private let loop: CurlLoop?
    private let downloads: CurlDownloads

    /// Creates the transport. Its threads end when it is deallocated.
    /// - Parameter environment: The environment variables, by default those of the process.
    package init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        let settings = CurlSettings(environment: environment)
        loop = .start(settings)
        downloads = CurlDownloads(settings)
    }

    deinit { loop?.stop() }

    /// Whether libcurl is installed on this machine.
    package static var isAvailable: Bool { clibcurl_load() }

    /// The versions of libcurl and of its TLS library, as libcurl reports them, or nil if libcurl is missing.
    package static var version: String? { clibcurl_version().map { String(cString: $0) } }

    /// Sends a request; see ``HTTPTransport/send(_:timeouts:to:)``.
    ///
    /// If the caller is cancelled, an exchange in progress continues for ``HTTPTimeouts/cancellationGrace``. An
    /// exchange whose request was provably not sent ends immediately.
    /// - Throws: ``HTTPTransportError``, with the code `invalidRequest` if libcurl is missing, or the sink's error.
    package func send(_ request: HTTPRequest, timeouts: HTTPTimeouts, to sink: some HTTPSink) async throws {
        try request.checkRules()
        if Task.isCancelled {
            throw HTTPTransportError(.cancelled, .notSent, "The request was cancelled before it was sent.")
        }
        guard let loop else {
            throw HTTPTransportError(
                .invalidRequest,
                .notSent,
                Self.isAvailable
                    ? "The system could not start a thread for requests; close other programs, then start this one again."
                    : "libcurl 7.68 or newer was not found on this machine; install the package libcurl4."
            )
        }
        guard timeouts.total == nil, request.isSafe else {
            let job = CurlJob(request: request, timeouts: timeouts, channel: ResponseChannel(sharedBy: 0))
            return try await Self.send(job, on: loop, to: sink)
        }
        try await downloads.with { loop, count in
            let job = CurlJob(request: request, timeouts: timeouts, channel: ResponseChannel(sharedBy: count))
            try await Self.send(job, on: loop, to: sink)
        }
    }

    private static func send(_ job: CurlJob, on loop: CurlLoop, to sink: some HTTPSink) async throws {
        loop.post(.start(job))
        try await withTaskCancellationHandler {
            do {
                try await job.channel.drain(into: sink) { loop.post(.resume(job.id)) }
            } catch {
                loop.post(.abandon(job.id))
                throw error
            }
        } onCancel: {
            loop.post(.cancel(job.id))
        }
    }
}
