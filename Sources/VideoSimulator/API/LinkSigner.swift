import VideoPlatform

/// Signs links as MiniMax's storage does, and checks them byte for byte. A link that a client decoded and encoded
/// again is refused.
struct LinkSigner: Sendable {
    /// The target of a link.
    struct Target: Sendable, Equatable {
        var fileID: String
        var isBackup: Bool
    }

    let origin: String
    let lifetime: Double
    private let secret = IDGenerator.alphanumeric(30)

    init(origin: String, lifetime: Double) {
        self.origin = origin
        self.lifetime = lifetime
    }

    /// Returns a new link to a file.
    func link(to fileID: String, backup: Bool = false, now: Date = Date()) -> String {
        let expiry = Int((now.timeIntervalSince1970 + lifetime).rounded(.up))
        return origin + target(Target(fileID: fileID, isBackup: backup), expiry: expiry)
    }

    /// Returns the target of a signed link.
    /// - Throws: ``LinkRefusal`` with the storage's response: 403 for a wrong signature or an expired link.
    func check(_ request: ServerRequest, now: Date = Date()) throws(LinkRefusal) -> Target {
        let parts = request.path.split(separator: "/", omittingEmptySubsequences: false)
        let names = parts.last?.components(separatedBy: "%2F") ?? []
        guard parts.count == 3, names.count == 4, let expiry = request.query("Expires").flatMap({ Int($0) })
        else {
            throw LinkRefusal(code: "SignatureDoesNotMatch")
        }
        let target = Target(fileID: names[2], isBackup: parts[1] == "backup")
        guard self.target(target, expiry: expiry) == request.target else {
            throw LinkRefusal(code: "SignatureDoesNotMatch")
        }
        guard now.timeIntervalSince1970 < Double(expiry) else { throw LinkRefusal.expired }
        return target
    }

    private func target(_ target: Target, expiry: Int) -> String {
        let path =
            "/\(target.isBackup ? "backup" : "media")/inference_output%2Fvideo%2F\(target.fileID)%2Foutput.mp4"
        // 20 bytes always end in one `=` in base64, as in real links. `+` and `/` occur by chance.
        let digest = SHA256.bytes("\(secret)\n\(path)\n\(expiry)").prefix(20)
        let signature = Data(digest).base64EncodedString().replacing("+", with: "%2B")
            .replacing("/", with: "%2F").replacing("=", with: "%3D")
        return "\(path)?Expires=\(expiry)&OSSAccessKeyId=SIMULATOR&Signature=\(signature)"
    }
}
