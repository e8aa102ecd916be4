/// The record of the download of an output besides the video. Its file is recorded after the download, because the
/// output is no purchase of its own.
struct ExtraDownloadJournal: DownloadJournal {
    let video: TaskDownloadJournal
    let extra: ExtraOutput

    func previousResult() async throws -> StoredVideo? { nil }

    func willFetch() async throws -> DownloadDecision { .proceed }

    func didVerify(_ file: StoredVideo) async throws {}

    func freshOutputs() async throws -> [VideoOutput] {
        let outputs = ExtraOutput.all(in: try await video.freshOutputs(), .kinds([extra.output.kind]))
        return outputs.filter { $0.number == extra.number }.map(\.output)
    }

    func outputs(fromUnexpectedResponse response: HTTPResponse, to output: VideoOutput) throws -> [VideoOutput] {
        try video.outputs(fromUnexpectedResponse: response, to: output)
    }
}
