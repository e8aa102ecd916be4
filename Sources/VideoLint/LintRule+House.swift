extension LintRule {
    /// The rules for this package and for adapters of other people.
    static let all: [LintRule] = [
        LintRule(
            "transport",
            #/\b(?:URLSession|URLRequest|FoundationNetworking|CLibcurl)\b/#,
            in: [.engine, .library],
            outside: ["Transport", "Download"],
            "send through an HTTPTransport; only Transport knows an HTTP stack."
        ),
        LintRule(
            "platform",
            #/\#(?:if|elseif)\b.*\bos\(/#,
            in: [.engine, .library, .program],
            outside: ["Transport", "Disk", "Download"],
            isExcusable: true,
            "move what differs between systems into Transport or Disk, or say beside it what differs."
        ),
        LintRule(
            "trap",
            #/\btry!|\bas!|\bfatalError\(|\bpreconditionFailure\(|[\w)\]]!(?![=\w(])|[\w)\]]!\./#,
            in: [.engine, .library, .program],
            isExcusable: true,
            "handle the case, or say in a comment beside it why it cannot happen."
        ),
        LintRule(
            "unchecked",
            #/@unchecked\s+Sendable|nonisolated\(unsafe\)|unsafeBitCast|@_?unsafeInherit/#,
            in: [.engine, .library, .program, .tests],
            isExcusable: true,
            "use a Mutex or a value, or say in a comment beside it what makes it safe."
        ),
        LintRule(
            "print",
            #/(?:^|[^\w.])(?:print|debugPrint|NSLog)\((?!.*\bto:)/#,
            in: [.engine, .library],
            "a library prints nothing: return a value, or take an observer."
        ),
        LintRule(
            "time",
            #/\bDate\(\)|\bDate\.now\b|\bContinuousClock\b|\bSuspendingClock\b|\bTask\.sleep\b|\bDispatchTime\b/#,
            in: [.engine],
            outside: ["Clock", "Transport"],
            isExcusable: true,
            "take a EngineClock; what waits or tells the time must run under a test's clock."
        ),
        LintRule(
            "chance",
            #/\.random\(|\.randomElement\(|\.shuffled\(\)|\bSystemRandomNumberGenerator\b|\bUUID\(\)/#,
            in: [.engine],
            outside: ["Clock"],
            isExcusable: true,
            "take a RandomSource, so that a test can draw the same lots again."
        ),
        LintRule(
            "files",
            #/\b(?:FileManager|FileHandle|fopen|contentsOfFile)\b/#,
            in: [.engine],
            outside: ["Disk", "Transport"],
            isExcusable: true,
            "take a Disk; an adapter touches no file at all."
        ),
        LintRule(
            "unstructured",
            #/\bTask(?:\.detached)?\s*(?:\(.*\)\s*)?\{/#,
            in: [.engine],
            outside: ["Transport"],
            isExcusable: true,
            "use structured concurrency, so that cancelling the caller ends the work."
        ),
        LintRule(
            "sleep",
            #/\bTask\.sleep\b|\busleep\(|\bnanosleep\(|\bThread\.sleep\b/#,
            in: [.tests],
            isExcusable: true,
            "inject a ManualClock, or wait for the event itself; say beside it why a real wait is needed."
        ),
        LintRule("unfinished", "finish it or leave it out; plans belong elsewhere.") { file in
            file.lines.indices.filter {
                file.lines[$0].comment.contains(#/\b(TODO|FIXME|XXX|HACK)\b/#.wordBoundaryKind(.simple))
            }
        },
        LintRule("length", "make two files of it: so many lines are more than one thing.") { file in
            // Tables of cases are longer than what they test.
            let limit = file.room == .tests ? 400 : 300
            return file.lines.count > limit ? [limit] : []
        },
        LintRule("file-name", "name the file for the type that it declares or extends.") { file in
            guard [.engine, .library].contains(file.room), let type = file.name.split(separator: "+").first,
                let expression = try? Regex(
                    #"\b(struct|class|enum|actor|protocol|extension|typealias|func)\s+([\w.]+\.)?\#(type)\b|\blet \#(type.lowercased())\b"#
                )
            else { return [] }
            let declaration = expression.wordBoundaryKind(.simple)
            // What only hands on other libraries declares nothing.
            let isNamed = file.lines.contains { $0.code.contains(declaration) || $0.code.hasPrefix("@_exported") }
            return isNamed ? [] : [0]
        },
        LintRule("one-type", "give the fourth type of this file a file of its own.") { file in
            guard [.engine, .library].contains(file.room) else { return [] }
            let types = file.lines.indices.filter {
                file.lines[$0].code.contains(
                    #/^(public |package |internal )?(final |indirect )?(struct|class|enum|actor|protocol) \w/#
                )
            }
            return types.count > 3 ? [types[3]] : []
        },
    ]
}
