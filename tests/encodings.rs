//! Encodings: every letter both ways, bytes that come back, and what is told from the bytes.

use std::fs;

use proptest::prelude::*;
use vietmend::{Edit, Encoding, Error, Model, apply};

const FOLDER: &str = env!("CARGO_MANIFEST_DIR");
/// The small letters that Vietnamese adds to ASCII.
const SMALL: &str = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ";
const LEGACY: [Encoding; 6] = [
    Encoding::Windows1258,
    Encoding::Tcvn3,
    Encoding::Vni,
    Encoding::Vps,
    Encoding::Viscii,
    Encoding::Viqr,
];
/// A text in a language that the encodings are not made for, but whose letters many of them have.
const FRENCH: &str = "L'été dernier, nous sommes allés à la mer avec mes frères et ma mère. Il a fallu \
    traverser la forêt où, d'après une légende très ancienne, un géant avait caché son trésor sous un \
    chêne. Près du phare, un pêcheur âgé réparait ses filets; il nous a montré des étoiles de mer, des \
    crevettes et même une pièce d'or qu'il prétendait avoir trouvée là. À midi, la marée était déjà \
    basse, et les bateaux restaient couchés sur le côté. Le café où nous avons déjeuné était fermé à \
    la fin de la journée, mais le garçon nous a offert des gâteaux à emporter. Voilà où l'été a passé.";

fn letters() -> impl Iterator<Item = char> {
    SMALL.chars().chain(SMALL.chars().flat_map(char::to_uppercase))
}

fn golden(path: &str) -> String {
    fs::read_to_string(format!("{FOLDER}/tests/golden/{path}")).unwrap()
}

/// The bytes of a text, with a likeness for what the encoding lacks.
fn store(encoding: Encoding, text: &str) -> Vec<u8> {
    let like = |c: char| {
        let small = c.to_lowercase().next().unwrap();
        let plain = match c {
            '“' | '”' => '"',
            '‘' | '’' => '\'',
            '–' | '—' => '-',
            _ => '?',
        };
        [c, small, plain].into_iter().find(|c| encoding.encode(&c.to_string()).is_ok()).unwrap()
    };
    let text: String = text.chars().map(like).collect();
    match encoding {
        // Capital fonts have the bytes of small letters: letter by letter they are written so.
        Encoding::Tcvn3 => {
            text.chars().flat_map(|c| encoding.encode(&c.to_string()).unwrap()).collect()
        }
        _ => encoding.encode(&text).unwrap(),
    }
}

/// Words of small letters and some more characters.
fn word(more: &str) -> impl Strategy<Value = String> {
    let chars: Vec<char> = SMALL.chars().chain('a'..='z').chain(more.chars()).collect();
    prop::collection::vec(prop::sample::select(chars), 1..8).prop_map(String::from_iter)
}

/// Whether nothing in a text can be written with an escape: then words with two tones cannot be told from
/// those before a point.
fn lacks_escapes(text: &str) -> bool {
    !text.contains(|c: char| c.is_ascii_punctuation() || matches!(c, 'd' | 'D'))
}

fn pieces(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    chars.chunks_exact(500).map(|piece| piece.iter().collect()).collect()
}

#[test]
fn every_row_of_a_table_is_read_and_written() {
    let tables = [
        (Encoding::Tcvn3, "tcvn3"),
        (Encoding::Vni, "vni"),
        (Encoding::Vps, "vps"),
        (Encoding::Viscii, "viscii"),
        (Encoding::Viqr, "viqr"),
    ];
    for (encoding, name) in tables {
        let path = format!("{FOLDER}/dictionaries/encodings/{name}.tsv");
        for line in fs::read_to_string(path).unwrap().lines().skip(1) {
            let fields: Vec<&str> = line.split('\t').collect();
            let digits = fields[0].as_bytes().chunks(2).map(|pair| str::from_utf8(pair).unwrap());
            let bytes: Vec<u8> = digits.map(|d| u8::from_str_radix(d, 16).unwrap()).collect();
            assert_eq!(encoding.decode(&bytes).unwrap(), fields[1], "{encoding}: {line}");
            if fields[2] == "both" {
                assert_eq!(encoding.encode(fields[1]).unwrap(), bytes, "{encoding}: {line}");
            }
        }
    }
}

