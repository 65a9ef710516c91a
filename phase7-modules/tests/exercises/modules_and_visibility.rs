//! # Vouchers behind a counter
//!
//! A bookshop sells vouchers. The modules are given, and so is some code that needs a part of yours to be visible: the
//! lower bound. At first everything is `pub`, which is far more than anybody needs. Write the bodies, and narrow each
//! item to where its documentation says that it is visible, and no further.
//!
//! The upper bound is what the tests look for. They stand where callers would, outside and inside, and ask for a name
//! that has a stand-in further out. If the stand-in is found, yours was not visible from there.

pub mod vouchers {
    mod code {
        // solution:begin
        // hint: An item without `pub` is visible in its module and below, and `label` is below.
        // hint: For a tuple struct, the field decides who can call the constructor.
        // hint: `till` is not below `code`, but both are below `vouchers`: `pub(super)`.
        // stub: /// A serial number below 10 000. It is visible to everybody, its number only here and below.
        // stub: #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        // stub: pub struct Code(pub u16);
        // stub:
        // stub: impl Code {
        // stub:     /// Reads what `label` writes, a text such as `0042-4`, and nothing else. For everybody.
        // stub:     pub fn parse(text: &str) -> Option<Self> {
        // stub:         todo!()
        // stub:     }
        // stub:
        // stub:     /// The code with this number, unless it is too large. For all of `vouchers`, and nobody else.
        // stub:     pub fn issue(serial: u16) -> Option<Self> {
        // stub:         todo!()
        // stub:     }
        // stub: }
        // stub:
        // stub: /// What makes the sum of the four digits and this one a multiple of ten. For this module and below.
        // stub: pub fn check_digit(serial: u16) -> u16 {
        // stub:     todo!()
        // stub: }
        /// A serial number below 10 000. It is visible to everybody, its number only here and below.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub struct Code(u16);

        impl Code {
            /// Reads what `label` writes, a text such as `0042-4`, and nothing else. For everybody.
            pub fn parse(text: &str) -> Option<Self> {
                let serial = text.split_once('-')?.0.parse().ok()?;
                Self::issue(serial).filter(|code| label::label(*code) == text)
            }

            /// The code with this number, unless it is too large. For all of `vouchers`, and nobody else.
            pub(super) fn issue(serial: u16) -> Option<Self> {
                (serial < 10_000).then_some(Self(serial))
            }
        }

        /// What makes the sum of the four digits and this one a multiple of ten. For this module and below.
        fn check_digit(serial: u16) -> u16 {
            let sum = serial / 1000 + serial / 100 % 10 + serial / 10 % 10 + serial % 10;
            (10 - sum % 10) % 10
        }
        // solution:end

        pub mod label {
            use super::{Code, check_digit};

            pub fn label(code: Code) -> String {
                format!("{:04}-{}", code.0, check_digit(code.0))
            }
        }

        /// Texts that may be codes.
        pub trait ReadCode {
            fn read_code(&self) -> Option<Code>;
        }

        impl ReadCode for str {
            fn read_code(&self) -> Option<Code> {
                Code::parse(self.trim())
            }
        }
    }

    mod till {
        use std::collections::BTreeMap;

        use super::code::Code;

        #[derive(Default)]
        pub struct Till {
            /// What each voucher is still worth, in cents.
            open: BTreeMap<Code, u64>,
            sold: u16,
        }

        impl Till {
            /// Sells a voucher of this worth under the next number, 0 at first; `None` when all numbers are used up.
            pub fn sell(&mut self, cents: u64) -> Option<Code> {
                let code = Code::issue(self.sold)?;
                self.sold += 1;
                self.open.insert(code, cents);
                Some(code)
            }
        }

        pub mod audit {
            use super::{Code, Till};

            // solution:begin
            // hint: This module is below `till`, so it sees the private fields of `Till`.
            // hint: Both methods are of a public type, so `pub` would show them to everybody.
            // hint: `super` is `till` here. `vouchers` is one further up: `pub(in super::super)`.
            // ban: pub(crate) because all of the crate is more than was asked for
            // stub: impl Till {
            // stub:     /// Pays up to `due` cents with a voucher, and returns how many. For everybody.
            // stub:     pub fn redeem(&mut self, code: Code, due: u64) -> u64 {
            // stub:         todo!()
            // stub:     }
            // stub:
            // stub:     /// What all vouchers together are still worth. For all of `vouchers`, and nobody else.
            // stub:     pub fn outstanding(&self) -> u64 {
            // stub:         todo!()
            // stub:     }
            // stub: }
            impl Till {
                /// Pays up to `due` cents with a voucher, and returns how many. For everybody.
                pub fn redeem(&mut self, code: Code, due: u64) -> u64 {
                    let Some(worth) = self.open.get_mut(&code) else { return 0 };
                    let paid = due.min(*worth);
                    *worth -= paid;
                    paid
                }

                /// What all vouchers together are still worth. For all of `vouchers`, and nobody else.
                pub(in super::super) fn outstanding(&self) -> u64 {
                    self.open.values().sum()
                }
            }
            // solution:end
        }

        #[test]
        fn a_sibling_issues_codes_but_has_no_check_digits() {
            fn check_digit(_: u16) -> u16 {
                77
            }
            let digit = {
                use super::code::*;
                assert_eq!(
                    Code::issue(9999).and_then(|code| Code::parse(&label::label(code))),
                    Code::issue(9999)
                );
                check_digit(42)
            };
            assert_eq!(digit, 77, "`check_digit` is visible in `till`");
        }
    }

