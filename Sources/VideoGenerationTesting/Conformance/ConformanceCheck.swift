/// One promise of a provider, as ``ProviderConformance`` checks it.
public enum ConformanceCheck: String, Sendable, Hashable, CaseIterable {
    /// The script has a sample for every situation, and names every word of the dialect's own table.
    case script
    /// A purchase is one POST to the provider's own origin; the prompt arrives byte for byte, and the id
    /// comes back digit for digit.
    case purchase
    /// An answered no is an error of the right kind, with the provider's reason.
    case refusal
    /// No answer is `outcomeUnknown`; only what is proven not to have been sent is `notSent`.
    case noAnswer
    /// An answer that is neither a yes nor a no leaves the purchase open; no id is invented.
    case unclearAnswer
    /// An ID that comes back is kept, whatever HTTP status it comes under.
    case keptID
    /// Whatever happens, there is no second POST.
    case onePurchase
    /// Every status word means what the table says, in any case, and is kept.
    case statusWords
    /// An unknown status word means running.
    case unknownWord
    /// A poll that went wrong says nothing about the task: an error that is worth another try, never a
    /// failure of what was paid for.
    case pollTrouble
    /// A failed task is a snapshot with the provider's reason, not an error.
    case failureReason
    /// Success without a video is `outputMissing`.
    case missingOutput
    /// An id with `:`, `/`, `+` or `=` reaches the provider as it is.
    case identifiers
    /// An answer about another task is not taken for this one's.
    case otherTask
    /// A link is kept byte for byte, with its expiry.
    case links
    /// Each question for the links asks the provider anew; a video that is gone is an error that says so.
    case expiredLink
    /// A page where a video was expected is no video, and a link in it does not ask for the key elsewhere.
    case pages
    /// The key goes to the provider's own origin and nowhere else.
    case credential
    /// No error, description or dump holds the key, a signed query or a control character, a broken
    /// connection's error included.
    case redaction
    /// A call that is cancelled at any await ends at once and loses no purchase.
    case cancellation
    /// Damaged answers are errors; none traps, invents a success or throws anything but a `VideoError`.
    case damagedAnswers
    /// Stopping a task is one request and tells what became of it; where there is no such operation,
    /// nothing is sent.
    case stopping
    /// The list holds the provider's tasks; where there is none, nothing is sent.
    case listing
    /// On real sockets, with dropped connections, nonsense and cut downloads: the file comes home, and the
    /// simulator's books show one POST. Made where ``ProviderConformance`` knows the simulator's path.
    case simulator
}
