use std::{
    borrow::Cow,
    io::{self, BufReader, Read},
    num::NonZeroU32,
};

use phase3_errors::safe_pipelines::{
    Fault, Import, Limits, Stop, Stopped,
    fields::{quote, split},
    frames::{Frame, Frames},
    import,
    ledger::{Ledger, Total},
    sales::{Cents, Columns, Isbn, Reference, Sale, Wrong},
};

const EMMA: &str = "978-0-14-143958-7";

fn read(text: &str) -> Result<Import, Stopped> {
    import(text.as_bytes(), &Limits::default(), &Ledger::default())
}

/// Imports records of Emma under the usual header, so that the first of them is on line 2.
fn read_records(records: &str) -> Import {
    let report = format!("sale,isbn,copies,price\n{}", records.replace("EMMA", EMMA));
    read(&report).expect("the file as a whole is sound")
}

fn frames(text: &str) -> Vec<Result<Frame, Stopped>> {
    Frames::new(text.as_bytes(), 1_000).collect()
}

/// All texts of up to `length` of the letters.
fn texts(letters: &[char], length: u32) -> Vec<String> {
    (0..=length)
        .flat_map(|length| (0..letters.len().pow(length)).map(move |number| (number, length)))
        .map(|(number, length)| {
            (0..length).map(|place| letters[number / letters.len().pow(place) % letters.len()]).collect()
        })
        .collect()
}

#[test]
fn whatever_is_quoted_and_written_is_read_as_it_was() {
    let all = texts(&['a', ',', '"', '\r', '\n'], 3);
    for first in &all {
        for second in &all {
            for line_break in ["", "\n", "\r\n"] {
                let record = format!("{},{}{line_break}", quote(first), quote(second));
                let [Ok(frame)] = &frames(&record)[..] else { panic!("{record:?} is one record") };
                assert_eq!(
                    split(&frame.text).as_deref(),
                    Ok(&[first.into(), second.into()][..]),
                    "{record:?}"
                );
            }
        }
    }
}

#[test]
fn frames_and_empty_lines_make_up_the_file_whatever_its_quotes() {
    for text in texts(&['a', ',', '"', '\n'], 7) {
        let (mut rest, mut line) = (text.as_str(), 1);
        for frame in frames(&text) {
            while let Some(more) = rest.strip_prefix('\n') {
                (rest, line) = (more, line + 1);
            }
            match frame {
                Ok(frame) => {
                    assert_eq!(frame.line, line, "{text:?}");
                    rest = rest.strip_prefix(&frame.text).expect("a frame begins where the last one ended");
                    rest = rest.strip_prefix('\n').unwrap_or(rest);
                    line += 1 + frame.text.matches('\n').count() as u64;
                    match split(&frame.text) {
                        Ok(fields) => assert_eq!(
                            fields.concat().matches('\n').count(),
                            frame.text.matches('\n').count()
                        ),
                        Err(fault) => assert_ne!(fault, Fault::OpenQuote, "{text:?}"),
                    }
                }
                Err(stopped) => {
                    assert!(
                        matches!(stopped, Stopped { line: at, cause: Stop::OpenQuote } if at == line),
                        "{text:?}"
                    );
                    rest = "";
                }
            }
        }
        assert_eq!(rest.trim_matches('\n'), "", "{text:?}");
    }
}

#[test]
fn a_record_is_named_by_the_line_where_it_begins() {
    let lines: Vec<_> = frames("a,b\r\n\r\n\"c\r\n\r\nd\",e\r\nf").into_iter().flatten().collect();
    let expected = [(1, "a,b"), (3, "\"c\r\n\r\nd\",e"), (6, "f")];
    assert_eq!(lines, expected.map(|(line, text)| Frame { line, text: text.into() }));
}

#[test]
fn a_byte_order_mark_belongs_to_no_column_and_a_later_one_to_its_field() {
    for header in ["\u{feff}sale,isbn,copies,price\n", "\u{feff}\"sale\",isbn,copies,price\n"] {
        let done = read(&format!("{header}\u{feff}1,{EMMA},1,1.00")).expect("the first column is found");
        assert_eq!(done.ledger.sales(), 1);
    }
    assert_eq!(frames("a\n\u{feff}b")[1].as_ref().map(|frame| frame.text.as_str()).ok(), Some("\u{feff}b"));
}

