import CLibcurl

/// The signature RS256 of JSON Web Signature (RFC 7518, 3.3), made by libcrypto.
package enum RS256 {
    /// The longest signature, in bytes: that of a key of 16384 bits.
    private static let longestSignature = 2_048

    /// Returns the signature of a message.
    /// - Parameters:
    ///   - message: The bytes to sign.
    ///   - privateKey: An RSA key in PEM, without a password. It appears in no error.
    /// - Throws: `VideoError` with code `unsupported` if libcrypto is missing, or `authenticationFailed` if the key
    ///   cannot be used.
    package static func signature(of message: [UInt8], privateKey: [UInt8]) throws(VideoError) -> [UInt8] {
        var signature = [UInt8](repeating: 0, count: longestSignature)
        var length = signature.count
        let result = clibcurl_rs256(privateKey, privateKey.count, message, message.count, &signature, &length)
        switch result {
        case CLIBCURL_RS256_SIGNED: return Array(signature.prefix(length))
        case CLIBCURL_RS256_MISSING: throw missing
        case CLIBCURL_RS256_BAD_KEY:
            throw VideoError(
                .authenticationFailed,
                "The private key in the key file is not an RSA key in PEM without a password.",
                advice: "Nothing was sent and nothing was bought. Download the key file again."
            )
        default:
            throw VideoError(
                .authenticationFailed,
                "libcrypto could not sign with the private key in the key file.",
                advice: "Nothing was sent and nothing was bought. Download the key file again."
            )
        }
    }

    /// The error on a machine without libcrypto.
    package static let missing = VideoError(
        .unsupported,
        "A key file needs a signature, and this machine has no libcrypto (OpenSSL 1.1.1 or 3).",
        advice:
            "Nothing was sent and nothing was bought. Install OpenSSL, or give an access token in place of the file."
    )
}
