/// An option of commands: `--name VALUE`, or `--name` alone for a switch.
struct CommandOption: Sendable, Hashable {
    /// Without the two hyphens.
    var name: String
    /// What tells apart two options of one name: `--state DIR`, and the filter `jobs --state running`.
    var key: String
    /// What stands for the value in help; nil for a switch.
    var value: String?
    /// One line about it.
    var summary: String
    /// What the value may be, for completion.
    var completion: Completion
    /// Whether it may be given more than once.
    var isRepeatable: Bool

    init(
        name: String,
        key: String? = nil,
        value: String? = nil,
        summary: String,
        completion: Completion = .none,
        isRepeatable: Bool = false
    ) {
        self.name = name
        self.key = key ?? name
        self.value = value
        self.summary = summary
        self.completion = completion
        self.isRepeatable = isRepeatable
    }

    /// What a word can be completed with.
    enum Completion: Sendable, Hashable {
        case none, path, provider, providers, providerOrModel, model, task, dialect, command, setting
        case words([String])
    }
}

extension CommandOption {
    static let config = CommandOption(
        name: "config",
        value: "FILE",
        summary: "the list of providers; else $VIDEO_CONFIG, else providers.json in your configuration folder",
        completion: .path
    )
    static let state = CommandOption(
        name: "state",
        value: "DIR",
        summary: "the journal's folder; else $VIDEO_STATE_DIR, else video-generation in your state folder",
        completion: .path
    )
    static let json = CommandOption(name: "json", summary: "one JSON object a line instead of text")
    static let help = CommandOption(name: "help", summary: "what a command does")
    static let keepGoing = CommandOption(name: "keep-going", summary: "let a script go on behind a failure")
    static let version = CommandOption(name: "version", summary: "the version of this program")
    /// Good for every command, and before it.
    static let global = [config, state, json, help]

    static let provider = CommandOption(
        name: "provider",
        value: "ID",
        summary: "whom to ask; see providers",
        completion: .provider
    )
    static let dialect = CommandOption(
        name: "dialect",
        value: "NAME",
        summary: "the wire format, for a provider that is in no file",
        completion: .dialect
    )
    static let baseURL = CommandOption(
        name: "base-url",
        value: "URL",
        summary: "its address, as its own documents say it: with /v1 for the OpenAI style, the bare host for MiniMax"
    )
    static let keyEnv = CommandOption(
        name: "key-env",
        value: "NAME",
        summary: "the environment variable that holds the key; a key is never an argument"
    )
    static let model = CommandOption(
        name: "model",
        value: "M",
        summary: "the provider's name of the model",
        completion: .model
    )
    /// How a provider is named or described.
    static let whom = [provider, model, dialect, baseURL, keyEnv]

    static let seconds = CommandOption(name: "seconds", value: "N", summary: "length of the video")
    static let size = CommandOption(name: "size", value: "WxH", summary: "width and height in pixels")
    static let resolution = CommandOption(
        name: "resolution",
        value: "768P",
        summary: "named resolution, for models that take names"
    )
    static let aspectRatio = CommandOption(
        name: "aspect-ratio",
        value: "16:9",
        summary: "shape, for models that take a ratio"
    )
    static let firstFrame = CommandOption(
        name: "first-frame",
        value: "FILE|URL",
        summary: "the picture that the video starts from",
        completion: .path
    )
    static let lastFrame = CommandOption(
        name: "last-frame",
        value: "FILE|URL",
        summary: "the picture that the video ends with",
        completion: .path
    )
    static let reference = CommandOption(
        name: "reference",
        value: "FILE|URL",
        summary: "a picture of what shall appear",
        completion: .path,
        isRepeatable: true
    )
    static let remix = CommandOption(
        name: "remix",
        value: "ID",
        summary: "an earlier video of the provider's, made again with another prompt"
    )
    static let edit = CommandOption(name: "edit", value: "ID", summary: "an earlier video, changed as the prompt says")
    static let extend = CommandOption(
        name: "extend",
        value: "ID",
        summary: "an earlier video, continued to the length of --seconds"
    )
    static let template = CommandOption(
        name: "template",
        value: "ID",
        summary: "a template of the provider's, filled with the prompt and the --reference pictures"
    )
    static let promptFile = CommandOption(
        name: "prompt-file",
        value: "FILE",
        summary: "read the prompt from a file",
        completion: .path
    )
    static let set = CommandOption(
        name: "option",
        value: "NAME=VALUE",
        summary: "a field that only this provider knows; VALUE is JSON, or text",
        isRepeatable: true
    )
    static let isPrivate = CommandOption(name: "private", summary: "keep the prompt out of the journal")
    /// What to make.
    static let order = [
        seconds, size, resolution, aspectRatio, firstFrame, lastFrame, reference, remix, edit, extend, template,
        promptFile, set, isPrivate,
    ]

    static let output = CommandOption(
        name: "output",
        value: "PATH",
        summary: "the file or folder to write to; else a name of our own in this folder",
        completion: .path
    )
    static let overwrite = CommandOption(name: "overwrite", summary: "replace an existing file")
    static let acceptAny = CommandOption(
        name: "accept-any",
        summary: "keep a finished file that is no MP4, such as WebM or GIF; its pictures are not checked then"
    )
    static let wait = CommandOption(
        name: "wait",
        value: "20m",
        summary: "how long to wait for the video: 90s, 20m, 1h30m; a bare number is seconds"
    )
}
