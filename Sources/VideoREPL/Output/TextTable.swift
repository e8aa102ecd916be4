/// Rows and columns that fit a width: the least important columns go first, then the one flexible column is
/// cut.
struct TextTable: Sendable, Equatable {
    struct Column: Sendable, Equatable {
        var title: String
        var isRightAligned = false
        /// The column that gives way; at least 8 columns of it stay.
        var isFlexible = false
        /// 0 stays always; of the others the highest goes first.
        var priority = 0
    }

    struct Cell: Sendable, Equatable, ExpressibleByStringLiteral {
        var text: String
        var style: Style?

        init(_ text: String, _ style: Style? = nil) {
            self.text = text
            self.style = style
        }
        init(stringLiteral value: String) { self.init(value) }
    }

    var columns: [Column]
    var rows: [[Cell]] = []
    /// Whether titles are shown.
    var hasHeader = true

    /// The lines at a width.
    func lines(width: Int, hasColour: Bool) -> [String] {
        let (shown, widths) = layout(width)
        var lines: [String] = []
        if hasHeader {
            lines.append(line(columns.map { Cell($0.title, .dim) }, shown, widths, hasColour))
        }
        return lines + rows.map { line($0, shown, widths, hasColour) }
    }

    private func line(_ cells: [Cell], _ shown: [Int], _ widths: [Int], _ hasColour: Bool) -> String {
        var line = ""
        for (position, index) in shown.enumerated() {
            let cell = index < cells.count ? cells[index] : ""
            let text = TextWidth.fit(cell.text, widths[position])
            let isLast = position == shown.count - 1
            let isRight = columns[index].isRightAligned
            let styled = hasColour ? cell.style?.applied(to: text) ?? text : text
            let space = String(repeating: " ", count: max(0, widths[position] - TextWidth.of(text)))
            line += isRight ? space + styled : styled + (isLast ? "" : space)
            if !isLast { line += gap }
        }
        while line.utf8.last == UInt8(ascii: " ") { line.removeLast() }
        return line
    }

    private var gap: String { "  " }

    /// Which columns are shown, and how wide.
    private func layout(_ width: Int) -> (shown: [Int], widths: [Int]) {
        let natural = columns.indices.map { index in
            let header = hasHeader ? TextWidth.of(columns[index].title) : 0
            return rows.reduce(header) { $1.count > index ? max($0, TextWidth.of($1[index].text)) : $0 }
        }
        var shown = columns.indices.filter { index in
            columns[index].priority == 0 || rows.contains { $0.count > index && !$0[index].text.isEmpty }
        }
        func least(_ index: Int) -> Int { columns[index].isFlexible ? min(natural[index], 8) : natural[index] }
        func needed() -> Int { shown.reduce(0) { $0 + least($1) } + gap.count * max(0, shown.count - 1) }
        while needed() > width,
            let victim = shown.filter({ columns[$0].priority > 0 }).max(by: {
                columns[$0].priority < columns[$1].priority
            })
        {
            shown.removeAll { $0 == victim }
        }
        let spare = max(0, width - needed())
        let widths = shown.map { columns[$0].isFlexible ? min(natural[$0], least($0) + spare) : natural[$0] }
        return (shown, widths)
    }
}
