import VideoGenerationCore

extension JSONText {
    /// The texts about which the RFC leaves the decision to the implementation, and one kind that it forbids.
    ///
    /// The parser accepts a text that has one meaning, because rejecting a response can lose the ID of a paid task. It
    /// rejects what it would have to guess.
    static let decided: [JSONText] = [
        // Numbers: the text is kept, so that no digit of an ID is lost. Only the accessors convert.
        JSONText("i_number_double_huge_neg_exp", "[123.456e-789]", .array([.number("123.456e-789")])),
        JSONText("i_number_huge_exp", "[0.4e00669999]", .array([.number("0.4e00669999")])),
        JSONText("i_number_real_pos_overflow", "[1e400]", .array([.number("1e400")])),
        JSONText("i_number_real_neg_overflow", "[-123123e100000]", .array([.number("-123123e100000")])),
        JSONText("i_number_too_big_int", "[100000000000000000000]", .array([.number("100000000000000000000")])),
        JSONText("i_number_too_big_neg_int", "[-123123123123123123123]", .array([.number("-123123123123123123123")])),

        // Strings: a lone surrogate and malformed UTF-8 become U+FFFD.
        JSONText("i_string_lone_high_surrogate", #"["\uD800"]"#, .array(["\u{FFFD}"])),
        JSONText("i_string_lone_low_surrogate", #"["\uDFAA"]"#, .array(["\u{FFFD}"])),
        JSONText("i_string_high_surrogate_and_letter", #"["\uD800a"]"#, .array(["\u{FFFD}a"])),
        JSONText("i_string_high_surrogate_and_escape", #"["\uD800\n"]"#, .array(["\u{FFFD}\n"])),
        JSONText("i_string_high_surrogate_and_other_escape", #"["\uD888\u1234"]"#, .array(["\u{FFFD}\u{1234}"])),
        JSONText("i_string_two_high_surrogates", #"["\uD800\uD800"]"#, .array(["\u{FFFD}\u{FFFD}"])),
        JSONText("i_string_high_surrogate_before_pair", #"["\uD800\uD83D\uDE39"]"#, .array(["\u{FFFD}😹"])),
        JSONText("i_string_inverted_surrogates", #"["\uDd1e\uD834"]"#, .array(["\u{FFFD}\u{FFFD}"])),
        JSONText("i_string_invalid_utf8", [0x5B, 0x22, 0xFF, 0x22, 0x5D], .array(["\u{FFFD}"])),
        JSONText("i_string_latin_1", [0x5B, 0x22, 0x63, 0xE9, 0x22, 0x5D], .array(["c\u{FFFD}"])),
        JSONText("i_string_latin_1_beside_escape", [0x5B, 0x22, 0x5C, 0x6E, 0xE9, 0x22, 0x5D], .array(["\n\u{FFFD}"])),
        JSONText("i_string_truncated_utf8", [0x5B, 0x22, 0xE0, 0xA4, 0x22, 0x5D], .array(["\u{FFFD}"])),
        JSONText("i_string_overlong_slash", [0x5B, 0x22, 0xC0, 0xAF, 0x22, 0x5D], .array(["\u{FFFD}\u{FFFD}"])),
        JSONText(
            "i_string_utf8_surrogate",
            [0x5B, 0x22, 0xED, 0xA0, 0x80, 0x22, 0x5D],
            .array(["\u{FFFD}\u{FFFD}\u{FFFD}"])
        ),

        // Structure: a byte order mark is skipped, and depth is limited.
        JSONText("i_structure_byte_order_mark", "\u{FEFF}{}", .object([:])),
        JSONText("i_structure_128_nested_arrays", nested(128), .nested(128)),
        JSONText("i_structure_129_nested_arrays", nested(129)),
        JSONText("i_structure_500_nested_arrays", nested(500)),
        JSONText("i_structure_100000_opening_arrays", String(repeating: "[", count: 100_000)),
        JSONText("i_structure_open_array_object", String(repeating: "[{\"\":", count: 50_000)),

        // The RFC forbids raw control characters in strings. The parser accepts them; see `JSONValue.init(parsing:)`.
        JSONText("n_string_unescaped_newline", "[\"new\nline\"]", .array(["new\nline"])),
        JSONText("n_string_unescaped_tab", "[\"\t\"]", .array(["\t"])),
        JSONText("n_string_unescaped_null", "[\"a\u{0}a\"]", .array(["a\u{0}a"])),
        JSONText("n_string_unescaped_escape", "[\"\u{1B}[31m\"]", .array(["\u{1B}[31m"])),
        JSONText("n_string_unescaped_newline_beside_escape", "[\"\\t\n\"]", .array(["\t\n"])),
        JSONText("n_object_unescaped_tab_in_key", "{\"a\tb\":1}", .object(["a\tb": 1])),
    ]
}
