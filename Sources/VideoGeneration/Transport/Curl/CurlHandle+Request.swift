import CLibcurl

extension CurlHandle {
    /// Sets the options that depend on the request, its limits and the environment.
    func set(_ job: CurlJob, proxy: String?, authorities: String?) -> Bool {
        let request = job.request
        let isSecure = request.url.origin.isSecure
        // A reused connection may be dead, and libcurl would then send the request again. A connection that was
        // opened without a check of its address must not serve a request that needs one.
        let isExclusive = !request.isSafe || request.peers == .publicOnly
        // The back-pressure of a download must not delay other requests on the same connection.
        let multiplexes = isSecure && !isExclusive && job.timeouts.total != nil
        // Versions before 7.87 reject this option and work without it.
        _ = set(CLIBCURL_QUICK_EXIT, 1)
        return keepFailures()
            && set(CLIBCURL_NOSIGNAL, 1)
            && set(CLIBCURL_FOLLOWLOCATION, 0)
            && set(CLIBCURL_PROTOCOLS, CLIBCURL_PROTOCOLS_HTTP_AND_HTTPS)
            && set(CLIBCURL_URL, request.url.string)
            && set(CLIBCURL_PATH_AS_IS, 1)
            && set(CLIBCURL_TCP_KEEPALIVE, 1)
            && set(CLIBCURL_BUFFERSIZE, job.channel.pieceSize)
            && set(CLIBCURL_CONNECTTIMEOUT_MS, Int(Int32(clamping: max(1, job.timeouts.connect.milliseconds))))
            && set(CLIBCURL_HTTP_VERSION, multiplexes ? CLIBCURL_HTTP_2_OVER_TLS : CLIBCURL_HTTP_1_1)
            && set(CLIBCURL_PIPEWAIT, multiplexes ? 1 : 0)
            && set(CLIBCURL_FRESH_CONNECT, isExclusive ? 1 : 0)
            && set(CLIBCURL_FORBID_REUSE, isExclusive ? 1 : 0)
            // An empty proxy keeps libcurl from reading the environment itself.
            && set(CLIBCURL_PROXY, proxy ?? "")
            && set(CLIBCURL_NOPROXY, "")
            && set(CLIBCURL_HEADEROPT, CLIBCURL_HEADERS_NOT_TO_PROXY)
            && set(CLIBCURL_SUPPRESS_CONNECT_HEADERS, 1)
            && (authorities.map { set(CLIBCURL_CAINFO, $0) } ?? true)
            && set(method: request)
            && set(headers: Self.lines(request))
    }

    private func set(method request: HTTPRequest) -> Bool {
        switch request.method {
        case .get: true
        case .head: set(CLIBCURL_NOBODY, 1)
        case .post: set(CLIBCURL_POST, 1) && set(body: request.body ?? [])
        case .put: set(CLIBCURL_POST, 1) && set(body: request.body ?? []) && set(CLIBCURL_CUSTOMREQUEST, "PUT")
        case .delete:
            (request.body.map { set(CLIBCURL_POST, 1) && set(body: $0) } ?? true)
                && set(CLIBCURL_CUSTOMREQUEST, "DELETE")
        }
    }

    /// Returns the header lines. A name with a colon and no value removes a field that libcurl would add.
    private static func lines(_ request: HTTPRequest) -> [String] {
        var lines = ["Expect:"]
        if request.fields["Content-Type"] == nil { lines.append("Content-Type:") }
        for field in request.sentFields {
            lines.append(field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)")
        }
        return lines
    }
}
