/// The objects of a manifest and their members. The decoder refuses every other member, and the JSON Schema in
/// Docs/Providers has the same names.
enum ManifestShape: String, CaseIterable {
    case manifest, auth, host, preset, limits, model, mode, format, range, pictures, media, price, ownID, valueCase,
        condition, valueRow, submit, variant, operation, content, cancel, list, next, lookup, upload, step, form, read,
        outputs, charge, words, error, samples, sampleRequest, states, sample, refusal

    /// The names of the members that an object may have.
    var members: [String] {
        switch self {
        case .manifest:
            [
                "$schema", "format", "dialect", "summary", "sources", "auth", "baseURL", "hosts", "presets", "headers",
                "models",
                "defaultModel", "otherModels", "limits", "pollSeconds", "ownID", "values", "submit", "status", "file",
                "content", "cancel", "list", "lookup", "upload", "read", "words", "throttledWords", "errors", "samples",
            ]
        case .auth: ["scheme", "header", "prefix", "keyEnv", "advice"]
        case .host: ["origin", "getsKey"]
        case .preset: ["id", "baseURL", "keyEnv"]
        case .limits: ["inFlight", "perMinute"]
        case .model:
            [
                "name", "modes", "promptLimit", "promptLimitUTF16", "framesPerSecond", "prices", "outputLifetime",
                "retiresOn", "readOn",
            ]
        case .mode:
            [
                "modes", "formats", "resolutions", "sizes", "seconds", "defaultResolution", "defaultSeconds",
                "aspectRatios", "needsPrompt", "pictures", "media",
            ]
        case .format: ["resolution", "size", "seconds"]
        case .range: ["from", "to"]
        case .pictures:
            ["minimum", "maximum", "maximumBytes", "minimumSide", "maximumSide", "maximumRatio", "types"]
        case .media: ["kind", "maximum", "maximumBytes", "maximumSeconds", "types"]
        case .price: ["amount", "currency", "per", "resolution", "seconds", "readOn"]
        case .ownID: ["header", "body"]
        case .valueCase: ["for", "fields", "rows", "default"]
        case .condition: ["modes", "models", "sources", "listed"]
        case .valueRow: ["size", "aspectRatio", "resolution", "seconds", "send"]
        case .submit: ["path", "verbatim", "query", "headers", "body", "requires", "variants", "timeoutSeconds"]
        case .variant:
            ["when", "kind", "path", "verbatim", "query", "headers", "body", "requires", "sourcePrefixes"]
        case .operation: ["method", "path", "verbatim", "query", "headers", "body"]
        case .content: ["path", "verbatim"]
        case .cancel: ["method", "path", "verbatim", "query", "headers", "body", "deletesFinished"]
        case .list: ["method", "path", "verbatim", "query", "headers", "body", "items", "next"]
        case .next: ["cursor", "total"]
        case .lookup: ["method", "path", "verbatim", "query", "headers", "body", "items"]
        case .upload: ["kinds", "inlineUpTo", "steps", "result", "resultPrefix"]
        case .step: ["method", "path", "url", "query", "headers", "body", "form", "sendsFile", "take"]
        case .form: ["fields", "file"]
        case .read:
            [
                "id", "state", "progress", "outputs", "reason", "code", "charge", "file", "ownID", "created", "expires",
                "prompt", "statusURL", "resultURL", "cancelURL", "pollsNameTask",
            ]
        case .outputs: ["video", "lastFrame", "audio", "thumbnail", "spritesheet"]
        case .charge: ["at", "unit", "rate", "currency", "readOn"]
        case .words, .states: ["queued", "running", "succeeded", "failed", "cancelled", "expired"]
        case .error: ["on", "http", "codes", "is", "proves"]
        case .samples:
            [
                "key", "request", "words", "accepted", "refusals", "running", "succeeded", "failed", "others",
                "failures",
                "file", "failedFile", "withoutOutput", "list", "lookup", "uploads", "charge", "stopped",
            ]
        case .sampleRequest: ["model", "seconds", "size", "resolution", "aspectRatio", "firstFrame"]
        case .sample: ["http", "headers", "body"]
        case .refusal: ["is", "http", "headers", "body"]
        }
    }

    /// The names of the members that an object must have.
    var required: [String] {
        switch self {
        case .manifest:
            ["format", "dialect", "summary", "auth", "baseURL", "submit", "status", "read", "words", "samples"]
        case .auth: ["scheme"]
        case .host: ["origin"]
        case .preset: ["id", "baseURL"]
        case .model: ["name", "readOn"]
        case .mode: ["modes"]
        case .range: ["from", "to"]
        case .pictures: ["maximum"]
        case .media: ["kind", "maximum"]
        case .price: ["amount", "currency", "per", "readOn"]
        case .valueCase: ["fields"]
        case .valueRow: ["send"]
        case .variant, .operation, .content, .cancel, .lookup: ["path"]
        case .list: ["path", "items"]
        case .upload: ["steps", "result"]
        case .form: ["file"]
        case .read: ["id", "state"]
        case .charge: ["at", "unit"]
        case .samples: ["accepted", "refusals", "running", "succeeded", "failed"]
        case .sample: ["body"]
        case .refusal: ["is", "body"]
        case .limits, .format, .ownID, .condition, .submit, .next, .step, .outputs, .words, .states, .error,
            .sampleRequest:
            []
        }
    }
}
