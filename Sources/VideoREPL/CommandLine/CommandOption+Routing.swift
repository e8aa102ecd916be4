import VideoGeneration

extension CommandOption {
    static let route = CommandOption(
        name: "route",
        value: "NAME|A,B/MODEL",
        summary: "a route of providers.json, or providers to try in this order",
        completion: .route
    )
    static let label = CommandOption(
        name: "label",
        value: "TEXT",
        summary:
            "your own name for the task: the same label and request again return the task instead of buying a video"
    )
    static let buyAgain = CommandOption(
        name: "again",
        summary: "buy another video if the one with the label was bought and failed"
    )
    static let priority = CommandOption(
        name: "priority",
        value: "N",
        summary: "a higher number is sent first among the tasks that wait for the same limit; by default 0"
    )
    /// The options that name a task and its place among those that wait.
    static let naming = [label, buyAgain, priority]
    static let onlyLabel = CommandOption(name: "label", value: "TEXT", summary: "only the task with this label")
    static let forgetLabels = CommandOption(
        name: "forget-labels",
        summary: "with --prune, also forget the labels of the removed tasks; using such a label again buys a video"
    )
    static let submitWaiting = CommandOption(
        name: "submit",
        summary: "also send the tasks that wait to be submitted; this buys their videos"
    )
}
