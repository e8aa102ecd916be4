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
        /// Whether a word of a wrapped column that does not fit continues on the next line, after a `-` or `/` if it has
        /// one. Names that a user has to read in full are never cut then.
        var breaksWords = false
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
            let (text, isBroken) = (row[index].text, columns[index].breaksWords)
            return TextWrap.lines(text, widths[position], breakingWords: isBroken).map { Cell($0, row[index].style) }
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

    private func longestWord(_ index: Int, isBroken: Bool? = nil) -> Int {
        let texts = (hasHeader ? [columns[index].title] : []) + rows.map { index < $0.count ? $0[index].text : "" }
        let words = texts.flatMap { $0.split(separator: " ").map(String.init) }
        return (isBroken ?? columns[index].breaksWords ? words.flatMap(TextWrap.breakable) : words).map {
            TextWidth.of($0)
        }.max() ?? 0
    }

    /// Returns the titles of the columns that have no room at a width.
    func hiddenColumns(width: Int) -> [String] {
        let shown = layout(width).shown
        return columns.indices.filter { index in
            !shown.contains(index) && rows.contains { $0.count > index && !$0[index].text.isEmpty }
        }
        .map { columns[$0].title }
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
            return min(natural[index], !columns[index].isWrapped ? 8 : columns[index].breaksWords ? max(word, 8) : word)
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
        /// Shares the spare width between columns that are narrower than they could be. The one that lacks least is first.
        func widen(_ positions: [Int], to goal: (Int) -> Int) {
            func lack(_ position: Int) -> Int {
                min(natural[shown[position]], goal(shown[position])) - widths[position]
            }
            let lacking = positions.filter { lack($0) > 0 }.sorted { lack($0) < lack($1) }
            for (place, position) in lacking.enumerated() {
                let more = min(lack(position), spare / (lacking.count - place))
                widths[position] += more
                spare -= more
            }
        }
        // Columns whose words would be broken come first, then those that would be cut, then wrapped ones.
        widen(shown.indices.filter { columns[shown[$0]].breaksWords }) { longestWord($0, isBroken: false) }
        widen(shown.indices.filter { !columns[shown[$0]].isWrapped }) { natural[$0] }
        widen(shown.indices.filter { columns[shown[$0]].isWrapped }) { natural[$0] }
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
