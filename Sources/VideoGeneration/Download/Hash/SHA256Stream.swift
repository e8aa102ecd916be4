import Synchronization

#if canImport(CryptoKit)
import CryptoKit
#else
import CLibcurl
#endif

/// An incremental SHA-256 (FIPS 180-4) that uses the processor's instructions if possible: CryptoKit on Apple
/// platforms, libcrypto elsewhere, and ``PlainSHA256`` if neither is available.
package final class SHA256Stream: Sendable {
    #if canImport(CryptoKit)
    private typealias Engine = SHA256
    #else
    private typealias Engine = LibcryptoSHA256
    #endif

    private let state = Mutex((engine: Engine(), position: Int64(0)))

    /// Creates a hash of no bytes.
    package init() {}

    /// Returns the digest of bytes in lowercase hexadecimal digits.
    package static func digest(of bytes: [UInt8]) -> String {
        let hash = SHA256Stream()
        bytes.withUnsafeBytes { hash.update($0, at: 0) }
        return hash.finish()
    }

    /// The number of bytes added.
    var position: Int64 { state.withLock { $0.position } }

    /// Adds the bytes at an offset. Ignores bytes that don't directly follow those added before.
    package func update(_ bytes: UnsafeRawBufferPointer, at offset: Int64) {
        state.withLock {
            guard offset == $0.position else { return }
            $0.engine.update(bufferPointer: bytes)
            $0.position += Int64(bytes.count)
        }
    }

    /// Reads a file from the current position of the hash up to an offset, and adds the bytes.
    func update(from file: any DiskFile, to end: Int64) async throws {
        while position < end {
            try Task.checkCancellation()
            let offset = position
            let bytes = try file.read(at: offset, count: Int(min(1 << 18, end - offset)))
            // The file became shorter, so the resulting hash will match nothing.
            if bytes.isEmpty { return }
            bytes.withUnsafeBytes { update($0, at: offset) }
            await Task.yield()
        }
    }

    /// Returns the digest in lowercase hexadecimal digits, as `sha256sum` prints it. No bytes can be added
    /// afterwards.
    package func finish() -> String {
        let digits = Array("0123456789abcdef".unicodeScalars)
        var text = String.UnicodeScalarView()
        for byte in state.withLock({ Array($0.engine.finalize()) }) {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(text)
    }
}

#if !canImport(CryptoKit)
/// SHA-256 from libcrypto, which libcurl depends on.
private final class LibcryptoSHA256 {
    private let native = clibcurl_sha256_new()
    private var plain = PlainSHA256()

    deinit {
        if let native { clibcurl_sha256_free(native) }
    }

    func update(bufferPointer bytes: UnsafeRawBufferPointer) {
        guard let native else { return plain.update(bytes) }
        // libcrypto's update can't fail after the hash was created.
        _ = clibcurl_sha256_update(native, bytes.baseAddress, bytes.count)
    }

    func finalize() -> [UInt8] {
        guard let native else { return plain.finish() }
        var digest = [UInt8](repeating: 0, count: 32)
        _ = clibcurl_sha256_finish(native, &digest)
        return digest
    }
}
#endif
