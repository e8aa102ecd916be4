import VideoGenerationCore

/// The wire format that a manifest describes.
struct ManifestDialect: Sendable {
    let name: String
    let catalog: [ManifestModel]
    let acceptsOtherModels: Bool
    let defaultModel: String?
    let auth: ManifestAuth
    let hosts: ManifestHosts
    /// The origin of the vendor, to which the limits of an account belong.
    let vendor: Origin?
    let vendorLimits: SubmitLimits
    let pollInterval: Duration?
    let headers: HeaderTemplate
    let ownIDField: OwnIDField?
    let tables: [String: ValueTable]
    let submit: ManifestSubmit
    let status: ManifestOperation
    let file: ManifestOperation?
    let contentPath: PathTemplate?
    let cancel: ManifestOperation?
    let cancelDeletesFinished: Bool
    let listing: ManifestList?
    let lookup: ManifestList?
    let upload: ManifestUpload?
    let reading: ManifestReading
    let words: StatusTable
    let throttledStatuses: Set<String>
    let errors: ErrorRules

    var uniform: UniformResponse { UniformResponse(reading: reading, words: words) }

    /// Returns a request with the header fields of the manifest.
    func withHeaders(_ request: HTTPRequest) -> HTTPRequest {
        var complete = request
        // A field of the operation replaces one of the manifest.
        for field in headers.fields where request.fields[field.name] == nil {
            complete.fields[field.name] = field.value
        }
        return complete
    }

    /// Runs the reading of a response, and gives its error the meaning of its HTTP status.
    func naming<Value>(_ operation: DialectOperation, _ read: () throws -> Value) throws -> Value {
        do { return try read() } catch let error as VideoError { throw errors.named(error, operation) }
    }

    func paced(_ snapshot: TaskSnapshot) -> TaskSnapshot {
        guard let pollInterval, !snapshot.state.isFinal else { return snapshot }
        var snapshot = snapshot
        snapshot.pollAfter = max(snapshot.pollAfter ?? .zero, pollInterval)
        return snapshot
    }

    /// Returns a request to the URL that a response carried, or to the operation's own path.
    func request(_ operation: ManifestOperation, _ carried: String?, of task: RemoteTask, at endpoint: Endpoint) throws
        -> HTTPRequest
    {
        var values = NamedValues.task(task)
        if let url = carriedURL(carried, at: endpoint) {
            return withHeaders(try operation.request(to: url, &values))
        }
        return withHeaders(try operation.request(values, at: endpoint))
    }
}
