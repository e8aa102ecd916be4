/// One address of a video.
struct DownloadLink: Sendable, Hashable {
    let url: HTTPURL
    /// The asset that it stands in.
    let asset: VideoAsset
}

/// The addresses of a video, the one in use first.
struct DownloadLinks: Sendable {
    private var links: [DownloadLink]
    private var untried: Int
    /// The hash of the video, where the provider tells it.
    let sha256: String?

    /// Takes a provider's assets: every video's link, then every backup, each once.
    init(_ assets: [VideoAsset]) {
        let videos = assets.filter { $0.kind == .video }
        let all =
            videos.map { DownloadLink(url: $0.link, asset: $0) }
            + videos.flatMap { asset in asset.backupLinks.map { DownloadLink(url: $0, asset: asset) } }
        var seen: Set<HTTPURL> = []
        links = all.filter { seen.insert($0.url).inserted }
        untried = links.count
        sha256 = videos.lazy.compactMap(\.sha256).first
    }

    /// The one in use; nil where none is left.
    var current: DownloadLink? { links.first }

    /// Whether an address is among them.
    func contains(_ url: HTTPURL) -> Bool { links.contains { $0.url == url } }

    /// Whether there is another one that was not tried since the last wait.
    var hasAlternative: Bool { links.count > 1 && untried > 1 }

    /// Puts the one in use behind the others.
    mutating func rotate() {
        guard !links.isEmpty else { return }
        links.append(links.removeFirst())
        untried = max(0, untried - 1)
    }

    /// Gives up the one in use.
    mutating func drop() {
        guard !links.isEmpty else { return }
        links.removeFirst()
        untried = min(max(0, untried - 1), links.count)
    }

    /// Makes every one worth a try again.
    mutating func beginRound() { untried = links.count }
}
