//! # A reader's account
//!
//! A reading platform knows little for certain about its readers: most fields of an account are optional, and so are
//! the parameters of a request. Complete the four methods, all of them without a `match`.
//!
//! Keep the signatures: callers lend the account, and they want the error of a bad request, not a default in its place.

use std::num::ParseIntError;

#[derive(Debug, Default)]
pub struct Account {
    pub nick: Option<String>,
    pub name: Option<String>,
    pub mail: Option<String>,
    pub voucher: Option<Voucher>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voucher {
    pub code: String,
    /// The last day on which it can be redeemed; without one, it never ends.
    pub last_day: Option<u32>,
}

#[derive(Debug, PartialEq, Eq)]
pub enum BadRequest {
    NotANumber(ParseIntError),
    OutOfRange(u32),
}

impl Account {
    /// What the reader is called: by nick, else by name, else by what stands before the `@` of the mail address, else
    /// "Reader". Blanks around any of them are cut off, and what is empty then is as good as missing.
    pub fn display_name(&self) -> &str {
        // solution:begin
        // hint: `self.nick.map(…)` would move the nick out of a lent account. `as_deref` makes an `Option<&str>` of it.
        // hint: Cut, then keep what is not empty: `map` and `filter`. One helper function serves all three fields.
        // hint: `split_once` returns an option itself, so it wants `and_then`. Then cut what it found.
        // ban: match because the point is to find the combinator
        fn given(text: &str) -> Option<&str> {
            Some(text.trim()).filter(|text| !text.is_empty())
        }
        let nick = self.nick.as_deref().and_then(given);
        let name = || self.name.as_deref().and_then(given);
        let mail = || self.mail.as_deref()?.split_once('@').and_then(|(prefix, _)| given(prefix));
        nick.or_else(name).or_else(mail).unwrap_or("Reader")
        // solution:end
    }

    /// The number of entries on a page: 20 if the request names none, an error if it names anything but 1 to 100.
    pub fn page_size(parameter: Option<&str>) -> Result<u32, BadRequest> {
        // solution:begin
        // hint: `parameter.map(str::parse)` has its layers in the wrong order: an option of a result.
        // hint: After `transpose` and `map_err`, `?` leaves an `Option<u32>`, in which `None` is no error.
        // hint: `bool::then_some` and `ok_or` make a result of a condition.
        // ban: match because the point is to find the combinator
        let size = parameter.map(str::parse).transpose().map_err(BadRequest::NotANumber)?.unwrap_or(20);
        (1..=100).contains(&size).then_some(size).ok_or(BadRequest::OutOfRange(size))
        // solution:end
    }

    /// Takes the voucher if it has this code and is not over yet. Otherwise it stays where it is.
    pub fn redeem(&mut self, code: &str, today: u32) -> Option<Voucher> {
        // solution:begin
        // hint: `take` empties the field in any case. Which method asks first?
        // hint: A voucher without a last day never ends: `is_none_or`.
        // ban: match because the point is to find the combinator
        self.voucher.take_if(|voucher| {
            voucher.code == code && voucher.last_day.is_none_or(|last_day| today <= last_day)
        })
        // solution:end
    }

    /// The mail address, or else the one that the directory has under the reader's name. A look-up in the directory is
    /// slow: it must not happen if there is an address already, and it cannot without a name.
    pub fn address(&self, directory: impl FnOnce(&str) -> Option<String>) -> Option<String> {
        // solution:begin
        // hint: The argument of `or` would be evaluated in any case; `or_else` takes a closure.
        // hint: The directory returns an option, so `map` would nest two of them.
        // ban: match because the point is to find the combinator
        self.mail.clone().or_else(|| self.name.as_deref().and_then(directory))
        // solution:end
    }
}

fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[test]
fn a_nick_comes_before_a_name_and_a_name_before_an_address() {
    let mut account =
        Account { nick: text("ada"), name: text("Ada L."), mail: text("al@x.org"), voucher: None };
    assert_eq!(account.display_name(), "ada");
    account.nick = None;
    assert_eq!(account.display_name(), "Ada L.");
    account.name = None;
    assert_eq!(account.display_name(), "al");
    account.mail = None;
    assert_eq!(account.display_name(), "Reader");
}

#[test]
fn a_blank_field_is_as_good_as_none() {
    let account = Account { nick: text(" "), name: text(" Ada "), ..Account::default() };
    assert_eq!(account.display_name(), "Ada");
    for mail in ["@x.org", " @x.org", "x.org"] {
        let account = Account { name: text(""), mail: text(mail), ..Account::default() };
        assert_eq!(account.display_name(), "Reader", "{mail}");
    }
}

#[test]
fn a_page_has_twenty_entries_unless_the_request_says_otherwise() {
    assert_eq!(Account::page_size(None), Ok(20));
    assert_eq!([Account::page_size(Some("1")), Account::page_size(Some("100"))], [Ok(1), Ok(100)]);
}

#[test]
fn a_bad_page_size_is_an_error_and_not_the_default() {
    assert_eq!(Account::page_size(Some("0")), Err(BadRequest::OutOfRange(0)));
    assert_eq!(Account::page_size(Some("101")), Err(BadRequest::OutOfRange(101)));
    assert!(matches!(Account::page_size(Some("")), Err(BadRequest::NotANumber(_))));
}

#[test]
fn only_a_good_voucher_is_redeemed_and_only_once() {
    let voucher = Voucher { code: "SPRING".into(), last_day: Some(9) };
    let mut account = Account { voucher: Some(voucher.clone()), ..Account::default() };
    assert_eq!(account.redeem("AUTUMN", 9), None);
    assert_eq!(account.redeem("SPRING", 10), None);
    assert_eq!(account.redeem("SPRING", 9), Some(voucher));
    assert_eq!(account.redeem("SPRING", 9), None);
}

#[test]
fn a_voucher_without_a_last_day_never_ends() {
    let voucher = Some(Voucher { code: "GIFT".into(), last_day: None });
    let mut account = Account { voucher: voucher.clone(), ..Account::default() };
    assert_eq!(account.redeem("GIFT", u32::MAX), voucher);
}

#[test]
fn the_directory_is_asked_only_when_it_is_needed_and_can_help() {
    let unasked = |_: &str| -> Option<String> { unreachable!("this look-up is needless") };
    let known = Account { mail: text("ada@x.org"), name: text("Ada"), ..Account::default() };
    assert_eq!(known.address(unasked), text("ada@x.org"));
    assert_eq!(Account::default().address(unasked), None);

    let named = Account { name: text("Ada"), ..Account::default() };
    assert_eq!(named.address(|name| (name == "Ada").then(|| "a@y.org".into())), text("a@y.org"));
    assert_eq!(named.address(|_| None), None);
}