#[test]
fn every_letter_comes_back() {
    for encoding in Encoding::ALL {
        for c in letters().chain(' '..='~').chain(['\n', '\t', '\r']) {
            let text = c.to_string();
            match encoding.encode(&text) {
                Ok(bytes) => assert_eq!(encoding.decode(&bytes).unwrap(), text, "{encoding}"),
                // Capitals with tones.
                Err(_) => {
                    assert_eq!(encoding, Encoding::Tcvn3);
                    assert!(c.is_uppercase() && !"ĂÂĐÊÔƠƯ".contains(c), "{c}");
                    let word = format!("N{c}NG");
                    let bytes = encoding.encode(&word).unwrap();
                    assert_eq!(encoding.decode(&bytes).unwrap(), word);
                }
            }
        }
    }
}

#[test]
fn windows_1258_has_two_spellings() {
    let encoding = Encoding::Windows1258;
    assert_eq!(encoding.encode("à ẫ Đ ₫ –").unwrap(), b"\xe0 \xe2\xde \xd0 \xfe \x96");
    // As the Windows keyboard has them.
    assert_eq!(encoding.decode(b"a\xcc \xe2\xde").unwrap(), "à ẫ");
    assert_eq!(encoding.encode("a\u{300}").unwrap(), b"\xe0");
    // A tone that its letter cannot bear.
    assert_eq!(encoding.decode(b"b\xcc").unwrap(), "b\u{300}");
    assert_eq!(encoding.decode(b"\xe1\xf2").unwrap(), "ạ\u{301}");
    assert_eq!(encoding.apply(b"\xe1\xf2", &[]).unwrap(), b"\xe1\xf2");
}

#[test]
fn tcvn3_capitals_follow_their_word() {
    let heading = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nỦY BAN NHÂN DÂN HUYỆN HÀ TRUNG\n";
    let bytes = Encoding::Tcvn3.encode(heading).unwrap();
    assert_eq!(Encoding::Tcvn3.decode(&bytes).unwrap(), heading);
    assert_eq!(bytes, store(Encoding::Tcvn3, heading));
    let read = Encoding::Tcvn3.decode(b"H\xb5 N\xe9i, H\xb5 Nam\nH\xb5").unwrap();
    assert_eq!(read, "Hà Nội, Hà Nam\nHà");
}

