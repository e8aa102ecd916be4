extension VideoTask {
    /// Returns whether a provider sent ``ownID`` with the submit, and not an option that the caller set in its place.
    package func sendsOwnID(to provider: ProviderInfo) -> Bool {
        provider.ownIDPlace.map { !request.hasOption(at: $0) } ?? true
    }

    /// Returns the value that a provider can repeat as the caller's ID of the task: ``ownID``, or the option that the
    /// caller set in its place.
    package func echoedID(by provider: ProviderInfo) -> String? {
        sendsOwnID(to: provider) ? ownID : provider.ownIDPlace.flatMap(request.option)
    }
}
