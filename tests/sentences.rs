//! What is mended and what is left alone, one sentence for each kind.

use vietmend::{Model, Options, Repairer};

/// Each text with what it must become; the same where nothing may change.
const SENTENCES: [(&str, &str); 17] = [
    // Words that were run together, read with the wrong and with the right language.
    (
        "Hé so ky thuattheo quy dinh cia Uy ban nhan dan tinh, thanh phé truc thudc trung wong.",
        "Hồ sơ kỹ thuật theo quy định của Ủy ban nhân dân tỉnh, thành phố trực thuộc trung ương.",
    ),
    (
        "Người điều khiển phương tiện chởcủa cải phải có giấy phép.",
        "Người điều khiển phương tiện chở của cải phải có giấy phép.",
    ),
    // Capitals inside a word, but not those of a name.
    ("Căn cứ Nghị địnH của Chính phủ.", "Căn cứ Nghị định của Chính phủ."),
    (
        "Người dân cài đặt VNeID và iHanoi trên điện thoại.",
        "Người dân cài đặt VNeID và iHanoi trên điện thoại.",
    ),
    // Both placements of the tone.
    ("Ủy ban nhân dân xã Hòa Bình.", "Ủy ban nhân dân xã Hòa Bình."),
    ("Uỷ ban nhân dân xã Hoà Bình.", "Uỷ ban nhân dân xã Hoà Bình."),
    ("Uỷ bân nhân dân xã Hoà Bình.", "Uỷ ban nhân dân xã Hoà Bình."),
    ("Ủy bannhân dân tỉnh.", "Ủy ban nhân dân tỉnh."),
    // Other scripts, and marks of other languages.
    (
        "Thủ đô của Nhật Bản là Tōkyō, của Nga là Москва, sử gia là 范曄.",
        "Thủ đô của Nhật Bản là Tōkyō, của Nga là Москва, sử gia là 范曄.",
    ),
    // A number that touches words is left to a person.
    (
        "Công văn được ban hành ngày15/8/2013 của Bộ Tài chính.",
        "Công văn được ban hành ngày15/8/2013 của Bộ Tài chính.",
    ),
    // Document codes, links, decimals.
    (
        "Công văn số 2136/SKHCN-TTTT, xem https://example.vn/dat-dai, giá 1.200,5 đồng.",
        "Công văn số 2136/SKHCN-TTTT, xem https://example.vn/dat-dai, giá 1.200,5 đồng.",
    ),
    // Abbreviations that stand as they are written.
    (
        "Căn cứ Công văn số 15/SKHCN-TTTT ngày 02/3/2026, Văn phòng ĐU và Ban Tổ chức ĐU họp.",
        "Căn cứ Công văn số 15/SKHCN-TTTT ngày 02/3/2026, Văn phòng ĐU và Ban Tổ chức ĐU họp.",
    ),
    // Digits and symbols for letters.
    (
        "S6 lugng can bé céng chtrc t6 chirc thyc hign nhi€ém vu cta céac co quan.",
        "Số lượng cán bộ công chức tổ chức thực hiện nhiệm vụ của các cơ quan.",
    ),
    // Without marks.
    (
        "Uy ban nhan dan phuong to chuc cuoc hop ve cong tac phong chay chua chay.",
        "Ủy ban nhân dân phường tổ chức cuộc họp về công tác phòng cháy chữa cháy.",
    ),
    // What the text says clearly decides its doubtful places: alone the last `phuong` is `phương`.
    (
        "Cac to chuc chinh tri - xa hoi phuong va cac don vi.",
        "Các tổ chức chính trị - xã hội phương và các đơn vị.",
    ),
    (
        "Cong an phuong Hai Son. Dang uy phuong Hai Son. Truong mam non phuong Hai Son. \
         Cac to chuc chinh tri - xa hoi phuong va cac don vi.",
        "Công an phường Hải Sơn. Đảng ủy phường Hải Sơn. Trường mầm non phường Hải Sơn. \
         Các tổ chức chính trị - xã hội phường và các đơn vị.",
    ),
    // Another language.
    (
        "The committee shall meet at least once a year and report to the council.",
        "The committee shall meet at least once a year and report to the council.",
    ),
];

#[test]
fn sentences_become_what_they_must() {
    let repairer = Repairer::new(Model::embedded(), Options::default());
    for (before, after) in SENTENCES {
        assert_eq!(repairer.repair(before).text, after);
    }
}
