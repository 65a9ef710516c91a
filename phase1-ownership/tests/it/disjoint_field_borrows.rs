use std::{collections::HashMap, panic, slice::GetDisjointMutError, sync::Mutex};

use phase1_ownership::disjoint_field_borrows::{
    Archive, House, Ledger, Line, Sale, Terms, Title, settle_author,
};

fn title(name: &str, author: &str, unsettled: u64) -> Title {
    Title { name: name.into(), author: author.into(), price: 1000, unsettled, archive: Box::default() }
}

fn house(titles: Vec<Title>) -> House {
    House::new(Terms::new(10).expect("10 % is a share"), titles)
}

fn unsettled(house: &mut House) -> Vec<u64> {
    house.parts_mut().1.iter().map(|title| title.unsettled).collect()
}

fn sale(returned: u8, title: u16, copies: u32) -> Sale {
    Sale { returned, line: Line { title, copies }, till: 0 }
}

#[test]
fn a_share_above_all_sales_does_not_exist() {
    assert!(Terms::new(100).is_some());
    assert_eq!(Terms::new(101), None);
}

#[test]
fn a_quarter_is_paid_once() {
    let mut house =
        house(vec![title("Paths", "Ada", 3), title("Loops", "Grace", 2), title("Tails", "Ada", 1)]);
    assert_eq!(house.settle(), 600);
    assert_eq!((house.ledger().balance("Ada"), house.ledger().balance("Grace")), (400, 200));
    assert_eq!(unsettled(&mut house), [0, 0, 0]);
    assert_eq!(house.settle(), 0);
}

#[test]
fn dues_below_the_minimum_wait_and_add_up() {
    let terms = Terms::new(10).unwrap().with_minimum(300);
    let mut house = House::new(terms, vec![title("Paths", "Ada", 2)]);
    assert_eq!(house.settle(), 0);
    assert_eq!(unsettled(&mut house), [2]);
    house.record(&sale(0, 0, 1));
    assert_eq!(house.settle(), 300);
}

#[test]
fn a_fraction_of_a_cent_is_lost_once_a_title_and_not_once_a_copy() {
    let mut house = house(vec![Title { price: 15, ..title("Paths", "Ada", 3) }]);
    assert_eq!(house.settle(), 4, "10 % of 45, not three times 10 % of 15");
}

#[test]
fn nothing_due_opens_no_account() {
    let mut house = house(vec![title("Paths", "Ada", 0)]);
    house.settle();
    assert_eq!(*house.ledger(), Ledger::default());
}

#[test]
fn closing_a_quarter_archives_the_copies_and_drops_the_milestones_they_reach() {
    let archive = Box::new(Archive { copies: 90, milestones: vec![100, 101, 1000] });
    let mut paths = Title { archive, ..title("Paths", "Ada", 10) };
    paths.close_quarter();
    assert_eq!(paths.unsettled, 0);
    assert_eq!(*paths.archive, Archive { copies: 100, milestones: vec![101, 1000] });
}

#[test]
fn a_reissue_moves_what_it_does_not_name() {
    let first = title("Paths", "Ada", 3);
    let (author, archive): (_, *const Archive) = (first.author.as_ptr(), &*first.archive);
    let (second, old_name) = first.reissue("Paths, revised", 1200);
    assert_eq!((second.name.as_str(), second.price, second.unsettled), ("Paths, revised", 1200, 3));
    assert_eq!(old_name, "Paths");
    assert!(second.author.as_ptr() == author && std::ptr::eq(&*second.archive, archive));
}

#[test]
fn one_author_is_settled_behind_a_guard_and_the_others_wait() {
    let house = Mutex::new(house(vec![title("Paths", "Ada", 3), title("Loops", "Grace", 2)]));
    assert_eq!(settle_author(&house, "Ada"), 300);
    let mut house = house.into_inner().unwrap();
    assert_eq!((house.ledger().balance("Ada"), house.ledger().balance("Grace")), (300, 0));
    assert_eq!(unsettled(&mut house), [0, 2]);
}

