//! # Orders
//!
//! A bookshop takes orders from its branches. Each branch has a key, which it sends as `x-branch-key`; an order is a
//! JSON document, `{"lines": [{"isbn": "…", "copies": 3}]}`.
//!
//! | asked | answered |
//! |---|---|
//! | no key | 401, with `www-authenticate: x-branch-key`, `{"error": "unauthenticated", "details": []}` |
//! | a key of no branch | 403, `{"error": "unknown-branch", "details": []}` |
//! | a body that axum's `Json` refuses | the status of its rejection, `{"error": "malformed", "details": []}` |
//! | an order that breaks rules | 422, `{"error": "invalid", "details": […]}` with *all* problems, in order |
//! | a book that is not in stock | 409, `{"error": "sold-out", "details": ["<isbn>"]}`, and the stock stays as it was |
//! | an order that can be met | 201, `location: /orders/<number>`, `{"number": 1, "branch": "…"}` |
//! | an order of another branch, or none | 404, `{"error": "not-found", "details": []}` |
//! | any other address; a wrong method | 404, `not-found`; 405, `method-not-allowed` |
//!
//! Complete the four parts. Whoever has no key must not make the shop read a body.

use std::{
    collections::{BTreeMap, HashMap},
    convert::Infallible,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
};

use axum::{
    Json, Router,
    body::Body,
    extract::{FromRef, FromRequest, FromRequestParts, Path, Request, State, rejection::JsonRejection},
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use http_body_util::BodyExt as _;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use tower::ServiceExt as _;

/// What the handlers share.
#[derive(Clone)]
pub struct Shop {
    /// Branches by their keys.
    pub branches: Arc<HashMap<String, String>>,
    pub books: Arc<Mutex<Books>>,
}

#[derive(Default)]
pub struct Books {
    /// Copies by ISBN.
    pub stock: BTreeMap<String, u32>,
    /// Numbered from 1.
    pub orders: Vec<Placed>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Placed {
    pub number: usize,
    pub branch: String,
}

#[derive(Debug, Deserialize)]
pub struct Order {
    pub lines: Vec<Line>,
}

#[derive(Debug, Deserialize)]
pub struct Line {
    pub isbn: String,
    pub copies: u32,
}

/// What can be wrong with a document that has the right form.
pub trait Check {
    fn problems(&self) -> Vec<String>;
}

impl Check for Order {
    fn problems(&self) -> Vec<String> {
        let mut problems = Vec::new();
        if self.lines.is_empty() {
            problems.push("no lines".to_owned());
        }
        for line in &self.lines {
            if line.isbn.len() != 13 || !line.isbn.bytes().all(|it| it.is_ascii_digit()) {
                problems.push(format!("not an ISBN: {}", line.isbn));
            }
            if line.copies == 0 {
                problems.push(format!("no copies of {}", line.isbn));
            }
        }
        problems
    }
}

impl Books {
    /// Takes everything that is ordered out of the stock, or nothing.
    ///
    /// # Errors
    /// The first book of which there are not enough.
    pub fn place(&mut self, branch: String, order: &Order) -> Result<Placed, OrderError> {
        let mut stock = self.stock.clone();
        for Line { isbn, copies } in &order.lines {
            let left = stock.get(isbn).and_then(|left| left.checked_sub(*copies));
            let left = left.ok_or_else(|| OrderError::SoldOut(isbn.clone()))?;
            stock.insert(isbn.clone(), left);
        }
        self.stock = stock;
        let placed = Placed { number: self.orders.len() + 1, branch };
        self.orders.push(placed.clone());
        Ok(placed)
    }
}

/// Everything that can go wrong.
#[derive(Debug)]
pub enum OrderError {
    Unauthenticated,
    UnknownBranch,
    Malformed(JsonRejection),
    Invalid(Vec<String>),
    SoldOut(String),
    NotFound,
    MethodNotAllowed,
}

impl IntoResponse for OrderError {
    fn into_response(self) -> Response {
        // solution:begin
        // hint: A tuple of a status and `Json` is a response already. Which variants need more than that?
        // hint: Match to (status, name, details); a rejection has `status()`. Then insert the header of the 401.
        let (status, error, details) = match self {
            Self::Unauthenticated => (StatusCode::UNAUTHORIZED, "unauthenticated", Vec::new()),
            Self::UnknownBranch => (StatusCode::FORBIDDEN, "unknown-branch", Vec::new()),
            Self::Malformed(rejection) => (rejection.status(), "malformed", Vec::new()),
            Self::Invalid(problems) => (StatusCode::UNPROCESSABLE_ENTITY, "invalid", problems),
            Self::SoldOut(isbn) => (StatusCode::CONFLICT, "sold-out", vec![isbn]),
            Self::NotFound => (StatusCode::NOT_FOUND, "not-found", Vec::new()),
            Self::MethodNotAllowed => (StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed", Vec::new()),
        };
        let mut response = (status, Json(json!({ "error": error, "details": details }))).into_response();
        if status == StatusCode::UNAUTHORIZED {
            let scheme = HeaderValue::from_static("x-branch-key");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, scheme);
        }
        response
        // solution:end
    }
}

/// The branch that asks, by its key.
pub struct Branch(pub String);

impl<S> FromRequestParts<S> for Branch
where
    Shop: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = OrderError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, OrderError> {
        // solution:begin
        // hint: The state is any `S`; the bound says how a `Shop` is taken from it.
        // hint: `parts.headers.get("x-branch-key")`, then `Shop::from_ref(state).branches`. A key that is no text is
        // hint: the key of no branch.
        let key = parts.headers.get("x-branch-key").ok_or(OrderError::Unauthenticated)?;
        let shop = Shop::from_ref(state);
        let branch = key.to_str().ok().and_then(|key| shop.branches.get(key));
        branch.cloned().map(Self).ok_or(OrderError::UnknownBranch)
        // solution:end
    }
}

/// A JSON body that was checked.
pub struct Checked<T>(pub T);

impl<T, S> FromRequest<S> for Checked<T>
where
    T: DeserializeOwned + Check,
    S: Send + Sync,
{
    type Rejection = OrderError;

    async fn from_request(request: Request, state: &S) -> Result<Self, OrderError> {
        // solution:begin
        // hint: `Json` is an extractor, and extractors can call each other.
        // hint: `Json::<T>::from_request(request, state).await`, its rejection into `Malformed`, then `problems()`.
        let Json(value) = Json::<T>::from_request(request, state).await.map_err(OrderError::Malformed)?;
        let problems = value.problems();
        if problems.is_empty() { Ok(Self(value)) } else { Err(OrderError::Invalid(problems)) }
        // solution:end
    }
}

/// `POST /orders` and `GET /orders/{number}`, which shows a branch its own orders.
pub fn app(shop: Shop) -> Router {
    // solution:begin
    // hint: Two async functions with extractors as arguments. Which one has to be the last, and which one should come
    // hint: before it?
    // hint: A number that is no number is an order that is not there: `Path<String>`, and parse it yourself.
    // hint: `.fallback(…)` and `.method_not_allowed_fallback(…)` after the routes, `.with_state(shop)` at the end.
    async fn place(
        State(shop): State<Shop>,
        Branch(branch): Branch,
        Checked(order): Checked<Order>,
    ) -> Result<impl IntoResponse, OrderError> {
        let placed = shop.books.lock().expect("nobody panics while they hold it").place(branch, &order)?;
        let location = [(header::LOCATION, format!("/orders/{}", placed.number))];
        Ok((StatusCode::CREATED, location, Json(placed)))
    }

    async fn show(
        State(shop): State<Shop>,
        Branch(branch): Branch,
        Path(number): Path<String>,
    ) -> Result<Json<Placed>, OrderError> {
        let number: usize = number.parse().map_err(|_| OrderError::NotFound)?;
        let books = shop.books.lock().expect("nobody panics while they hold it");
        let placed = books.orders.iter().find(|placed| placed.number == number && placed.branch == branch);
        placed.cloned().map(Json).ok_or(OrderError::NotFound)
    }

    Router::new()
        .route("/orders", post(place))
        .route("/orders/{number}", get(show))
        .fallback(async || OrderError::NotFound)
        .method_not_allowed_fallback(async || OrderError::MethodNotAllowed)
        .with_state(shop)
    // solution:end
}

const NOVEL: &str = "9780141439563";
const ATLAS: &str = "9780007236275";

fn shop() -> Shop {
    let branches = [("k-1", "harbour"), ("k-2", "station")];
    Shop {
        branches: Arc::new(branches.map(|(key, name)| (key.to_owned(), name.to_owned())).into()),
        books: Arc::new(Mutex::new(Books {
            stock: [(NOVEL.to_owned(), 5), (ATLAS.to_owned(), 1)].into(),
            orders: Vec::new(),
        })),
    }
}

async fn send(app: &Router, request: Request) -> (u16, HeaderMap, Value) {
    let (head, body) = app.clone().oneshot(request).await.unwrap().into_parts();
    let bytes = body.collect().await.expect("the answer is in memory").to_bytes();
    (head.status.as_u16(), head.headers, serde_json::from_slice(&bytes).expect("each answer is JSON"))
}

fn post_order(key: &str, order: &Value) -> Request {
    Request::post("/orders")
        .header("x-branch-key", key)
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(order.to_string()))
        .expect("the parts are valid")
}