#[test]
fn a_stray_quote_spoils_its_own_record_only() {
    let done = read_records("1,EMMA,1,1.00\"\n2,EMMA,1,1.00\n\"3\"x,EMMA,1,1.00\n4,EMMA,1,1.00\n");
    let faults: Vec<_> = done.rejects.iter().map(|reject| (reject.frame.line, &reject.faults[..])).collect();
    assert_eq!(faults, [(2, &[Fault::BareQuote][..]), (4, &[Fault::BehindQuote])]);
    assert_eq!(done.ledger.sales(), 2);
}

#[test]
fn an_open_quote_that_meets_a_stray_one_costs_the_records_in_between_but_loses_none() {
    let done = read_records("\"1,EMMA,1,1.00\n2,EMMA,1,1.00\n3\",EMMA\"\n4,EMMA,1,1.00\n");
    let [reject] = &done.rejects[..] else { panic!("one frame is rejected") };
    assert_eq!((reject.frame.line, reject.frame.text.lines().count()), (2, 3));
    assert_eq!(done.ledger.sales(), 1);
}

#[test]
fn quotes_that_swallow_a_record_are_noticed_by_a_column_without_line_breaks_and_by_no_other() {
    let done = read_records("\"1,EMMA,1,1.00\n2\",EMMA,1,1.00\n");
    let text = format!("1,{EMMA},1,1.00\n2");
    assert_eq!(done.rejects[0].faults, [Fault::Value { column: "sale", text, wrong: Wrong::LineBreak }]);
    assert_eq!(Reference::parse("1\r2"), Err(Wrong::LineBreak));

    let swallowed = format!("title,sale,isbn,copies,price\n\"Emma,1,{EMMA},1,1.00\nEmma\",2,{EMMA},1,1.00\n");
    let done = read(&swallowed).expect("it is sound CSV");
    assert_eq!((done.ledger.sales(), done.rejects.len()), (1, 0), "nobody can tell that there were two");
}

#[test]
fn an_open_quote_ends_the_file_at_its_end_or_at_the_limit() {
    let [Ok(_), Err(Stopped { line: 2, cause: Stop::OpenQuote })] = &frames("a\n\"b\nc\n")[..] else {
        panic!("a quote is open at the end")
    };
    for endless in [b'x', b'\n'] {
        let mut found = Frames::new(BufReader::new(b"a\n\"".chain(io::repeat(endless).take(1_000_000))), 100);
        assert!(found.next().is_some_and(|frame| frame.is_ok()));
        assert!(matches!(found.next(), Some(Err(Stopped { line: 2, cause: Stop::OpenQuote }))));
        assert!(found.next().is_none(), "nothing is read behind an error");
    }
    // Here the quote is closed, but one byte behind the limit.
    let closed = Frames::new(&b"\"ab\n\""[..], 4).next();
    assert!(matches!(closed, Some(Err(Stopped { line: 1, cause: Stop::LongRecord }))));
}

#[test]
fn a_record_may_be_as_long_as_the_limit_and_of_a_longer_one_the_rest_is_not_read() {
    let lengths = |text: &str, limit| -> Vec<Option<usize>> {
        Frames::new(text.as_bytes(), limit).map(|frame| frame.ok().map(|frame| frame.text.len())).collect()
    };
    assert_eq!(lengths("1234\n\"6\n\"", 5), [Some(4), Some(4)]);
    assert_eq!(lengths("1234\n1234\n", 4), [None]);
    assert_eq!(lengths("\"\n\n\n\"\n", 4), [None], "its lines count together");
    assert_eq!(lengths("\"\n\"\n\"\n\"\n", 4), [Some(3), Some(3)]);

    let mut endless = BufReader::with_capacity(8, io::repeat(b'x').take(1_000_000));
    let stopped = Frames::new(&mut endless, 100).next();
    assert!(matches!(stopped, Some(Err(Stopped { line: 1, cause: Stop::LongRecord }))));
    assert!(endless.into_inner().limit() > 999_800);
    assert_eq!(frames("").len(), 0);
    assert_eq!(Frames::new(&b"ab"[..], usize::MAX).count(), 1);
}

