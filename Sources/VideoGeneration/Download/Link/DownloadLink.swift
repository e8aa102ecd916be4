/// One URL of a video, or the URL of the request whose response contains the video.
struct DownloadLink: Sendable, Hashable {
    let url: HTTPURL
    /// The output that contains the URL.
    let output: VideoOutput
}

/// The URLs of a video. The first one is in use.
struct DownloadLinks: Sendable {
    private var links: [DownloadLink]
    private var untried: Int
    /// The SHA-256 of the video, or nil if the provider doesn't give one.
    let sha256: String?

    /// Collects the links of a provider's outputs, each once: first the link of every output, then every backup link.
    /// - Parameters:
    ///   - outputs: The outputs.
    ///   - request: The download, which decides the kind of the outputs.
    init(_ outputs: [VideoOutput], for request: DownloadRequest) {
        let wanted = outputs.filter { $0.kind == request.kind }
        let all =
            wanted.compactMap { output in
                Self.url(of: output, request).map { DownloadLink(url: $0, output: output) }
            }
            + wanted.flatMap { output in output.backupLinks.map { DownloadLink(url: $0, output: output.linked(to: $0)) }
            }
        var seen: Set<HTTPURL> = []
        links = all.filter { $0.output.link == nil || seen.insert($0.url).inserted }
        untried = links.count
        sha256 = wanted.lazy.compactMap(\.sha256).first
    }

    /// Returns the URL of an output, or the one that its messages name; nil if its bytes cannot be requested.
    private static func url(of output: VideoOutput, _ request: DownloadRequest) -> HTTPURL? {
        switch output.source {
        case .link(let link): link
        case .inline(.text): output.request?.url ?? HTTPURL(request.origin.string)
        case .inline(.string): output.request?.url
        case .bucket: nil
        }
    }

    /// The link in use, or nil if none is left.
    var current: DownloadLink? { links.first }

    /// Whether a URL is among the links.
    func contains(_ url: HTTPURL) -> Bool { links.contains { $0.url == url } }

    /// Whether there is another link that was not tried since the last wait.
    var hasAlternative: Bool { links.count > 1 && untried > 1 }

    /// Moves the link in use behind the others.
    mutating func rotate() {
        guard !links.isEmpty else { return }
        links.append(links.removeFirst())
        untried = max(0, untried - 1)
    }

    /// Removes the link in use.
    mutating func drop() {
        guard !links.isEmpty else { return }
        links.removeFirst()
        untried = min(max(0, untried - 1), links.count)
    }

    /// Marks all links as untried.
    mutating func beginRound() { untried = links.count }
}

extension VideoOutput {
    /// Returns the output with a backup link in place of content inside a response.
    fileprivate func linked(to link: HTTPURL) -> VideoOutput {
        guard case .inline = source else { return self }
        var output = self
        output.source = .link(link)
        return output
    }
}
