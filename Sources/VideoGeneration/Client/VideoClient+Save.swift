import VideoPlatform

extension VideoClient {
    /// Downloads a video that the provider has made, verifies it, and puts it in its place.
    ///
    /// What was begun is gone on with; a link that has expired is asked for anew. It never buys.
    ///
    /// A task that is `stored` is left as it is, with one exception: where its file is gone and a path is given, it is
    /// fetched again, as long as the provider has it.
    /// - Parameters:
    ///   - id: the task.
    ///   - path: where the file is to be; nil for where it was to be when it was ordered.
    ///   - replacing: whether a file that is there already may be replaced, beside what the order says of its place.
    ///   - observe: is told how the download goes.
    /// - Returns: the task, `stored`, with its file.
    /// - Throws: ``VideoError``. The video stays at the provider, and what has come of it stays here.
    @discardableResult
    public func save(
        _ id: VideoTask.ID,
        to path: String? = nil,
        replacing: Bool = false,
        observe: VideoObserver? = nil
    ) async throws -> VideoTask {
        var task = try await checkedAgain(try await journal.syncedTask(id))
        let isAgain = task.state == .stored
        // Nobody but the caller knows whether a file that is gone is lost, or was taken somewhere.
        if isAgain, try path == nil || !isGone(task) { return task }
        guard isAgain || task.state == .succeeded, let remote = task.remote else {
            throw VideoError(.invalidRequest, "\(id) is \(task.state): there is no video to save.").about(task)
        }
        guard let path = (path ?? task.destination).map(absolute) else {
            throw VideoError(.invalidRequest, "Where is \(id) to be saved?").about(task)
        }
        let provider = try provider(of: task)
        let isTold = task.destination == path && task.file != nil && !isAgain
        // The place of the purchase is on disk already, and so nothing hangs on that line.
        let isElsewhere = task.destination != path
        // What may be replaced at one place says nothing about another.
        let replacing = replacing || !isElsewhere && task.replacesFile
        task.destination = path
        task.replacesFile = replacing
        let order = VideoDownload(
            of: id,
            contentRoute: provider.contentRoute(of: remote),
            endedAt: task.endedAt ?? task.updatedAt,
            to: path,
            replacing: replacing,
            partsFolder: journal.partsFolder,
            origin: provider.info.endpoint.origin,
            credential: provider.credential,
            verified: { [journal] in try await journal.task(id)?.file },
            // Not before: the place of a download that another process is at is that process's to say.
            begun: {
                guard !isTold else { return }
                let now = try await journal.append(.downloading, to: id, note: path, synced: isElsewhere) {
                    if $0.state == .succeeded || isAgain { ($0.destination, $0.replacesFile) = (path, replacing) }
                }
                // Another process may have brought it home since.
                if now.state == .stored, !isAgain { throw AlreadyStored(task: now) }
            },
            freshAssets: {
                try await chargeFileFee(of: id, at: provider.info)
                return try await provider.assets(of: remote, in: context())
            },
            reinterpret: { try provider.assets(fromUnexpectedResponse: $0, to: $1, of: remote) }
        )
        do {
            let video = try await downloader.download(
                order,
                progress: { [task] in observe?(.download(task, $0)) },
                verified: { video in
                    try await journal.append(.verified, to: id) { ($0.file, $0.destination) = (video, video.path) }
                }
            )
            let done = try await journal.append(.stored, to: id, note: Self.note(video)) {
                $0.state = .stored
                $0.file = video
                $0.failure = nil
            }
            learnedTimes.noteStored(done)
            if let difference = video.difference(from: task.request) { observe?(.warning(done, difference)) }
            observe?(.task(done))
            return done
        } catch let stored as AlreadyStored {
            return stored.task
        } catch let error as VideoError {
            throw try await unsaved(error, task)
        }
    }

    /// Whether the file of a stored task is no longer where it was put.
    private func isGone(_ task: VideoTask) throws -> Bool {
        guard let file = task.file else { return false }
        do { return try disk.size(of: file.path) == nil } catch let error as DiskError {
            throw VideoError(storage: error, doing: "look for the video")
        }
    }

    private struct AlreadyStored: Error {
        let task: VideoTask
    }

    private var downloader: VideoDownloader {
        var downloader = VideoDownloader(
            transport: transport,
            disk: disk,
            clock: clock,
            random: random,
            policy: settings.retry,
            budgets: retryQuotas,
            limits: settings.downloads
        )
        downloader.folders = folders
        return downloader
    }

    private static func note(_ video: StoredVideo) -> String {
        let kind = video.format ?? "\(video.width)x\(video.height)"
        return "\(video.bytes) bytes, \(kind), sha256 \(video.sha256)"
    }

    /// Providers forget tasks and their videos after seven days at the latest; until then a missing video may
    /// come back, and the task is not given up.
    private static let outputLifetime: TimeInterval = 7 * 24 * 3600

    private func unsaved(_ error: VideoError, _ task: VideoTask) async throws -> VideoError {
        var error = error.about(task)
        error.provider = task.provider.id
        let isGone = error.code == .outputExpired || error.code == .taskNotFound
        // By the provider's own clock: this machine's may have been wrong when the order was sent.
        if isGone, task.state == .succeeded, let made = task.remote?.createdAt, let now = error.respondedAt,
            now.timeIntervalSince(made) > Self.outputLifetime
        {
            try await journal.append(.expired, to: task.id, note: error.message) { [error] in
                $0.state = .expired
                $0.failure = error
            }
        }
        return error
    }

    /// Records the fee of a request for the outputs, if the provider charges one.
    private func chargeFileFee(of id: VideoTask.ID, at provider: ProviderInfo) async throws {
        guard let fee = provider.fileFee?.money else { return }
        try await journal.append(.charged, to: id, note: "asking for the file: \(fee)", synced: false) {
            // A charge that the provider reports includes the fee.
            guard $0.charge == nil else { return }
            var cost = $0.cost ?? Money(0, fee.currency)
            guard cost.currency == fee.currency, !(cost.amount + fee.amount).isNaN else { return }
            cost.amount += fee.amount
            $0.cost = cost
        }
    }

    // MARK: - Places

    func absolute(_ path: String) -> String {
        // Which folder the process is in is no matter of the disk.
        path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    }
}

extension StoredVideo {
    /// In what the video differs from what was ordered, in words; nil where it does not.
    func difference(from request: VideoRequest) -> String? {
        if let format { return "The file is of the kind \(format). It is kept as it came, and was not looked into." }
        var differences: [String] = []
        if let size = request.size, size != VideoSize(width: width, height: height) {
            differences.append("\(width)x\(height) instead of \(size)")
        }
        // Half a second off is rounding to whole frames and groups of pictures.
        if let wanted = request.seconds, abs(seconds - Double(wanted)) > 0.5 {
            differences.append("\((seconds * 10).rounded() / 10) s instead of \(wanted) s")
        }
        return differences.isEmpty
            ? nil : "The video is \(differences.joined(separator: ", and ")). It is kept as it came."
    }
}
