use std::time::Duration;

use phase9_backend::{
    domain::{
        ArticleId, Bio, Body, CommentId, Description, Email, Image, Page, Password, PasswordHash, Slug, Tag,
        Tags, Timestamp, Title, UserId, Username, Validation,
    },
    domain_modeling::{Cents, Refused, Stage, Statement, Step},
};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::App;

proptest! {
    #[test]
    fn a_slug_is_a_path_segment_of_letters_digits_and_single_hyphens(title in any::<String>()) {
        let Ok(title) = Title::parse(title) else { return Ok(()) };
        let slug = Slug::of(&title);
        let words: Vec<_> = slug.as_str().split('-').collect();
        prop_assert!(words.iter().all(|word| !word.is_empty() && word.chars().all(char::is_alphanumeric)), "{slug}");
        prop_assert_eq!(slug.as_str(), slug.as_str().to_lowercase());
        prop_assert_ne!(slug.as_str(), "feed");
    }

    #[test]
    fn the_slug_of_a_slug_is_itself(title in "[ -~äÖßİΣ東]{1,40}") {
        let Ok(title) = Title::parse(title) else { return Ok(()) };
        let slug = Slug::of(&title);
        prop_assert_eq!(Slug::of(&Title::parse(slug.as_str()).expect("a slug is a title")), slug);
    }

    #[test]
    fn what_was_parsed_parses_to_itself(text in any::<String>(), address in "[ A-Za-z0-9.@İ\t]{0,20}") {
        fn holds<T: PartialEq + std::fmt::Debug, E>(parse: impl Fn(&str) -> Result<T, E>, shown: impl Fn(&T) -> String, text: &str) -> bool {
            parse(text).map_or(true, |value| parse(&shown(&value)).is_ok_and(|again| again == value))
        }
        prop_assert!(holds(|text| Title::parse(text), ToString::to_string, &text));
        prop_assert!(holds(|text| Description::parse(text), ToString::to_string, &text));
        prop_assert!(holds(|text| Tag::parse(text), ToString::to_string, &text));
        prop_assert!(holds(|text| Body::parse(text), ToString::to_string, &text));
        prop_assert!(holds(|text| Username::parse(text), ToString::to_string, &text));
        for address in [&address, &text] {
            prop_assert!(holds(|text| Email::parse(text), ToString::to_string, address));
        }
    }

    #[test]
    fn a_title_is_one_line_within_its_bound(text in any::<String>(), spaces in 0_usize..300) {
        let padded = format!("{}{text}{}", " ".repeat(spaces), "\n".repeat(spaces));
        if let Ok(title) = Title::parse(padded) {
            let title = title.as_str();
            prop_assert!(!title.is_empty() && title.len() <= Title::MAX_BYTES && title.trim() == title);
            let breaks = |c: char| c.is_control() || c == '\u{2028}' || c == '\u{2029}';
            prop_assert!(!title.contains(breaks));
        }
    }

    #[test]
    fn an_address_has_a_name_and_a_host_in_lower_case(text in "[ A-Za-zÄİ0-9.@\u{0}-\u{20}]{0,24}") {
        if let Ok(email) = Email::parse(&text) {
            let (name, host) = email.as_str().split_once('@').expect("it has an `@`");
            prop_assert!(!name.is_empty() && !host.is_empty() && !host.contains('@') && !host.starts_with('.'));
            prop_assert!(!email.as_str().contains(|c: char| c.is_whitespace() || c.is_control()));
            prop_assert_eq!(email.as_str().to_lowercase(), email.as_str());
        }
    }

    #[test]
    fn tags_keep_the_first_of_each_in_order(words in prop::collection::vec("[ab]{1,2}", 0..40)) {
        let mut expected: Vec<String> = Vec::new();
        for word in &words {
            if !expected.contains(word) {
                expected.push(word.clone());
            }
        }
        let tags = Tags::parse(words).expect("there are six such words");
        prop_assert_eq!(tags.iter().map(ToString::to_string).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_page_is_never_empty_and_never_too_long(limit in any::<u32>(), offset in any::<u32>()) {
        match Page::new(limit, offset) {
            Ok(page) => {
                prop_assert_eq!((page.limit(), page.offset()), (limit.min(Page::MAX_LIMIT), offset));
                prop_assert!(page.limit() >= 1);
            }
            Err(_) => prop_assert_eq!(limit, 0),
        }
    }

    #[test]
    fn instants_are_ordered_as_they_are_written(a in 0_i64..253_402_300_799_999_999, b in 0_i64..253_402_300_799_999_999) {
        let (a, b) = (Timestamp::from_micros(a), Timestamp::from_micros(b));
        let written = a.to_string().cmp(&b.to_string());
        prop_assert!(a.cmp(&b) == written || written == std::cmp::Ordering::Equal, "{a} {b}");
    }

    #[test]
    fn the_parts_of_an_amount_are_the_amount(cents in any::<u64>(), shares in prop::collection::vec(any::<u32>(), 0..9)) {
        let total: u128 = shares.iter().map(|share| u128::from(*share)).sum();
        match Cents::new(cents).split(&shares) {
            None => prop_assert_eq!(total, 0),
            Some(parts) => {
                prop_assert_eq!(parts.len(), shares.len());
                prop_assert_eq!(parts.iter().map(|part| u128::from(part.get())).sum::<u128>(), u128::from(cents));
                for (part, share) in parts.iter().zip(&shares) {
                    let floor = u128::from(cents) * u128::from(*share) / total;
                    prop_assert!((floor..=floor + 1).contains(&u128::from(part.get())), "less than a cent off");
                    prop_assert!(*share > 0 || part.get() == 0, "who has no share gets nothing");
                }
            }
        }
    }
}

#[test]
fn who_lost_most_by_rounding_gets_the_cent() {
    let split = |cents, shares: &[u32]| {
        Cents::new(cents).split(shares).map(|parts| parts.into_iter().map(Cents::get).collect::<Vec<_>>())
    };
    assert_eq!(split(100, &[1, 1, 1]), Some(vec![34, 33, 33]));
    assert_eq!(split(10, &[13, 66, 21]), Some(vec![1, 7, 2]), "1.3, 6.6 and 2.1");
    assert_eq!(split(2, &[1, 1, 1]), Some(vec![1, 1, 0]));
    assert_eq!(split(7, &[0, 5]), Some(vec![0, 7]));
    assert_eq!((split(7, &[]), split(7, &[0, 0]), split(0, &[1])), (None, None, Some(vec![0])));
}

#[test]
fn money_is_written_with_two_decimals_and_summed_without_overflow() {
    for (cents, written) in [(0, "0.00"), (5, "0.05"), (100, "1.00"), (123_456, "1234.56")] {
        assert_eq!(Cents::new(cents).to_string(), written);
    }
    let statement = Statement::of(&[Cents::new(150), Cents::new(50)]).expect("two euros can be paid");
    assert_eq!((statement.due, statement.articles), (Cents::new(200), 2));
    assert_eq!(Statement::of(&[Cents::new(u64::MAX), Cents::new(1)]), None);
}

const NOW: Timestamp = Timestamp::from_micros(10);
const LATER: Timestamp = Timestamp::from_micros(20);

#[test]
fn every_pair_of_stage_and_step_is_decided() {
    let scheduled = Stage::Scheduled { at: LATER };
    let (published, withdrawn) = (Stage::Published { since: NOW }, Stage::Withdrawn { since: NOW });
    let steps = [Step::Schedule { at: LATER }, Step::Publish, Step::Recall, Step::Withdraw];
    for (stage, expected) in [
        (Stage::Draft, [Some(scheduled), Some(published), None, None]),
        (scheduled, [Some(scheduled), Some(published), Some(Stage::Draft), None]),
        (published, [None, None, None, Some(withdrawn)]),
        (withdrawn, [None; 4]),
    ] {
        for (step, expected) in steps.into_iter().zip(expected) {
            assert_eq!(
                stage.apply(step, NOW),
                expected.ok_or(Refused::Step(stage, step)),
                "{stage:?} {step:?}"
            );
        }
    }
    let past = Step::Schedule { at: Timestamp::from_micros(9) };
    assert_eq!(Stage::Draft.apply(past, NOW), Err(Refused::Past));
    assert_eq!(scheduled.apply(past, NOW), Err(Refused::Past));
    assert_eq!(Stage::Draft.apply(Step::Schedule { at: NOW }, NOW), Ok(Stage::Scheduled { at: NOW }));
}

#[test]
fn a_time_on_the_wall_is_another_instant_under_other_rules() {
    let nine = jiff::civil::date(2027, 6, 1).at(9, 0, 0, 0);
    let under = |rules| nine.to_zoned(jiff::tz::TimeZone::posix(rules).unwrap()).unwrap().timestamp();
    let (with_summer_time, without) = (under("CET-1CEST,M3.5.0,M10.5.0/3"), under("CET-1"));
    assert_eq!(without.as_second() - with_summer_time.as_second(), 3600);
}

#[test]
fn stages_are_written_with_their_name_and_read_strictly() {
    for (stage, written) in [
        (Stage::Draft, json!({"stage": "draft"})),
        (Stage::Scheduled { at: NOW }, json!({"stage": "scheduled", "at": 10})),
        (Stage::Published { since: NOW }, json!({"stage": "published", "since": 10})),
        (Stage::Withdrawn { since: NOW }, json!({"stage": "withdrawn", "since": 10})),
    ] {
        assert_eq!(serde_json::to_value(stage).unwrap(), written);
        assert_eq!(serde_json::from_value::<Stage>(written).unwrap(), stage);
    }
    for wrong in [
        json!({"stage": "lost"}),
        json!({"stage": "scheduled"}),
        json!({"at": 10}),
        json!({"stage": "published", "since": 10, "at": 10}),
        json!({"stage": "draft", "at": 10}),
        json!("draft"),
    ] {
        assert!(serde_json::from_value::<Stage>(wrong.clone()).is_err(), "{wrong}");
    }
}

#[test]
fn representations_of_an_enum_are_as_the_table_says() {
    #[derive(serde::Serialize)]
    enum External {
        Scheduled { at: i64 },
    }
    #[derive(serde::Serialize)]
    #[serde(tag = "stage", content = "of", rename_all = "snake_case")]
    enum Adjacent {
        Scheduled { at: i64 },
        Draft,
    }
    #[derive(Debug, PartialEq, serde::Serialize, serde::Deserialize)]
    #[serde(untagged)]
    enum Untagged {
        Scheduled { at: i64 },
        Published { since: i64 },
    }
    let written = |value: Result<Value, serde_json::Error>| value.unwrap().to_string();
    let written_as = |value: &str| value.to_owned();
    assert_eq!(
        written(serde_json::to_value(External::Scheduled { at: 5 })),
        written_as(r#"{"Scheduled":{"at":5}}"#)
    );
    let adjacent = serde_json::to_string(&Adjacent::Scheduled { at: 5 }).unwrap();
    assert_eq!(adjacent, r#"{"stage":"scheduled","of":{"at":5}}"#);
    assert_eq!(serde_json::to_string(&Adjacent::Draft).unwrap(), r#"{"stage":"draft"}"#);
    assert_eq!(serde_json::to_string(&Untagged::Scheduled { at: 5 }).unwrap(), r#"{"at":5}"#);
    let first = serde_json::from_value::<Untagged>(json!({"at": 5, "since": 6})).unwrap();
    assert_eq!(first, Untagged::Scheduled { at: 5 }, "the first that fits");
    #[derive(Debug, PartialEq, serde::Deserialize)]
    #[serde(tag = "stage", rename_all = "snake_case", deny_unknown_fields)]
    enum Holed {
        Draft,
        Withdrawn {},
    }
    let beside = |stage: &str| serde_json::from_value::<Holed>(json!({"stage": stage, "at": 5})).ok();
    assert_eq!((beside("draft"), beside("withdrawn")), (Some(Holed::Draft), None), "the hole");
    assert_eq!(serde_json::from_value::<Holed>(json!({"stage": "withdrawn"})).unwrap(), Holed::Withdrawn {});
    let none = serde_json::from_value::<Untagged>(json!({"sinec": 6})).unwrap_err().to_string();
    assert!(none.contains("did not match any variant") && !none.contains("since"), "{none}");
}

#[test]
fn newtypes_have_the_size_of_what_they_hold() {
    assert_eq!([size_of::<UserId>(), size_of::<ArticleId>(), size_of::<CommentId>()], [8; 3]);
    assert_eq!(size_of::<Option<UserId>>(), 16, "every integer is a key: there is no niche");
    assert_eq!((size_of::<Title>(), size_of::<Option<Title>>()), (size_of::<String>(), size_of::<String>()));
    assert_eq!((size_of::<Timestamp>(), size_of::<Cents>()), (8, 8));
}

#[test]
fn bounds_are_those_of_what_is_kept() {
    let long = |bytes: usize| "x".repeat(bytes);
    assert!(Title::parse(long(200)).is_ok() && Title::parse(long(201)).is_err());
    assert!(Title::parse(format!("  {}  ", long(200))).is_ok(), "what is cut off does not count");
    assert!(Body::parse(long(100_000)).is_ok() && Body::parse(long(100_001)).is_err());
    assert!(Body::parse(format!("{}{}", long(10), " ".repeat(100_000))).is_err(), "what is kept counts");
    assert_eq!(
        Body::parse(" # Title\n").map(|body| body.to_string()),
        Ok(" # Title\n".into()),
        "as it was written"
    );
    for broken in ["a\nb", "a\u{85}b", "a\u{2028}b", "a\u{2029}b"] {
        assert!(Title::parse(broken).is_err() && Tag::parse(broken).is_err(), "{broken:?}");
        assert!(Body::parse(broken).is_ok(), "{broken:?}");
    }
    assert!(Title::parse("a\0b").is_err() && Body::parse("a\0b").is_err(), "no database takes it");
    assert!(Bio::parse(long(2_000)).is_ok() && Bio::parse(long(2_001)).is_err());
    assert!(Image::parse("").is_ok() && Image::parse(long(2_001)).is_err() && Bio::parse("a\0b").is_err());
    assert_eq!((Page::default().limit(), Page::default().offset()), (20, 0));
    let numbered = |count: usize| (0..count).map(|number| number.to_string());
    assert!(Tags::parse(numbered(20)).is_ok() && Tags::parse(numbered(21)).is_err());
    assert!(Tags::parse(numbered(20).chain(numbered(20))).is_ok(), "the same ones again");
}

#[test]
fn names_can_stand_in_a_path() {
    for name in ["ada", "Ada Lovelace", "a.b", "...", "東京", &"x".repeat(40), &"東".repeat(40)] {
        assert!(Username::parse(name).is_ok(), "{name}");
    }
    for name in ["", " ", ".", "..", " .. ", "a/b", "a?b", "a#b", "a%b", "a\\b", "a\nb", &"x".repeat(41)] {
        assert!(Username::parse(name).is_err(), "{name}");
    }
}

#[test]
fn an_address_is_checked_roughly() {
    let of_length = |length: usize| format!("{}@example.org", "x".repeat(length - "@example.org".len()));
    for address in ["a@b", "ada.l+tag@example.org", &of_length(254)] {
        assert!(Email::parse(address).is_ok(), "{address}");
    }
    for address in ["", "ada", "@example.org", "ada@", "ada@.org", "a@b@c", "a b@c", "a@b\0", &of_length(255)]
    {
        assert!(Email::parse(address).is_err(), "{address}");
    }
}

#[test]
fn a_password_has_eight_characters_and_is_not_printed() {
    for (password, good) in [
        ("", false),
        ("1234567", false),
        ("12345678", true),
        ("ééééééé", false),
        (&"x".repeat(256), true),
        (&"x".repeat(257), false),
    ] {
        assert_eq!(Password::parse(password.into()).is_ok(), good, "{password}");
    }
    assert!(Password::attempt("1234".into()).is_ok(), "it may be older than the rule");
    assert!(Password::attempt(String::new()).is_err() && Password::attempt("x".repeat(257)).is_err());
    let printed =
        (Password::parse("correct horse".into()).unwrap(), PasswordHash::new("$argon2id$horse".into()));
    assert!(!format!("{printed:?}").contains("horse"), "{printed:?}");
}

#[test]
fn an_instant_is_written_in_utc_to_the_millisecond_and_does_not_wrap() {
    let last = Timestamp::from_micros(i64::MAX);
    assert_eq!(Timestamp::from_micros(1_999_999).to_string(), "1970-01-01T00:00:01.999Z");
    assert_eq!(last.to_string(), "9223372036854775807us", "damaged, and yet printed");
    assert_eq!(last.after(Duration::from_micros(1)), last);
    assert_eq!(Timestamp::from_micros(0).after(Duration::MAX), last);
}

#[test]
fn a_slug_that_is_taken_gets_something_behind_it() {
    let slug = Slug::of(&Title::parse("On gardens").unwrap());
    assert_eq!(slug.with_suffix("1f").as_str(), "on-gardens-1f");
}

#[test]
fn a_validation_tells_all_fields_by_name() {
    let mut validation = Validation::default();
    assert_eq!(
        validation.field("title", Title::parse(" On ")).map(|title| title.to_string()),
        Some("On".into())
    );
    assert_eq!(validation.required("email", None::<Result<Email, _>>), None);
    assert_eq!(validation.field("body", Body::parse("")), None);
    assert_eq!(validation.field("body", Err::<Body, _>(phase9_backend::domain::Invalid::TAKEN)), None);
    let refused = validation.whole(Some(())).unwrap_err();
    assert_eq!(refused.to_string(), "body can't be blank; body has already been taken; email can't be blank");
    assert_eq!(Validation::default().whole(Some(5)), Ok(5));
}

#[tokio::test]
async fn an_article_that_is_called_feed_can_be_read() {
    let app = App::new().await;
    let token = app.register("ada").await;
    let slug = app.publish(&token, "Feed!").await;
    let (status, answer) = app.call("GET", &format!("/articles/{slug}"), "", Value::Null).await;
    assert_eq!((status.as_u16(), &answer["article"]["title"]), (200, &json!("Feed!")), "{slug}");
}