#[test]
fn what_cannot_be_read_or_is_not_text_ends_the_file() {
    let latin = import(&b"sale,isbn,copies,price\ncaf\xe9"[..], &Limits::default(), &Ledger::default());
    assert!(matches!(latin, Err(Stopped { line: 2, cause: Stop::NotUtf8 })));

    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::ErrorKind::ConnectionReset.into())
        }
    }
    let source = BufReader::new(b"sale,isbn,copies,price\n".chain(Broken));
    let stopped = import(source, &Limits::default(), &Ledger::default()).unwrap_err();
    assert!(
        matches!(&stopped.cause, Stop::Unreadable(error) if error.kind() == io::ErrorKind::ConnectionReset)
    );
    assert_eq!(stopped.line, 2);
}

#[test]
fn fields_are_copied_only_where_a_doubled_quote_must_go() {
    let fields = split(r#"bare,"quoted","doub""led""#).unwrap();
    assert!(matches!(fields[..], [Cow::Borrowed("bare"), Cow::Borrowed("quoted"), Cow::Owned(_)]));
    assert_eq!(fields[2], "doub\"led");
    assert_eq!(split("\"open"), Err(Fault::OpenQuote));
}

#[test]
fn columns_are_found_by_name_in_any_order_and_others_are_ignored() {
    let done = read(&format!("price,title,copies,sale,isbn\n2.50,Emma,4,1,{EMMA}")).unwrap();
    let [(isbn, total)] = done.ledger.titles().collect::<Vec<_>>()[..] else { panic!("one title") };
    assert_eq!(
        (isbn.to_string().as_str(), total),
        ("9780141439587", Total { copies: 4, paid: Cents(1_000) })
    );
}

#[test]
fn every_column_that_is_missing_or_ambiguous_is_named_at_once() {
    let stopped = read("isbn,Sale,copies,copies\n").unwrap_err();
    assert!(matches!(&stopped.cause, Stop::Columns(names) if *names == ["sale", "copies", "price"]));
    let empty = read("\n\n").unwrap_err();
    assert!(matches!(empty, Stopped { line: 1, cause: Stop::Empty }));
    let quoting = read("\nsa\"le,isbn,copies,price\n").unwrap_err();
    assert!(matches!(quoting, Stopped { line: 2, cause: Stop::Header(Fault::BareQuote) }));
}

#[test]
fn all_faults_of_a_record_are_reported_but_a_wrong_width_stands_alone() {
    let done = read_records(" ,978,0,free\n1,EMMA,1\n1,EMMA,1,1.00,\n");
    let [values, narrow, wide] = &done.rejects[..] else { panic!("three rejects") };
    let wrong: Vec<_> = values
        .faults
        .iter()
        .map(|fault| match fault {
            Fault::Value { column, text, wrong } => (*column, text.as_str(), *wrong),
            other => panic!("{other}"),
        })
        .collect();
    assert_eq!(
        wrong,
        [
            ("sale", " ", Wrong::Empty),
            ("isbn", "978", Wrong::Digits),
            ("copies", "0", Wrong::Copies),
            ("price", "free", Wrong::Price)
        ]
    );
    let said = values.faults.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(values.reason(), said.join("; "));
    assert_eq!(narrow.faults, [Fault::Width { expected: 4, found: 3 }]);
    assert_eq!(wide.faults, [Fault::Width { expected: 4, found: 5 }]);
}

#[test]
fn an_isbn_with_any_digit_mistyped_does_not_exist() {
    let isbn = EMMA.replace('-', "");
    assert_eq!(Isbn::parse(&isbn), Isbn::parse(EMMA));
    for at in 0..13 {
        for digit in ('0'..='9').filter(|digit| !isbn[at..].starts_with(*digit)) {
            let mut mistyped = isbn.clone();
            mistyped.replace_range(at..=at, &digit.to_string());
            let wrong = if at < 2 || at == 2 && digit != '9' { Wrong::Digits } else { Wrong::CheckDigit };
            assert_eq!(Isbn::parse(&mistyped), Err(wrong), "{mistyped}");
        }
    }
    assert!(Isbn::parse("979-8-88645-174-0").is_ok());
    for short_or_strange in
        ["978 0 14 143958 7", "", "97801414395", "97801414395870", "+780141439587", "978014143958X"]
    {
        assert_eq!(Isbn::parse(short_or_strange), Err(Wrong::Digits), "{short_or_strange}");
    }
}

#[test]
fn a_price_has_two_decimals_and_no_sign() {
    for (text, cents) in [("0.00", 0), ("12.50", 1_250), ("184467440737095516.15", u64::MAX)] {
        assert_eq!(Cents::parse(text), Ok(Cents(cents)));
        assert_eq!(Cents(cents).to_string(), text);
    }
    for text in [
        "",
        "12",
        "12.5",
        "12.500",
        "12,50",
        ".50",
        "-1.00",
        "+1.00",
        "1.+5",
        "1.-5",
        "184467440737095516.16",
    ] {
        assert_eq!(Cents::parse(text), Err(Wrong::Price), "{text}");
    }
}

fn sale(reference: &str, copies: u32, price: u64) -> Sale {
    Sale {
        reference: Reference::parse(reference).expect("it is not empty"),
        isbn: Isbn::parse(EMMA).expect("its check digit is right"),
        copies: NonZeroU32::new(copies).expect("there are some"),
        price: Cents(price),
    }
}

#[test]
fn copies_are_at_least_one_and_fit_into_32_bits() {
    let header = ["sale", "isbn", "copies", "price"].map(Cow::from);
    let columns = Columns::bind(&header).unwrap();
    let parse = |copies: &str| columns.sale(&["1", EMMA, copies, "1.00"].map(Cow::from));
    assert_eq!(parse("4294967295"), Ok(sale("1", u32::MAX, 100)));
    for wrong in ["", "0", "+1", "-1", "1.0", "4294967296"] {
        assert!(parse(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn a_refused_sale_leaves_the_ledger_as_it_was() {
    let mut ledger = Ledger::default();
    assert_eq!(ledger.post(sale("1", 2, 100), 2), Ok(()));
    for refused in [sale("2", 2, u64::MAX / 2 + 1), sale("2", 1, u64::MAX)] {
        assert_eq!(ledger.post(refused, 3), Err(Fault::TooLarge));
    }
    assert_eq!(ledger.post(sale("1", 1, 1), 4), Err(Fault::Booked { line: 2 }));
    let [(_, total)] = ledger.titles().collect::<Vec<_>>()[..] else { panic!("one title") };
    assert_eq!((ledger.sales(), total), (1, Total { copies: 2, paid: Cents(200) }));
    assert_eq!(ledger.post(sale("2", 1, 1), 5), Ok(()), "its reference was not used up");
}

#[test]
fn every_record_is_either_booked_or_rejected() {
    // Every third record is wrong and every fifth uses its predecessor's reference, as seen without a pipeline.
    let wrong = |number: u64| number.is_multiple_of(3);
    let again = |number: u64| number.is_multiple_of(5) && !wrong(number - 1);
    let record = |number: u64| {
        let reference = if number.is_multiple_of(5) { number - 1 } else { number };
        format!("{reference},EMMA,{},0.{:02}\n", if wrong(number) { "none" } else { "2" }, number % 100)
    };
    let done = read_records(&(1..=300).map(record).collect::<String>());

    let (good, bad): (Vec<u64>, Vec<u64>) = (1..=300).partition(|&number| !wrong(number) && !again(number));
    assert!(done.rejects.iter().map(|reject| reject.frame.line - 1).eq(bad));
    assert_eq!(done.ledger.sales(), good.len());
    let total = Total {
        copies: 2 * good.len() as u64,
        paid: Cents(good.iter().map(|number| 2 * (number % 100)).sum()),
    };
    assert!(done.ledger.titles().map(|(_, total)| total).eq([total]));
}

#[test]
fn a_file_without_rejects_has_no_file_of_rejects() {
    assert_eq!(read_records("1,EMMA,1,1.00").reject_file(), None);
}

#[test]
fn rejects_are_rejected_for_the_same_reasons_until_they_are_corrected() {
    let first = read_records("1,EMMA,1,1.00\n1,EMMA,1,1.00\n2,\"EM\"MA,1,1.00\n3,EMMA,\"a\nb\",1.00\n4,,\n");
    let file = first.reject_file().unwrap();
    let second = import(file.as_bytes(), &Limits::default(), &first.ledger).unwrap();
    let lines = |import: &Import| import.rejects.iter().map(|reject| reject.frame.line).collect::<Vec<_>>();
    assert_eq!((lines(&first), lines(&second)), (vec![3, 4, 5, 7], vec![2, 3, 4, 6]));
    for (first, second) in first.rejects.iter().zip(&second.rejects) {
        assert!(second.frame.text.ends_with(&first.frame.text), "word for word");
        match (&first.faults[..], &second.faults[..]) {
            ([Fault::Width { found: before, .. }], [Fault::Width { found, .. }]) => {
                assert_eq!(*found, before + 2)
            }
            (before, after) => assert_eq!(before, after),
        }
    }
    let corrected =
        file.replace("\"EM\"MA", EMMA).replace("\"a\nb\"", "1").replace("4,,", &format!("4,{EMMA},1,1.00"));
    let third = import(corrected.as_bytes(), &Limits::default(), &first.ledger).unwrap();
    assert_eq!((third.ledger.sales(), lines(&third)), (4, vec![2]));
    assert_eq!(first.ledger.sales(), 1, "the ledger before is another one");
}

#[test]
fn no_value_makes_it_panic_and_each_costs_its_record_at_most() {
    for text in texts(&['1', '9', '.', '-', '+', 'é', ' ', '"', '\n', '\0'], 3) {
        for column in 0..4 {
            let mut values = ["1", EMMA, "1", "1.00"].map(Cow::from);
            values[column] = quote(&text);
            let done = read_records(&values.join(","));
            assert_eq!(done.ledger.sales() + done.rejects.len(), 1, "{text:?} in column {column}");
        }
    }
}

#[test]
fn no_file_and_no_limit_makes_it_panic() {
    for text in texts(&['s', ',', '"', '\n', '\u{feff}'], 5) {
        for bytes in [text.as_bytes(), text.as_bytes().split_last().map_or(&[], |(_, cut)| cut)] {
            for limit in [0, 1, 3, usize::MAX] {
                let limits = Limits { record_bytes: limit, records: limit, rejects: limit };
                assert!(
                    import(bytes, &limits, &Ledger::default()).is_err(),
                    "{text:?} is no report of sales"
                );
                let report = [b"sale,isbn,copies,price\n", bytes].concat();
                let limits = Limits { record_bytes: 23, records: limit, rejects: limit };
                if let Ok(done) = import(&report[..], &limits, &Ledger::default()) {
                    assert_eq!(done.ledger.sales(), 0, "{text:?}");
                }
            }
        }
    }
}

#[test]
fn limits_stop_at_the_first_record_beyond_them() {
    let report = format!("sale,isbn,copies,price\n1,{EMMA},1,1.00\n2,{EMMA},x,1.00\n3,{EMMA},x,1.00\n");
    let stop = |limits| import(report.as_bytes(), &limits, &Ledger::default());
    let defaults = Limits::default;
    assert!(stop(Limits { records: 3, rejects: 2, ..defaults() }).is_ok());
    assert!(matches!(
        stop(Limits { records: 2, ..defaults() }),
        Err(Stopped { line: 4, cause: Stop::Records })
    ));
    assert!(matches!(
        stop(Limits { rejects: 1, ..defaults() }),
        Err(Stopped { line: 4, cause: Stop::Rejects(rejects) }) if rejects.len() == 2
    ));
    assert!(matches!(
        stop(Limits { record_bytes: 20, ..defaults() }),
        Err(Stopped { line: 1, cause: Stop::LongRecord })
    ));
}

#[test]
#[deny(unfulfilled_lint_expectations)]
fn an_import_cannot_be_dropped_unseen() {
    #[expect(unused_must_use, reason = "the lint is what is tested")]
    fn looks_at_the_error_only(report: &str) -> Result<(), Stopped> {
        read(report)?;
        Ok(())
    }
    assert!(looks_at_the_error_only("").is_err());
}