#[test]
fn all_parts_can_be_held_at_once() {
    let mut house = house(vec![title("Paths", "Ada", 0)]);
    let (terms, titles, ledger) = house.parts_mut();
    titles[0].name.push_str(" of Glory");
    ledger.credit(&titles[0].author, 5);
    assert_eq!(*terms, Terms::new(10).unwrap());
    assert_eq!((titles[0].name.as_str(), ledger.balance("Ada")), ("Paths of Glory", 5));
}

#[test]
fn rebooking_moves_no_more_than_there_is() {
    let mut house = house(vec![title("Paths", "Ada", 3), title("Loops", "Grace", 2)]);
    assert_eq!(house.rebook(0, 1, 2), Ok(2));
    assert_eq!(unsettled(&mut house), [1, 4]);
    assert_eq!(house.rebook(0, 1, 2), Ok(1));
    assert_eq!(unsettled(&mut house), [0, 5]);
}

#[test]
fn rebooking_needs_two_titles() {
    let mut house = house(vec![title("Paths", "Ada", 3), title("Loops", "Grace", 2)]);
    assert_eq!(house.rebook(0, 0, 1), Err(GetDisjointMutError::OverlappingIndices));
    assert_eq!(house.rebook(0, 2, 1), Err(GetDisjointMutError::IndexOutOfBounds));
    assert_eq!(unsettled(&mut house), [3, 2]);
}

#[test]
fn disjoint_ranges_are_lent_as_subslices() {
    let mut quarters = [1, 2, 3, 4, 5, 6];
    let [first, last] = quarters.get_disjoint_mut([0..2, 4..6]).unwrap();
    first.swap_with_slice(last);
    assert_eq!(quarters, [5, 6, 3, 4, 1, 2]);
    assert_eq!(quarters.get_disjoint_mut([0..3, 2..4]), Err(GetDisjointMutError::OverlappingIndices));
}

#[test]
fn a_transfer_needs_two_accounts_that_exist() {
    let mut ledger = Ledger::default();
    ledger.credit("Ada", 300);
    assert_eq!(ledger.transfer("Ada", "Ada", 100), None);
    assert_eq!(ledger.transfer("Ada", "Grace", 100), None);
    assert_eq!(ledger.balance("Ada"), 300);

    ledger.credit("Grace", 50);
    assert_eq!(ledger.transfer("Ada", "Grace", 100), Some(100));
    assert_eq!(ledger.transfer("Ada", "Grace", 1000), Some(200));
    assert_eq!((ledger.balance("Ada"), ledger.balance("Grace")), (0, 350));
}

#[test]
fn a_map_asked_for_one_entry_twice_panics() {
    let twice = panic::catch_unwind(|| HashMap::from([("Ada", 300)]).get_disjoint_mut(["Ada", "Ada"]).len());
    assert!(twice.is_err());
}

#[test]
fn returned_copies_are_taken_back_but_never_more_than_were_sold() {
    let mut house = house(vec![title("Paths", "Ada", 0), title("Loops", "Grace", 0)]);
    assert!(house.record(&sale(0, 1, 5)) && house.record(&sale(1, 1, 2)));
    assert_eq!(unsettled(&mut house), [0, 3]);
    assert!(house.record(&sale(2, 1, 9)), "only 0 is a sale");
    assert_eq!(unsettled(&mut house), [0, 0]);
    assert!(!house.record(&sale(0, 2, 1)), "there is no third title");
}

#[test]
fn a_record_is_read_from_the_bytes_that_c_puts_there() {
    let mut record = [0xee; size_of::<Sale>()]; // padding holds anything
    record[0] = 1;
    record[4..6].copy_from_slice(&[0x34, 0x12]);
    record[8..12].copy_from_slice(&[2, 1, 0, 0]);
    record[12] = 9;
    let read = Sale::read(&record);
    assert_eq!(read, Sale { returned: 1, line: Line { title: 0x1234, copies: 0x102 }, till: 9 });
    assert_eq!(size_of::<Sale>(), 16);
}
