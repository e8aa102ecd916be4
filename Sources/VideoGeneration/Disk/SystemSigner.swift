import VideoPlatform

/// Reads key files from the disk, and signs with libcrypto.
struct SystemSigner: AssertionSigner {
    /// The largest key file, in bytes. A service account's has about 2400.
    private static let maximumBytes: Int64 = 64 << 10

    func keyFile(at path: String) throws -> [UInt8] {
        do {
            // A key file may be a symbolic link, as that of a mounted secret is. Opening a pipe must not wait.
            let descriptor = try SystemCall.retrying("open", path) { SystemCall.open(path, O_RDONLY | O_NONBLOCK) }
            let file = POSIXFile(descriptor, path: path)
            if let refusal = try file.refusal { throw refusal }
            let size = try file.size()
            guard size <= Self.maximumBytes else { throw Self.unreadable(path, "it has \(size) bytes") }
            return try file.read(at: 0, count: Int(size))
        } catch let error as DiskError {
            throw Self.unreadable(path, error.reason)
        }
    }

    func signature(of message: [UInt8], privateKey: [UInt8]) throws -> [UInt8] {
        try RS256.signature(of: message, privateKey: privateKey)
    }

    private static func unreadable(_ path: String, _ reason: String) -> VideoError {
        VideoError(
            .authenticationFailed,
            "The key file \(Redaction.singleLine(path, limit: 200)) cannot be read: \(reason).",
            advice: "Nothing was sent and nothing was bought. Check the path in the key's variable."
        )
    }
}

extension ExchangeContext {
    /// Returns the context of an exchange on this machine, in which an authorizer can read a key file and sign.
    package static func onThisMachine(
        _ transport: any HTTPTransport,
        at date: Date,
        timeLimit: Duration? = nil,
        idempotencyKey: String? = nil
    ) -> ExchangeContext {
        var context = ExchangeContext(
            transport: transport,
            date: date,
            timeLimit: timeLimit,
            idempotencyKey: idempotencyKey
        )
        context.signer = SystemSigner()
        return context
    }
}