fn show(key: &str, path: &str) -> Request {
    Request::get(path).header("x-branch-key", key).body(Body::empty()).expect("the parts are valid")
}

fn order(lines: &[(&str, u32)]) -> Value {
    let lines: Vec<_> = lines.iter().map(|(isbn, copies)| json!({"isbn": isbn, "copies": copies})).collect();
    json!({ "lines": lines })
}

fn plain(error: &str) -> Value {
    json!({"error": error, "details": []})
}

#[tokio::test]
async fn an_order_is_placed_and_can_be_found_where_the_answer_says() {
    let app = app(shop());
    for number in 1..=2 {
        let (status, headers, answer) = send(&app, post_order("k-1", &order(&[(NOVEL, 2)]))).await;
        let expected = json!({"number": number, "branch": "harbour"});
        assert_eq!((status, &answer), (201, &expected));
        let location = headers[header::LOCATION].to_str().unwrap();
        assert_eq!(location, format!("/orders/{number}"));
        let (status, _, answer) = send(&app, show("k-1", location)).await;
        assert_eq!((status, answer), (200, expected));
    }
}

#[tokio::test]
async fn whoever_has_no_key_is_told_what_to_send() {
    let app = app(shop());
    for request in [Request::post("/orders"), Request::get("/orders/1")] {
        let (status, headers, answer) = send(&app, request.body(Body::empty()).unwrap()).await;
        assert_eq!((status, answer), (401, plain("unauthenticated")));
        assert_eq!(headers[header::WWW_AUTHENTICATE], "x-branch-key");
    }
}

