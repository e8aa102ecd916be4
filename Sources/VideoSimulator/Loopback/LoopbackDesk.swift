import VideoGeneration
import VideoPlatform

/// Responds to one request with the script's samples.
struct LoopbackDesk: Sendable {
    let wire: LoopbackWire
    let backend: LoopbackBackend
    let links: LinkSigner
    let origins: Origins
    let arrival: LoopbackGateway.Arrival
    let faults: [Fault]

    private var script: ConformanceScript { wire.script }
    private var pace: LoopbackOptions.Pace { backend.options.pace }

    func response() -> SimulatedResponse {
        switch arrival.purpose {
        case .submit: return submit()
        case .list: return list(backend.tasks.filter { !$0.isDeleted }, script.list)
        case .upload: return upload()
        case .media: return media()
        case .other:
            return SimulatedResponse(
                status: 404,
                ["error": ["code": "routeNotFound", "message": "There is no such route."]]
            )
        case .status, .file, .content, .cancel, .lookup:
            guard let task = arrival.task.flatMap({ backend.task($0) }), !task.isDeleted else {
                if arrival.purpose == .status, let sample = script.unknownTask {
                    let id = arrival.request.path.split(separator: "/").last.flatMap { PercentEncoding.decode($0) }
                    return SimulatedResponse(sample.filled([.id: id ?? ""]))
                }
                return arrival.purpose == .lookup ? list([], script.lookup) : notFound
            }
            switch arrival.purpose {
            case .status: return status(task)
            case .file: return file(task)
            case .content: return content(task)
            case .cancel: return cancel(task)
            default: return list(backend.tasks.filter { $0.ownID == task.ownID }, script.lookup)
            }
        }
    }

    // MARK: - The life of a task

    private func submit() -> SimulatedResponse {
        var task = LoopbackTask(
            id: IDGenerator.decimal(18),
            fileID: IDGenerator.decimal(15),
            ownID: wire.ownID(in: arrival.request),
            created: Date(),
            start: .now,
            ending: backend.options.ending
        )
        for case .failGeneration(_, let message) in faults {
            task.ending = .failed
            task.reason = message ?? task.reason
        }
        task.isFinishedAtOnce = script.accepted.has(.link) || script.accepted.has(.data)
        let word = task.isFinishedAtOnce ? RemoteState.succeeded : .queued
        let response = script.accepted.filled(values(of: task, word))
        task.remotes = wire.remotes(of: response, to: arrival.request)
        task.routes = wire.routes(of: task.remotes) + (task.ownID.map(wire.lookups) ?? [])
        backend.add(task)
        return SimulatedResponse(response)
    }

    private func status(_ task: LoopbackTask) -> SimulatedResponse {
        guard let task = backend.update(task.id, { $0.polls += 1 }) else { return notFound }
        let state = task.state(pace)
        let sample: SampleResponse
        switch (state, task.ending) {
        case (.failed, .failure(let index)) where script.failures.indices.contains(index):
            sample = script.failures[index].response
        case (.succeeded, .withoutOutput): sample = script.withoutOutput ?? script.succeeded
        case (.succeeded, _) where faults.contains(.withoutOutput): sample = script.withoutOutput ?? script.succeeded
        default: sample = script.sample(for: state)
        }
        let response = sample.filled(values(of: task, state))
        if state == .succeeded { backend.update(task.id) { wire.learn(response, isFile: false, into: &$0) } }
        return SimulatedResponse(response)
    }

    private func file(_ task: LoopbackTask) -> SimulatedResponse {
        let state = task.state(pace)
        guard state == .succeeded else { return notFound }
        if task.ending == .failedFile, let refusal = script.failedFile {
            return SimulatedResponse(refusal.response.filled(values(of: task, .failed)))
        }
        let response = (script.file ?? script.succeeded).filled(values(of: task, state))
        backend.update(task.id) { wire.learn(response, isFile: true, into: &$0) }
        return SimulatedResponse(response)
    }

    private func cancel(_ task: LoopbackTask) -> SimulatedResponse {
        guard let sample = script.stopped else { return notFound }
        if task.state(pace).isFinal {
            guard wire.dialect.cancelDeletesFinished else {
                return refusal(.invalidRequest, "The task is already finished.")
            }
            backend.update(task.id) { $0.isDeleted = true }
        } else {
            backend.update(task.id) { $0.isCancelled = true }
        }
        return SimulatedResponse(sample.filled(values(of: task, .cancelled)))
    }

    private func list(_ tasks: [LoopbackTask], _ sample: SampleResponse?) -> SimulatedResponse {
        guard let sample, sample.isList || !tasks.isEmpty else { return notFound }
        return SimulatedResponse(sample.filled(rows: tasks.prefix(50).map { values(of: $0, $0.state(pace)) }))
    }

