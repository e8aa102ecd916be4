extension LintRule {
    /// The rules for this package and for adapters in other packages.
    static let all: [LintRule] = [
        LintRule(
            "transport",
            #/\b(?:URLSession|URLRequest|FoundationNetworking|CLibcurl)\b/#,
            in: [.engine, .library],
            outside: ["Transport", "Download", "VideoURLSession"],
            "send requests through an HTTPTransport; only Transport may use an HTTP library."
        ),
        LintRule(
            "imports",
            #/^\s*(?:@\w+\s+)*(?:(?:public|package|internal|private|fileprivate)\s+)?import\s+(?!VideoGenerationCore\b)/#,
            in: [.adapter],
            outside: ["VideoGenerationCore"],
            isExcusable: true,
            "import VideoGenerationCore alone, or explain in a comment beside the import why the mapping needs more."
        ),
        LintRule(
            "platform",
            #/\#(?:if|elseif)\b.*\bos\(/#,
            in: [.adapter, .engine, .library, .program],
            outside: ["Transport", "Disk", "Download"],
            isExcusable: true,
            "move platform differences into Transport or Disk, or explain them in a comment beside the line."
        ),
        LintRule(
            "trap",
            #/\btry!|\bas!|\bfatalError\(|\bpreconditionFailure\(|[\w)\]]!(?![=\w(])|[\w)\]]!\./#,
            in: [.adapter, .engine, .library, .program],
            isExcusable: true,
            "handle the case, or explain in a comment beside it why it cannot happen."
        ),
        LintRule(
            "unchecked",
            #/@unchecked\s+Sendable|nonisolated\(unsafe\)|unsafeBitCast|@_?unsafeInherit/#,
            in: [.adapter, .engine, .library, .program, .tests],
            isExcusable: true,
            "use a Mutex or a value type, or explain in a comment beside it why it is safe."
        ),
        LintRule(
            "print",
            #/(?:^|[^\w.])(?:print|debugPrint|NSLog)\((?!.*\bto:)/#,
            in: [.adapter, .engine, .library],
            "do not print in a library; return a value, or take an observer."
        ),
        LintRule(
            "time",
            #/\bDate\(\)|\bDate\.now\b|\bContinuousClock\b|\bSuspendingClock\b|\bTask\.sleep\b|\bDispatchTime\b/#,
            in: [.adapter, .engine],
            outside: ["Clock", "Exchange", "Transport"],
            isExcusable: true,
            "take the time from the engine, or an EngineClock, so that the code can run under a test's clock."
        ),
        LintRule(
            "chance",
            #/\.random\(|\.randomElement\(|\.shuffled\(\)|\bSystemRandomNumberGenerator\b|\bUUID\(\)/#,
            in: [.adapter, .engine],
            outside: ["Clock"],
            isExcusable: true,
            "take a RandomSource, so that a test can repeat the same random values."
        ),
        LintRule(
            "files",
            // The last two are members of values that the core re-exports, so an adapter can call them without an import.
            #/\b(?:FileManager|FileHandle|fopen|contentsOfFile)\b|\bData\(contentsOf\b|\.write\(to(?:File)?:(?!\s*&)/#,
            in: [.adapter, .engine],
            outside: ["Disk", "Transport"],
            isExcusable: true,
            "take a Disk; an adapter must not access files."
        ),
        LintRule(
            "unstructured",
            #/\bTask(?:\.detached)?\s*(?:\(.*\)\s*)?\{/#,
            in: [.adapter, .engine],
            outside: ["Transport"],
            isExcusable: true,
            "use structured concurrency, so that cancelling the caller ends the work."
        ),
        LintRule(
            "sleep",
            #/\bTask\.sleep\b|\busleep\(|\bnanosleep\(|\bThread\.sleep\b/#,
            in: [.tests],
            isExcusable: true,
            "inject a ManualClock, or wait for the event; explain in a comment beside it why a real wait is needed."
        ),
        LintRule("unfinished", "finish it or remove it; plans do not belong in the sources.") { file in
            file.lines.indices.filter {
                file.lines[$0].comment.contains(#/\b(TODO|FIXME|XXX|HACK)\b/#.wordBoundaryKind(.simple))
            }
        },
        LintRule("length", "split the file; a file of this length has more than one subject.") { file in
            // Tables of test cases are longer than the code that they test.
            let limit = file.room == .tests ? 400 : 300
            return file.lines.count > limit ? [limit] : []
        },
        LintRule("file-name", "name the file after the type that it declares or extends.") { file in
            guard [.adapter, .engine, .library].contains(file.room), let type = file.name.split(separator: "+").first,
                let expression = try? Regex(
                    #"\b(struct|class|enum|actor|protocol|extension|typealias|func)\s+([\w.]+\.)?\#(type)\b|\blet \#(type.lowercased())\b"#
                )
            else { return [] }
            let declaration = expression.wordBoundaryKind(.simple)
            // A file that only re-exports other libraries declares nothing.
            let isNamed = file.lines.contains { $0.code.contains(declaration) || $0.code.hasPrefix("@_exported") }
            return isNamed ? [] : [0]
        },
        LintRule("one-type", "move the fourth type of this file into a separate file.") { file in
            guard [.adapter, .engine, .library].contains(file.room) else { return [] }
            let types = file.lines.indices.filter {
                file.lines[$0].code.contains(
                    #/^(public |package |internal )?(final |indirect )?(struct|class|enum|actor|protocol) \w/#
                )
            }
            return types.count > 3 ? [types[3]] : []
        },
    ]
}