#[test]
fn viqr_escapes_what_is_no_mark() {
    for (text, bytes) in [
        ("Ông tên gì? Ở đâu.", r"O^ng te^n gi`? O+? dda^u\."),
        ("Teddy add DĐ (a)", r"Ted\dy ad\d \DDD (a)"),
        (r"C:\Việt\đất \\ a\", r"C:\Vie^.t\\dda^'t \\\ a\"),
        ("ă(", r"a(("),
    ] {
        assert_eq!(Encoding::Viqr.encode(text).unwrap(), bytes.as_bytes(), "{text}");
        assert_eq!(Encoding::Viqr.decode(bytes.as_bytes()).unwrap(), text);
    }
    assert_eq!(Encoding::Viqr.decode(br"dda.i\- ho.c\!").unwrap(), "đại- học!");
    // A needless one, without which this would read `ngúa.`.
    assert_eq!(Encoding::Viqr.encode("ngúạ - a").unwrap(), br"ngu'a. \- a");
    assert!(Encoding::Viqr.encode("ngúạ").is_err());
}

#[test]
fn edits_leave_other_bytes_alone() {
    let bytes = b"A\xf9nh \xd1o\xe2ng, a\xd9nh"; // marks of the other case in the first and last word
    let text = Encoding::Vni.decode(bytes).unwrap();
    assert_eq!(text, "Ánh Đông, ánh");
    let edits = [Edit::new(5..11, "Đông", "Tây")];
    let mended = Encoding::Vni.apply(bytes, &edits).unwrap();
    assert_eq!(mended, b"A\xf9nh Ta\xe2y, a\xd9nh");
    // The full stop would be a mark of the new word.
    let mended = Encoding::Viqr.apply(b"ddi\\- mang.", &[Edit::new(5..9, "mang", "ma")]).unwrap();
    assert_eq!(Encoding::Viqr.decode(&mended).unwrap(), "đi- ma.");
    let lacking = Encoding::Viscii.apply(b"an", &[Edit::new(0..2, "an", "án…")]);
    assert!(matches!(lacking, Err(Error::Unencodable { character: '…', .. })));
}

#[test]
fn faults_are_named() {
    let offset = |encoding: Encoding, bytes: &[u8]| match encoding.decode(bytes) {
        Err(Error::Undecodable { offset, .. }) => Some(offset),
        _ => None,
    };
    assert_eq!(offset(Encoding::Utf8, b"ab\xff"), Some(2));
    assert_eq!(offset(Encoding::Utf16Le, b"a\0b"), Some(2));
    assert_eq!(offset(Encoding::Utf16Be, b"\0a\xd8\0\0b"), Some(2));
    assert_eq!(offset(Encoding::Windows1258, b"a\x81"), Some(1));
    assert_eq!(offset(Encoding::Tcvn3, b"ab\xff"), Some(2));
    assert_eq!(offset(Encoding::Vni, b"aa\xf9b\xf9"), Some(4));
    assert_eq!(offset(Encoding::Viqr, b"a'\xe1"), Some(2));
    let error = Encoding::Vps.encode("ab 漢").unwrap_err();
    assert_eq!(error.to_string(), "VPS cannot write the '漢' at byte 3 of the text");
    let error = Encoding::Viscii.encode("\u{2}").unwrap_err();
    assert!(matches!(error, Error::Unencodable { offset: 0, .. }));
}

#[test]
fn names_are_read() {
    for encoding in Encoding::ALL {
        assert_eq!(encoding.to_string().parse::<Encoding>().unwrap(), encoding);
        let written = serde_json::to_string(&encoding).unwrap();
        assert_eq!(serde_json::from_str::<Encoding>(&written).unwrap(), encoding);
    }
    for (name, encoding) in [
        ("cp1258", Encoding::Windows1258),
        ("ABC", Encoding::Tcvn3),
        ("tcvn-3", Encoding::Tcvn3),
        ("utf-16le", Encoding::Utf16Le),
        ("utf8", Encoding::Utf8),
    ] {
        assert_eq!(name.parse::<Encoding>().unwrap(), encoding);
    }
    let error = "latin1".parse::<Encoding>().unwrap_err();
    assert_eq!(error.to_string(), "`latin1` is no encoding that vietmend knows");
}

#[test]
fn marks_of_byte_order_stay() {
    for (encoding, mark) in [
        (Encoding::Utf8, "\u{feff}".as_bytes()),
        (Encoding::Utf16Le, b"\xff\xfe"),
        (Encoding::Utf16Be, b"\xfe\xff"),
    ] {
        let bytes = [mark, &encoding.encode("Đất\n").unwrap()].concat();
        assert_eq!(encoding.decode(&bytes).unwrap(), "\u{feff}Đất\n");
        assert_eq!(encoding.encode("\u{feff}Đất\n").unwrap(), bytes);
        assert_eq!(Model::embedded().detect(&bytes).unwrap().encoding, encoding);
        // A character of four bytes wherever the look at a long text ends.
        for start in ["", "a"] {
            let bytes =
                encoding.encode(&(start.to_string() + &"🐕 trời đất ".repeat(2000))).unwrap();
            assert_eq!(Model::embedded().detect(&bytes).unwrap().encoding, encoding);
        }
    }
}

#[test]
fn pieces_of_500_characters_are_told_apart() {
    let model = Model::embedded();
    let (mut all, mut right) = (0, 0);
    for entry in fs::read_dir(format!("{FOLDER}/tests/golden/truth")).unwrap() {
        for piece in pieces(&fs::read_to_string(entry.unwrap().path()).unwrap()) {
            for encoding in Encoding::ALL {
                let bytes = store(encoding, &piece);
                all += 1;
                right += usize::from(model.detect(&bytes).is_some_and(|d| d.encoding == encoding));
                let text = encoding.decode(&bytes).unwrap();
                assert_eq!(encoding.encode(&text).unwrap(), bytes, "{encoding}: {piece}");
            }
        }
    }
    assert!(all > 300, "{all} pieces");
    assert!(right * 1000 >= all * 995, "{right} of {all}");
}

#[test]
fn other_texts_are_not_guessed() {
    let model = Model::embedded();
    let latin =
        |text: &str| -> Vec<u8> { text.chars().map(|c| u8::try_from(c).unwrap_or(b'?')).collect() };
    for piece in pieces(FRENCH) {
        assert_eq!(model.detect(&latin(&piece)), None);
    }
    for name in ["english.txt", "code.txt"] {
        for piece in pieces(&golden(&format!("harm/{name}"))) {
            assert_eq!(model.detect(piece.as_bytes()).unwrap().encoding, Encoding::Utf8, "{piece}");
        }
    }
    // Where half the words are no Vietnamese ones, nothing may be told, but nothing wrong: of VIQR
    // that it is ASCII.
    for name in ["minority.txt", "mixed.txt", "table.txt", "poem.txt"] {
        for piece in pieces(&golden(&format!("harm/{name}"))) {
            for encoding in LEGACY {
                let bytes = store(encoding, &piece);
                let found = model.detect(&bytes).map(|detected| detected.encoding);
                let ascii = bytes.is_ascii() && found == Some(Encoding::Utf8);
                assert!(
                    ascii || found.is_none_or(|found| found == encoding),
                    "{encoding}: {piece}"
                );
            }
        }
    }
    assert_eq!(model.detect(b"").unwrap().encoding, Encoding::Utf8);
}

#[test]
fn binary_data_is_not_guessed() {
    let model = Model::embedded();
    let mut state = 1u64;
    let mut byte = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 33) as u8
    };
    for _ in 0..200 {
        let bytes: Vec<u8> = (0..500).map(|_| byte()).collect();
        assert_eq!(model.detect(&bytes), None);
        // Without zeroes and other control characters.
        let bytes: Vec<u8> = bytes.into_iter().map(|byte| byte.max(0x20)).collect();
        assert_eq!(model.detect(&bytes), None);
    }
    for number in [7u16, 0x37, 0x100, 0x137] {
        assert_eq!(model.detect(&number.to_le_bytes().repeat(250)), None);
        assert_eq!(model.detect(&number.to_be_bytes().repeat(250)), None);
    }
    let file = format!("{FOLDER}/dictionaries/vietmend.model");
    assert_eq!(model.detect(&fs::read(file).unwrap()), None);
}

