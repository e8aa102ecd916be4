/// A question that costs nothing, and how its answer shows that a dialect is spoken.
///
/// A plugin offers probes, usually a poll of a task that does not exist, so that a user can write
/// `dialect: auto` for a relay.
public struct DialectProbe: Sendable {
    /// The id of a task that does not exist.
    public static let unknownTask = "task_00000000000000000000000000000000"

    /// The question: a GET.
    let request: @Sendable (Endpoint) throws -> HTTPRequest
    /// Whether an answer can only come from an API of this dialect.
    let recognises: @Sendable (ResponseDocument) -> Bool

    /// Makes a probe.
    public init(
        _ request: @escaping @Sendable (Endpoint) throws -> HTTPRequest,
        recognises: @escaping @Sendable (ResponseDocument) -> Bool
    ) {
        self.request = request
        self.recognises = recognises
    }

    /// A poll of a task that does not exist, recognised by an answer that says so in words or by a code.
    public static func unknownTask(
        of dialect: any VideoDialect,
        recognises: @escaping @Sendable (ResponseDocument) -> Bool = { $0.saysTaskIsUnknown }
    ) -> DialectProbe {
        DialectProbe(
            { try dialect.statusRequest(for: RemoteTask(id: unknownTask), at: $0) },
            recognises: recognises
        )
    }
}

extension ResponseDocument {
    /// Whether the answer says that there is no such task, rather than no such address.
    public var saysTaskIsUnknown: Bool {
        guard let json, !layers.isEmpty else { return false }
        let complaint = ProviderErrorDetails(digging: json)
        if complaint.codes.contains(where: { ErrorTable.common[$0]?.code == .taskNotFound }) { return true }
        guard let message = complaint.message else { return false }
        let search = PhraseSearch(message)
        if Self.speaksOfRoute(search) { return false }
        let isAboutTask = Self.things.contains(where: search.contains)
        return isAboutTask && Self.absences.contains(where: search.contains)
    }

    /// Whether the response says that the address is unknown, rather than the task.
    var saysRouteIsUnknown: Bool {
        json.flatMap { ProviderErrorDetails(digging: $0).message }.map { Self.speaksOfRoute(PhraseSearch($0)) } ?? false
    }

    fileprivate static func speaksOfRoute(_ search: PhraseSearch) -> Bool {
        search.contains("url") || search.contains("route") || search.contains("endpoint")
    }

    private static let things: [StaticString] = ["task", "video", "job", "record", "任务"]
    private static let absences: [StaticString] = [
        "not found", "not exist", "no such", "unknown", "invalid", "不存在",
    ]
}

extension VideoError {
    /// Whether the provider says that there is no such task, rather than no such address.
    package var saysTaskIsUnknown: Bool {
        guard code == .taskNotFound else { return false }
        guard httpStatus == 404 else { return true }
        let words = message.lowercased()
        let isOfServer =
            words.hasPrefix("<") || words.hasPrefix("404") || words.hasPrefix("cannot get ")
            || ["not found", "page not found"].contains(words)
        return !isOfServer && !ResponseDocument.speaksOfRoute(PhraseSearch(message))
    }
}
