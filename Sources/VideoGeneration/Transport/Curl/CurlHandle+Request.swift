import CLibcurl

extension CurlHandle {
    /// Sets what the request, its limits and the environment decide.
    func set(_ job: CurlJob, proxy: String?, authorities: String?) -> Bool {
        let request = job.request
        let isSecure = request.url.origin.isSecure
        // A reused connection may be dead, and libcurl would then send the request again. One that was opened
        // without a look at the address must not serve a request that asks for one.
        let isExclusive = !request.method.isSafe || request.peers == .publicOnly
        // A download's back-pressure must not hold up others on the same connection.
        let multiplexes = isSecure && !isExclusive && job.timeouts.total != nil
        // Refused by libcurl before 7.87, which does without.
        _ = set(CLIBCURL_QUICK_EXIT, 1)
        return keepFailures()
            && set(CLIBCURL_NOSIGNAL, 1)
            && set(CLIBCURL_FOLLOWLOCATION, 0)
            && set(CLIBCURL_PROTOCOLS, CLIBCURL_PROTOCOLS_HTTP_AND_HTTPS)
            && set(CLIBCURL_URL, request.url.string)
            && set(CLIBCURL_PATH_AS_IS, 1)
            && set(CLIBCURL_TCP_KEEPALIVE, 1)
            && set(CLIBCURL_BUFFERSIZE, job.handover.pieceSize)
            && set(CLIBCURL_CONNECTTIMEOUT_MS, Int(Int32(clamping: max(1, job.timeouts.connect.milliseconds))))
            && set(CLIBCURL_HTTP_VERSION, multiplexes ? CLIBCURL_HTTP_2_OVER_TLS : CLIBCURL_HTTP_1_1)
            && set(CLIBCURL_PIPEWAIT, multiplexes ? 1 : 0)
            && set(CLIBCURL_FRESH_CONNECT, isExclusive ? 1 : 0)
            && set(CLIBCURL_FORBID_REUSE, isExclusive ? 1 : 0)
            // Empty, so that libcurl does not look into the environment for itself.
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
        case .delete:
            (request.body.map { set(CLIBCURL_POST, 1) && set(body: $0) } ?? true)
                && set(CLIBCURL_CUSTOMREQUEST, "DELETE")
        }
    }

    /// A name with a colon and nothing behind it takes out a field that libcurl would add by itself.
    private static func lines(_ request: HTTPRequest) -> [String] {
        var lines = ["Expect:"]
        if request.fields["Content-Type"] == nil { lines.append("Content-Type:") }
        for field in request.sentFields {
            lines.append(field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)")
        }
        return lines
    }
}
