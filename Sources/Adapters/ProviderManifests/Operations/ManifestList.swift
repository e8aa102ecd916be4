import VideoGenerationCore

/// A request whose response holds several tasks.
struct ManifestList: Sendable {
    let operation: ManifestOperation
    /// The places of the array of tasks.
    let items: [JSONPointer]
    /// The places of the cursor of the next page.
    private let cursor: [JSONPointer]
    /// The places of the number of all tasks, for an API that counts pages.
    private let total: [JSONPointer]

    /// Reads `list` or `lookup`.
    init?(_ object: ManifestObject, _ scope: PlaceholderScope, keyField: String) {
        guard let operation = ManifestOperation(object, scope, keyField: keyField, isReading: true) else { return nil }
        self.operation = operation
        items = object.pointers("items")
        let next = object.object("next", .next)
        cursor = next?.pointers("cursor") ?? []
        total = next?.pointers("total") ?? []
    }

    /// Returns the request for a page.
    func request(_ listing: TaskListing, at endpoint: Endpoint) throws -> HTTPRequest {
        let values = NamedValues([
            "list.limit": JSONValue(listing.limit), "list.page": JSONValue(Self.page(listing)),
            "list.cursor": cursor.isEmpty ? nil : listing.after.map { .string($0) },
        ])
        return try operation.request(values, at: endpoint)
    }

    /// Returns the cursor of the next page; nil on the last page.
    func next(in document: JSONValue, after listing: TaskListing, count: Int) -> String? {
        guard count > 0 else { return nil }
        if let next = cursor.first(in: document)?.identifier { return next.utf8.count <= 2_048 ? next : nil }
        guard let total = total.first(in: document)?.int else { return nil }
        let page = Self.page(listing)
        let seen = page.multipliedReportingOverflow(by: listing.limit)
        return !seen.overflow && seen.partialValue < total ? "\(page + 1)" : nil
    }

    private static func page(_ listing: TaskListing) -> Int {
        listing.after.flatMap { Int($0) }.map { min(max($0, 1), 1_000_000) } ?? 1
    }
}
