import VideoGenerationCore

extension JSONText {
    /// The texts that RFC 8259 allows.
    static let accepted: [JSONText] = [
        // Structure
        JSONText("y_structure_lonely_null", "null", .null),
        JSONText("y_structure_lonely_true", "true", .bool(true)),
        JSONText("y_structure_lonely_false", "false", .bool(false)),
        JSONText("y_structure_lonely_string", #""asd""#, .string("asd")),
        JSONText("y_structure_lonely_int", "42", .number("42")),
        JSONText("y_structure_lonely_negative_real", "-0.1", .number("-0.1")),
        JSONText("y_structure_string_empty", #""""#, .string("")),
        JSONText("y_structure_trailing_newline", "[\"a\"]\n", .array(["a"])),
        JSONText("y_structure_whitespace_around", " \t\r\n[] \t\r\n", .array([])),

        // Arrays
        JSONText("y_array_empty", "[]", .array([])),
        JSONText("y_array_ending_with_newline", "[\"a\"\n]", .array(["a"])),
        JSONText("y_array_false", "[false]", .array([.bool(false)])),
        JSONText("y_array_heterogeneous", #"[null, 1, "1", {}]"#, .array([.null, 1, "1", .object([:])])),
        JSONText("y_array_with_1_and_newline", "[1\n]", .array([1])),
        JSONText("y_array_with_leading_space", " [1]", .array([1])),
        JSONText("y_array_with_several_null", "[1,null,null,2]", .array([1, .null, .null, 2])),
        JSONText("y_array_with_trailing_space", "[2] ", .array([2])),
        JSONText("y_array_of_empty_string", #"[""]"#, .array([""])),
        JSONText("y_array_in_arrays", "[[],[[]]]", .array([.array([]), .array([.array([])])])),

        // Numbers keep their text.
        JSONText("y_number", "[123e65]", .array([.number("123e65")])),
        JSONText("y_number_0e+1", "[0e+1]", .array([.number("0e+1")])),
        JSONText("y_number_0e1", "[0e1]", .array([.number("0e1")])),
        JSONText("y_number_after_space", "[ 4]", .array([.number("4")])),
        JSONText(
            "y_number_close_to_zero",
            "[-0.000000000000000000000000001]",
            .array([.number("-0.000000000000000000000000001")])
        ),
        JSONText("y_number_int_with_exp", "[20e1]", .array([.number("20e1")])),
        JSONText("y_number_minus_zero", "[-0]", .array([.number("-0")])),
        JSONText("y_number_negative_int", "[-123]", .array([.number("-123")])),
        JSONText("y_number_real_capital_e", "[1E22]", .array([.number("1E22")])),
        JSONText("y_number_real_capital_e_neg_exp", "[1E-2]", .array([.number("1E-2")])),
        JSONText("y_number_real_capital_e_pos_exp", "[1E+2]", .array([.number("1E+2")])),
        JSONText("y_number_real_exponent", "[123e45]", .array([.number("123e45")])),
        JSONText("y_number_real_fraction_exponent", "[123.456e78]", .array([.number("123.456e78")])),
        JSONText("y_number_exponent_with_zeros", "[1e007]", .array([.number("1e007")])),
        JSONText("y_number_fraction_with_zeros", "[0.00100]", .array([.number("0.00100")])),
        JSONText("y_number_simple_int", "[10]", .array([.number("10")])),
        JSONText("y_number_29_digits", "12345678901234567890123456789", .number("12345678901234567890123456789")),

        // Objects
        JSONText("y_object_empty", "{}", .object([:])),
        JSONText("y_object_empty_key", #"{"":0}"#, .object(["": 0])),
        JSONText("y_object_basic", #"{"asd":"sdf", "dfg":"fgh"}"#, .object(["asd": "sdf", "dfg": "fgh"])),
        JSONText("y_object_escaped_null_in_key", #"{"foo\u0000bar": 42}"#, .object(["foo\u{0}bar": 42])),
        JSONText("y_object_escaped_key", #"{"\u0061": 1}"#, .object(["a": 1])),
        JSONText("y_object_with_newlines", "{\n\"a\":\n\"b\"\n}", .object(["a": "b"])),
        JSONText(
            "y_object_long_strings",
            "{\"x\":[{\"id\":\"\(String(repeating: "x", count: 40))\"}]}",
            .object(["x": .array([.object(["id": .string(String(repeating: "x", count: 40))])])])
        ),

        // Strings
        JSONText("y_string_simple_ascii", #"["asd "]"#, .array(["asd "])),
        JSONText("y_string_space", #"" ""#, .string(" ")),
        JSONText("y_string_allowed_escapes", #"["\"\\\/\b\f\n\r\t"]"#, .array(["\"\\/\u{8}\u{C}\n\r\t"])),
        JSONText("y_string_backslash_and_u_escaped_zero", #"["\\u0000"]"#, .array(["\\u0000"])),
        JSONText("y_string_backslash_doublequotes", #"["\""]"#, .array(["\""])),
        JSONText("y_string_comments", #"["a/*b*/c/*d//e"]"#, .array(["a/*b*/c/*d//e"])),
        JSONText("y_string_double_escape_a", #"["\\a"]"#, .array(["\\a"])),
        JSONText("y_string_escaped_control_character", #"["\u0012"]"#, .array(["\u{12}"])),
        JSONText("y_string_null_escape", #"["\u0000"]"#, .array(["\u{0}"])),
        JSONText("y_string_escaped_noncharacter", #"["\uFFFF"]"#, .array(["\u{FFFF}"])),
        JSONText("y_string_hex_in_both_cases", #"["\u00e9\u00E9"]"#, .array(["éé"])),
        JSONText("y_string_surrogate_pair", #"["\uD83D\uDE39\uD83D\uDC8D"]"#, .array(["😹💍"])),
        JSONText("y_string_last_surrogates", #"["\uDBFF\uDFFE"]"#, .array(["\u{10FFFE}"])),
        JSONText("y_string_one_byte_utf8", #"["\u002c"]"#, .array([","])),
        JSONText("y_string_two_byte_utf8", #"["\u0123"]"#, .array(["ģ"])),
        JSONText("y_string_three_byte_utf8", #"["\u0821"]"#, .array(["\u{821}"])),
        JSONText("y_string_raw_utf8", "[\"€𝄞\"]", .array(["€𝄞"])),
        JSONText("y_string_raw_noncharacter", "[\"\u{FFFF}\"]", .array(["\u{FFFF}"])),
        JSONText("y_string_raw_line_separator", "[\"\u{2028}\"]", .array(["\u{2028}"])),
        JSONText("y_string_with_del_character", "[\"a\u{7F}a\"]", .array(["a\u{7F}a"])),
        JSONText("y_string_byte_order_mark_inside", "[\"\u{FEFF}\"]", .array(["\u{FEFF}"])),
    ]
}
