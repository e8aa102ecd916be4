import CLibcurl
import Synchronization
public import VideoPlatform

/// HTTP by libcurl, the copy that every machine with Swift on Linux has.
///
/// Apps use it through ``SystemTransport/shared``; make one of your own to give it another environment.
/// One thread drives every exchange. Reads share connections, over HTTP/2 where the server offers it;
/// everything else travels on a connection of its own, exactly once. A download (an exchange without a
/// total deadline) speaks HTTP/1.1, so that a slow disk holds up its own connection and no other.
///
/// Environment: `https_proxy`, `all_proxy` and `no_proxy` (upper case too) are obeyed for `https`, inside
/// whose tunnel the key stays hidden; plain `http` never goes through a proxy. `CURL_CA_BUNDLE` or
/// `SSL_CERT_FILE` names a file of certificate authorities, as it does for curl: it takes the place of the
/// system's file, while the system's folder of authorities, where libcurl has one, stays trusted.
///
/// ``HTTPRequest/PeerRule/publicOnly`` is decided on the address that the socket is about to connect to. Through
/// a proxy, which resolves the name itself, only a literal address can be checked; keeping the proxy from
/// private networks is then the proxy's own task.
public final class CurlTransport: HTTPTransport {
    private let loop: CurlLoop?
    /// How many there are at this moment.
    private let downloads = Atomic<Int>(0)

    /// Starts the transport; its thread ends with it.
    /// - Parameter environment: where the variables named above are looked up.
    public init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        // Without its thread nobody would ever answer, not even to a cancellation.
        loop = CurlLoop(settings: CurlSettings(environment: environment)).flatMap { loop in
            DetachedThread.start(stackSize: 1 << 20) { loop.run() } ? loop : nil
        }
    }

    deinit { loop?.stop() }

    /// Whether libcurl was found on this machine.
    public static var isAvailable: Bool { clibcurl_load() }

    /// The versions of libcurl and of its TLS, as it says them itself; nil where it was not found.
    public static var version: String? { clibcurl_version().map { String(cString: $0) } }

    /// Sends a request; see ``HTTPTransport/send(_:limits:to:)``.
    ///
    /// When the caller is cancelled, an exchange under way goes on for ``HTTPLimits/cancellationGrace``; one
    /// whose request has provably not left ends at once.
    public func send(_ request: HTTPRequest, limits: HTTPLimits, to sink: some HTTPSink) async throws {
        try request.checkRules()
        guard let loop else {
            throw HTTPTransportError(
                .invalidRequest,
                .notSent,
                Self.isAvailable
                    ? "There was no room for the thread that sends; end other programs, and start this one again."
                    : "libcurl 7.68 or newer was not found on this machine; install the package libcurl4."
            )
        }
        if Task.isCancelled {
            throw HTTPTransportError(.cancelled, .notSent, "The request was cancelled before it was sent.")
        }
        // A download is what has no total deadline.
        let isDownload = limits.total == nil
        let count = isDownload ? downloads.add(1, ordering: .relaxed).newValue : 0
        defer { if isDownload { downloads.subtract(1, ordering: .relaxed) } }
        let job = CurlJob(request: request, limits: limits, handover: HTTPHandover(sharedBy: count))
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
