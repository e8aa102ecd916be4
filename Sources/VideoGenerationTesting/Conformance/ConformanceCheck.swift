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
    /// The key is sent to the provider's own origin only.
    case credential
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
    /// With real sockets, dropped connections, invalid responses and interrupted downloads, the file is downloaded and
    /// the simulator's ledger shows one POST. Runs only if ``ProviderConformance`` was given the simulator's path.
    case simulator
}
