//! # A router over borrowed tables
//!
//! A table has a route in each line: a prefix, a blank, and the name of a handler, as in `/articles/drafts drafts`. The
//! router keeps parts of its tables, and a match has a part of the table and a part of the path: nothing is copied.
//!
//! Most of the signatures that you are given promise `'static`, which nobody can keep, and one asks for too little.
//! Replace each by what is true, and ask no more of the callers than that: the tests drop tables, routers and paths in
//! every order that a correct signature allows. Types and field names are as they should be.

/// Routes and rewrites, whose tables and tools last for `'c`.
#[derive(Default)]
pub struct Router<'c> {
    /// Prefixes without a slash at the end, and their handlers.
    routes: Vec<(&'c str, &'c str)>,
    rewrites: Vec<Box<Rewrite<'c>>>,
}

/// Takes a path and returns a part of it.
type Rewrite<'c> = dyn Fn(&str) -> &str + 'c;

/// Where a path leads.
#[derive(Debug, PartialEq)]
pub struct Match<'c, 'p> {
    handler: &'c str,
    /// What comes behind the prefix, from the slash on.
    rest: &'p str,
}

/// Reads a table. Lines without a blank are ignored, and so is a slash at the end of a prefix.
// solution:begin
// hint: A result with parts of `table` says so: write its type with the lifetime of the parameter.
// hint: With one reference as the only parameter, `Router<'_>` is enough.
// hint: `split_once` divides a line; `strip_suffix('/')` has the prefix without its slash, if there was one.
// stub: pub fn parse(_table: &str) -> Router<'static> {
// stub:     todo!()
// stub: }
pub fn parse(table: &str) -> Router<'_> {
    let routes = table.lines().filter_map(|line| line.split_once(' '));
    let routes =
        routes.map(|(prefix, handler)| (prefix.strip_suffix('/').unwrap_or(prefix), handler)).collect();
    Router { routes, rewrites: Vec::new() }
}
// solution:end

impl<'c> Router<'c> {
    /// Adds a rewrite. All of them are applied to a path, in order, before its route is looked up.
    // solution:begin
    // hint: A closure that borrows a list must not be kept longer than the list. How long does the router keep it?
    // hint: The type of the field says it, in `Rewrite`: `+ 'c`. Say the same of the parameter, and box it.
    // stub: pub fn rewrite(&mut self, _rewrite: impl Fn(&str) -> &str) {
    // stub:     todo!()
    // stub: }
    pub fn rewrite(&mut self, rewrite: impl Fn(&str) -> &str + 'c) {
        self.rewrites.push(Box::new(rewrite));
    }
    // solution:end

    /// Adds the routes and rewrites of another router behind its own.
    // solution:begin
    // hint: Two tables with two lifetimes, and one router that has parts of both: what do the two have in common?
    // hint: A `Router` is covariant, so that of the table which stays longer is shortened. One name is enough.
    // stub: pub fn or(self, _defaults: Router<'_>) -> Router<'static> {
    // stub:     todo!()
    // stub: }
    pub fn or(mut self, defaults: Router<'c>) -> Router<'c> {
        self.routes.extend(defaults.routes);
        self.rewrites.extend(defaults.rewrites);
        self
    }
    // solution:end

    /// The route with the longest prefix that consists of whole segments of the path; of equal ones, the first.
    // solution:begin
    // hint: Which part of a `Match` comes from the tables, and which from the path? Neither is a part of the router.
    // hint: `fold` applies the rewrites: each takes a part of the path, and returns a part of it.
    // hint: A prefix matches if what is left is empty or begins with a slash: `strip_prefix`, then a test.
    // hint: The longest prefix leaves the shortest rest, and `min_by_key` returns the first of several.
    // stub: pub fn route(&self, _path: &str) -> Option<Match<'static, 'static>> {
    // stub:     todo!()
    // stub: }
    pub fn route<'p>(&self, path: &'p str) -> Option<Match<'c, 'p>> {
        let path = self.rewrites.iter().fold(path, |path, rewrite| rewrite(path));
        let matches = self.routes.iter().filter_map(|(prefix, handler)| {
            let rest = path.strip_prefix(prefix)?;
            (rest.is_empty() || rest.starts_with('/')).then_some(Match { handler, rest })
        });
        matches.min_by_key(|found| found.rest.len())
    }
    // solution:end
}

impl<'c, 'p> Match<'c, 'p> {
    /// What the log shows: the rest of the path, or the name of the handler if nothing is left.
    // solution:begin
    // hint: A `&'c str` can be returned for a `&'p str` if `'c` lasts at least as long.
    // hint: `where 'c: 'p`, between the result's type and the body.
    // stub: pub fn label(self) -> &'static str {
    // stub:     todo!()
    // stub: }
    pub fn label(self) -> &'p str
    where
        'c: 'p,
    {
        if self.rest.is_empty() { self.handler } else { self.rest }
    }
    // solution:end
}

