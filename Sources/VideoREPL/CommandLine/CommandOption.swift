/// A command-line option: `--name VALUE`, or `--name` alone for a switch.
struct CommandOption: Sendable, Hashable {
    /// The name without the two hyphens.
    var name: String
    /// The key that distinguishes two options with the same name: `--state DIR` and the filter `jobs --state running`.
    var key: String
    /// The placeholder for the value in `help`, or nil for a switch.
    var value: String?
    /// A one-line description for `help`.
    var summary: String
    /// The kind of values that complete the option.
    var completion: Completion
    /// Whether the option can be given more than once.
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

    /// The kind of values that complete a word.
    enum Completion: Sendable, Hashable {
        case none, path, provider, providers, providerOrModel, model, task, dialect, command, setting, route
        case words([String])
    }
}

extension CommandOption {
    static let config = CommandOption(
        name: "config",
        value: "FILE",
        summary: "the list of providers; by default $VIDEO_CONFIG, or providers.json in your configuration folder",
        completion: .path
    )
    static let state = CommandOption(
        name: "state",
        value: "DIR",
        summary: "the journal's folder; by default $VIDEO_STATE_DIR, or video-generation in your state folder",
        completion: .path
    )
    static let journal = CommandOption(
        name: "journal",
        value: "URL",
        summary: "the journal in PostgreSQL instead of a folder; by default $VIDEO_JOURNAL, which hides a password"
    )
    static let manifest = CommandOption(
        name: "manifest",
        value: "FILE",
        summary: "a provider described by data, besides those in providers.d beside providers.json",
        completion: .path,
        isRepeatable: true
    )
    static let json = CommandOption(name: "json", summary: "print one JSON object per line instead of text")
    static let help = CommandOption(name: "help", summary: "show the help of the command")
    static let keepGoing = CommandOption(name: "keep-going", summary: "continue the script after a failure")
    static let version = CommandOption(name: "version", summary: "print the version of this program")
    /// The options of every command. They can also precede the command's name.
    static let global = [config, manifest, state, journal, json, help]

    static let provider = CommandOption(
        name: "provider",
        value: "ID",
        summary: "the provider to use; `providers` lists them",
        completion: .provider
    )
    static let dialect = CommandOption(
        name: "dialect",
        value: "NAME",
        summary: "the wire format of a provider that is not in providers.json",
        completion: .dialect
    )
    static let baseURL = CommandOption(
        name: "base-url",
        value: "URL",
        summary: "the base URL, as the provider documents it: with /v1 for OpenAI style, without a path for MiniMax"
    )
    static let keyEnv = CommandOption(
        name: "key-env",
        value: "NAME",
        summary: "the environment variable that holds the key; the key itself is never an argument"
    )
    static let model = CommandOption(
        name: "model",
        value: "M",
        summary: "the model, by the name that the provider uses",
        completion: .model
    )
    /// The options that name or describe a provider.
    static let selection = [provider, model, dialect, baseURL, keyEnv]

    static let seconds = CommandOption(name: "seconds", value: "N", summary: "length of the video in seconds")
    static let size = CommandOption(name: "size", value: "WxH", summary: "width and height in pixels")
    static let resolution = CommandOption(
        name: "resolution",
        value: "768P",
        summary: "resolution by name, for models that take names"
    )
    static let aspectRatio = CommandOption(
        name: "aspect-ratio",
        value: "16:9",
        summary: "aspect ratio, for models that take one"
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
        summary: "a picture of something that appears in the video",
        completion: .path,
        isRepeatable: true
    )
    static let referenceVideo = CommandOption(
        name: "reference-video",
        value: "FILE|URL",
        summary: "a video of something that appears in the video, or of a movement",
        completion: .path,
        isRepeatable: true
    )
    static let referenceAudio = CommandOption(
        name: "reference-audio",
        value: "FILE|URL",
        summary: "a voice, a piece of music or a sound for the video",
        completion: .path,
        isRepeatable: true
    )
    static let remix = CommandOption(
        name: "remix",
        value: "ID",
        summary: "an earlier video at the provider, made again with another prompt"
    )
    static let edit = CommandOption(name: "edit", value: "ID", summary: "an earlier video, changed as the prompt says")
    static let extend = CommandOption(
        name: "extend",
        value: "ID",
        summary: "an earlier video, continued to the length given by --seconds"
    )
    static let template = CommandOption(
        name: "template",
        value: "ID",
        summary: "a provider's template, filled with the prompt and the --reference pictures"
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
        summary: "a field that only this provider knows; VALUE is JSON or plain text",
        isRepeatable: true
    )
    static let isPrivate = CommandOption(name: "private", summary: "keep the prompt out of the journal")
    /// The options that describe the video to make.
    static let request = [
        seconds, size, resolution, aspectRatio, firstFrame, lastFrame, reference, referenceVideo, referenceAudio, remix,
        edit, extend, template, promptFile, set, isPrivate,
    ]

    static let output = CommandOption(
        name: "output",
        value: "PATH",
        summary: "the file or folder to write to; by default a generated name in the current folder",
        completion: .path
    )
    static let overwrite = CommandOption(name: "overwrite", summary: "replace an existing file")
    static let acceptAny = CommandOption(
        name: "accept-any",
        summary: "keep a finished file that is not an MP4, such as WebM or GIF; its content is not checked"
    )
    static let wait = CommandOption(
        name: "wait",
        value: "20m",
        summary:
            "how long to wait until the provider has made the video: 90s, 20m, 1h30m; a number without a unit is seconds. The "
            + "download afterwards is not limited"
    )
}
