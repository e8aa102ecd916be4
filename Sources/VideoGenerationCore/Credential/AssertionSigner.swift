/// The services of the machine that the exchange for an access token needs: a file with a private key, and a signature
/// with it. The engine has them; the core and the adapters have neither files nor cryptography.
package protocol AssertionSigner: Sendable {
    /// Returns the bytes of a key file.
    /// - Throws: ``VideoError``.
    func keyFile(at path: String) throws -> [UInt8]

    /// Returns the signature RS256 of a message.
    /// - Parameter privateKey: An RSA key in PEM.
    /// - Throws: ``VideoError``.
    func signature(of message: [UInt8], privateKey: [UInt8]) throws -> [UInt8]
}
