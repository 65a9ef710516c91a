use std::{
    cell::Cell,
    io::{self, BufRead, BufReader, Read},
    ops::ControlFlow,
};

use phase3_errors::option_result_pipelines::{
    BadLine, Fault, Piece, accept, all, columns, first_pages, first_without_room, fit, headed, length,
    pieces, sift,
};

const MIXED: &str = "Moves | Ada | 12\n\nBorrows\n# Part two\nDrops | Grace | ?\n | Ada\nCells | Ada | x\n";

fn piece(title: &str, pages: Option<u16>) -> Piece {
    Piece { title: title.into(), author: "Ada".into(), pages }
}

fn bad(line: usize, fault: Fault) -> BadLine {
    BadLine { line, fault }
}

#[track_caller]
fn check_line(line: &str, expected: Result<Option<u16>, Fault>) {
    assert_eq!(line.parse::<Piece>().map(|piece| piece.pages), expected, "{line:?}");
}

#[test]
fn a_missing_length_is_no_fault_and_a_bad_one_is() {
    check_line("Moves | Ada | 12", Ok(Some(12)));
    check_line("Moves | Ada | ?", Ok(None));
    check_line("Moves | Ada", Ok(None));
    check_line("Moves | Ada | ?8", Err(Fault::Pages("?8".into())));
    check_line("Moves | Ada |", Err(Fault::Pages(String::new())));
    check_line("Moves | Ada | 65536", Err(Fault::Pages("65536".into())));
    check_line("Moves | Ada | 1 | 2", Err(Fault::Pages("1 | 2".into())));
}

#[test]
fn the_first_fault_of_a_line_is_the_one_reported() {
    check_line(" | | x", Err(Fault::NoTitle));
    check_line("Moves | | x", Err(Fault::NoAuthor));
    check_line("Moves", Err(Fault::NoAuthor));
    check_line("", Err(Fault::NoTitle));
}

#[test]
fn fields_are_trimmed() {
    assert_eq!("  Moves |Ada|  3 ".parse(), Ok(piece("Moves", Some(3))));
}

#[test]
fn lines_are_counted_with_those_that_are_skipped() {
    let verdicts: Vec<_> = pieces(MIXED).map(|piece| piece.map(|piece| piece.title)).collect();
    let expected = [
        Ok("Moves".to_owned()),
        Err(bad(3, Fault::NoAuthor)),
        Ok("Drops".to_owned()),
        Err(bad(6, Fault::NoTitle)),
        Err(bad(7, Fault::Pages("x".into()))),
    ];
    assert_eq!(verdicts, expected);
}

#[test]
fn blank_lines_and_lines_that_begin_with_a_hash_are_skipped() {
    assert_eq!(pieces("\n \t\n#\n#Part two\n# Part three | by | all\n").count(), 0);
    assert_eq!(pieces(" # indented\n").next(), Some(Err(bad(1, Fault::NoAuthor))));
}

#[test]
fn all_or_nothing_stops_at_the_first_bad_line() {
    assert_eq!(all(MIXED), Err(bad(3, Fault::NoAuthor)));
    assert_eq!(all("Moves | Ada | 1\nCells | Ada"), Ok(vec![piece("Moves", Some(1)), piece("Cells", None)]));
}

#[test]
fn what_comes_after_the_error_is_not_looked_at() {
    let read = Cell::new(0);
    let counted = || pieces(MIXED).inspect(|_| read.update(|lines| lines + 1));
    assert!(counted().collect::<Result<Vec<_>, _>>().is_err());
    assert_eq!(read.replace(0), 2);
    assert!(counted().map(|piece| piece.map(|_| 1)).sum::<Result<u32, _>>().is_err());
    assert_eq!(read.replace(0), 2);
    assert!(counted().try_for_each(|piece| piece.map(drop)).is_err());
    assert_eq!(read.replace(0), 2);
    assert_eq!(counted().flatten().count(), 2);
    assert_eq!(read.get(), 5, "flatten forgets the errors and goes on");
}

#[test]
fn the_lines_of_a_reader_that_keeps_failing_have_no_end() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::ErrorKind::ConnectionReset.into())
        }
    }
    let lines = BufReader::new(Broken).lines();
    assert_eq!(lines.take(1_000).filter(Result::is_err).count(), 1_000);
}

#[test]
fn a_stopped_stream_goes_on_behind_the_error() {
    let mut stream = pieces(MIXED);
    assert!(stream.by_ref().collect::<Result<Vec<_>, _>>().is_err());
    assert_eq!(stream.next().unwrap().unwrap().title, "Drops");
}

/// Keeps what a collection is told about the number of elements.
struct Promised(usize);

impl<T> FromIterator<T> for Promised {
    fn from_iter<I: IntoIterator<Item = T>>(elements: I) -> Self {
        let elements = elements.into_iter();
        let promised = elements.size_hint().0;
        elements.for_each(drop);
        Self(promised)
    }
}

#[test]
fn a_collection_inside_of_a_result_or_an_option_is_promised_nothing() {
    let numbers = [1, 2, 3];
    let plain: Promised = numbers.iter().map(Some).collect();
    let option: Option<Promised> = numbers.iter().map(Some).collect();
    let result: Result<Promised, ()> = numbers.iter().map(Ok).collect();
    assert_eq!((plain.0, option.unwrap().0, result.unwrap().0), (3, 0, 0));
}