const TABLE: &str = "/articles articles\n/articles/drafts/ drafts\n\n# comment\n/ home\n/articles/ old";

fn is_part_of(part: &str, whole: &str) -> bool {
    let (part, whole) = (part.as_bytes().as_ptr_range(), whole.as_bytes().as_ptr_range());
    whole.start <= part.start && part.end <= whole.end
}

#[test]
fn a_table_is_read_in_place() {
    let table = TABLE.to_owned();
    let router = parse(&table);
    let expected = [
        ("/articles", "articles"),
        ("/articles/drafts", "drafts"),
        ("#", "comment"),
        ("", "home"),
        ("/articles", "old"),
    ];
    assert_eq!(router.routes, expected);
    assert!(
        router
            .routes
            .iter()
            .all(|(prefix, handler)| is_part_of(prefix, &table) && is_part_of(handler, &table))
    );
}

#[test]
fn the_longest_prefix_of_whole_segments_wins() {
    let router = parse(TABLE);
    for (path, handler, rest) in [
        ("/articles", "articles", ""),
        ("/articles/7", "articles", "/7"),
        ("/articles/drafts/7", "drafts", "/7"),
        ("/articles/draftsman", "articles", "/draftsman"),
        ("/articlesque", "home", "/articlesque"),
        ("/", "home", "/"),
    ] {
        assert_eq!(router.route(path), Some(Match { handler, rest }), "{path}");
    }
    assert_eq!(router.route("articles"), None);
}

#[test]
fn a_handler_outlives_router_and_path() {
    let table = TABLE.to_owned();
    let handler = {
        let router = parse(&table);
        let path = String::from("/articles/7");
        router.route(&path).expect("a route").handler
    };
    assert!(handler == "articles" && is_part_of(handler, &table));
}

#[test]
fn a_rest_outlives_router_and_table() {
    let path = String::from("/articles/7");
    let rest = {
        let table = TABLE.to_owned();
        parse(&table).route(&path).expect("a route").rest
    };
    assert!(rest == "/7" && is_part_of(rest, &path));
}

#[test]
fn own_routes_come_before_defaults() {
    let own = String::from("/articles mine\n/about about");
    let mut router = parse(&own);
    router.rewrite(|path| path.trim_end_matches('!'));
    let mut defaults = parse(TABLE);
    defaults.rewrite(|path| path.trim_end_matches('?'));
    let router = router.or(defaults);
    let handler = |path| router.route(path).map(|found| found.handler);
    assert_eq!(handler("/articles/7"), Some("mine"));
    assert_eq!(handler("/articles/drafts"), Some("drafts"));
    assert_eq!(handler("/about?!"), Some("about"));
    assert_eq!(handler("/about!?"), Some("home"));
}

#[test]
fn defaults_may_come_from_a_table_that_goes_first() {
    let own = String::from("/about about");
    {
        let table = TABLE.to_owned();
        let router = parse(&own).or(parse(&table));
        assert_eq!(router.route("/about").map(|found| found.handler), Some("about"));
    }
    assert_eq!(parse(&own).or(Router::default()).routes, [("/about", "about")]);
}

#[test]
fn a_rewrite_borrows_what_outlives_the_router() {
    let hosts = [String::from("example.org"), String::from("example.net")];
    let mut router = parse(TABLE);
    router.rewrite(|path| path.strip_prefix("https://").unwrap_or(path));
    router.rewrite(|path| hosts.iter().find_map(|host| path.strip_prefix(host.as_str())).unwrap_or(path));
    let url = String::from("https://example.net/articles/7");
    let found = router.route(&url).expect("a route");
    assert_eq!(found, Match { handler: "articles", rest: "/7" });
    assert!(is_part_of(found.rest, &url));
    assert_eq!(router.route("example.net/https://").map(|found| found.handler), Some("home"));
}

#[test]
fn a_label_lasts_as_long_as_both_of_its_sources() {
    let table = TABLE.to_owned();
    {
        let path = String::from("/articles/7");
        let label = parse(&table).route(&path).expect("a route").label();
        assert!(label == "/7" && is_part_of(label, &path));
    }
    let path = String::from("/articles");
    {
        let table = TABLE.to_owned();
        let label = parse(&table).route(&path).expect("a route").label();
        assert!(label == "articles" && is_part_of(label, &table));
    }
    assert_eq!(path.len(), 9);
}
