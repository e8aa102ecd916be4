import VideoPlatform

/// The records of all endpoints. Each is one small file next to the journal, shared by every process that uses it.
struct EndpointRecords: Sendable {
    private let folder: String
    private let disk: any Disk
    private let clock: any EngineClock

    /// Creates the records of a journal.
    /// - Parameter folder: the journal's own folder.
    init(folder: String, disk: any Disk, clock: any EngineClock) {
        self.folder = folder + "/endpoints"
        self.disk = disk
        self.clock = clock
    }

    /// Returns the record of an endpoint; nil if nothing was submitted there yet, or if the record is unreadable.
    func record(of endpoint: Endpoint) -> EndpointRecord? {
        guard let file = try? disk.open(path(of: endpoint), .read) else { return nil }
        defer { file.close() }
        return Self.read(file, endpoint)
    }

    /// Changes the record of an endpoint under its lock. Creates the record if there is none.
    /// - Throws: ``VideoError`` with code `storageFailed`, or `busy` if another process keeps the lock for two seconds;
    ///   `CancellationError` if the task is cancelled.
    func change(_ endpoint: Endpoint, _ change: (inout EndpointRecord) -> Void) async throws {
        do {
            try disk.makePrivateFolder(folder)
            let path = path(of: endpoint)
            let file = try await disk.lockedFile(within: .seconds(2), on: clock) { try disk.open(path, .update) }
            guard let file else {
                throw VideoError(.busy, "Another process has locked the record of \(endpoint.baseURL).")
            }
            defer { file.close() }
            var record = Self.read(file, endpoint) ?? EndpointRecord(endpoint: endpoint)
            change(&record)
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            let bytes = Array(try encoder.encode(record))
            try file.write(bytes, at: 0)
            try file.truncate(to: Int64(bytes.count))
        } catch let error as DiskError {
            throw VideoError(storage: error, doing: "write the record of \(endpoint.baseURL)")
        }
    }

    /// Returns all records that can be read.
    func all() throws -> [EndpointRecord] {
        try disk.names(in: folder).filter { $0.hasSuffix(".json") }.sorted().compactMap { name in
            let file = try disk.open("\(folder)/\(name)", .read)
            defer { file.close() }
            return try? JSONDecoder().decode(EndpointRecord.self, from: Data(file.read(at: 0, count: Self.longest)))
        }
    }

    private static let longest = 64 << 10

    private static func read(_ file: any DiskFile, _ endpoint: Endpoint) -> EndpointRecord? {
        guard let bytes = try? file.read(at: 0, count: longest),
            let record = try? JSONDecoder().decode(EndpointRecord.self, from: Data(bytes)),
            record.endpoint.origin == endpoint.origin
        else { return nil }
        return record
    }

    private func path(of endpoint: Endpoint) -> String {
        "\(folder)/\(SHA256Stream.digest(of: Array(endpoint.plainAddress.utf8)).prefix(32)).json"
    }
}
