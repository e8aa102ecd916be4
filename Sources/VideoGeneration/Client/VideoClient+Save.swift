import VideoPlatform

extension VideoClient {
    /// Downloads a task's finished video, verifies it, and moves it to its destination.
    ///
    /// An earlier download continues from the bytes that it received, and an expired link is replaced by a fresh one.
    /// This method never submits a request.
    ///
    /// A task that is `stored` is returned unchanged, with one exception: if its file is missing and `path` isn't nil,
    /// the video is downloaded again, if the provider still has it.
    /// - Parameters:
    ///   - id: The task.
    ///   - path: The path of the file, or nil for the destination of the submit.
    ///   - replacing: Whether an existing file can be replaced, in addition to the permission that the submit gave for
    ///     its destination.
    ///   - outputs: The outputs to store. Those besides the video get names beside it, such as `boat.last-frame.png`.
    ///     One that is missing or cannot be stored is a warning, not an error.
    ///   - observe: Receives the progress of the download.
    /// - Returns: The task with its file, in the state `stored`.
    /// - Throws: ``VideoError`` if the video can't be saved, or `CancellationError` if the Swift task is cancelled. The
    ///   provider keeps the video, and the received bytes stay on this machine.
    @discardableResult
    public func save(
        _ id: VideoTask.ID,
        to path: String? = nil,
        replacing: Bool = false,
        outputs: OutputSelection = .video,
        observe: VideoObserver? = nil
    ) async throws -> VideoTask {
        var task = try await checkedAgain(try await journal.syncedTask(id))
        let isRepeat = task.state == .stored
        // Only the caller knows whether a missing file is lost or was moved.
        if isRepeat, try path == nil || !isFileMissing(task) {
            guard outputs != .video, let remote = task.remote else { return task }
            let record = TaskDownloadJournal(
                client: self,
                provider: try provider(of: task),
                remote: remote,
                task: task,
                isRepeat: true,
                isNewDestination: false
            )
            return try await saveExtras(of: task, outputs, record, replacing: replacing, observe)
        }
        guard isRepeat || task.state == .succeeded, let remote = task.remote else {
            throw VideoError(.invalidRequest, "\(id) is \(task.state): there is no video to save.").about(task)
        }
        guard let path = (path ?? task.destination).map(absolute) else {
            throw VideoError(.invalidRequest, "\(id) has no destination. Give the path of the file.").about(task)
        }
        let provider = try provider(of: task)
        let isNewDestination = task.destination != path
        // The permission to replace a file is for one destination only.
        task.replacesFile = replacing || !isNewDestination && task.replacesFile
        task.destination = path
        var request = DownloadRequest(
            of: id,
            contentRoute: provider.contentRoute(of: remote),
            endedAt: task.endedAt ?? task.updatedAt,
            to: path,
            replacing: task.replacesFile,
            partsFolder: journal.partsFolder,
            origin: provider.info.endpoint.origin,
            credential: provider.credential
        )
        request.mayBeOnlyCopy = remote.output == RemoteTask.receivedOutput
        let record = TaskDownloadJournal(
            client: self,
            provider: provider,
            remote: remote,
            task: task,
            isRepeat: isRepeat,
            isNewDestination: isNewDestination
        )
        let stored: VideoTask
        do {
            let result = try await downloader.download(request, journal: record) { [task] in
                observe?(.download(task, $0))
            }
            switch result {
            case .alreadyStored(let task): stored = task
            case .saved(let video): stored = try await finish(task, with: video, observe)
            }
        } catch let error as VideoError {
            throw try await saveFailure(error, task)
        }
        return try await saveExtras(of: stored, outputs, record, replacing: replacing, observe)
    }

    /// Records that the video is stored, which ends its task.
    private func finish(_ task: VideoTask, with video: StoredVideo, _ observe: VideoObserver?) async throws -> VideoTask
    {
        let stored = try await journal.append(.stored, to: task.id, note: Self.note(video)) {
            $0.state = .stored
            $0.file = video
            $0.failure = nil
        }
        learnedTimes.noteStored(stored)
        if let difference = video.difference(from: task.request) { observe?(.warning(stored, difference)) }
        observe?(.task(stored))
        return stored
    }

