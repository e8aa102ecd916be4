/// What a terminal shows: enough of an emulator for the codes that line editors and progress lines use.
struct TerminalScreen {
    let columns: Int
    private(set) var rows: [[Character]] = [[]]
    private var row = 0
    private var column = 0
    private var code: String?

    init(columns: Int) { self.columns = columns }

    /// The rows as text, without what trails.
    var lines: [String] {
        rows.map { row in
            var text = String(row.filter { $0 != "\0" })
            while text.last == " " { text.removeLast() }
            return text
        }
    }

    mutating func show(_ text: String) {
        for scalar in text.unicodeScalars { show(scalar) }
    }

    private mutating func show(_ scalar: Unicode.Scalar) {
        if var open = code {
            open.unicodeScalars.append(scalar)
            code = open
            // A sequence of the form `ESC [ … letter`, or a charset selection of two characters.
            let isControl = open.hasPrefix("[")
            if isControl
                ? open.count > 1 && (0x40...0x7E).contains(scalar.value) : open.count > 1 || !"()]".contains(open)
            {
                run(open)
                code = nil
            }
            return
        }
        switch scalar.value {
        case 0x1B: code = ""
        case 0x0D: column = 0
        case 0x0A:
            row += 1
            if row == rows.count { rows.append([]) }
        case 0x08: column = max(0, column - 1)
        case 0x00..<0x20, 0x7F: break
        default: put(Character(scalar))
        }
    }

    private mutating func put(_ character: Character) {
        let width =
            (0x1100...0x3FFFD).contains(character.unicodeScalars.first?.value ?? 0) && character != "…"
                && !isNarrow(character) ? 2 : 1
        if column + width > columns {
            column = 0
            row += 1
            if row == rows.count { rows.append([]) }
        }
        while rows[row].count < column + width { rows[row].append(" ") }
        rows[row][column] = character
        if width == 2 { rows[row][column + 1] = "\0" }
        column += width
    }

    /// Box drawing, blocks and punctuation, which lie among the wide ones.
    private func isNarrow(_ character: Character) -> Bool {
        (0x2000...0x2E7F).contains(character.unicodeScalars.first?.value ?? 0)
    }

    private mutating func run(_ code: String) {
        guard code.hasPrefix("["), let letter = code.last else { return }
        let number = Int(code.dropFirst().dropLast().filter(\.isNumber)) ?? 0
        switch letter {
        case "A": row = max(0, row - max(1, number))
        case "B": row = min(rows.count - 1, row + max(1, number))
        case "C": column = min(columns - 1, column + max(1, number))
        case "D": column = max(0, column - max(1, number))
        case "G": column = max(0, number - 1)
        case "J":
            rows[row] = Array(rows[row].prefix(column))
            rows.removeSubrange((row + 1)...)
        case "K":
            if number == 0 { rows[row] = Array(rows[row].prefix(column)) }
            if number == 2 { rows[row] = [] }
        case "P": rows[row].removeSubrange(min(column, rows[row].count)..<min(column + max(1, number), rows[row].count))
        case "@":
            rows[row].insert(contentsOf: repeatElement(" ", count: max(1, number)), at: min(column, rows[row].count))
        default: break
        }
    }
}
