extension ResponseExplanation {
    /// The explanation for programs: only facts from the response, with signed links and times in seconds since 1970.
    package var json: JSONValue {
        var object: JSONObject = [:]
        if let snapshot { describe(snapshot, in: &object) }
        if let output {
            object["fileID"] = (output.id ?? snapshot?.remote.fileID).map { .string($0) }
            object["assetURL"] = output.link.map { .string($0.string) }
            object["backupURL"] = output.backupLinks.first.map { .string($0.string) }
            object["assetNeedsCredential"] = .bool(output.needsCredential)
            object["assetFromContentRoute"] = .bool(isFromContentRoute)
            object["expiresAt"] = output.expiresAt.flatMap(Self.seconds)
        }
        object["states"] = tasks.map { .array($0.map { .string($0.state.rawValue) }) }
        object["purchase"] = purchase.map { .string($0.name) }
        object["cancelled"] = cancellation.map { .bool($0 == .cancelled || $0 == .deleted) }
        if let error {
            object["error"] = [
                "code": .string(error.code.rawValue), "retry": error.isTransient ? "yes" : "no",
                "message": .string(error.message),
            ]
            object["retryAfterDate"] = error.retryAfterDate.map { .string($0.formatted(.iso8601)) }
        }
        return .object(object)
    }

    private func describe(_ snapshot: TaskSnapshot, in object: inout JSONObject) {
        object["state"] = .string(snapshot.state.rawValue)
        object["progress"] = snapshot.progress.map { .number("\($0)") }
        object["rawStatus"] = snapshot.rawStatus.map { .string($0) }
        object["taskID"] = snapshot.remote.id.isEmpty ? nil : .string(snapshot.remote.id)
        object["fileID"] = snapshot.remote.fileID.map { .string($0) }
        object["createdAt"] = snapshot.createdAt.flatMap(Self.seconds)
        object["ownID"] = snapshot.ownID.map { .string($0) }
        object["charge"] = snapshot.charge.map { .string("\($0)") }
        object["width"] = snapshot.size.map { JSONValue($0.width) }
        object["height"] = snapshot.size.map { JSONValue($0.height) }
    }

    private static func seconds(_ date: Date) -> JSONValue? {
        Int(exactly: date.timeIntervalSince1970.rounded(.down)).map { JSONValue($0) }
    }

    /// The explanation for people: one sentence per line, with links without their queries.
    package var words: [String] {
        var lines = ["HTTP \(httpStatus), read as the response of \(dialect) to: \(operation.rawValue)."]
        if let snapshot { lines += Self.words(snapshot) }
        if let output {
            lines.append("Video: \(Self.place(of: output))")
            lines += output.backupLinks.map { "Also at: \($0)" }
            lines.append(
                output.needsCredential
                    ? "The key is sent to this address, because it belongs to the API."
                    : "The key is not sent to this address."
            )
            if let date = output.expiresAt { lines.append("The link works until \(date.formatted(.iso8601)).") }
        }
        if let tasks {
            lines.append("Tasks: \(tasks.count).")
            lines += tasks.map { "\(Self.shown($0.remote.id)): \($0.state.rawValue)" }
        }
        if let cancellation { lines.append("Cancellation: \(cancellation.rawValue).") }
        if let purchase { lines.append(purchase.sentence) }
        if let error {
            lines.append("Error \(error.code.rawValue): \(error)")
            lines.append(error.isTransient ? "Trying again may help." : "Trying again does not help.")
            if let date = error.retryAfterDate { lines.append("Do not try again before \(date.formatted(.iso8601)).") }
            if let delay = error.retryAfter {
                lines.append("Wait at least \(delay.components.seconds) s before you try again.")
            }
        }
        return lines
    }

    private static func words(_ snapshot: TaskSnapshot) -> [String] {
        var lines = ["State: \(snapshot.state.rawValue)."]
        if let word = snapshot.rawStatus {
            lines.append("The provider's status: \(shown(word)).")
            if !snapshot.isKnownStatus { lines.append("No table contains this status, so it counts as running.") }
        }
        if !snapshot.remote.id.isEmpty { lines.append("Task: \(shown(snapshot.remote.id))") }
        if let file = snapshot.remote.fileID { lines.append("File: \(shown(file)). Its link is requested next.") }
        if let progress = snapshot.progress { lines.append("Progress: \(Int(min(max(progress, 0), 1) * 100)) %.") }
        lines += urls(of: snapshot.remote)
        if let id = snapshot.ownID { lines.append("The ID that the caller sent: \(shown(id))") }
        if let charge = snapshot.charge { lines.append("Charge: \(shown("\(charge)")).") }
        if let date = snapshot.createdAt { lines.append("Created at \(date.formatted(.iso8601)).") }
        if let size = snapshot.size { lines.append("Size: \(size).") }
        return lines
    }

    /// The URLs for further requests, without their queries. A dialect uses those to origins that it trusts.
    private static func urls(of task: RemoteTask) -> [String] {
        let named = [("Poll", task.pollingURL), ("Result", task.resultURL), ("Cancel", task.cancelURL)]
        return named.compactMap { name, url in
            url.map { "\(name) URL: \(HTTPURL($0).map { "\($0)" } ?? "unreadable")" }
        }
    }

    private static func place(of output: VideoOutput) -> String {
        switch output.source {
        case .link(let link): "\(link)"
        case .inline: "inside the response"
        case .bucket(let uri): Redaction.singleLine(uri, limit: 200)
        }
    }

    private static func shown(_ text: String) -> String { Redaction.singleLine(text, limit: 120) }
}

extension PurchaseOutcome {
    fileprivate var name: String {
        switch self {
        case .accepted(let isProvisional): isProvisional ? "acceptedProvisionally" : "accepted"
        case .refused: "refused"
        case .notNow: "notNow"
        case .unknown: "unknown"
        }
    }

    fileprivate var sentence: String {
        switch self {
        case .accepted(isProvisional: false): "The provider accepted the request. The video was bought."
        case .accepted(isProvisional: true):
            "The response names a task but is not a success. The task is polled. If the provider does not know it, "
                + "it is unknown whether the video was bought."
        case .refused: "The provider refused the request. Nothing was bought."
        case .notNow:
            "The provider refused the request for now. Nothing was bought, and the request is sent again later."
        case .unknown:
            "The video may have been bought. The task is kept with an unknown outcome, and the request is never sent "
                + "again automatically."
        }
    }
}
