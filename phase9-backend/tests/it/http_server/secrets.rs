//! Passwords, tokens, and what nobody must see.

use std::{sync::mpsc, time::Duration};

use axum::{body::Body, http::Request};
use futures::FutureExt as _;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use phase9_backend::{
    domain::{Password, Timestamp, UserId},
    service::{LoginInput, Passwords, ProfileInput, RegistrationInput, Service, TokenError, Tokens},
};
use serde_json::json;

use crate::support::App;

/// What the lesson signs with.
const KEY: &str = "a key that everybody may know";
const LIFETIME: Duration = Duration::from_secs(3600);
const ADA: UserId = UserId::from_storage(7);

fn tokens() -> Tokens {
    Tokens::new(&KEY.to_owned().into(), LIFETIME)
}

fn password(text: &str) -> Password {
    Password::parse(text.into()).unwrap()
}

/// The payload of a token that would be good.
fn claims(hours: i64) -> serde_json::Value {
    let now = Timestamp::now().as_micros() / 1_000_000;
    json!({"sub": "7", "iat": now, "exp": now + hours * 3600})
}

fn signed(algorithm: Algorithm, key: &str, claims: &serde_json::Value) -> String {
    jsonwebtoken::encode(&Header::new(algorithm), claims, &EncodingKey::from_secret(key.as_bytes())).unwrap()
}

#[test]
fn a_token_says_who_its_bearer_is() {
    assert_eq!(tokens().verify(&tokens().issue(ADA, Timestamp::now())), Ok(ADA));
    assert_eq!(tokens().verify(&signed(Algorithm::HS256, KEY, &claims(1))), Ok(ADA));
}

#[test]
fn a_token_that_is_not_of_our_making_says_nothing() {
    let good = tokens().issue(ADA, Timestamp::now());
    let (header, rest) = good.split_once('.').unwrap();
    let (payload, signature) = rest.split_once('.').unwrap();
    let none = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0";
    let other = tokens().issue(UserId::from_storage(8), Timestamp::now());
    let other_payload = other.split('.').nth(1).unwrap();
    for (what, token) in [
        ("no algorithm", format!("{none}.{payload}.")),
        ("no algorithm, with a signature", format!("{none}.{payload}.{signature}")),
        ("no signature", format!("{header}.{payload}.")),
        ("somebody else's payload", format!("{header}.{other_payload}.{signature}")),
        ("another key", signed(Algorithm::HS256, "another key, as long as the first one", &claims(1))),
        ("another algorithm", signed(Algorithm::HS512, KEY, &claims(1))),
        ("no end", signed(Algorithm::HS256, KEY, &json!({"sub": "7", "iat": 0}))),
        ("nobody", signed(Algorithm::HS256, KEY, &json!({"sub": "ada", "iat": 0, "exp": i64::MAX}))),
        ("nothing", String::new()),
        ("no token", "undefined".into()),
    ] {
        assert_eq!(tokens().verify(&token), Err(TokenError::Invalid), "{what}");
    }
}

#[test]
fn a_token_ends() {
    let long_ago = Timestamp::from_micros(Timestamp::now().as_micros() - 3_700 * 1_000_000);
    assert_eq!(tokens().verify(&tokens().issue(ADA, long_ago)), Err(TokenError::Expired));
    assert_eq!(tokens().verify(&signed(Algorithm::HS256, KEY, &claims(-1))), Err(TokenError::Expired));
}

#[tokio::test]
async fn a_token_of_a_user_who_is_not_there_is_not_good() {
    let app = App::new().await;
    let token = tokens().issue(UserId::from_storage(99), Timestamp::now());
    for (method, path, body) in [
        ("GET", "/user", json!(null)),
        ("POST", "/articles", json!({"article": {"title": "T", "description": "D", "body": "B"}})),
    ] {
        let (status, answer) = app.call(method, path, &token, body).await;
        assert_eq!((status.as_u16(), &answer["errors"]["token"][0]), (401, &json!("is invalid")), "{path}");
    }
}

#[tokio::test]
async fn a_login_takes_the_same_work_and_gives_the_same_answer_whether_there_is_such_a_user_or_not() {
    let app = App::new().await;
    let passwords = Passwords::cheap();
    let service = Service::new(app.store.clone(), passwords.clone(), tokens());
    let ada = RegistrationInput {
        username: Some("ada".into()),
        email: Some("ada@example.org".into()),
        password: Some("correct horse".into()),
    };
    service.register(ada).await.unwrap();
    let mut answers = Vec::new();
    for (email, password) in [("ada@example.org", "wrong horse"), ("nobody@example.org", "correct horse")] {
        let before = passwords.computed();
        let input = LoginInput { email: Some(email.into()), password: Some(password.into()) };
        let answer = service.log_in(input).await.map(|user| user.id);
        answers.push((passwords.computed() - before, format!("{answer:?}")));
    }
    assert_eq!(answers[0], (1, "Err(WrongCredentials)".into()));
    assert_eq!(answers[0], answers[1]);
}

