import Synchronization
import VideoGeneration
import VideoPlatform

/// The one place that writes to the terminal. It knows the width, the colours, and whether there is a
/// terminal at all, keeps a live region below the lines, and survives a closed pipe.
final class Console: Sendable {
    /// Whether standard output is a terminal that understands escape codes.
    let isTerminal: Bool
    /// Whether colours are shown: on a terminal, unless `NO_COLOR` says otherwise (no-color.org).
    let hasColour: Bool
    private let output: Int32
    private let errors: Int32
    private let fixedWidth: Int?
    private let state = Mutex(State())

    private struct State {
        /// What is drawn below the last line, and wiped before the next.
        var live: [String] = []
        /// How wide the terminal was when it was drawn.
        var liveWidth = 80
        var isClosed = false
        /// Steps aside for a line that is being typed, and draws it again.
        var editing: (any LineKeeping)?
    }

    /// Takes the process's own output.
    convenience init(environment: [String: String]) {
        self.init(output: STDOUT_FILENO, errors: STDERR_FILENO, environment: environment)
    }

    /// Takes two descriptors.
    init(output: Int32, errors: Int32, environment: [String: String]) {
        self.output = output
        self.errors = errors
        isTerminal = isatty(output) == 1 && environment["TERM"] != "dumb"
        hasColour = isTerminal && environment["NO_COLOR", default: ""].isEmpty
        fixedWidth = environment["COLUMNS"].flatMap { Int($0) }.flatMap { (20...1000).contains($0) ? $0 : nil }
    }

