import VideoGenerationCore

/// The provider's errors: what each code or HTTP status means, and what it proves.
struct ErrorRules: Sendable {
    /// The meaning of an HTTP status without a known code.
    private struct StatusRow: Sendable {
        let operations: [DialectOperation]
        let status: Int
        let code: VideoError.Code
    }

    private(set) var table = ErrorTable.common
    private(set) var declarations: [ResponseRules.Declaration] = []
    private var statusRows: [StatusRow] = []

    /// The error codes that a provider's response can mean.
    enum Meaning: String, CaseIterable, Sendable {
        case invalidRequest, authenticationFailed, permissionDenied, insufficientFunds, quotaExhausted, rateLimited,
            contentRejected, modelUnavailable, taskNotFound, providerUnavailable, refused, generationFailed,
            taskExpired,
            outputMissing, outputExpired
    }

    private enum Operation: String, CaseIterable { case submit, status, file, cancel, list, lookup }
    fileprivate enum Proof: String, CaseIterable { case refused, notNow, usedBefore, failed, gone }

    /// Reads `errors`.
    init(_ manifest: ManifestObject) {
        for row in manifest.objects("errors", .error, atMost: 500) { add(row) }
    }

    private mutating func add(_ row: ManifestObject) {
        let codes = row.nodes("codes").compactMap { Self.code($0, row.log) }
        let status = row.integer("http", in: 100...599)
        let meaning = row.choice("is", Meaning.allCases).map { VideoError.Code(rawValue: $0.rawValue) }
        if codes.isEmpty, status == nil { row.log.add(row.node, "A row needs \"codes\", \"http\" or both.") }
        if row["is"] == nil, row["proves"] == nil { row.log.add(row.node, "A row needs \"is\", \"proves\" or both.") }
        let operation = row.choice("on", Operation.allCases)
        if let meaning {
            let rows = codes.map { ($0, ErrorTable.Row(meaning, isTransient: Self.isTransient(meaning))) }
            table = table.adding(Dictionary(rows, uniquingKeysWith: { $1 }))
            if codes.isEmpty, let status {
                let named = operation.flatMap { DialectOperation(rawValue: $0.rawValue) }
                statusRows.append(
                    StatusRow(
                        operations: named.map { [$0] } ?? DialectOperation.allCases,
                        status: status,
                        code: meaning
                    )
                )
            }
        }
        if let proof = row.choice("proves", Proof.allCases) { declare(proof, operation, status, codes, row) }
    }

    private static func code(_ node: ManifestNode, _ log: ProblemLog) -> String? {
        switch node.content {
        case .string(let code) where !code.isEmpty && code.utf8.count <= 200: return code
        case .number(let digits): return digits
        default:
            log.add(node, "A code is a text in quotation marks or a number.")
            return nil
        }
    }

    private static func isTransient(_ code: VideoError.Code) -> Bool {
        [.rateLimited, .providerUnavailable].contains(code)
    }

    // MARK: - Proofs

    /// HTTP statuses that a proxy may send although the API works on the request.
    private static let unclear: Set<Int> = [408, 425, 499]
    /// HTTP statuses that say something about the account or the address, not about a task.
    private static let notAboutTask: Set<Int> = [401, 402, 403, 405, 407, 408, 425, 429]

    private mutating func declare(
        _ proof: Proof,
        _ operation: Operation?,
        _ status: Int?,
        _ codes: [String],
        _ row: ManifestObject
    ) {
        guard let status else {
            return row.problem("proves", "A proof needs the HTTP status of the response: \"http\".")
        }
        guard status < 500, (200..<300).contains(status) || status >= 400, !Self.unclear.contains(status) else {
            return row.problem(
                "proves",
                "HTTP \(status) proves nothing: a server may send it after it has accepted the request. Remove "
                    + "\"proves\". The outcome is then unknown, and the request is never sent twice."
            )
        }
        guard !codes.contains(where: ProviderErrorDetails.isOK) else {
            return row.problem("codes", "0, 200, ok and success are codes of a success. They prove no error.")
        }
        switch (proof, operation) {
        case (.refused, .submit?), (.notNow, .submit?), (.usedBefore, .submit?):
            guard !codes.isEmpty else {
                return row.problem("proves", "A proof about a submit needs the provider's own codes: \"codes\".")
            }
            for code in codes { declarations.append(.submit(status, code, is: proof.meaning)) }
        case (.failed, .status?), (.gone, .status?):
            let canStandAlone =
                proof == .failed && status >= 400 && status != 404 && !Self.notAboutTask.contains(status)
            guard !codes.isEmpty || canStandAlone else {
                return row.problem(
                    "proves",
                    "HTTP \(status) alone says nothing about a task. Add the provider's own codes: \"codes\"."
                )
            }
            if codes.isEmpty { declarations.append(.poll(status, is: proof.meaning)) }
            for code in codes { declarations.append(.poll(status, code, is: proof.meaning)) }
        case (.failed, .file?):
            guard codes.isEmpty, !(200..<300).contains(status), !Self.notAboutTask.contains(status) else {
                return row.problem(
                    "proves",
                    "For \"file\", a proof is an HTTP status from 400 on without codes, such as 422."
                )
            }
            declarations.append(.file(status, is: .failed))
        default:
            row.problem(
                "proves",
                "With \"on\": \"submit\", a response can prove refused, notNow or usedBefore; with \"status\", failed or "
                    + "gone; with \"file\", failed."
            )
        }
    }

    // MARK: - Errors

    /// Returns an error with the meaning that the manifest gives to its HTTP status, if no code had a meaning.
    func named(_ error: VideoError, _ operation: DialectOperation) -> VideoError {
        guard let status = error.httpStatus,
            error.providerCode.flatMap({ table[$0] }) == nil,
            let row = statusRows.first(where: { $0.status == status && $0.operations.contains(operation) })
        else { return error }
        var error = error
        error.code = row.code
        error.isTransient = Self.isTransient(row.code)
        return error
    }
}

extension ErrorRules.Proof {
    fileprivate var meaning: ResponseRules.Meaning {
        switch self {
        case .refused: .refused
        case .notNow: .notNow
        case .usedBefore: .usedBefore
        case .failed: .failed
        case .gone: .gone
        }
    }
}
