use expect_test::expect;
use phase8_expand::procedural_macros::entity;

use crate::{faults, pretty, tokens};

#[track_caller]
fn check(source: &str, expected: &[(&str, &str)]) {
    let found = faults(source, entity(tokens(source)));
    let found: Vec<_> = found.iter().map(|(at, message)| (at.as_str(), message.as_str())).collect();
    assert_eq!(found, expected);
}

/// An entity with these lines for its fields.
fn with_fields(fields: &str) -> String {
    format!("#[entity(table = \"issues\")]\nstruct Issue {{\n{fields}\n}}")
}

#[test]
fn an_expansion_names_everything_by_an_absolute_path() {
    let source = r#"
        #[entity(table = "articles")]
        pub struct Article {
            #[entity(id)]
            number: u32,
            r#type: Option<String>,
            #[entity(column = "headline")]
            title: String,
            #[entity(skip)]
            html: Vec<u8>,
        }"#;
    expect![[r#"
        #[automatically_derived]
        impl ::phase8_macros::procedural_macros::Entity for Article {
            type Id = u32;
            const TABLE: &'static ::core::primitive::str = "articles";
            const ID: &'static ::core::primitive::str = "number";
            const COLUMNS: &'static [&'static ::core::primitive::str] = &[
                "number",
                "type",
                "headline",
            ];
            fn id(&self) -> &Self::Id {
                &self.number
            }
            fn row(&self) -> ::std::vec::Vec<::phase8_macros::procedural_macros::Value> {
                ::std::vec::Vec::from([
                    ::phase8_macros::procedural_macros::key(self),
                    ::phase8_macros::procedural_macros::Column::value(&self.r#type),
                    ::phase8_macros::procedural_macros::Column::value(&self.title),
                ])
            }
        }
    "#]]
    .assert_eq(&pretty(entity(tokens(source))));
}

#[test]
fn generics_are_kept_and_bounds_are_those_of_the_fields_that_need_them() {
    let source = r#"
        #[entity(table = "drafts")]
        struct Draft<'a, T: Clone = String, const N: usize = 3, U = ()>
        where
            T: 'a,
        {
            #[entity(id)]
            number: [T; N],
            body: &'a T,
            plain: u32,
            #[entity(skip)]
            rest: Vec<U>,
        }"#;
    let expansion = pretty(entity(tokens(source)));
    let (head, _) = expansion.split_once("type Id").expect("the id comes first");
    expect![[r#"
        #[automatically_derived]
        impl<'a, T: Clone, const N: usize, U> ::phase8_macros::procedural_macros::Entity
        for Draft<'a, T, N, U>
        where
            T: 'a,
            [T; N]: ::phase8_macros::procedural_macros::Column,
            &'a T: ::phase8_macros::procedural_macros::Column,
        {
    "#]]
    .assert_eq(head.trim_end_matches(' '));
}

#[test]
fn the_same_input_gives_the_same_output() {
    let fields: String = (0..40).map(|number| format!("field_{number}: u32,\n")).collect();
    let source = with_fields(&format!("#[entity(id)]\nnumber: u32,\n{fields}"));
    let first = entity(tokens(&source)).to_string();
    for _ in 0..20 {
        assert_eq!(entity(tokens(&source)).to_string(), first);
    }
    assert!(first.contains(r#""field_8" , "field_9" , "field_10""#), "the order is that of the fields");
}

#[test]
fn every_mistake_is_reported_where_it_is() {
    check(
        &with_fields(
            "#[entity(key, skip)] a: u32,\n#[entity(column = \"\")] b: u32,\n#[entity(id, id)] c: u32,\nd: u32,",
        ),
        &[
            ("key, skip)] a: u32,", "a field's options are `id`, `skip` and `column = \"…\"`"),
            ("\"\")] b: u32,", "\"\" is no name in SQL: lower-case letters, digits and `_`, no digit first"),
            ("id)] c: u32,", "this has been said before"),
        ],
    );
}

#[test]
fn two_mistakes_in_one_attribute_are_two_errors() {
    check(
        &with_fields("#[entity(id, key, column = 3)] a: u32,"),
        &[
            ("key, column = 3)] a: u32,", "a field's options are `id`, `skip` and `column = \"…\"`"),
            ("3)] a: u32,", "only the text itself can be read here: `\"…\"`"),
        ],
    );
}

#[test]
fn a_second_id_is_marked_and_the_first_one_named() {
    check(
        &with_fields("#[entity(id)] number: u32,\n#[entity(column = \"no\", id)] other: u32,"),
        &[("id)] other: u32,", "an entity has one id, and `number` is it already")],
    );
}

#[test]
fn two_fields_of_one_column_are_found_however_they_are_named() {
    check(
        &with_fields("#[entity(id)] r#type: u32,\n#[entity(column = \"type\")] other: u32,"),
        &[("\"type\")] other: u32,", "`type` is the column of `r#type` already")],
    );
    check(
        &with_fields("#[entity(id, column = \"other\")] number: u32,\nother: u32,"),
        &[("other: u32,", "`other` is the column of `number` already")],
    );
}

#[test]
fn a_skipped_field_has_no_other_options() {
    for options in ["skip, id", "id, skip", "skip, column = \"a\""] {
        let source = with_fields(&format!("#[entity(id)] a: u32,\n#[entity({options})] b: u32,"));
        let found = faults(&source, entity(tokens(&source)));
        let [(at, message)] = &found[..] else { panic!("one error: {found:?}") };
        assert!(at.starts_with("skip"), "{at}");
        assert_eq!(message, "a field that is skipped has no other options");
    }
}

#[test]
fn what_is_missing_is_reported_at_the_name_of_the_struct() {
    check(
        "struct Issue { number: u32 }",
        &[
            ("Issue { number: u32 }", "which table? `#[entity(table = \"…\")]`"),
            ("Issue { number: u32 }", "which field is the id? `#[entity(id)]`"),
        ],
    );
}

#[test]
fn while_something_is_wrong_nothing_is_missing() {
    check(
        "#[entity(tabel = \"issues\")]\nstruct Issue {\n#[entity(idd)] number: u32 }",
        &[
            ("tabel = \"issues\")]", "an entity's option is `table = \"…\"`"),
            ("idd)] number: u32 }", "a field's options are `id`, `skip` and `column = \"…\"`"),
        ],
    );
}

#[test]
fn a_name_in_sql_is_lower_case_and_does_not_begin_with_a_digit() {
    for (name, is_plain) in
        [("a", true), ("_a1", true), ("1a", false), ("a b", false), ("A", false), ("é", false)]
    {
        let source = format!("#[entity(table = {name:?})] struct Issue {{ #[entity(id)] number: u32 }}");
        assert_eq!(faults(&source, entity(tokens(&source))).is_empty(), is_plain, "{name}");
    }
}

#[test]
fn a_field_that_is_no_name_in_sql_needs_another_one() {
    check(
        &with_fields(
            "#[entity(id)] größe: u32,\nISSN: u32,\n#[entity(skip)] NO: u32,\n#[entity(column = \"yes\")] YES: u32",
        ),
        &[
            (
                "größe: u32,",
                "\"größe\" is no name in SQL: lower-case letters, digits and `_`, no digit first",
            ),
            ("ISSN: u32,", "\"ISSN\" is no name in SQL: lower-case letters, digits and `_`, no digit first"),
        ],
    );
}

#[test]
fn an_argument_is_neither_evaluated_nor_expanded() {
    for argument in ["TABLE", "concat!(\"a\", \"b\")", "{ \"issues\" }", "b\"issues\""] {
        let source = format!("#[entity(table = {argument})]\nstruct Issue {{ #[entity(id)] number: u32 }}");
        check(&source, &[(&format!("{argument})]"), "only the text itself can be read here: `\"…\"`")]);
    }
}

#[test]
fn an_option_that_is_only_a_name_has_no_value() {
    let said = "a field's options are `id`, `skip` and `column = \"…\"`";
    check(&with_fields("#[entity(id = 1)] a: u32,"), &[("id = 1)] a: u32,", said)]);
    check(&with_fields("#[entity(column)] a: u32,"), &[("column)] a: u32,", said)]);
}

#[test]
fn other_shapes_are_refused_at_what_makes_them_so() {
    check(
        "#[entity(table = \"a\")] pub enum Kind { News }",
        &[("enum Kind { News }", "an enum has no columns: an entity is a struct with named fields")],
    );
    check(
        "#[entity(table = \"a\")] pub union Raw { a: u32 }",
        &[("union Raw { a: u32 }", "a union has no columns: an entity is a struct with named fields")],
    );
    check(
        "#[entity(table = \"a\")] struct Pair(u32, u32);",
        &[("(u32, u32);", "a field without a name has no columns: an entity is a struct with named fields")],
    );
    check(
        "#[entity(table = \"a\")] struct Unit;",
        &[("Unit;", "a struct without fields has no columns: an entity is a struct with named fields")],
    );
}

#[test]
fn attributes_of_others_are_none_of_its_business() {
    let source = with_fields("/// The number.\n#[entity(id)]\n#[serde(rename = \"no\")]\nnumber: u32,");
    check(&source, &[]);
}

#[test]
fn what_is_no_item_is_an_error_and_no_panic() {
    check("fn issue() {}", &[("fn issue() {}", "expected one of: `struct`, `enum`, `union`")]);
}
