import VideoGeneration
import VideoPlatform

/// A search for the videos of a provider's account that no task of the journal owns.
struct OrphanSearch: Sendable {
    /// A video without a task.
    struct Orphan: Sendable {
        var provider: String
        var row: TaskSnapshot
        /// The task with an unknown outcome that the video may belong to; nil if none has its prompt or its own ID.
        var candidate: VideoTask.ID?
    }

    /// The rows of the list that no task owns.
    private(set) var orphans: [Orphan] = []
    /// The number of rows that were read.
    private(set) var count = 0
    /// Whether the list was read to its end.
    private(set) var isWhole = true

    /// The maximum number of pages that are read from one list.
    private static let mostPages = 20
    /// The pause between two pages, so that the list is not what uses up the account's limit.
    private static let pause = Duration.milliseconds(250)

    /// Reads a provider's list.
    /// - Parameter provider: reads the list, and is the provider of the orphans.
    /// - Throws: ``VideoError``, with code `unsupported` if the provider has no list; `CancellationError`.
    static func run(_ provider: any VideoGenerating, _ session: Session) async throws -> Self {
        var search = Self()
        let rows = try await search.rows(of: provider, session)
        // The journal is read after the list, so that it contains every task of this journal in the list.
        let journal = try await session.journal()
        try await journal.completeClaims()
        let tasks = try await journal.tasks()
        let endpoint = provider.info.endpoint
        let own = tasks.filter { $0.provider.endpoint.origin == endpoint.origin }
        let known = knownIDs(of: tasks, at: endpoint)
        let open = own.filter { $0.state == .outcomeUnknown || $0.state == .submitting }
        for row in rows where !known.contains(row.remote.id) {
            guard try await journal.owner(of: row.remote.id, at: endpoint) == nil else { continue }
            let candidate = open.first { row.ownID != nil && $0.ownID == row.ownID } ?? open.first { isLike($0, row) }
            search.orphans.append(Orphan(provider: provider.info.id, row: row, candidate: candidate?.id))
        }
        return search
    }

    /// Returns the IDs that the tasks have at a provider, also those of attempts before the last one.
    static func knownIDs(of tasks: [VideoTask], at endpoint: Endpoint) -> Set<String> {
        var known: Set<String> = []
        for task in tasks {
            if let id = task.remote?.id, task.provider.endpoint.origin == endpoint.origin { known.insert(id) }
            for attempt in task.attempts where attempt.provider.endpoint.origin == endpoint.origin {
                if let id = attempt.remoteID { known.insert(id) }
            }
        }
        return known
    }

    private static func isLike(_ task: VideoTask, _ row: TaskSnapshot) -> Bool {
        row.ownID == nil && row.prompt != nil && row.prompt == task.request.prompt
            && (task.model == nil || row.remote.model == nil || task.model == row.remote.model)
    }

    // MARK: - The list

    /// Reads the lists of all modes. Most APIs have one list for all of them.
    private mutating func rows(of provider: any VideoGenerating, _ session: Session) async throws -> [TaskSnapshot] {
        var known: Set<String> = []
        var rows: [TaskSnapshot] = []
        var modes: [GenerationMode] = []
        for mode in provider.info.models.flatMap({ $0.modes.map(\.mode) }) where !modes.contains(mode) {
            modes.append(mode)
        }
        for mode in modes.isEmpty ? [nil] : modes.map(Optional.some) {
            var listing = TaskListing(mode: mode)
            for number in 1...Self.mostPages {
                if !rows.isEmpty || number > 1 { try await session.clock.sleep(for: Self.pause) }
                let context = ExchangeContext.onThisMachine(session.transport, at: session.clock.now)
                let page = try await provider.list(listing, in: context)
                let new = page.tasks.filter { !$0.remote.id.isEmpty && known.insert($0.remote.id).inserted }
                rows += new
                // The list of another mode is the same list.
                if number == 1, new.isEmpty, !page.tasks.isEmpty {
                    count = rows.count
                    return rows
                }
                // A page without new tasks is the last one, whatever its cursor says.
                guard let next = page.next, !new.isEmpty else { break }
                listing.after = next
                if number == Self.mostPages { isWhole = false }
            }
        }
        count = rows.count
        return rows
    }
}

extension OrphanSearch.Orphan {
    /// The time at which the provider created the video, or an empty string. A provider can send any number.
    var created: String {
        guard let date = row.createdAt, (0..<253_402_300_800).contains(date.timeIntervalSince1970) else { return "" }
        return Format.time(date)
    }

    /// Returns a table in which no ID is cut, because an ID is there to be copied.
    static func table(_ orphans: [Self]) -> TextTable {
        let hasSeveral = Set(orphans.map(\.provider)).count > 1
        return TextTable(
            columns: [
                .init(title: "ID", isWrapped: true, keepsWords: true), .init(title: "STATE", priority: 1),
                .init(title: "TASK", priority: 2), .init(title: "CREATED", priority: 4),
                .init(title: "PROVIDER", priority: 5), .init(title: "MODEL", priority: 6),
                .init(title: "SIZE", priority: 7), .init(title: "PROMPT", isFlexible: true, priority: 3),
            ],
            rows: orphans.map { orphan in
                let row = orphan.row
                return [
                    .init(Redaction.singleLine(row.remote.id, limit: 200)), .init(row.state.rawValue),
                    .init(orphan.candidate.map { "\($0)?" } ?? "", .yellow), .init(orphan.created),
                    .init(hasSeveral ? Redaction.singleLine(orphan.provider, limit: 24) : ""),
                    .init(Redaction.singleLine(row.remote.model ?? "", limit: 32)),
                    .init(row.size.map { "\($0)" } ?? ""), .init(Redaction.singleLine(row.prompt ?? "", limit: 60)),
                ]
            }
        )
    }

    var json: JSONValue {
        [
            "event": "orphan", "provider": .string(provider),
            "taskID": .string(Redaction.singleLine(row.remote.id, limit: 2048)), "state": .string(row.state.rawValue),
            "model": Self.text(row.remote.model), "createdAt": created.isEmpty ? .null : .string(created),
            "size": Self.text(row.size.map { "\($0)" }), "prompt": Self.text(row.prompt),
            "mayBe": Self.text(candidate?.rawValue),
        ]
    }

    private static func text(_ text: String?) -> JSONValue {
        text.map { .string(Redaction.singleLine($0, limit: 1000)) } ?? .null
    }
}