    /// The width in columns, asked for anew each time because windows are resized.
    var width: Int {
        var size = winsize()
        if ioctl(output, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 { return Int(size.ws_col) }
        return fixedWidth ?? 80
    }

    /// The columns that text on a descriptor is wrapped to; nil for a file or a pipe, unless `COLUMNS` says something.
    private func columns(of descriptor: Int32) -> Int? {
        var size = winsize()
        if isatty(descriptor) == 1, ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 {
            return Int(size.ws_col)
        }
        return fixedWidth ?? (isatty(descriptor) == 1 ? 80 : nil)
    }

    /// Whether nobody reads the output any more.
    var isClosed: Bool { state.withLock { $0.isClosed } }

    /// Writes lines; what is live stays below them.
    func line(_ text: String = "") { write([text], to: output) }

    /// Writes escape codes of our own, such as a picture.
    func codes(_ text: String) { write([text], to: output, areCodes: true) }

    /// Writes several lines at once.
    func lines(_ lines: [String]) { write(lines, to: output) }

    /// Writes text that is wrapped at words.
    func text(_ text: String, _ style: Style? = nil) {
        lines(wrapped(text).map { line in style.map { styled(line, $0) } ?? line })
    }

    /// The lines of a text; indented text stays indented.
    func wrapped(_ text: String) -> [String] { columns(of: output).map { TextWrap.lines(text, $0) } ?? [text] }

    /// The lines of a text behind a name; what does not fit goes on below, under the text's beginning. A text with a
    /// word that is too long for that, such as a path, stands below the name.
    func wrapped(_ text: String, behind name: String, style: Style? = nil) -> [String] {
        let indent = TextWidth.of(name)
        let shown = style.map { styled(name, $0) } ?? name
        guard let columns = columns(of: output) else { return [shown + text] }
        let lines = TextWrap.lines(text, max(1, columns - indent))
        guard lines.allSatisfy({ TextWidth.of($0) <= columns - indent }) else {
            let name = name.trimming(\.isWhitespace)
            return [style.map { styled(name, $0) } ?? name] + TextWrap.lines(text, columns - 2).map { "  " + $0 }
        }
        return lines.enumerated().map { $0 == 0 ? shown + $1 : String(repeating: " ", count: indent) + $1 }
    }

    /// Writes what is known of something, name and value a line.
    func facts(_ facts: [(String, String)]) {
        lines(
            facts.filter { !$0.1.isEmpty }
                .flatMap { wrapped($0.1, behind: TextWidth.pad($0.0, 12), style: .dim) }
        )
    }

    /// Writes a table, as wide as the terminal, or whole where there is none.
    func table(_ table: TextTable) {
        lines(table.lines(width: columns(of: output) ?? 1000, hasColour: hasColour))
    }

    /// Writes text to standard error, wrapped at words.
    func error(_ text: String, _ style: Style? = nil) {
        let lines = columns(of: errors).map { TextWrap.lines(text, $0) } ?? [text]
        let isStyled = hasColour && isatty(errors) == 1
        write(lines.map { line in style.flatMap { isStyled ? $0.applied(to: line) : nil } ?? line }, to: errors)
    }

    /// Draws lines in place of those drawn last; only on a terminal.
    func live(_ lines: [String]) {
        guard isTerminal else { return }
        state.withLock {
            let width = self.width
            var text = wipe($0)
            let shown = lines.map(Self.harmless).map {
                TextWidth.of(plain($0)) < width ? $0 : TextWidth.fit(plain($0), width - 1)
            }
            text += shown.joined(separator: "\n")
            $0.live = shown
            $0.liveWidth = width
            send(text, to: output, &$0)
        }
    }

    /// Removes what is live.
    func endLive() {
        state.withLock {
            guard !$0.live.isEmpty else { return }
            let text = wipe($0)
            $0.live = []
            send(text, to: output, &$0)
        }
    }

    /// Text in a style, where colours are shown.
    func styled(_ text: String, _ style: Style) -> String { hasColour ? style.applied(to: text) : text }

    /// Says who keeps the line that is being typed; nil where nobody types.
    func setEditing(_ keeper: (any LineKeeping)?) { state.withLock { $0.editing = keeper } }

    /// Writes a question without a line end, for an answer behind it.
    func ask(_ prompt: String) {
        endLive()
        raw(prompt)
    }

    /// Ends the line that somebody typed on.
    func newLine() { raw("\n") }

    /// Writes bytes as they are.
    func raw(_ text: String, to descriptor: Int32? = nil) {
        state.withLock { send(text, to: descriptor ?? output, &$0) }
    }

    private func write(_ lines: [String], to descriptor: Int32, areCodes: Bool = false) {
        guard !lines.isEmpty else { return }
        state.withLock { state in
            let text = (areCodes ? lines : lines.map(Self.harmless)).joined(separator: "\n") + "\n"
            if let editing = state.editing, isTerminal, editing.aside({ self.raw(text, to: descriptor) }) {
                return
            } else if state.live.isEmpty {
                send(text, to: descriptor, &state)
            } else {
                send(wipe(state), to: output, &state)
                send(text, to: descriptor, &state)
                send(state.live.joined(separator: "\n"), to: output, &state)
            }
        }
    }

    /// Goes to the first live line and clears from there. A window that was made narrower has wrapped the
    /// lines, so they are counted at today's width.
    private func wipe(_ state: State) -> String {
        guard !state.live.isEmpty else { return "" }
        let width = max(1, self.width)
        let rows = state.live.reduce(0) { $0 + max(1, (TextWidth.of(plain($1)) + width - 1) / width) }
        return "\r" + (rows > 1 ? "\u{1B}[\(rows - 1)A" : "") + "\u{1B}[J"
    }

    /// The last guard of the terminal, whatever a server or a file name brought here: only line ends, tabs and our own
    /// colours get through.
    private static func harmless(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: \.isInvisible) else { return text }
        var result = String.UnicodeScalarView()
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            if scalar == "\u{1B}",
                let end = rest.dropFirst().firstIndex(where: { !"0123456789;".unicodeScalars.contains($0) }),
                rest.first == "[", rest[end] == "m"
            {
                result.append(scalar)
                result += rest[...end]
                rest = rest[rest.index(after: end)...]
            } else {
                result.append(scalar.isInvisible && scalar != "\n" && scalar != "\t" ? " " : scalar)
            }
        }
        return String(result)
    }

    private func plain(_ text: String) -> String { text.replacing(#/\u{1B}\[[0-9;]*m/#, with: "") }

    /// Writes all bytes. `SIGPIPE` is ignored by the program, so a closed pipe is an error here.
    private func send(_ text: String, to descriptor: Int32, _ state: inout State) {
        guard !text.isEmpty, descriptor != output || !state.isClosed else { return }
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                bytes = bytes.dropFirst(count)
            } else if errno == EAGAIN {
                var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = poll(&wait, 1, 1000)
            } else if errno != EINTR {
                if descriptor == output { state.isClosed = true }
                return
            }
        }
    }
}

/// Keeps a line that is being typed while something else is written.
protocol LineKeeping: Sendable {
    /// Hides the line, writes something, and draws the line again; soon, not at once.
    /// - Returns: false where nobody types any more.
    func aside(_ write: @escaping @Sendable () -> Void) -> Bool
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}