    private func upload() -> SimulatedResponse {
        guard var upload = arrival.upload, script.uploads.indices.contains(upload.responses.count) else {
            return notFound
        }
        let response = script.uploads[upload.responses.count].filled([
            .id: upload.fileID, .file: upload.fileID, .base: wire.endpoint.baseText,
            .link: "\(origins.media)/upload/\(upload.fileID)?Signature=\(IDGenerator.hexadecimal(20))",
        ])
        upload.responses.append(response)
        upload.next = wire.uploadShape(upload.input, after: upload.responses)
        backend.keep(upload)
        return SimulatedResponse(response)
    }

    // MARK: - Bytes

    private func media() -> SimulatedResponse {
        do throws(LinkRefusal) {
            let target = try links.check(arrival.request)
            guard let task = backend.task(ofFile: target.fileID) else { throw LinkRefusal(code: "NoSuchKey") }
            return content(task)
        } catch {
            return error.response
        }
    }

    private func content(_ task: LoopbackTask) -> SimulatedResponse {
        guard task.state(pace) == .succeeded, ["GET", "HEAD"].contains(arrival.request.method) else { return notFound }
        let file = FileResponse(
            bytes: backend.bytes(of: task, isChanged: faults.contains(.changedFile)),
            fileID: task.fileID,
            created: task.created,
            request: arrival.request,
            faults: faults
        )
        return file.response { [backend] bytes in backend.update(task.id) { $0.bytesDelivered += bytes } }
    }

    // MARK: - Samples

    private func values(of task: LoopbackTask, _ state: RemoteState) -> [SampleResponse.Blank: String] {
        var values: [SampleResponse.Blank: String] = [
            .id: task.id, .status: word(for: state) ?? script.word(for: .running) ?? "", .file: task.fileID,
            .reason: task.reason, .base: wire.endpoint.baseText, .own: task.ownID ?? "",
        ]
        for case .unknownStatus(let word) in faults { values[.status] = word }
        guard state == .succeeded, task.ending != .withoutOutput, !faults.contains(.withoutOutput) else {
            return values
        }
        values[.link] = links.link(to: task.fileID)
        let samples = [script.accepted, script.succeeded, script.file].compactMap(\.self)
        if samples.contains(where: { $0.has(.data) }) {
            values[.data] = Data(backend.bytes(of: task)).base64EncodedString()
        }
        return values
    }

    /// Returns the word for a state. A task that was cancelled has the word of the response to the cancel, if it has one.
    private func word(for state: RemoteState) -> String? {
        let words = script.words.filter { $0.value == state }.keys
        let stopped = state == .cancelled ? script.stopped?.filled().body ?? [] : []
        let named = words.filter { stopped.contains(Array("\"\($0)\"".utf8)) }.min()
        return named ?? script.word(for: state)
    }

    /// Returns the response to a request without the key in the field that the script names; nil if it has the key.
    func refusalOfKey() -> SimulatedResponse? {
        let field = script.keyField
        let values = arrival.request.fields.filter { $0.name.lowercased() == field.name.lowercased() }.map(\.value)
        let key = backend.options.key
        if values.isEmpty, key == nil { return nil }
        if values.count == 1, field.accepts(values[0], key: key) { return nil }
        return refusal(
            .authenticationFailed,
            values.isEmpty
                ? "The request has no header field \(field.name)."
                : "The header field \(field.name) is not accepted. It is: \(field.prefix)KEY\(field.suffix)"
        )
    }

    /// Returns the script's sample for a refusal, or a plain one if there is none.
    func refusal(_ code: VideoError.Code, _ reason: String) -> SimulatedResponse {
        if let refusal = script.refusals.first(where: { $0.code == code }) {
            return SimulatedResponse(refusal.response.filled([.reason: reason, .base: wire.endpoint.baseText]))
        }
        let statuses: [VideoError.Code: Int] = [
            .authenticationFailed: 401, .insufficientFunds: 402, .quotaExhausted: 429, .rateLimited: 429,
            .taskNotFound: 404, .providerUnavailable: 500,
        ]
        return SimulatedResponse(
            status: statuses[code] ?? 400,
            ["error": ["code": .string(code.rawValue), "message": .string(reason)]]
        )
    }

    private var notFound: SimulatedResponse { refusal(.taskNotFound, "There is no such task.") }
}

extension SimulatedResponse {
    /// Creates a response from a sample that is filled in.
    fileprivate init(_ response: HTTPResponse) {
        self.init(status: response.status, text: "")
        fields = response.head.fields.map { ($0.name, $0.value) }
        body = response.body[...]
    }
}