#[test]
fn what_somebody_types_is_not_printed_with_its_password() {
    let password = || Some("hunter2".to_owned());
    let registration = RegistrationInput { password: password(), ..RegistrationInput::default() };
    let login = LoginInput { password: password(), ..LoginInput::default() };
    let profile = ProfileInput { password: password(), ..ProfileInput::default() };
    let printed = format!("{registration:?} {login:#?} {profile:?}");
    assert!(!printed.contains("hunter2"), "{printed}");
}

#[tokio::test]
async fn the_password_that_stands_in_for_nobodys_opens_nothing() {
    let passwords = Passwords::cheap();
    assert!(!passwords.verify(password("nobody has this password"), None).await.unwrap());
}

#[tokio::test]
async fn equal_passwords_have_different_hashes() {
    let passwords = Passwords::cheap();
    let (one, other) = (
        passwords.hash(password("correct horse")).await.unwrap(),
        passwords.hash(password("correct horse")).await.unwrap(),
    );
    assert!(one.expose().starts_with("$argon2id$"), "{}", one.expose());
    assert_ne!(one.expose(), other.expose());
    assert!(passwords.verify(password("correct horse"), Some(one)).await.unwrap());
    assert!(!passwords.verify(password("correct house"), Some(other)).await.unwrap());
}

#[test]
fn whoever_hangs_up_does_not_make_room_while_their_hash_is_computed() {
    let runtime = tokio::runtime::Builder::new_current_thread().max_blocking_threads(1).build().unwrap();
    runtime.block_on(async {
        let passwords = Passwords::cheap();
        // The only thread that may block does so until the test lets it go on: work is taken, and not done.
        let (release, blocked) = mpsc::channel::<()>();
        let blocker = tokio::task::spawn_blocking(move || blocked.recv().is_err());
        for _ in 0..4 {
            assert!(passwords.hash(password("correct horse")).now_or_never().is_none());
        }
        assert!(format!("{passwords:?}").contains("free: 0"), "{passwords:?}");
        drop(release);
        assert!(blocker.await.unwrap());
        passwords.hash(password("correct horse")).await.unwrap();
        assert_eq!(passwords.computed(), 5, "what was begun was finished");
    });
}

#[test]
fn only_so_many_wait_for_their_turn() {
    let runtime = tokio::runtime::Builder::new_current_thread().max_blocking_threads(1).build().unwrap();
    runtime.block_on(async {
        let passwords = Passwords::cheap();
        let (release, blocked) = mpsc::channel::<()>();
        let blocker = tokio::task::spawn_blocking(move || blocked.recv().is_err());
        let mut waiting = Vec::new();
        let refused = loop {
            let mut one = Box::pin(passwords.hash(password("correct horse")));
            match one.as_mut().now_or_never() {
                None => waiting.push(one),
                Some(answer) => break answer.unwrap_err(),
            }
        };
        assert_eq!(refused.to_string(), "too many password checks at once");
        assert_eq!(waiting.len(), 4 + 64);
        drop(release);
        assert!(blocker.await.unwrap());
        for one in waiting {
            one.await.unwrap();
        }
    });
}

#[tokio::test]
async fn no_answer_has_a_secret_in_it_whatever_is_asked() {
    let app = App::new().await;
    let secret = "opens sesame";
    let user = json!({"username": "ada", "email": "ada@example.org", "password": secret});
    let (_, answer) = app.call("POST", "/users", "", json!({ "user": user })).await;
    let token = answer["user"]["token"].as_str().unwrap().to_owned();
    assert!(tokens().verify(&token).is_ok(), "the key that is looked for below is the service's");
    app.publish(&token, "On Engines").await;
    let mut seen = Vec::new();
    for (method, path, body) in [
        ("POST", "/api/users", json!({ "user": user })),
        ("POST", "/api/users", json!({"user": secret})),
        ("POST", "/api/users", json!({"user": {"email": secret, "password": [secret]}})),
        ("POST", "/api/users/login", json!({ "user": user })),
        ("POST", "/api/users/login", json!({"user": {"email": secret, "password": {secret: secret}}})),
        ("POST", "/api/users/login", json!(secret)),
        ("PUT", "/api/user", json!({"user": {"password": secret}})),
        ("PUT", "/api/user", json!({"user": {"bio": {"password": secret}}})),
        ("GET", "/api/user", json!(null)),
        ("GET", "/api/profiles/ada", json!(null)),
        ("GET", "/api/articles", json!(null)),
        ("GET", "/metrics", json!(null)),
        ("GET", "/readyz", json!(null)),
    ] {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("authorization", format!("Token {token}"))
            .header("content-type", "application/json");
        let response = app.send(request.body(Body::from(body.to_string())).unwrap()).await;
        seen.push((method, path, format!("{:?} {:?}", response.headers(), response.body())));
    }
    for (method, path, text) in seen {
        for hidden in [secret, KEY, "argon2", "conduit.db"] {
            assert!(!text.contains(hidden), "{method} {path} tells {hidden}: {text}");
        }
    }
}
