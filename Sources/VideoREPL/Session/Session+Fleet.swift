import VideoGeneration
import VideoGenerationPostgres

extension Session {
    /// Returns the providers whose tasks a worker takes: those that the line names or describes, otherwise all whose keys
    /// are set.
    func workProviders(_ invocation: Invocation) throws -> [DialectProvider] {
        let directory = try directory()
        try directory.file.check()
        let named = invocation.all(.workProvider)
        if invocation.has(.dialect) || invocation.has(.baseURL) {
            var described = invocation
            if let id = named.first { described.add(id, to: .provider) }
            return try directory.described(by: described).map { [try provider($0)] } ?? []
        }
        guard named.isEmpty else { return try named.map { try provider(directory.entry($0)) } }
        let usable = directory.entries.filter { directory.hasKey($0) }
        let providers = usable.compactMap { try? provider($0) }
        guard !providers.isEmpty else {
            throw VideoError(
                .configurationInvalid,
                "No key of a provider is set, so there is nothing to work on.",
                advice: "Set the key's variable, or give --provider ID. `providers` lists them."
            )
        }
        return providers
    }
}

extension CommandOption {
    static let workProvider = CommandOption(
        name: "provider",
        key: "work-provider",
        value: "ID",
        summary: "a provider whose tasks are taken; by default all whose keys are set",
        completion: .provider,
        isRepeatable: true
    )
}