#[test]
fn long_texts_are_told_by_some_of_their_places() {
    let text = golden("harm/english.txt") + &golden("truth/ben-do-lang-cu.txt").repeat(40);
    for encoding in LEGACY {
        let detected = Model::embedded().detect(&store(encoding, &text)).unwrap();
        assert_eq!(detected.encoding, encoding);
    }
}

#[test]
fn long_lines_are_decoded_in_time() {
    let bytes = b"\xb5 ".repeat(1_000_000);
    assert_eq!(Encoding::Tcvn3.decode(&bytes).unwrap(), "à ".repeat(1_000_000));
}

proptest! {
    // A failure becomes a test of its own rather than a file of seeds.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn texts_come_back(
        words in prop::collection::vec(word(r"ABCDNTH09.?'^~()+\`"), 0..20)
    ) {
        let text = words.join(" ");
        for encoding in Encoding::ALL {
            let bytes = encoding.encode(&text);
            match bytes {
                Ok(bytes) => prop_assert_eq!(encoding.decode(&bytes).unwrap(), &text[..]),
                // A word such as `AàB`, which it would read in capitals.
                Err(_) if encoding == Encoding::Tcvn3 => {}
                Err(_) => prop_assert!(encoding == Encoding::Viqr && lacks_escapes(&text)),
            }
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        Model::embedded().detect(&bytes);
        for encoding in Encoding::ALL {
            if let Ok(text) = encoding.decode(&bytes) {
                prop_assert_eq!(&encoding.apply(&bytes, &[]).unwrap(), &bytes);
                let Ok(written) = encoding.encode(&text) else {
                    // A tone below a letter that bears a foreign mark above changes places with it.
                    prop_assert_eq!(encoding, Encoding::Windows1258);
                    continue;
                };
                prop_assert_eq!(encoding.decode(&written).unwrap(), text);
                let single = matches!(encoding, Encoding::Tcvn3 | Encoding::Vps | Encoding::Viscii);
                prop_assert!(!single || written == bytes, "{} {:?}", encoding, bytes);
            }
        }
    }

    #[test]
    fn edits_are_carried_out(
        words in prop::collection::vec(word(".?"), 1..12),
        after in word(""),
        chosen in any::<prop::sample::Index>(),
    ) {
        let text = words.join(" ");
        let word = chosen.get(&words);
        let start = text.find(word.as_str()).unwrap();
        let edits = [Edit::new(start..start + word.len(), &word[..], after)];
        for encoding in Encoding::ALL {
            let after = apply(&text, &edits);
            let mended = encoding.encode(&text).and_then(|bytes| encoding.apply(&bytes, &edits));
            if encoding == Encoding::Viqr && mended.is_err() {
                prop_assert!(lacks_escapes(&text) || lacks_escapes(&after));
                continue;
            }
            let mended = mended.unwrap();
            prop_assert_eq!(encoding.decode(&mended).unwrap(), after);
        }
    }
}

#[test]
fn a_line_without_marks_is_no_viqr() {
    for name in ["thong-bao-doi-thoai", "ben-do-lang-cu", "cong-van-cuoc-thi"] {
        let text = golden(&format!("bare/{name}.txt"));
        for line in text.lines().chain(["lam qua.", "Ai o nha? Bo me (o que)."]) {
            let detected = Model::embedded().detect(line.as_bytes()).unwrap();
            assert_eq!(detected.encoding, Encoding::Utf8, "{line}");
        }
    }
}