    /// What the shop owes its customers, for the bookkeeper.
    pub fn liability(till: &Till) -> String {
        format!("{} cents", till.outstanding())
    }

    // solution:begin
    // hint: A facade names what it shows: `pub use code::…`, never `*`.
    // hint: `use … as _` imports a trait for its methods and gives it no name.
    // ban: * because a facade that shows everything is none
    // stub: /// For everybody: `Code`, `Till`, `ReadCode` and the function `label`, and nothing else.
    // stub: pub use code::{label::*, *};
    // stub: pub use till::{audit::*, *};
    // stub:
    // stub: /// For everybody: `Till`, and the methods of `ReadCode` without its name.
    // stub: pub mod prelude {
    // stub:     pub use super::{code::*, till::*};
    // stub: }
    /// For everybody: `Code`, `Till`, `ReadCode` and the function `label`, and nothing else.
    pub use code::{Code, ReadCode, label::label};
    pub use till::Till;

    /// For everybody: `Till`, and the methods of `ReadCode` without its name.
    pub mod prelude {
        pub use super::{ReadCode as _, Till};
    }
    // solution:end
}

use vouchers::{Code, Till, label, liability};

/// What is found where a name of yours is not visible.
#[derive(Debug, PartialEq)]
struct StandIn;

#[test]
fn exactly_one_check_digit_fits_each_number() {
    for serial in 0..10_000 {
        let text = format!("{serial:04}");
        let fits = |check: &u32| Code::parse(&format!("{text}-{check}")).is_some();
        let sum: u32 = text.chars().filter_map(|digit| digit.to_digit(10)).sum();
        assert_eq!((0..=9).filter(fits).collect::<Vec<_>>(), [(10 - sum % 10) % 10]);
    }
}

#[test]
fn only_what_label_writes_is_read() {
    assert_eq!(Code::parse("0042-4").map(label).as_deref(), Some("0042-4"));
    for text in
        ["", "0042", "42-4", "+042-4", "00042-4", "0042-04", "0042-4 ", "0042-5", "10000-9", "0042-4-4", "é"]
    {
        assert_eq!(Code::parse(text), None, "{text:?}");
    }
}

#[test]
fn a_voucher_pays_what_it_is_worth_and_no_more() {
    let mut till = Till::default();
    let [small, large] = [500, 2000].map(|cents| till.sell(cents).expect("there are numbers left"));
    assert_eq!((label(small), label(large)), ("0000-0".into(), "0001-9".into()));
    assert_eq!(liability(&till), "2500 cents");
    assert_eq!([till.redeem(large, 1500), till.redeem(large, 1500), till.redeem(large, 1)], [1500, 500, 0]);
    assert_eq!(till.redeem(Code::parse("0042-4").expect("it is a code"), 1), 0);
    assert_eq!(liability(&till), "500 cents");
}

#[test]
fn there_are_ten_thousand_numbers() {
    let mut till = Till::default();
    assert_eq!((0..10_001).filter_map(|_| till.sell(1)).count(), 10_000);
    assert_eq!(liability(&till), "10000 cents");
}

#[test]
#[expect(non_snake_case, reason = "it stands in for a constructor")]
fn from_outside_a_code_is_a_type_but_no_constructor() {
    fn Code(_: u16) -> StandIn {
        StandIn
    }
    let forged = {
        use vouchers::*;
        assert!(Code::parse("0042-4").is_some());
        format!("{:?}", Code(7))
    };
    assert_eq!(forged, "StandIn", "the number of a code is visible outside");
}

#[test]
fn from_outside_no_code_is_issued_and_no_sum_is_known() {
    trait Outside {
        fn issue(_: u16) -> Option<StandIn> {
            Some(StandIn)
        }

        fn outstanding(&self) -> StandIn {
            StandIn
        }
    }
    impl Outside for Code {}
    impl Outside for Till {}
    assert!(Code::parse("0042-4").is_some());
    assert_eq!(format!("{:?}", Code::issue(7)), "Some(StandIn)", "`issue` is visible outside");
    assert_eq!(format!("{:?}", Till::default().outstanding()), "StandIn", "`outstanding` is visible outside");
}

#[test]
fn the_facade_shows_its_four_names_and_no_helper() {
    fn check_digit(_: u16) -> u16 {
        77
    }
    // The function `label` is shown, and the module of that name is not.
    mod label {
        pub fn label<T>(_: T) -> String {
            "StandIn".into()
        }
    }
    let (digit, text) = {
        use vouchers::*;
        let code = "0042-4".read_code();
        assert_eq!(code.map(label).as_deref(), Some("0042-4"));
        (check_digit(42), code.map(label::label))
    };
    assert_eq!(text.as_deref(), Some("StandIn"), "the facade shows the module `label`");
    assert_eq!(digit, 77, "the facade shows `check_digit`");
}

#[test]
fn the_prelude_brings_the_methods_of_a_trait_but_no_further_name() {
    struct Code;
    trait ReadCode {
        fn pages(&self) -> u32 {
            7
        }
    }
    impl ReadCode for Code {}
    let (read, names) = {
        use vouchers::prelude::*;
        let names = [std::any::type_name::<Code>(), std::any::type_name::<dyn ReadCode>()];
        assert_eq!(liability(&Till::default()), "0 cents");
        (" 0042-4\n".read_code(), names)
    };
    assert_eq!(read, vouchers::Code::parse("0042-4"));
    for name in names {
        assert!(name.contains("the_prelude_brings"), "the prelude shows {name}");
    }
    assert_eq!(Code.pages(), 7);
}
