/// A promise of a provider, as ``ProviderConformance`` checks it.
public enum ConformanceCheck: String, Sendable, Hashable, CaseIterable {
    /// The script has a sample response for every situation, and names every word of the dialect's own table.
    case script
    /// A submit is one POST to the provider's own origin. The prompt arrives byte for byte, and the id in the response
    /// is kept unchanged.
    case purchase
    /// A refusal becomes an error with the expected code and the provider's reason.
    case refusal
    /// A missing response is `outcomeUnknown`. Only a request that provably was not sent is `notSent`.
    case noResponse
    /// A response that neither accepts nor refuses the request leaves the outcome unknown, and no id is invented.
    case unclearResponse
    /// An id in a response is kept, whatever the HTTP status.
    case keptID
    /// A submit never sends a second POST.
    case onePurchase
    /// Every status word has the meaning that the table gives it, in any letter case, and is kept as it was sent.
    case statusWords
    /// An unknown status word means running.
    case unknownWord
    /// A failed poll is a transient error about the poll. It is never reported as a failure of the paid task.
    case pollTrouble
    /// A failed task is a snapshot with the provider's reason, not an error.
    case failureReason
    /// A success without a video is `outputMissing`.
    case missingOutput
    /// An id with `:`, `/`, `+` or `=` reaches the provider unchanged.
    case identifiers
    /// A response about another task is rejected.
    case otherTask
    /// A link is kept byte for byte, with its expiry.
    case links
    /// Every call for the links sends a new request. A video that no longer exists is an error that says so.
    case expiredLink
    /// An HTML page in place of a video is not taken for a video, and a link in it does not request the key at another
    /// origin.
    case pages
    /// The key is sent to the provider's own origin only, and to origins that the dialect trusts with it.
    case credential
    /// Every request has the key in the header field that the script names, with its prefix, and in no other field.
    case keyField
    /// No error, description or dump contains the key, a signed query or a control character, including the error of a
    /// broken connection.
    case redaction
    /// A call that is cancelled at any suspension point ends at once, and no task is lost.
    case cancellation
    /// Damaged responses are errors. None of them traps, invents a success or throws anything but a `VideoError`.
    case damagedResponses
    /// A cancel is one request and reports its result. Nothing is sent if the provider has no such operation.
    case stopping
    /// The list contains the provider's tasks. Nothing is sent if the provider has no list.
    case listing
    /// The amount that a finished task costs is read exactly. It is nil if the provider reports none.
    case charge
    /// A task is found by the caller's own ID with one request that can be repeated. Every row of the response is
    /// returned, because two rows prove nothing. Nothing is sent if the provider cannot look tasks up.
    case lookup
    /// The requests that upload a file are sent in order before the submit, and buy nothing. Nothing is sent if the
    /// provider takes files in the submit.
    case uploads
    /// With real sockets, dropped connections, invalid responses, interrupted downloads and expired links, the file is
    /// downloaded byte for byte, one POST submits the video, and no key reaches the origin of the files. The server is a
    /// `LoopbackProvider`, which plays the script. Runs only if the suite knows the dialect of the provider.
    case loopback
    /// The same as ``loopback`` on the simulator, which validates requests as the real servers do. Runs only if ``ProviderConformance`` was given the simulator's path.
    case simulator
}
