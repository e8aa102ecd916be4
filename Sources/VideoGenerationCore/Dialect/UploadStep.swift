/// The next step of the upload of one file, before a submit.
public enum UploadStep: Sendable, Hashable {
    /// The file goes into the body of the submit, or is a URL that the provider reads itself.
    case inline
    /// A request is needed. Its response is passed to the next call.
    ///
    /// A request to an origin that the dialect does not trust, such as a signed URL of a store, is sent without the key
    /// and only to a public address.
    case send(HTTPRequest)
    /// The upload is complete. The value is the provider's own ID or URI of the file, of at most 2 KiB.
    case done(String)
}
