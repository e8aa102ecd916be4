import CLibcurl
public import VideoPlatform

/// HTTP by libcurl, the copy that every machine with Swift on Linux has.
///
/// Apps use it through ``SystemTransport/shared``; make one of your own to give it another environment.
/// Reads share connections, over HTTP/2 where the server offers it; everything else travels on a connection of its own,
/// exactly once. One thread drives all of these. A download (a read without a total deadline) speaks HTTP/1.1, and its
/// sink runs on the thread that receives it, one of eight at most: a sink that blocks holds up the downloads of its
/// thread and nothing else.
///
/// Environment: `https_proxy`, `all_proxy` and `no_proxy` (upper case too) are obeyed for `https`, inside
/// whose tunnel the key stays hidden; plain `http` never goes through a proxy. `CURL_CA_BUNDLE` or
/// `SSL_CERT_FILE` names a file of certificate authorities, as it does for curl: it takes the place of the
/// system's file, while the system's folder of authorities, where libcurl has one, stays trusted.
///
/// ``HTTPRequest/AddressPolicy/publicOnly`` is decided on the address that the socket is about to connect to. Through
/// a proxy, which resolves the name itself, only a literal address can be checked; keeping the proxy from
/// private networks is then the proxy's own task.
public final class CurlTransport: HTTPTransport {
    private let loop: CurlLoop?
    private let downloads: CurlDownloads

    /// Starts the transport; its threads end with it.
    /// - Parameter environment: where the variables named above are looked up.
    public init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        let settings = CurlSettings(environment: environment)
        loop = .start(settings)
        downloads = CurlDownloads(settings)
    }

    deinit { loop?.stop() }

    /// Whether libcurl was found on this machine.
    public static var isAvailable: Bool { clibcurl_load() }

    /// The versions of libcurl and of its TLS, as it says them itself; nil where it was not found.
    public static var version: String? { clibcurl_version().map { String(cString: $0) } }

    /// Sends a request; see ``HTTPTransport/send(_:timeouts:to:)``.
    ///
    /// When the caller is cancelled, an exchange under way goes on for ``HTTPTimeouts/cancellationGrace``; one
    /// whose request has provably not left ends at once.
    public func send(_ request: HTTPRequest, timeouts: HTTPTimeouts, to sink: some HTTPSink) async throws {
        try request.checkRules()
        if Task.isCancelled {
            throw HTTPTransportError(.cancelled, .notSent, "The request was cancelled before it was sent.")
        }
        guard let loop else {
            throw HTTPTransportError(
                .invalidRequest,
                .notSent,
                Self.isAvailable
                    ? "There was no room for the thread that sends; end other programs, and start this one again."
                    : "libcurl 7.68 or newer was not found on this machine; install the package libcurl4."
            )
        }
        guard timeouts.total == nil, request.method.isSafe else {
            let job = CurlJob(request: request, timeouts: timeouts, handover: ResponseChannel(sharedBy: 0))
            return try await Self.send(job, on: loop, to: sink)
        }
        try await downloads.with { loop, count in
            let job = CurlJob(request: request, timeouts: timeouts, handover: ResponseChannel(sharedBy: count))
            try await Self.send(job, on: loop, to: sink)
        }
    }

    private static func send(_ job: CurlJob, on loop: CurlLoop, to sink: some HTTPSink) async throws {
        loop.post(.start(job))
        try await withTaskCancellationHandler {
            do {
                try await job.handover.deliver(to: sink) { loop.post(.resume(job.id)) }
            } catch {
                loop.post(.abandon(job.id))
                throw error
            }
        } onCancel: {
            loop.post(.cancel(job.id))
        }
    }
}
