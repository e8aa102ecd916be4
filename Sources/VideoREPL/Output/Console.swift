import Synchronization
import VideoGeneration
import VideoPlatform

/// The only writer of the terminal. It knows the width and whether colors are shown, keeps a live region below the
/// printed lines, and tolerates a closed pipe.
final class Console: Sendable {
    /// Whether standard output is a terminal that understands escape codes.
    let isTerminal: Bool
    /// Whether colors are shown: on a terminal, unless `NO_COLOR` is set (no-color.org).
    let hasColour: Bool
    private let output: Int32
    private let errors: Int32
    private let fixedWidth: Int?
    private let state = Mutex(State())

    private struct State {
        /// The lines that are drawn below the last printed line. They are erased before the next line is printed.
        var live: [String] = []
        /// The width of the terminal when the live lines were drawn.
        var liveWidth = 80
        var isClosed = false
        /// Hides and redraws the line that the user is typing.
        var editing: (any LineKeeping)?
    }

    /// Creates a console for the standard output and standard error of the process.
    convenience init(environment: [String: String]) {
        self.init(output: STDOUT_FILENO, errors: STDERR_FILENO, environment: environment)
    }

    /// Creates a console for two file descriptors.
    init(output: Int32, errors: Int32, environment: [String: String]) {
        self.output = output
        self.errors = errors
        isTerminal = isatty(output) == 1 && environment["TERM"] != "dumb"
        hasColour = isTerminal && environment["NO_COLOR", default: ""].isEmpty
        fixedWidth = environment["COLUMNS"].flatMap { Int($0) }.flatMap { (20...1000).contains($0) ? $0 : nil }
    }

    /// The width in columns, read each time because the window can be resized.
    var width: Int {
        var size = winsize()
        if ioctl(output, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 { return Int(size.ws_col) }
        return fixedWidth ?? 80
    }

    /// Returns the columns that text on a descriptor is wrapped to, or nil for a file or a pipe unless `COLUMNS` is
    /// set.
    private func columns(of descriptor: Int32) -> Int? {
        var size = winsize()
        if isatty(descriptor) == 1, ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 {
            return Int(size.ws_col)
        }
        return fixedWidth ?? (isatty(descriptor) == 1 ? 80 : nil)
    }

    /// Whether the reader has closed the output.
    var isClosed: Bool { state.withLock { $0.isClosed } }

    /// Writes a line above the live region.
    func line(_ text: String = "") { write([text], to: output) }

    /// Writes escape codes that the program made itself, such as a picture.
    func codes(_ text: String) { write([text], to: output, areCodes: true) }

    /// Writes several lines at once.
    func lines(_ lines: [String]) { write(lines, to: output) }

    /// Writes text, wrapped at words.
    func text(_ text: String, _ style: Style? = nil) {
        lines(wrapped(text).map { line in style.map { styled(line, $0) } ?? line })
    }

    /// Returns the lines of a text, wrapped at words. Indented text keeps its indentation.
    func wrapped(_ text: String) -> [String] { columns(of: output).map { TextWrap.lines(text, $0) } ?? [text] }

    /// Returns the lines of a text that follows a name. Continuation lines are indented to the start of the text. A
    /// text with a word that is too long for that, such as a path, starts on the line below the name.
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

    /// Writes one line for each name and value. Empty values are omitted.
    func facts(_ facts: [(String, String)]) {
        lines(
            facts.filter { !$0.1.isEmpty }
                .flatMap { wrapped($0.1, behind: TextWidth.pad($0.0, 12), style: .dim) }
        )
    }

    /// Writes records of CSV, which end with CR and LF.
    func records(_ records: [CSVRecord]) { write(records.map { $0.line + "\r" }, to: output, areCodes: true) }

    /// Writes a table that fits the terminal, or the whole table if there is no terminal.
    /// - Returns: the titles of the columns that have no room.
    @discardableResult
    func table(_ table: TextTable) -> [String] {
        let width = columns(of: output) ?? 1000
        lines(table.lines(width: width, hasColour: hasColour))
        return table.hiddenColumns(width: width)
    }

    /// Writes text to standard error, wrapped at words.
    func error(_ text: String, _ style: Style? = nil) {
        let lines = columns(of: errors).map { TextWrap.lines(text, $0) } ?? [text]
        let isStyled = hasColour && isatty(errors) == 1
        write(lines.map { line in style.flatMap { isStyled ? $0.applied(to: line) : nil } ?? line }, to: errors)
    }

    /// Replaces the live lines. Does nothing without a terminal.
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

    /// Removes the live lines.
    func endLive() {
        state.withLock {
            guard !$0.live.isEmpty else { return }
            let text = wipe($0)
            $0.live = []
            send(text, to: output, &$0)
        }
    }

    /// Returns a text in a style if colors are shown, or else the text unchanged.
    func styled(_ text: String, _ style: Style) -> String { hasColour ? style.applied(to: text) : text }

    /// Sets the keeper of the line that the user is typing, or nil if no line is being typed.
    func setEditing(_ keeper: (any LineKeeping)?) { state.withLock { $0.editing = keeper } }

    /// Writes a prompt without a line end, so that the user types after it.
    func ask(_ prompt: String) {
        endLive()
        raw(prompt)
    }

    /// Ends the line that the user typed on.
    func newLine() { raw("\n") }

    /// Writes text unchanged.
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

    /// Returns the codes that move to the first live line and clear from there. A window that was made narrower has
    /// wrapped the lines, so rows are counted at the current width.
    private func wipe(_ state: State) -> String {
        guard !state.live.isEmpty else { return "" }
        let width = max(1, self.width)
        let rows = state.live.reduce(0) { $0 + max(1, (TextWidth.of(plain($1)) + width - 1) / width) }
        return "\r" + (rows > 1 ? "\u{1B}[\(rows - 1)A" : "") + "\u{1B}[J"
    }

    /// Replaces control characters with spaces, because a server's text or a file name may contain them. Line ends,
    /// tabs and color codes remain.
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

    /// Writes all bytes. The program ignores `SIGPIPE`, so a closed pipe is an error here.
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

/// Preserves the line that the user is typing while other output is written.
protocol LineKeeping: Sendable {
    /// Hides the line, writes, and draws the line again. The write may happen after this function returns.
    /// - Returns: `false` if no line is being typed; nothing is written then.
    func aside(_ write: @escaping @Sendable () -> Void) -> Bool
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}
