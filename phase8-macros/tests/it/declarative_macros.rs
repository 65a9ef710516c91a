use phase8_macros::{
    declarative_macros::{
        Page,
        columns::{Order, munched, starts},
        segments,
    },
    routes,
};

#[test]
fn a_table_of_routes_is_an_enum_a_parser_a_printer_and_a_list() {
    let pages = [
        ("/", Page::Front),
        ("/articles/12", Page::Article { number: 12 }),
        ("/articles/moves", Page::Moved { name: "moves".into() }),
        ("/issues/2026/32", Page::Issue { year: 2026, week: 32 }),
        ("/tags/rust/feed.xml", Page::Feed { tag: "rust".into() }),
    ];
    for (path, page) in pages {
        assert_eq!(page.to_string(), path);
        assert_eq!(Page::find(path), Some(page));
    }
    assert_eq!(
        Page::PATTERNS,
        ["/", "/articles/{number}", "/articles/{name}", "/issues/{year}/{week}", "/tags/{tag}/feed.xml"]
    );
}

#[test]
fn what_is_no_path_of_the_table_is_not_found() {
    for path in [
        "",
        "articles/1",
        "//",
        "/articles",
        "/articles/",
        "/articles//",
        "/articles/1/",
        "/articles/1/2",
        "/issues/2026",
        "/issues/2026/256",
        "/issues/now/1",
        "/tags/rust",
        "/tags//feed.xml",
        "/tags/rust/feed",
    ] {
        assert_eq!(Page::find(path), None, "{path:?}");
    }
}

#[test]
fn a_field_that_does_not_parse_leaves_the_path_to_the_routes_below() {
    assert_eq!(Page::find("/articles/4294967295"), Some(Page::Article { number: u32::MAX }));
    assert_eq!(Page::find("/articles/4294967296"), Some(Page::Moved { name: "4294967296".into() }));
}

#[test]
fn a_text_that_is_no_segment_is_printed_and_not_found_again() {
    for text in ["", "/", "a/b", "/a", "a/"] {
        for (page, path) in [
            (Page::Moved { name: text.into() }, format!("/articles/{text}")),
            (Page::Feed { tag: text.into() }, format!("/tags/{text}/feed.xml")),
        ] {
            assert_eq!(page.to_string(), path);
            assert_eq!(Page::find(&path), None, "{path:?}");
        }
    }
}

#[test]
fn the_path_of_a_route_that_was_found_is_found_again() {
    let words = ["articles", "issues", "tags", "feed.xml", "7", "007", "+7", "-1", "2026", "", "/", "ä"];
    let mut found = 0;
    for number in 0..words.len().pow(3) {
        let word = |place: u32| words[number / words.len().pow(place) % words.len()];
        for path in [
            format!("/{}", word(0)),
            format!("/{}/{}", word(0), word(1)),
            format!("/{}/{}/{}", word(0), word(1), word(2)),
        ] {
            if let Some(page) = Page::find(&path) {
                found += 1;
                assert_eq!(Page::find(&page.to_string()), Some(page), "{path:?}");
            }
        }
    }
    assert!(found > words.len().pow(2), "{found}");
}

#[test]
fn only_a_path_without_empty_segments_is_split() {
    assert_eq!(segments("/"), Some(vec![]));
    assert_eq!(segments("/a/b"), Some(vec!["a", "b"]));
    for path in ["", "a", "//", "/a/", "/a//b", "//a"] {
        assert_eq!(segments(path), None, "{path:?}");
    }
}

/// A caller who has given other meanings to all the names that an expansion could need.
mod crowded {
    #![expect(
        dead_code,
        non_upper_case_globals,
        non_camel_case_types,
        unused_imports,
        unused_macros,
        reason = "they are here to be taken for others"
    )]

    pub struct Option;
    pub struct Result;
    pub struct Formatter;
    pub struct Display;
    pub struct Vec;
    pub struct Some;
    pub struct Ok;
    pub const None: u8 = 0;
    type str = u8;
    mod core {}
    mod std {}
    mod alloc {}
    mod declarative_macros {}
    fn segments() {}
    fn field() {}
    fn write_path() {}
    macro_rules! concat {
        ($($any:tt)*) => {
            compile_error!("this is not the `concat` that was meant")
        };
    }
    macro_rules! stringify {
        ($($any:tt)*) => {
            compile_error!("this is not the `stringify` that was meant")
        };
    }
    use {concat, stringify};

    phase8_macros::routes! {
        #[derive(Debug, PartialEq)]
        pub enum Odd {
            Locals { f: u8, path: u16, segments: u32 } => [f, path, segments],
            Reversed { second: char, first: char, } => ["x", first, "y", second,],
        }
    }
}

#[test]
fn names_of_the_caller_neither_meet_those_of_the_macro_nor_replace_them() {
    use crowded::Odd;

    let odd = Odd::Locals { f: 1, path: 2, segments: 3 };
    assert_eq!(odd.to_string(), "/1/2/3");
    assert_eq!(Odd::find("/1/2/3"), Some(odd));
}

