extension Origin {
    /// Whether the host is a name that can be public: not an address in any notation, not this machine, and not in a
    /// private network. Checked by name, too, because a proxy would not check the address that the name resolves to.
    package var hasPublicName: Bool {
        let labels = host.split(separator: ".", omittingEmptySubsequences: true)
        // A last label that begins with a digit makes the host an address: 127.1, 2130706433, 0x7f.1 (WHATWG URL,
        // "ends in a number"). No top-level domain begins with a digit.
        guard labels.count >= 2, let last = labels.last, last.first?.isLetter == true else { return false }
        return !Self.privateDomains.contains(String(last)) && labels.suffix(2) != ["home", "arpa"]
    }

    /// The domains of RFC 6761, RFC 6762 and RFC 8375, ICANN's name for private use (`internal`), and other common
    /// ones.
    private static let privateDomains: Set<String> = [
        "localhost", "local", "localdomain", "internal", "intranet", "lan", "home", "corp",
    ]
}
