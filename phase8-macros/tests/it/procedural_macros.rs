use phase8_macros::procedural_macros::{Column, Editor, Entity, Revision, Value, by_hand, update};

/// Numbers that look random and are the same in each run.
fn numbers() -> impl Iterator<Item = u32> {
    std::iter::successors(Some(7_u32), |last| Some(last.wrapping_mul(1_664_525).wrapping_add(1_013_904_223)))
        .map(|number| number >> 16)
}

#[derive(Debug, Clone, Entity)]
#[entity(table = "readers")]
struct Reader {
    #[entity(id)]
    number: u32,
    name: String,
    city: Option<String>,
    #[entity(column = "score")]
    rating: u32,
}

#[test]
fn derived_and_by_hand_cannot_be_told_apart() {
    fn seen<E: Entity<Id = u32>>(entity: &E) -> (&str, &str, &[&str], u32, Vec<Value>) {
        (E::TABLE, E::ID, E::COLUMNS, *entity.id(), entity.row())
    }
    let mut numbers = numbers();
    for text in ["", "first", "second"].map(str::to_owned) {
        for editor in [None, numbers.next().map(Editor)] {
            let number = numbers.next().expect("there is always a next one");
            let derived = Revision { number, text: &text, editor, differences: vec![&text] };
            let by_hand = by_hand::Revision { number, text: &text, editor, differences: vec![&text] };
            assert_eq!(seen(&derived), seen(&by_hand));
            let editor = editor.map_or(Value::Null, |Editor(number)| Value::Integer(number.into()));
            assert_eq!(derived.row(), [Value::Integer(number.into()), Value::Text(text.clone()), editor]);
        }
    }
}

#[test]
fn an_impl_exists_for_every_type_that_the_fields_allow() {
    fn table<E: Entity>() -> &'static str {
        E::TABLE
    }
    // `T` may be without a size, because the struct says so. `String` is its default, in types.
    assert_eq!([table::<Revision<'_, str>>(), table::<Revision<'_>>()], ["revisions"; 2]);

    // A whole row may be without a size, behind a reference.
    #[derive(Entity)]
    #[entity(table = "pages")]
    struct Page<T: ?Sized> {
        #[entity(id)]
        number: u32,
        text: T,
    }
    let _: fn(&Page<str>) -> Vec<Value> = Entity::row;
    assert_eq!(Page { number: 1, text: String::from("front") }.row().len(), 2);
}

#[test]
fn names_in_scope_cannot_stand_in_the_way_of_an_expansion() {
    mod crowded {
        #![expect(
            dead_code,
            unused_macros,
            non_camel_case_types,
            reason = "these names are there to be in the way"
        )]

        pub mod core {}
        pub mod std {}
        pub mod phase8_macros {}
        struct Vec;
        struct Option;
        struct Entity;
        struct str;
        trait From {}
        macro_rules! vec {
            () => {};
        }

        #[derive(::phase8_macros::procedural_macros::Entity)]
        #[entity(table = "crowds")]
        pub struct Crowd<Value, Column> {
            #[entity(id)]
            pub row: Value,
            pub id: Column,
        }
    }
    let crowd = crowded::Crowd { row: 1, id: "a" };
    assert_eq!(Entity::row(&crowd), [Value::Integer(1), Value::Text("a".into())]);
    assert_eq!(*crowd.id(), 1);
}

#[test]
fn methods_of_the_same_name_are_not_called_instead() {
    struct Price(u32);

    impl Price {
        #[expect(dead_code, reason = "it must not be called")]
        fn value(&self) -> Value {
            unreachable!("this is not the trait's")
        }
    }

    impl Column for Price {
        fn value(&self) -> Value {
            self.0.value()
        }
    }

    #[derive(Entity)]
    #[entity(table = "issues")]
    struct Issue {
        #[entity(id)]
        number: u32,
        price: Price,
    }

    impl Issue {
        fn id(&self) -> &str {
            "the struct's own"
        }
    }

    let issue = Issue { number: 1, price: Price(450) };
    assert_eq!(issue.row(), [Value::Integer(1), Value::Integer(450)]);
    assert_eq!((issue.id(), Entity::id(&issue)), ("the struct's own", &1));
}

#[test]
fn a_derive_sees_only_what_is_configured_in() {
    #[derive(Entity)]
    #[entity(table = "issues")]
    struct Issue {
        #[entity(id)]
        number: u32,
        #[cfg(false)]
        #[entity(no_such_option)]
        gone: NoSuchType,
        #[cfg_attr(true, entity(column = "heading"))]
        title: String,
    }
    let issue = Issue { number: 1, title: "Spring".into() };
    assert_eq!((Issue::COLUMNS, issue.row().len()), (&["number", "heading"][..], 2));
}

#[test]
fn a_type_is_a_column_by_whichever_name() {
    use std::option::Option as Perhaps;
    type Number = u32;

    #[derive(Entity)]
    #[entity(table = "issues")]
    struct Issue {
        #[entity(id)]
        number: Number,
        month: Perhaps<Number>,
    }
    assert_eq!(Issue { number: 1, month: None }.row(), [Value::Integer(1), Value::Null]);
    assert_eq!(Issue { number: 1, month: Some(5) }.row()[1], Value::Integer(5));
}

#[test]
fn an_item_written_by_another_macro_is_as_good() {
    macro_rules! lookup {
        ($name:ident, $table:literal, $id:ident: $type:ty) => {
            #[derive(Entity)]
            #[entity(table = $table)]
            struct $name {
                #[entity(id)]
                $id: $type,
                #[entity(skip)]
                _first: Option<$crate::procedural_macros::Reader>,
            }
        };
    }
    lookup!(Country, "countries", code: &'static str);
    assert_eq!(
        (Country::TABLE, Country::ID, *Country { code: "is", _first: None }.id()),
        ("countries", "code", "is")
    );
}

#[test]
fn a_raw_name_is_a_plain_column() {
    #[derive(Entity)]
    #[entity(table = "items")]
    struct Item {
        #[entity(id)]
        r#type: u32,
        r#match: u32,
    }
    assert_eq!((Item::ID, Item::COLUMNS), ("type", &["type", "match"][..]));
    assert_eq!(Item { r#type: 1, r#match: 2 }.row(), [Value::Integer(1), Value::Integer(2)]);
}

#[test]
fn an_update_names_exactly_what_differs() {
    let mut numbers = numbers();
    let mut reader = || {
        let mut next = |below: u32| numbers.next().map_or(0, |number| number % below);
        let city = (next(3) > 0).then(|| next(2).to_string());
        Reader { number: next(2), name: next(2).to_string(), city, rating: next(2) }
    };
    for _ in 0..500 {
        let (old, new) = (reader(), reader());
        let mut assignments = Vec::new();
        let mut expected = Vec::new();
        let mut changed = |is_changed: bool, assignment: &'static str, value: Value| {
            if is_changed {
                assignments.push(assignment);
                expected.push(value);
            }
        };
        changed(old.number != new.number, "number = ?", new.number.value());
        changed(old.name != new.name, "name = ?", new.name.value());
        changed(old.city != new.city, "city = ?", new.city.value());
        changed(old.rating != new.rating, "score = ?", new.rating.value());
        expected.push(old.number.value());
        let statement = format!("update readers set {} where number = ?", assignments.join(", "));
        assert_eq!(update(&old, &new), (!assignments.is_empty()).then_some((statement, expected)));
    }
}

#[test]
fn a_reference_is_the_column_that_it_refers_to() {
    assert_eq!((&&"a").value(), Value::Text("a".into()));
    assert_eq!(Some(&3).value(), Value::Integer(3));
}
