use std::{cell::Cell, rc::Rc};

use deep_dives::unsafe_rust::pointers::{Flagged, Header, both};

use super::Tracked;

#[test]
fn both_returns_what_get_disjoint_mut_returns() {
    for one in 0..5 {
        for other in 0..5 {
            let mut names = [String::from("Ada"), String::from("Grace"), String::from("Barbara")];
            let mut same = names.clone();
            let pair = both(&mut names, one, other);
            let expected = same.get_disjoint_mut([one, other]).ok().map(|[one, other]| (one, other));
            assert_eq!(pair, expected, "{one} and {other}");
            if let Some((one, other)) = pair {
                one.push_str(", once");
                other.push_str(", too");
                one.push_str(" and again");
                assert!(one.ends_with(", once and again") && other.ends_with(", too"));
            }
        }
    }
}

#[test]
fn a_flag_and_its_value_do_not_disturb_each_other() {
    let mut flagged = Flagged::new(String::from("Paths"));
    for flag in [true, true, false, false, true] {
        flagged.set_flag(flag);
        flagged.get_mut().push('!');
        flagged.get_mut().pop();
        assert_eq!((flagged.flag(), flagged.get().as_str()), (flag, "Paths"));
    }
    assert_eq!(format!("{flagged:?}"), "Flagged { value: \"Paths\", flag: true }");
}

#[test]
fn a_flagged_value_is_dropped_once_with_and_without_the_flag() {
    let alive = Rc::new(Cell::new(0));
    for flag in [false, true] {
        let mut flagged = Flagged::new(Tracked::new(1, &alive));
        flagged.set_flag(flag);
        assert_eq!(alive.get(), 1);
        drop(flagged);
        assert_eq!(alive.get(), 0);
    }
}

#[test]
fn a_value_of_size_0_can_be_flagged_if_it_is_aligned() {
    let mut nothing = Flagged::new([0_u64; 0]);
    nothing.set_flag(true);
    assert_eq!((nothing.flag(), nothing.get().len()), (true, 0));
}

#[test]
fn a_header_is_read_at_every_alignment() {
    let mut file = [0xff_u8; 24];
    let headers: Vec<_> = (0..16)
        .map(|at| {
            file[at..at + 5].copy_from_slice(&[2, 0x04, 0x03, 0x02, 0x01]);
            Header::read(&file[at..]).expect("there are five bytes")
        })
        .collect();
    // Five bytes each, so that the lengths of four that are neighbours begin at four alignments.
    assert_eq!(size_of_val(&headers[..]), 80);
    assert!(headers.iter().all(|header| (header.kind, header.length()) == (2, 0x0102_0304)));
}

#[test]
fn a_header_of_four_bytes_is_none() {
    assert!(Header::read(&[1, 0, 0, 0]).is_none());
}