    /// Whether the file of a stored task is no longer at its destination.
    private func isFileMissing(_ task: VideoTask) throws -> Bool {
        guard let file = task.file else { return false }
        do { return try disk.size(of: file.path) == nil } catch let error as DiskError {
            throw VideoError(storage: error, doing: "look for the video")
        }
    }

    var downloader: VideoDownloader {
        var downloader = VideoDownloader(
            transport: transport,
            disk: disk,
            clock: clock,
            random: random,
            policy: settings.retry,
            quotas: retryQuotas,
            limits: settings.downloads
        )
        downloader.folders = folders
        return downloader
    }

    private static func note(_ video: StoredVideo) -> String {
        let kind = video.format ?? "\(video.width)x\(video.height)"
        return "\(video.bytes) bytes, \(kind), sha256 \(video.sha256)"
    }

    /// Providers delete tasks and their videos after seven days at the latest. Before that, a missing video may become
    /// available again, so the task isn't expired.
    private static let outputLifetime: TimeInterval = 7 * 24 * 3600

    /// Returns the error of a failed save with the facts of its task. Records that the task failed if the provider says so
    /// in place of the video, and that it expired if the provider no longer has the video.
    private func saveFailure(_ error: VideoError, _ task: VideoTask) async throws -> VideoError {
        var error = error.about(task)
        error.provider = task.provider.id
        if error.endsTask {
            try await journal.append(.status, to: task.id, note: error.message) { [error] in
                // Another process may have stored the video from an earlier link.
                guard $0.state == .succeeded, $0.isAttempt(task.remote?.id, at: task.provider) else { return }
                ($0.state, $0.failure) = (.failed, error)
            }
            return error
        }
        let isGone = error.code == .outputExpired || error.code == .taskNotFound
        // Both times are from the provider's clock, because this machine's clock may have been wrong at the submit.
        if isGone, task.state == .succeeded, let made = task.remote?.createdAt, let now = error.respondedAt,
            now.timeIntervalSince(made) > Self.outputLifetime
        {
            try await journal.append(.expired, to: task.id, note: error.message) { [error] in
                guard $0.isAttempt(task.remote?.id, at: task.provider) else { return }
                $0.state = .expired
                $0.failure = error
            }
        }
        return error
    }

    /// Records the fee of a request for the outputs, if the provider charges one.
    func chargeFileFee(of id: VideoTask.ID, at provider: ProviderInfo) async throws {
        guard let fee = provider.fileFee?.money else { return }
        try await journal.append(.charged, to: id, note: "request for the file: \(fee)", synced: false) {
            // A charge that the provider reports includes the fee.
            guard $0.charge?.money == nil else { return }
            var cost = $0.cost ?? Money(0, fee.currency)
            guard cost.currency == fee.currency, !(cost.amount + fee.amount).isNaN else { return }
            cost.amount += fee.amount
            $0.cost = cost
        }
    }

    /// Returns a path as an absolute one. The current folder belongs to the process, not to the disk.
    func absolute(_ path: String) -> String {
        path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    }
}

extension StoredVideo {
    /// The differences between the video and the request, as sentences, or nil if there are none.
    func difference(from request: VideoRequest) -> String? {
        if let format { return "The format of the file is \(format). It is kept unchanged and was not inspected." }
        var differences: [String] = []
        if let size = request.size, size != VideoSize(width: width, height: height) {
            differences.append("\(width)x\(height) instead of \(size)")
        }
        // Half a second is the effect of rounding to whole frames and groups of pictures.
        if let wanted = request.seconds, abs(seconds - Double(wanted)) > 0.5 {
            differences.append("\((seconds * 10).rounded() / 10) s instead of \(wanted) s")
        }
        return differences.isEmpty
            ? nil : "The video is \(differences.joined(separator: ", and ")). It is kept unchanged."
    }
}
