/// A free request whose response shows whether a server speaks a dialect.
///
/// A plugin offers probes, usually a poll of a task that does not exist, so that a user can write `dialect: auto` for a
/// relay.
public struct DialectProbe: Sendable {
    /// The ID of a task that does not exist.
    package static let unknownTask = "task_00000000000000000000000000000000"

    /// Returns the GET request to send.
    let request: @Sendable (Endpoint) throws -> HTTPRequest
    /// Returns whether a response can only come from an API of this dialect.
    let recognizes: @Sendable (ResponseDocument) -> Bool

    /// Creates a probe from its request and the check of the response.
    public init(
        _ request: @escaping @Sendable (Endpoint) throws -> HTTPRequest,
        recognizes: @escaping @Sendable (ResponseDocument) -> Bool
    ) {
        self.request = request
        self.recognizes = recognizes
    }

    /// Returns a poll of a task that does not exist. By default, a response that says so in words or by a code counts.
    public static func unknownTask(
        of dialect: any VideoDialect,
        recognizes: @escaping @Sendable (ResponseDocument) -> Bool = { $0.saysTaskIsUnknown }
    ) -> DialectProbe {
        DialectProbe(
            { try dialect.statusRequest(for: RemoteTask(id: unknownTask), at: $0) },
            recognizes: recognizes
        )
    }
}

extension ResponseDocument {
    /// Whether the response says that the task is unknown, rather than the address.
    public var saysTaskIsUnknown: Bool {
        guard let json, !layers.isEmpty else { return false }
        let details = ProviderErrorDetails(extractedFrom: json)
        if details.codes.contains(where: { ErrorTable.common[$0]?.code == .taskNotFound }) { return true }
        guard let message = details.message else { return false }
        let search = PhraseSearch(message)
        if Self.speaksOfRoute(search) { return false }
        let isAboutTask = Self.things.contains(where: search.contains)
        return isAboutTask && Self.absences.contains(where: search.contains)
    }

    /// Whether the response says that the address is unknown, rather than the task.
    var saysRouteIsUnknown: Bool {
        json.flatMap { ProviderErrorDetails(extractedFrom: $0).message }.map { Self.speaksOfRoute(PhraseSearch($0)) }
            ?? false
    }

    private static func speaksOfRoute(_ search: PhraseSearch) -> Bool {
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
        return !isOfServer && !words.hasPrefix("invalid url")
    }
}