#[test]
fn segments_and_fields_need_not_be_in_one_order() {
    use crowded::Odd;

    assert_eq!(Odd::find("/x/a/y/b"), Some(Odd::Reversed { second: 'b', first: 'a' }));
    assert_eq!(Odd::Reversed { second: 'b', first: 'a' }.to_string(), "/x/a/y/b");
    assert_eq!(Odd::PATTERNS[1], "/x/{first}/y/{second}");
}

routes! {
    #[derive(Default)]
    enum Private {
        #[default]
        Only => [],
    }
}

#[test]
fn a_table_may_be_private_and_have_a_single_route() {
    assert!(matches!(Private::find("/"), Some(Private::Only)));
    assert_eq!((Private::default().to_string().as_str(), Private::PATTERNS), ("/", ["/"].as_slice()));
}

#[test]
fn each_column_begins_where_the_last_one_ends() {
    assert_eq!(Order::COLUMNS, Order { isbn: 0..13, copies: 13..19, cents: 19..27 });
    assert_eq!(Order::WIDTH, 27);
}

#[test]
fn a_repetition_and_a_muncher_make_the_same_columns() {
    let Order { isbn, copies, cents } = Order::COLUMNS;
    assert_eq!([munched::ISBN, munched::COPIES, munched::CENTS], [isbn, copies, cents]);
}

#[test]
fn columns_begin_at_the_sums_of_the_widths_before() {
    assert_eq!(starts([]), [0; 0]);
    assert_eq!(starts([5]), [0]);
    let mut seed = 1_u64;
    for _ in 0..1000 {
        let widths: [usize; 9] = std::array::from_fn(|_| {
            seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            (seed >> 60) as usize
        });
        let naive = std::array::from_fn(|column| widths[..column].iter().sum::<usize>());
        assert_eq!(starts(widths), naive);
    }
}

/// How many tokens all calls of a muncher get together, counted by the muncher itself.
macro_rules! tokens_munched {
    () => { 0 };
    ($first:tt $($rest:tt)*) => { 1 + tokens_repeated!($($rest)*) + tokens_munched!($($rest)*) };
}

macro_rules! tokens_repeated {
    ($($token:tt)*) => { <[&str]>::len(&[$(stringify!($token)),*]) };
}

#[test]
fn twice_the_tokens_are_four_times_the_work_of_a_muncher() {
    let eight = tokens_munched!(a a a a a a a a);
    let sixteen = tokens_munched!(a a a a a a a a a a a a a a a a);
    assert_eq!((eight, sixteen), (8 * 9 / 2, 16 * 17 / 2));
    assert_eq!(tokens_repeated!(a a a a a a a a), 8);
}

/// Says which rule took it.
macro_rules! seen_as {
    (0) => {
        "the token 0"
    };
    ($literal:literal) => {
        "a literal"
    };
    ($name:ident) => {
        "a name"
    };
    ($value:expr) => {
        "an expression"
    };
}

macro_rules! matched_as_expr {
    ($value:expr) => {
        seen_as!($value)
    };
}

macro_rules! matched_as_literal {
    ($value:literal) => {
        seen_as!($value)
    };
}

macro_rules! matched_as_ident {
    ($name:ident) => {
        seen_as!($name)
    };
}

macro_rules! matched_as_tt {
    ($token:tt) => {
        seen_as!($token)
    };
}

#[test]
fn a_second_macro_sees_tokens_only_of_what_was_not_parsed_yet() {
    assert_eq!(seen_as!(0), "the token 0");
    assert_eq!(matched_as_tt!(0), "the token 0");
    assert_eq!(matched_as_literal!(0), "a literal");
    assert_eq!(matched_as_expr!(0), "a literal");
    assert_eq!(matched_as_tt!(price), "a name");
    assert_eq!(matched_as_ident!(price), "a name");
    assert_eq!(matched_as_expr!(price), "an expression");
}

#[test]
fn an_expression_stays_one_and_tokens_do_not() {
    macro_rules! doubled_expr {
        ($value:expr) => {
            $value * 2
        };
    }
    macro_rules! doubled_tokens {
        ($($token:tt)*) => { $($token)* * 2 };
    }
    assert_eq!((doubled_expr!(1 + 2), doubled_tokens!(1 + 2)), (6, 5));
}

#[test]
fn since_edition_2024_an_expression_is_also_a_blank_or_a_const_block() {
    macro_rules! today {
        ($value:expr) => {
            "an expression"
        };
        ($($token:tt)*) => {
            "tokens"
        };
    }
    macro_rules! before {
        ($value:expr_2021) => {
            "an expression"
        };
        ($($token:tt)*) => {
            "tokens"
        };
    }
    assert_eq!([today!(_), today!(const { 1 }), today!(1)], ["an expression"; 3]);
    assert_eq!([before!(_), before!(const { 1 }), before!(1)], ["tokens", "tokens", "an expression"]);
}

#[test]
fn labels_of_a_macro_are_its_own() {
    macro_rules! first_of {
        ($($value:expr),+) => {
            'found: {
                $(if let Some(value) = $value { break 'found Some(value); })+
                None
            }
        };
    }
    let value = Some(3);
    let search = |stop: bool| 'found: {
        let inner: Option<i32> = first_of!(None, if stop { break 'found -1 } else { value });
        inner.map_or(0, |number| number + 1)
    };
    assert_eq!((search(false), search(true)), (4, -1));
}
