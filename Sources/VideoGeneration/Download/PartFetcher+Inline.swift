/// The download of a file that a JSON response contains in base64.
extension PartFetcher {
    /// Downloads a file from inside a response. It starts over each time, because nothing proves that two responses
    /// contain the same file.
    mutating func fetch(_ content: InlineContent, of link: DownloadLink) async throws {
        switch content {
        case .text: try await write(content.bytes, of: link)
        case .string(let number):
            if let response = try await fetchString(number, of: link) { return try await read(response, of: link) }
        }
        guard part.written.count > 0 else { throw VideoError(.notAVideo, "The file inside the response is empty.") }
        part.end(at: part.written.contiguous)
    }

    private func write(_ bytes: [UInt8]?, of link: DownloadLink) async throws {
        guard let bytes else { throw InlineSink.notBase64 }
        let context = context(for: link)
        try context.admit(Int64(bytes.count))
        try await part.restart()
        part.bind(to: link.url, validator: nil, total: nil)
        try await part.write(bytes[...], at: 0)
        part.hash(bytes[...], at: 0)
    }

    /// Sends the request for the response again.
    /// - Returns: The response if its status is outside 2xx.
    private func fetchString(_ number: Int, of link: DownloadLink) async throws -> HTTPResponse? {
        guard var request = link.output.request, request.isSafe else {
            throw VideoError(.malformedResponse, "The request for the video is not known.")
        }
        if let credential = exchange.credential {
            request = try await credential.authorizing(
                request,
                at: downloader.clock.now,
                over: exchange.transport,
                SystemSigner()
            )
        }
        let sink = InlineSink(number, context(for: link))
        do {
            try await exchange.transport.send(request, timeouts: downloader.limits.http, to: sink)
        } catch is DownloadSink.Enough {}
        return try sink.otherResponse()
    }
}
