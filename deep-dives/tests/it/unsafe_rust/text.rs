use deep_dives::unsafe_rust::text::ShortText;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { cases: if cfg!(miri) { 4 } else { 256 }, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_short_text_is_a_string_that_refuses_what_does_not_fit(pieces in prop::collection::vec("\\PC{0,6}", 0..8)) {
        let (mut text, mut oracle) = (ShortText::<16>::new(), String::new());
        for piece in pieces {
            let free = 16 - oracle.len();
            let expected = if piece.len() <= free { Ok(()) } else { Err(free) };
            oracle.extend(expected.map(|()| piece.as_str()));
            prop_assert_eq!(text.push_str(&piece), expected);
            prop_assert_eq!(text.as_str(), &oracle);
        }
    }
}

#[test]
fn a_text_fills_its_last_byte() {
    let mut text = ShortText::<3>::default();
    assert_eq!([text.push_str("abc"), text.push_str(""), text.push_str("d")], [Ok(()), Ok(()), Err(0)]);
    assert_eq!(format!("{text:?}"), "\"abc\"");
}

#[test]
fn a_copy_has_bytes_of_its_own() {
    let mut slug = ShortText::<8>::new();
    slug.push_str("paths").expect("it fits");
    let mut copy = slug;
    // SAFETY: ASCII is UTF-8.
    unsafe { copy.push_bytes_unchecked(b"-2") }.expect("it fits");
    assert_eq!((slug.as_str(), copy.as_str()), ("paths", "paths-2"));
}
