//! Texts of an engine that training never saw.

use vietmend::{Model, Options, Repairer};

/// What an engine makes of a text that reads every `ơ` as `q` and every `ô` as `6`, and no tones.
fn read(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            'ơ' | 'ờ' | 'ớ' | 'ở' | 'ỡ' | 'ợ' => 'q',
            'ô' | 'ồ' | 'ố' | 'ổ' | 'ỗ' | 'ộ' => '6',
            'ư' | 'ừ' | 'ứ' | 'ử' | 'ữ' | 'ự' => 'ü',
            'ê' | 'ề' | 'ế' | 'ể' | 'ễ' | 'ệ' | 'è' | 'é' | 'ẻ' | 'ẽ' | 'ẹ' => {
                'ë'
            }
            'â' | 'ầ' | 'ấ' | 'ẩ' | 'ẫ' | 'ậ' | 'ă' | 'ằ' | 'ắ' | 'ẳ' | 'ẵ' | 'ặ' => {
                'ä'
            }
            'à' | 'á' | 'ả' | 'ã' | 'ạ' => 'a',
            'ì' | 'í' | 'ỉ' | 'ĩ' | 'ị' => 'i',
            'ò' | 'ó' | 'ỏ' | 'õ' | 'ọ' => 'o',
            'ù' | 'ú' | 'ủ' | 'ũ' | 'ụ' => 'u',
            'ỳ' | 'ý' | 'ỷ' | 'ỹ' | 'ỵ' => 'y',
            'đ' => 'd',
            'Đ' => 'D',
            c => c,
        })
        .collect()
}

const TEXT: &str = "Trong những năm qua, các cơ quan nhà nước đã tổ chức nhiều hội nghị để trao đổi về \
việc bảo vệ môi trường. Người dân ở các địa phương mong muốn được hỗ trợ kịp thời khi có thiên tai. \
Chính quyền cần mở rộng đường giao thông, xây dựng trường học và cơ sở y tế để phục vụ đời sống. \
Thời gian tới, đơn vị sẽ phối hợp với các sở, ngành có liên quan để giải quyết những vướng mắc. \
Người lao động làm việc ở nước ngoài phải tuân thủ pháp luật của nước sở tại và hợp đồng đã ký. \
Các trường hợp vi phạm sẽ được xử lý theo quy định của pháp luật. Cơ quan có thẩm quyền thông báo \
cho người nộp hồ sơ trước thời hạn mười ngày. Nơi nào chưa đủ điều kiện thì chờ hướng dẫn mới.";

/// Words of the text that the repair of a text reaches.
fn right(text: &str) -> usize {
    let pairs = text.split_whitespace().zip(TEXT.split_whitespace());
    pairs.filter(|(repaired, meant)| repaired == meant).count()
}

#[test]
fn an_unseen_engine_is_understood() {
    let repairer = Repairer::new(Model::embedded(), Options::default());
    let repaired = repairer.repair(&read(TEXT)).text.into_owned();
    let all = TEXT.split_whitespace().count();
    // With the costs of other engines four are not reached.
    assert!(right(&repaired) + 2 >= all, "{} of {all}: {repaired}", right(&repaired));
}

#[test]
fn what_one_text_tells_is_forgotten_before_the_next() {
    let texts = [read(TEXT), "Uy ban nhan dan tinh Quang Nam th6ng bäo vé viéc cai".to_owned()];
    let fresh = |text: &String| {
        Repairer::new(Model::embedded(), Options::default()).repair(text).text.into_owned()
    };
    let alone: Vec<String> = texts.iter().map(fresh).collect();
    let repairer = Repairer::new(Model::embedded(), Options::default());
    for order in [[0, 1], [1, 0], [0, 0], [1, 1]] {
        for at in order {
            assert_eq!(repairer.repair(&texts[at]).text, alone[at]);
            assert_eq!(repairer.repair_in_parallel(&texts[at]).text, alone[at]);
        }
    }
}
