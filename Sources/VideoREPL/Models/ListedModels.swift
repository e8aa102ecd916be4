import VideoGeneration
import VideoPlatform

/// The lists of models that providers sent, kept in the state folder for a week.
struct ListedModels: Sendable {
    /// A kept list.
    struct Record: Sendable, Codable, Equatable {
        var provider: String
        var dialect: String
        var baseURL: String
        /// The day on which the provider sent the list.
        var readOn: String
        var models: [ModelDescription]
    }

    /// The folder of the lists, one file for each provider.
    let folder: String
    let disk: any Disk
    let now: Date

    /// The largest file that is read, in bytes. The lists of all known providers are below one megabyte.
    private static let longest = 16 << 20
    private static let lifetime: TimeInterval = 7 * 86_400

    /// Returns the kept list of a provider, or nil if there is none of the last week.
    /// - Throws: ``Damaged`` if the file is no list. It has been removed.
    func record(of entry: ProviderConfiguration) throws(Damaged) -> Record? {
        guard let path = path(of: entry) else { return nil }
        let bytes: [UInt8]
        do {
            guard try disk.size(of: path) != nil else { return nil }
            let file = try disk.open(path, .read)
            defer { file.close() }
            let size = try file.size()
            bytes = size <= Self.longest ? try file.read(at: 0, count: Int(size)) : []
        } catch { return nil }
        guard var record = try? JSONDecoder().decode(Record.self, from: Data(bytes)),
            let day = ModelDescription.day(record.readOn)
        else {
            try? disk.remove(path)
            throw Damaged(path: path)
        }
        guard record.provider == entry.id, record.dialect == entry.dialect, record.baseURL == entry.baseURL,
            day <= now.day, day >= now.addingTimeInterval(-Self.lifetime).day
        else { return nil }
        record.readOn = day
        // Other programs can write to the file.
        record.models = record.models.cleaned
        return record
    }

    /// Keeps the list of a provider.
    /// - Throws: `DiskError` or ``VideoError`` if the file cannot be written.
    func keep(_ models: [ModelDescription], of entry: ProviderConfiguration) throws {
        guard let path = path(of: entry) else { return }
        let record = Record(
            provider: entry.id,
            dialect: entry.dialect,
            baseURL: entry.baseURL,
            readOn: now.day,
            models: models
        )
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try disk.makePrivateFolder(folder)
        try disk.replace(path, with: Array(encoder.encode(record)))
    }

    /// Returns the path of a provider's file, or nil if its ID cannot be part of a path.
    private func path(of entry: ProviderConfiguration) -> String? {
        entry.id.isProviderID ? "\(folder)/\(entry.id).json" : nil
    }

    /// A file that was not a list, and was removed.
    struct Damaged: Error {
        let path: String

        var notice: String {
            "\(path) was damaged and has been removed. The models are those of the program; `models --refresh` reads the "
                + "provider's list again."
        }
    }
}

extension Session {
    /// The kept lists, or nil if there is no state folder.
    var listedModels: ListedModels? {
        guard let folder = try? folders.state(options[.state]) else { return nil }
        return ListedModels(folder: folder + "/models", disk: disk, now: clock.now)
    }

    /// Returns an entry with the models of the provider's own list, if one of the last week is kept. The entry's own
    /// models stay before them.
    func withListedModels(_ entry: ProviderConfiguration)
        -> (entry: ProviderConfiguration, readOn: String?, notice: String?)
    {
        do throws(ListedModels.Damaged) {
            guard let record = try listedModels?.record(of: entry) else { return (entry, nil, nil) }
            return (withModels(record.models, readOn: record.readOn, entry), record.readOn, nil)
        } catch {
            return (entry, nil, error.notice)
        }
    }

    /// Returns an entry with the models of a list that the provider sent. A model of the program that is not in the list
    /// has ended, at the latest on the day of the list.
    func withModels(_ listed: [ModelDescription], readOn day: String, _ entry: ProviderConfiguration)
        -> ProviderConfiguration
    {
        var entry = entry
        var models = entry.models ?? []
        var known = Set(models.map(\.name))
        models += listed.filter { known.insert($0.name).inserted }
        let builtIn = (try? registry.plugin(for: entry.dialect).makeDialect(entry).models) ?? []
        for var model in builtIn where known.insert(model.name).inserted {
            model.retiresOn = min(model.retiresOn.flatMap(ModelDescription.day) ?? day, day)
            models.append(model)
        }
        entry.models = models
        return entry
    }
}
