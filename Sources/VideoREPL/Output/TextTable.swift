/// Rows and columns that fit a width. The least important columns are removed first. Then the flexible columns shrink,
/// and finally every column is cut.
struct TextTable: Sendable, Equatable {
    struct Column: Sendable, Equatable {
        var title: String
        var isRightAligned = false
        /// Whether the column can shrink, to 8 characters at least.
        var isFlexible = false
        /// Whether text that does not fit continues on the next line instead of being cut.
        var isWrapped = false
        /// Whether no word of a wrapped column is cut, however long it is.
        var keepsWords = false
        /// A column of priority 0 always stays. Of the others, the one with the highest number is removed first.
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
    /// Whether the column titles are shown.
    var hasHeader = true

    /// Returns the lines of the table at a width.
    func lines(width: Int, hasColour: Bool) -> [String] {
        let (shown, widths) = layout(width)
        var lines: [String] = []
        if hasHeader {
            lines.append(line(columns.map { Cell($0.title, .dim) }, shown, widths, hasColour))
        }
        for row in rows {
            for part in parts(of: row, shown, widths) { lines.append(line(part, shown, widths, hasColour)) }
        }
        return lines
    }

    /// Returns the lines of a row, as many as its longest wrapped cell needs.
    private func parts(of row: [Cell], _ shown: [Int], _ widths: [Int]) -> [[Cell]] {
        let cells = columns.indices.map { index -> [Cell] in
            guard index < row.count, let position = shown.firstIndex(of: index) else { return [""] }
            guard columns[index].isWrapped else { return [row[index]] }
            return TextWrap.lines(row[index].text, widths[position]).map { Cell($0, row[index].style) }
        }
        let count = cells.map(\.count).max() ?? 1
        return (0..<count).map { number in cells.map { number < $0.count ? $0[number] : "" } }
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

    private func longestWord(_ index: Int) -> Int {
        let texts = (hasHeader ? [columns[index].title] : []) + rows.map { index < $0.count ? $0[index].text : "" }
        return texts.flatMap { $0.split(separator: " ") }.map { TextWidth.of($0) }.max() ?? 0
    }

    /// Returns the columns to show, and their widths.
    private func layout(_ width: Int) -> (shown: [Int], widths: [Int]) {
        let natural = columns.indices.map { index in
            let header = hasHeader ? TextWidth.of(columns[index].title) : 0
            return rows.reduce(header) { $1.count > index ? max($0, TextWidth.of($1[index].text)) : $0 }
        }
        var shown = columns.indices.filter { index in
            columns[index].priority == 0 || rows.contains { $0.count > index && !$0[index].text.isEmpty }
        }
        func least(_ index: Int) -> Int {
            guard columns[index].isFlexible else { return natural[index] }
            // A word that is not cut can be read. Words of more than 16 characters are rare.
            let word = columns[index].keepsWords ? longestWord(index) : min(16, longestWord(index))
            return min(natural[index], columns[index].isWrapped ? word : 8)
        }
        func needed() -> Int { shown.reduce(0) { $0 + least($1) } + gap.count * max(0, shown.count - 1) }
        while needed() > width,
            let victim = shown.filter({ columns[$0].priority > 0 }).max(by: {
                columns[$0].priority < columns[$1].priority
            })
        {
            shown.removeAll { $0 == victim }
        }
        var widths = shown.map(least)
        var spare = max(0, width - needed())
        func lack(_ position: Int) -> Int { natural[shown[position]] - widths[position] }
        // Columns that would be cut come before wrapped ones. In each group, the column that lacks least comes first.
        for isWrapped in [false, true] {
            let lacking = shown.indices.filter { columns[shown[$0]].isWrapped == isWrapped && lack($0) > 0 }
                .sorted { lack($0) < lack($1) }
            for (place, position) in lacking.enumerated() {
                let more = min(lack(position), spare / (lacking.count - place))
                widths[position] += more
                spare -= more
            }
        }
        // The columns that always stay may still be too wide: the widest ones shrink.
        var excess = needed() - width
        let shrinking = shown.indices.filter { !columns[shown[$0]].keepsWords }
        while excess > 0, let widest = shrinking.max(by: { widths[$0] < widths[$1] }), widths[widest] > 4 {
            widths[widest] -= 1
            excess -= 1
        }
        return (shown, widths)
    }
}