#[tokio::test]
async fn a_key_of_no_branch_is_refused() {
    let app = app(shop());
    let (status, headers, answer) = send(&app, post_order("k-3", &order(&[(NOVEL, 1)]))).await;
    assert_eq!((status, answer), (403, plain("unknown-branch")));
    assert!(!headers.contains_key(header::WWW_AUTHENTICATE));
    let mut request = show("k-1", "/orders/1");
    request.headers_mut().insert("x-branch-key", HeaderValue::from_bytes(b"k-\xff").unwrap());
    assert_eq!(send(&app, request).await.0, 403);
}

#[tokio::test]
async fn whoever_has_no_key_does_not_make_the_shop_read() {
    let read = Arc::new(AtomicBool::new(false));
    let body = Body::from_stream(futures::stream::once({
        let read = read.clone();
        async move {
            read.store(true, Ordering::Relaxed);
            Ok::<_, Infallible>("{}")
        }
    }));
    let request = Request::post("/orders").header(header::CONTENT_TYPE, "application/json");
    let (status, ..) = send(&app(shop()), request.body(body).unwrap()).await;
    assert_eq!((status, read.load(Ordering::Relaxed)), (401, false));
}

#[tokio::test]
async fn a_body_that_is_no_order_keeps_the_status_that_axum_gave_it() {
    let app = app(shop());
    for (content_type, body, expected) in [
        ("application/json", "{\"lines\":", 400),
        ("text/plain", "{\"lines\": []}", 415),
        ("application/json", "{\"lines\": 7}", 422),
        ("application/json", "[]", 422),
    ] {
        let request = Request::post("/orders").header("x-branch-key", "k-1");
        let request = request.header(header::CONTENT_TYPE, content_type).body(Body::from(body)).unwrap();
        let (status, _, answer) = send(&app, request).await;
        assert_eq!((status, answer), (expected, plain("malformed")), "{body}");
    }
}

