import Synchronization

#if canImport(CryptoKit)
import CryptoKit
#else
import CLibcurl
#endif

/// A SHA-256 (FIPS 180-4) that is fed in pieces, by the processor's own instructions where there is a way
/// to them: CryptoKit on Apple platforms, libcrypto elsewhere, ``PlainSHA256`` where neither is there.
package final class SHA256Stream: Sendable {
    #if canImport(CryptoKit)
    private typealias Engine = SHA256
    #else
    private typealias Engine = LibcryptoSHA256
    #endif

    private let state = Mutex((engine: Engine(), position: Int64(0)))

    /// Begins with nothing added.
    package init() {}

    /// How many bytes were added.
    var position: Int64 { state.withLock { $0.position } }

    /// Adds the bytes that stand at an offset; those that are not the next ones are left out.
    package func update(_ bytes: UnsafeRawBufferPointer, at offset: Int64) {
        state.withLock {
            guard offset == $0.position else { return }
            $0.engine.update(bufferPointer: bytes)
            $0.position += Int64(bytes.count)
        }
    }

    /// Reads a file from where the hash is up to an offset, and adds it.
    func update(from file: any DiskFile, to end: Int64) async throws {
        while position < end {
            try Task.checkCancellation()
            let offset = position
            let bytes = try file.read(at: offset, count: Int(min(1 << 18, end - offset)))
            // The file became shorter: the hash that comes out then fits nothing.
            if bytes.isEmpty { return }
            bytes.withUnsafeBytes { update($0, at: offset) }
            await Task.yield()
        }
    }

    /// The digest in lower-case hexadecimal digits, as `sha256sum` prints it; nothing may be added afterwards.
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
/// SHA-256 by libcrypto, which libcurl brings along.
private final class LibcryptoSHA256 {
    private let native = clibcurl_sha256_new()
    private var plain = PlainSHA256()

    deinit {
        if let native { clibcurl_sha256_free(native) }
    }

    func update(bufferPointer bytes: UnsafeRawBufferPointer) {
        guard let native else { return plain.update(bytes) }
        // libcrypto's update has no way to fail on a hash that was made.
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