#[test]
fn columns_are_filled_in_one_pass_or_not_at_all() {
    let (titles, authors, lengths) = columns("Moves | Grace | 2\nDrops | Ada\nCells | Grace | 1").unwrap();
    assert_eq!(titles, ["Moves", "Drops", "Cells"]);
    assert!(authors.iter().eq(["Ada", "Grace"]));
    assert_eq!(lengths, [Some(2), None, Some(1)]);
    assert_eq!(columns(MIXED), Err(bad(3, Fault::NoAuthor)));
}

#[test]
fn the_length_is_known_if_each_length_is() {
    assert_eq!(length("Moves | Ada | 65535\nCells | Ada | 65535"), Ok(Some(131_070)));
    assert_eq!(length("Moves | Ada | 1\nCells | Ada"), Ok(None));
    assert_eq!(length("Moves | Ada | 1\nCells"), Err(bad(2, Fault::NoAuthor)));
}

#[test]
fn an_unknown_length_hides_the_faults_behind_it() {
    assert_eq!(length("Cells\nMoves | Ada"), Err(bad(1, Fault::NoAuthor)));
    assert_eq!(length("Moves | Ada\nCells"), Ok(None));
}

#[test]
fn an_empty_list_is_good_in_every_way() {
    assert_eq!((all(""), accept(""), length("")), (Ok(vec![]), Ok(vec![]), Ok(Some(0))));
    assert_eq!((first_pages(&[]), first_without_room("", 0)), (Some(vec![]), Ok(None)));
}

#[test]
fn pieces_begin_where_the_one_before_ended() {
    let known = [piece("a", Some(3)), piece("b", Some(0)), piece("c", Some(5))];
    assert_eq!(first_pages(&known), Some(vec![1, 4, 4]));
    assert_eq!(first_pages(&[piece("a", Some(3)), piece("b", None), piece("c", Some(5))]), None);
}

#[test]
fn sifting_loses_nothing_and_keeps_the_order() {
    let (good, bad_lines) = sift(MIXED);
    assert!(good.iter().map(|piece| &piece.title).eq(["Moves", "Drops"]));
    assert!(bad_lines.iter().map(|bad| bad.line).eq([3, 6, 7]));
}

#[test]
fn a_list_is_accepted_whole_or_with_all_its_faults() {
    assert_eq!(accept("Moves | Ada | 1"), Ok(vec![piece("Moves", Some(1))]));
    assert_eq!(accept(MIXED), Err(sift(MIXED).1));
    assert_eq!(accept("Moves | Ada | 1\nCells"), Err(vec![bad(2, Fault::NoAuthor)]), "one is enough");
}

#[test]
fn a_piece_fits_into_exactly_its_room() {
    assert_eq!(fit(3, piece("a", Some(3))), ControlFlow::Continue(0));
    assert_eq!(fit(2, piece("a", Some(3))), ControlFlow::Break(piece("a", Some(3))));
    assert_eq!(fit(1, piece("a", None)), ControlFlow::Continue(0), "an unknown length counts as one page");
    assert!(fit(0, piece("a", None)).is_break());
}

#[test]
fn a_search_has_three_ends() {
    let text = "Moves | Ada | 2\nCells | Ada | 2\nBorrows\n";
    assert_eq!(first_without_room(text, 3), Ok(Some(piece("Cells", Some(2)))), "the answer comes first");
    assert_eq!(first_without_room(text, 4), Err(bad(3, Fault::NoAuthor)), "the fault comes first");
    assert_eq!(first_without_room("Moves | Ada | 2\nCells | Ada | 2", 4), Ok(None), "the list ends first");
}

#[test]
fn a_text_without_a_heading_is_not_read() {
    for text in ["", "Moves | Ada", "#Spring", "\n# Spring"] {
        let read = headed(text, |_| unreachable!("there is no heading"));
        assert_eq!(read, Err::<(), _>(bad(1, Fault::NoHeading)), "{text:?}");
    }
}

#[test]
fn the_faults_of_both_layers_come_out_of_one_result() {
    assert_eq!(headed("Moves | Ada", all).flatten(), Err(bad(1, Fault::NoHeading)));
    assert_eq!(headed("# Spring\nMoves", all).flatten(), Err(bad(2, Fault::NoAuthor)));
    assert_eq!(headed("# Spring\nMoves | Ada", all).flatten(), Ok(vec![piece("Moves", None)]));
    assert_eq!(headed("# Spring", str::len), Ok(8), "a layer that cannot fail needs no flatten");
}

#[test]
fn faults_say_what_and_where() {
    let said: Vec<_> = sift(&format!("{MIXED}Moves |")).1.iter().map(BadLine::to_string).collect();
    let expected = [
        "line 3: the author is missing",
        "line 6: the title is missing",
        "line 7: \"x\" is not a number of pages",
        "line 8: the author is missing",
    ];
    assert_eq!(said, expected);
    assert_eq!(bad(1, Fault::NoHeading).to_string(), "line 1: the heading is missing");
}
