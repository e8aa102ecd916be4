extension VideoClient {
    /// Stores the selected outputs beside the video of a stored task. An output that cannot be stored is a warning,
    /// because the video is already safe.
    /// - Parameters:
    ///   - task: The stored task.
    ///   - selection: The outputs.
    ///   - record: The record of the download of the video, with the outputs that the provider reported then.
    ///   - replacing: Whether existing files can be replaced.
    /// - Throws: `CancellationError`, or ``VideoError`` if the journal cannot be written.
    func saveExtras(
        of task: VideoTask,
        _ selection: OutputSelection,
        _ record: TaskDownloadJournal,
        replacing: Bool,
        _ observe: VideoObserver?
    ) async throws -> VideoTask {
        guard selection != .video, let video = task.file, task.state == .stored else { return task }
        let outputs: [VideoOutput]
        do {
            if let given = record.given.outputs { outputs = given } else { outputs = try await record.freshOutputs() }
        } catch let error as VideoError {
            observe?(.warning(task, "The outputs besides the video could not be requested: \(error.message)"))
            return task
        }
        let extras = ExtraOutput.all(in: outputs, selection)
        if case .kinds(let kinds) = selection {
            for kind in VideoOutput.Kind.allCases where kinds.contains(kind) && kind != .video {
                guard !extras.contains(where: { $0.output.kind == kind }) else { continue }
                observe?(.warning(task, "The provider reports no output of the kind \(kind.label)."))
            }
        }
        var task = task
        for extra in extras where try !isStored(extra, of: task) {
            do {
                let stored = try await save(extra, of: task, beside: video, record, replacing: replacing)
                task = try await journal.append(.output, to: task.id, note: "\(extra.label): \(stored.bytes) bytes") {
                    $0.extras.removeAll(where: extra.isRecorded)
                    $0.extras.append(stored)
                }
                observe?(.task(task))
            } catch let error as VideoError {
                let sentence = "The output \(extra.label) could not be saved: \(error.message) The video is stored."
                observe?(.warning(task, sentence))
            }
        }
        return task
    }

    private func isStored(_ extra: ExtraOutput, of task: VideoTask) throws -> Bool {
        guard let record = task.extras.first(where: extra.isRecorded) else { return false }
        return ((try? disk.size(of: record.path)) ?? nil) != nil
    }

    private func save(
        _ extra: ExtraOutput,
        of task: VideoTask,
        beside video: StoredVideo,
        _ record: TaskDownloadJournal,
        replacing: Bool
    ) async throws -> StoredOutput {
        let info = record.provider.info
        var request = DownloadRequest(
            of: task.id,
            outputs: [extra.output],
            to: extra.path(beside: video.path),
            replacing: replacing,
            partsFolder: journal.partsFolder,
            origin: info.endpoint.origin,
            credential: record.provider.credential
        )
        request.kind = extra.output.kind
        request.label = extra.label
        let journal = ExtraDownloadJournal(video: record, extra: extra)
        guard case .saved(let file) = try await downloader.download(request, journal: journal) else {
            throw VideoError(.storageFailed, "The output was not saved.")
        }
        return StoredOutput(
            kind: extra.output.kind,
            number: extra.number,
            path: file.path,
            bytes: file.bytes,
            sha256: file.sha256
        )
    }
}