#[tokio::test]
async fn an_order_that_breaks_rules_is_told_all_of_them() {
    let app = app(shop());
    let (status, _, answer) = send(&app, post_order("k-1", &order(&[("12", 0), (NOVEL, 0)]))).await;
    let details = ["not an ISBN: 12", "no copies of 12", &format!("no copies of {NOVEL}")];
    assert_eq!((status, answer), (422, json!({"error": "invalid", "details": details})));
    let (status, _, answer) = send(&app, post_order("k-1", &order(&[]))).await;
    assert_eq!((status, answer), (422, json!({"error": "invalid", "details": ["no lines"]})));
}

#[tokio::test]
async fn an_order_that_cannot_be_met_changes_nothing() {
    let shop = shop();
    let app = app(shop.clone());
    let (status, _, answer) = send(&app, post_order("k-1", &order(&[(NOVEL, 1), (ATLAS, 2)]))).await;
    assert_eq!((status, answer), (409, json!({"error": "sold-out", "details": [ATLAS]})));
    assert_eq!(shop.books.lock().unwrap().stock[NOVEL], 5);
    let (status, _, answer) = send(&app, post_order("k-1", &order(&[(NOVEL, 1)]))).await;
    assert_eq!((status, &answer["number"]), (201, &json!(1)));
    assert_eq!(shop.books.lock().unwrap().stock[NOVEL], 4);
}

#[tokio::test]
async fn nobody_sees_the_orders_of_another_branch() {
    let app = app(shop());
    send(&app, post_order("k-1", &order(&[(NOVEL, 1)]))).await;
    for (key, path) in [
        ("k-2", "/orders/1"),
        ("k-1", "/orders/2"),
        ("k-1", "/orders/0"),
        ("k-1", "/orders/first"),
        ("k-1", "/orders/-1"),
    ] {
        let (status, _, answer) = send(&app, show(key, path)).await;
        assert_eq!((status, answer), (404, plain("not-found")), "{key} {path}");
    }
}

#[tokio::test]
async fn the_router_answers_in_the_same_form() {
    let app = app(shop());
    let request =
        |method: &str, path: &str| Request::builder().method(method).uri(path).body(Body::empty()).unwrap();
    let (status, _, answer) = send(&app, request("GET", "/returns")).await;
    assert_eq!((status, answer), (404, plain("not-found")));
    for (method, path) in [("GET", "/orders"), ("DELETE", "/orders/1")] {
        let (status, headers, answer) = send(&app, request(method, path)).await;
        assert_eq!((status, answer), (405, plain("method-not-allowed")), "{method} {path}");
        assert!(headers.contains_key(header::ALLOW));
    }
}
