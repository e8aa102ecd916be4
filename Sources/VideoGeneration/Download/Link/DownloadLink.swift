/// One URL of a video.
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

    /// Collects the links of a provider's outputs, each once: first the link of every video, then every backup link.
    init(_ outputs: [VideoOutput]) {
        let videos = outputs.filter { $0.kind == .video }
        let all =
            videos.compactMap { output in output.link.map { DownloadLink(url: $0, output: output) } }
            + videos.flatMap { output in output.backupLinks.map { DownloadLink(url: $0, output: output) } }
        var seen: Set<HTTPURL> = []
        links = all.filter { seen.insert($0.url).inserted }
        untried = links.count
        sha256 = videos.lazy.compactMap(\.sha256).first
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
