use std::{
    collections::{HashMap, HashSet, VecDeque},
    error::Error,
    io,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse as _, Redirect},
    routing::{any, post},
};
use http_body_util::BodyExt as _;
use phase9_backend::{
    async_backend::{Backoff, Retryable as _, TimedOut},
    domain::Timestamp,
    http::{ApiError, Chain},
    outbox::{
        Answer, ID, Notice, Outbox, PROBLEM_JSON, Payload, Policy, Problem, SIGNATURE, SignatureError,
        TIMESTAMP, Transport as _, UpstreamError, Webhook, verify,
    },
    service::ServiceError,
    store::{self, Settlement, SharedStore, StoreError},
    telemetry::Metrics,
};
use serde_json::json;
use tokio::{net::TcpListener, sync::mpsc, time::Instant};

use crate::{
    database_access::build::{no_changes, publish, register},
    postgres::Database,
    queue::{Queue, START, answer, event, key, policy},
    support::App,
};

const PROBLEM: &[(&str, &str)] = &[("content-type", PROBLEM_JSON)];

fn verdict(status: u16) -> Result<(), UpstreamError> {
    answer(status, &[], "").verdict(START)
}

fn code(result: &Result<(), UpstreamError>) -> &'static str {
    result.as_ref().map_or_else(UpstreamError::code, |()| "delivered")
}

#[test]
fn every_status_has_one_meaning() {
    for status in 100..=999 {
        let expected = match status {
            200..300 => "delivered",
            408 | 425 | 429 | 503 => "busy",
            400..500 => "refused",
            _ => "broken",
        };
        let verdict = verdict(status);
        assert_eq!(code(&verdict), expected, "{status}");
        assert_eq!(verdict.is_err_and(|error| !error.is_retryable()), expected == "refused", "{status}");
    }
}

#[test]
fn no_answer_at_all_is_worth_another_attempt() {
    let unreachable = UpstreamError::Unreachable(io::Error::from(io::ErrorKind::ConnectionRefused).into());
    let timed_out = UpstreamError::from(TimedOut(Duration::from_secs(5)));
    assert_eq!([unreachable.code(), timed_out.code()], ["unreachable", "timed_out"]);
    assert!(unreachable.is_retryable() && timed_out.is_retryable());
    let codes =
        [code(&verdict(404)), code(&verdict(429)), code(&verdict(500)), unreachable.code(), timed_out.code()];
    assert_eq!(codes.into_iter().collect::<HashSet<_>>().len(), 5);
}

#[test]
fn retry_after_is_a_number_of_seconds_or_a_date() {
    let asked = |text: &'static str| {
        let error = answer(429, &[("retry-after", text)], "").verdict(START).unwrap_err();
        error.retry_after().map(|wait| wait.as_secs())
    };
    assert_eq!(asked("120"), Some(120));
    // START is 22:13:20 of that day.
    assert_eq!(asked("Tue, 14 Nov 2023 22:14:20 GMT"), Some(60));
    assert_eq!(asked("Tue, 14 Nov 2023 22:00:00 GMT"), Some(0), "it is over");
    assert_eq!([asked("soon"), asked("-1"), asked("")], [None; 3]);
    let refused = answer(403, &[("retry-after", "120")], "").verdict(START).unwrap_err();
    assert_eq!(refused.retry_after(), None);
}

#[test]
fn only_what_says_that_it_is_a_problem_is_read_as_one() {
    let body =
        r#"{"type": "/problems/forged", "title": "The sender is not known", "status": 401, "balance": 30}"#;
    let read = |media: &'static str, body: &'static str| {
        let answer = answer(401, &[("content-type", media)], body);
        Problem::in_answer(&answer.headers, &answer.body)
    };
    let forged = Problem::new("/problems/forged", "The sender is not known", "");
    assert_eq!(read(PROBLEM_JSON, body), Some(forged.clone()));
    assert_eq!(read("Application/Problem+JSON; charset=utf-8", body), Some(forged));
    assert_eq!([read("application/json", body), read("text/html", body)], [None, None]);
    assert_eq!([read(PROBLEM_JSON, "{"), read(PROBLEM_JSON, "7")], [None, None]);
    let blank = Problem::new("about:blank", "", "");
    assert_eq!(read(PROBLEM_JSON, "{}"), Some(blank.clone()));
    assert_eq!(read(PROBLEM_JSON, r#"{"type": 5, "title": null, "detail": ["x"]}"#), Some(blank));
    let closed = Problem::new("/problems/closed", "", "");
    assert_eq!(read(PROBLEM_JSON, r#"{"type": "/problems/closed", "detail": null}"#), Some(closed));
}

#[test]
fn words_of_the_receiver_cannot_fill_the_log_or_begin_a_line_of_it() {
    let body = json!({"type": "/x", "title": "a\nERROR b\u{1b}[31m", "detail": "é".repeat(5000)}).to_string();
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, PROBLEM_JSON.parse().unwrap());
    let problem = Problem::in_answer(&headers, body.as_bytes()).unwrap();
    assert_eq!(problem.title, "a ERROR b [31m");
    assert_eq!(problem.detail.chars().count(), 200);
}

#[test]
fn the_chain_says_everything_once() {
    let body = r#"{"type": "/problems/closed", "title": "Come again later", "detail": "stocktaking"}"#;
    let error = answer(503, PROBLEM, body).verdict(START).unwrap_err();
    let own = "the receiver answered 503 Service Unavailable, and wants it later";
    assert_eq!(error.to_string(), own);
    assert_eq!(Chain(&error).to_string(), format!("{own}: /problems/closed, Come again later, stocktaking"));
    let problem = error.source().and_then(|source| source.downcast_ref::<Box<Problem>>());
    assert_eq!(problem.map(|it| it.kind.as_str()), Some("/problems/closed"));

    let timed_out = UpstreamError::from(TimedOut(Duration::from_secs(5)));
    assert_eq!(Chain(&timed_out).to_string(), "no answer within 5s");
}

#[tokio::test]
async fn clients_learn_nothing_of_what_went_wrong_inside() {
    let upstream = || answer(500, PROBLEM, r#"{"type": "/secret"}"#).verdict(START).unwrap_err();
    let errors = [
        ApiError::Unavailable(upstream().into()),
        ApiError::Internal(upstream().into()),
        ServiceError::Internal("the secret part has failed", upstream().into()).into(),
        ServiceError::from(StoreError::unavailable("the secret server is down")).into(),
        ServiceError::from(StoreError::internal("secret syntax")).into(),
    ];
    for error in errors {
        let told = Chain(&error).to_string();
        assert!(told.contains("secret"), "the log has it: {told}");
        let response = error.into_response();
        assert!(response.status().is_server_error());
        let retry = response.headers().contains_key(header::RETRY_AFTER);
        assert_eq!(retry, response.status() == StatusCode::SERVICE_UNAVAILABLE);
        let body = response.into_body().collect().await.unwrap().to_bytes();
        let body = str::from_utf8(&body).unwrap();
        assert!(!body.contains("secret") && body.contains("service"), "{body}");
    }
}

fn headers(notice: &Notice) -> HeaderMap {
    notice
        .headers()
        .into_iter()
        .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
        .collect()
}

#[test]
fn an_error_is_small_enough_for_every_result() {
    assert!(size_of::<UpstreamError>() * 2 <= size_of::<Problem>());
    assert!(size_of::<UpstreamError>() <= 32);
}

#[test]
fn a_notice_is_signed_as_other_programs_would_sign_it() {
    let notice = Notice::sign(&event(7, 3), &key(), START);
    let body = r#"{"id":7,"type":"article.published","timestamp":"1970-01-01T00:00:00.000Z","data":{"article":3,"slug":"at-least-once","title":"At Least Once","author":"ada"}}"#;
    assert_eq!(notice.body, body);
    assert_eq!(
        notice.headers(),
        [
            (ID, "7"),
            (TIMESTAMP, "1700000000"),
            // echo -n "7.1700000000.$body" | openssl dgst -sha256 -hmac "$key" -binary | base64
            (SIGNATURE, "v1,d1Y/qytYGL+v1kjL73Z1r5kt70wNHUHACikOzm1/mEQ="),
        ]
    );
    assert_eq!(verify(&headers(&notice), &notice.body, &key(), START), Ok("7"));
}

#[test]
fn a_notice_that_other_programs_have_signed_is_believed() {
    // The example of the Standard Webhooks specification.
    let body = br#"{"event_type":"ping","data":{"success":true}}"#;
    let headers: HeaderMap = [
        (ID, "msg_loFOjxBNrRLzqYUf"),
        (TIMESTAMP, "1731705121"),
        (SIGNATURE, "v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0="),
    ]
    .into_iter()
    .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
    .collect();
    let verified = |key: &str| {
        verify(&headers, body, &key.to_owned().into(), Timestamp::from_micros(1_731_705_121_000_000))
    };
    assert_eq!(verified("whsec_plJ3nmyCDGBKInavdOK15jsl"), Ok("msg_loFOjxBNrRLzqYUf"));
    assert_eq!(verified("plJ3nmyCDGBKInavdOK15jsl"), Err(SignatureError::Forged), "the text is another key");
}

#[test]
fn a_notice_that_anybody_has_changed_is_not_believed() {
    let notice = Notice::sign(&event(7, 3), &key(), START);
    let forged =
        |notice: Notice, key| verify(&headers(&notice), &notice.body, &key, START).map(str::to_owned);
    let flipped = |index: usize| {
        let mut body = notice.body.to_vec();
        body[index] ^= 1;
        Notice { body: body.into(), ..notice.clone() }
    };
    for index in 0..notice.body.len() {
        assert_eq!(forged(flipped(index), key()), Err(SignatureError::Forged));
    }
    let later = (START.as_micros() / 1_000_000 + 1).to_string();
    let changed = [
        Notice { id: "8".into(), ..notice.clone() },
        Notice { timestamp: later, ..notice.clone() },
        // The dot keeps the parts apart.
        Notice { id: "7.1".into(), timestamp: "700000000".into(), ..notice.clone() },
        Notice { signature: notice.signature.replacen("v1", "v2", 1), ..notice.clone() },
        Notice { signature: "v1,".into(), ..notice.clone() },
        Notice { signature: "v1,!".into(), ..notice.clone() },
        Notice { signature: notice.signature[..20].into(), ..notice.clone() },
    ];
    for notice in changed {
        assert_eq!(forged(notice.clone(), key()), Err(SignatureError::Forged), "{notice:?}");
    }
    assert_eq!(forged(notice.clone(), "another key".to_owned().into()), Err(SignatureError::Forged));
    let several = Notice { signature: format!("v1,AAAA {}", notice.signature), ..notice };
    assert_eq!(
        forged(several, key()).as_deref(),
        Ok("7"),
        "one that fits is enough, so that keys can be replaced"
    );
}

#[test]
fn a_notice_is_good_for_five_minutes_before_and_after() {
    let notice = Notice::sign(&event(7, 3), &key(), START);
    let at = |seconds: i64| {
        let now = Timestamp::from_micros(START.as_micros() + seconds * 1_000_000);
        verify(&headers(&notice), &notice.body, &key(), now).map(drop)
    };
    assert_eq!([at(300), at(-300)], [Ok(()), Ok(())]);
    assert_eq!([at(301), at(-301)], [Err(SignatureError::Stale), Err(SignatureError::Stale)]);
}

#[test]
fn a_header_that_is_missing_or_there_twice_is_no_header() {
    let notice = Notice::sign(&event(7, 3), &key(), START);
    for name in [ID, TIMESTAMP, SIGNATURE] {
        let mut without = headers(&notice);
        let value = without.remove(name).unwrap();
        assert_eq!(verify(&without, &notice.body, &key(), START), Err(SignatureError::Malformed(name)));
        let mut twice = headers(&notice);
        twice.append(name, value);
        assert_eq!(verify(&twice, &notice.body, &key(), START), Err(SignatureError::Malformed(name)));
    }
}

/// Answers with these, one after the other, then with 204; and when each notice came.
fn script(
    answers: Vec<Result<Answer, UpstreamError>>,
) -> (impl Fn(Notice) -> Scripted + Send + Sync + 'static, Posts) {
    let (answers, posts) = (Mutex::new(VecDeque::from(answers)), Posts::default());
    let seen = posts.clone();
    let post = move |notice: Notice| {
        seen.lock().unwrap().push((notice, Instant::now()));
        let next = answers.lock().unwrap().pop_front();
        std::future::ready(next.unwrap_or_else(|| Ok(answer(204, &[], ""))))
    };
    (post, posts)
}

type Scripted = std::future::Ready<Result<Answer, UpstreamError>>;
type Posts = Arc<Mutex<Vec<(Notice, Instant)>>>;

fn kinds(queue: &Queue) -> Vec<(i64, &'static str)> {
    let kind = |settlement| match settlement {
        Settlement::Delivered { .. } => "delivered",
        Settlement::Postponed { .. } => "postponed",
        Settlement::Abandoned { .. } => "abandoned",
    };
    queue.log().into_iter().map(|(id, settlement)| (id, kind(settlement))).collect()
}

#[tokio::test(start_paused = true)]
async fn an_event_is_delivered_once_and_settled() {
    let (queue, (post, posts)) = (Queue::of([(7, 3)]), script(vec![]));
    queue.run(post, policy(), 1).await;
    assert_eq!(queue.log(), [(7, Settlement::Delivered { at: START })]);
    let posts = posts.lock().unwrap();
    assert_eq!(posts.len(), 1);
    let payload: Payload = serde_json::from_slice(&posts[0].0.body).unwrap();
    assert_eq!((payload.id, payload.data.article, payload.kind.as_str()), (7, 3, "article.published"));
    assert!(verify(&headers(&posts[0].0), &posts[0].0.body, &key(), START).is_ok());
}

#[tokio::test(start_paused = true)]
async fn what_is_refused_is_given_up_and_the_next_event_goes() {
    let refused = answer(422, PROBLEM, r#"{"type": "/problems/unknown-kind"}"#);
    let (queue, (post, posts)) = (Queue::of([(1, 3), (2, 3)]), script(vec![Ok(refused)]));
    queue.run(post, policy(), 2).await;
    let reason = "the receiver refused it with 422 Unprocessable Entity: /problems/unknown-kind".into();
    assert_eq!(
        queue.log(),
        [(1, Settlement::Abandoned { at: START, reason }), (2, Settlement::Delivered { at: START }),]
    );
    assert_eq!(posts.lock().unwrap().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn what_fails_is_tried_again_with_the_same_key_and_a_new_signature() {
    let broken = || Ok(answer(500, &[], ""));
    let (queue, (post, posts)) = (Queue::of([(7, 3)]), script(vec![broken(), broken(), broken()]));
    queue.run(post, policy(), 4).await;
    assert_eq!(kinds(&queue), [(7, "postponed"), (7, "postponed"), (7, "postponed"), (7, "delivered")]);
    let posts = posts.lock().unwrap();
    let ceilings = [1, 2, 4].map(Duration::from_secs);
    for ((earlier, later), ceiling) in posts.iter().zip(posts.iter().skip(1)).zip(ceilings) {
        assert_eq!(earlier.0.id, later.0.id);
        let waited = later.1 - earlier.1;
        assert!(
            waited <= ceiling + policy().poll,
            "{waited:?} is not below {ceiling:?}, give or take a poll"
        );
        let now = START.after(later.1 - posts[0].1);
        assert!(verify(&headers(&later.0), &later.0.body, &key(), now).is_ok());
    }
}

#[tokio::test(start_paused = true)]
async fn a_receiver_that_never_answers_costs_no_more_than_the_timeout() {
    let queue = Queue::of([(7, 3)]);
    let begun = Instant::now();
    queue.run(|_| std::future::pending(), policy(), 1).await;
    assert_eq!(begun.elapsed(), policy().timeout);
    let [(7, Settlement::Postponed { until, reason })] = &queue.log()[..] else {
        panic!("{:?}", queue.log())
    };
    assert_eq!(reason, "no answer within 5s");
    assert!(*until >= START.after(policy().timeout));
}

#[tokio::test(start_paused = true)]
async fn retry_after_holds_for_this_event_and_for_all_others() {
    let busy = answer(429, &[("retry-after", "120")], "");
    let (queue, (post, posts)) = (Queue::of([(1, 1), (2, 2)]), script(vec![Ok(busy)]));
    queue.run(post, Policy { at_once: 1, ..policy() }, 3).await;
    let posts = posts.lock().unwrap();
    let waits: Vec<_> = posts.iter().map(|(_, at)| (*at - posts[0].1).as_secs()).collect();
    assert_eq!(waits, [0, 120, 120]);
    let [(1, Settlement::Postponed { until, .. }), ..] = &queue.log()[..] else {
        panic!("{:?}", queue.log())
    };
    assert!(*until >= START.after(Duration::from_secs(120)), "storage knows it, so it outlives the process");
}

#[tokio::test(start_paused = true)]
async fn nobody_can_ask_for_more_than_the_longest_wait() {
    let busy = answer(503, &[("retry-after", "999999999")], "");
    let (queue, (post, posts)) = (Queue::of([(1, 1)]), script(vec![Ok(busy)]));
    queue.run(post, policy(), 2).await;
    let posts = posts.lock().unwrap();
    assert_eq!((posts[1].1 - posts[0].1).as_secs(), 3600);
}

#[tokio::test(start_paused = true)]
async fn retries_beyond_the_budget_wait_the_longest() {
    let queue = Queue::of((1..=300).map(|id| (id, id)));
    let (post, posts) = script((0..1000).map(|_| Ok(answer(500, &[], ""))).collect());
    let backoff = Backoff::new(Duration::from_secs(1), Duration::from_secs(10));
    let policy = Policy { at_once: 1, backoff, ..policy() };
    queue.run(post, policy, 300).await;
    let posts = posts.lock().unwrap();
    let begun = posts[0].1;
    let (mut seen, mut soon, mut late) = (HashSet::new(), 0, 0);
    for ((id, settlement), (_, at)) in queue.log().into_iter().zip(posts.iter()) {
        let Settlement::Postponed { until, .. } = settlement else { panic!("{settlement:?}") };
        seen.insert(id);
        if until == START.after(*at - begun).after(policy.longest_wait) { late += 1 } else { soon += 1 }
    }
    // A reserve of 100, and a fifth of the first attempts.
    assert!(soon > 100 && soon <= 100 + seen.len() / 5, "{soon} of {} first attempts", seen.len());
    assert!(late > 0);
}

#[tokio::test(start_paused = true)]
async fn after_the_last_attempt_an_event_is_given_up() {
    let broken = || Ok(answer(500, &[], ""));
    let (queue, (post, _)) = (Queue::of([(1, 1), (2, 1)]), script(vec![broken(), broken(), broken()]));
    queue.run(post, Policy { attempts: 3, ..policy() }, 4).await;
    assert_eq!(kinds(&queue), [(1, "postponed"), (1, "postponed"), (1, "abandoned"), (2, "delivered")]);
}

#[tokio::test(start_paused = true)]
async fn what_was_begun_is_settled_at_the_end_and_nothing_else_is_begun() {
    let queue = Queue::of([(1, 1), (2, 2), (3, 3)]);
    let (begun, mut begins) = mpsc::unbounded_channel();
    let post = move |notice: Notice| {
        begun.send(notice.id).unwrap();
        async move {
            tokio::time::sleep(Duration::from_secs(2)).await;
            Ok(answer(204, &[], ""))
        }
    };
    let running = queue.outbox(post, Policy { at_once: 2, ..policy() }).spawn();
    let first = [begins.recv().await.unwrap(), begins.recv().await.unwrap()];
    assert_eq!(first, ["1", "2"]);
    assert_eq!(queue.log(), []);
    running.end(Duration::from_secs(60)).await;
    assert_eq!(kinds(&queue), [(1, "delivered"), (2, "delivered")]);
    assert!(begins.try_recv().is_err());
}

#[tokio::test(start_paused = true)]
async fn the_end_does_not_wait_longer_than_it_is_told() {
    let queue = Queue::of([(1, 1)]);
    let (begun, mut begins) = mpsc::unbounded_channel();
    let post = move |_| {
        begun.send(()).unwrap();
        std::future::pending()
    };
    let running = queue.outbox(post, policy()).spawn();
    begins.recv().await.unwrap();
    let asked = Instant::now();
    running.end(Duration::from_secs(1)).await;
    assert_eq!(asked.elapsed(), Duration::from_secs(1));
    assert_eq!(queue.log(), [], "it may have arrived, so it stays due");
}

#[tokio::test(start_paused = true)]
async fn storage_that_is_busy_for_a_moment_does_not_cause_a_repetition() {
    let (queue, (post, posts)) = (Queue::of([(1, 1)]), script(vec![]));
    queue.fail_to_settle(2);
    queue.run(post, policy(), 1).await;
    assert_eq!(posts.lock().unwrap().len(), 1);
}

/// For how long an event is claimed.
fn claim() -> Duration {
    policy().timeout + Duration::from_secs(30)
}

#[tokio::test(start_paused = true)]
async fn a_delivery_that_could_not_be_noted_is_repeated_when_the_claim_has_run_out() {
    let (queue, (post, posts)) = (Queue::of([(1, 1), (2, 2)]), script(vec![]));
    queue.fail_to_settle(10);
    queue.run(post, policy(), 2).await;
    assert_eq!(kinds(&queue), [(1, "delivered"), (2, "delivered")]);
    let posts = posts.lock().unwrap();
    assert_eq!(posts.len(), 4);
    let waited = posts[2].1 - posts[0].1;
    assert!((claim()..=claim() + policy().poll).contains(&waited), "{waited:?}");
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_claimed_is_not_posted_and_nobody_asks_at_once() {
    let (queue, (post, posts)) = (Queue::of([(1, 1)]), script(vec![]));
    let begun = Instant::now();
    queue.fail_to_claim(3);
    queue.run(post, policy(), 1).await;
    let posts = posts.lock().unwrap();
    assert_eq!((posts.len(), posts[0].1 - begun), (1, 3 * policy().poll));
    assert!(queue.asked() <= 5, "once for each poll, and once more when it was delivered");
}

#[tokio::test(start_paused = true)]
async fn of_two_workers_one_posts_an_event_and_each_posts_some() {
    let queue = Queue::of((1..=40).map(|id| (id, id % 10)));
    let workers = [(); 2].map(|()| {
        let posts = Arc::new(Mutex::new(Vec::new()));
        let seen = posts.clone();
        let post = move |notice: Notice| {
            seen.lock().unwrap().push(notice.id);
            async {
                tokio::time::sleep(Duration::from_millis(10)).await;
                Ok(answer(204, &[], ""))
            }
        };
        (queue.outbox(post, Policy { at_once: 5, ..policy() }).spawn(), posts)
    });
    queue.noted(40).await;
    let mut all = Vec::new();
    for (running, posts) in workers {
        running.end(Duration::from_secs(60)).await;
        let posts = posts.lock().unwrap();
        assert!(!posts.is_empty());
        all.extend(posts.iter().map(|id| id.parse::<i64>().unwrap()));
    }
    all.sort_unstable();
    assert_eq!(all, (1..=40).collect::<Vec<_>>());
    for article in 0..10 {
        let keys = queue.log().into_iter().map(|(id, _)| id).filter(|id| id % 10 == article);
        assert!(keys.is_sorted(), "an article keeps its order");
    }
}

#[tokio::test(start_paused = true)]
async fn what_a_worker_had_when_it_died_is_delivered_by_another_when_its_claim_has_run_out() {
    let queue = Queue::of([(1, 1), (2, 1)]);
    let (begun, mut begins) = mpsc::unbounded_channel();
    let hanging = move |_| {
        begun.send(()).unwrap();
        std::future::pending()
    };
    let running = queue.outbox(hanging, policy()).spawn();
    let claimed = Instant::now();
    begins.recv().await.unwrap();
    running.end(Duration::ZERO).await;
    let (post, posts) = script(vec![]);
    queue.run(post, policy(), 2).await;
    assert_eq!(kinds(&queue), [(1, "delivered"), (2, "delivered")]);
    let waited = posts.lock().unwrap()[0].1 - claimed;
    assert!((claim()..=claim() + policy().poll).contains(&waited), "{waited:?}");
}

#[tokio::test(start_paused = true)]
async fn a_receiver_that_is_down_is_left_alone_for_a_while() {
    let queue = Queue::of((1..=40).map(|id| (id, id)));
    let posts = Arc::new(AtomicU32::new(0));
    let seen = posts.clone();
    let post = move |_| {
        seen.fetch_add(1, Ordering::Relaxed);
        std::future::ready(Ok(answer(500, &[], "")))
    };
    let running = queue.outbox(post, Policy { at_once: 1, ..policy() }).spawn();
    queue.noted(5).await;
    tokio::time::sleep(Duration::from_secs(9)).await;
    assert_eq!(posts.load(Ordering::Relaxed), 5, "the circuit is open");
    queue.noted(6).await;
    tokio::time::sleep(Duration::from_secs(9)).await;
    assert_eq!(posts.load(Ordering::Relaxed), 6, "one has probed");
    assert!(queue.asked() < 40, "nobody asks storage for what cannot be sent");
    running.end(Duration::from_secs(60)).await;
}

#[tokio::test(start_paused = true)]
async fn while_the_circuit_is_open_nobody_asks_storage_what_is_due() {
    let queue = Queue::of((1..=40).map(|id| (id, id)));
    let post = |notice: Notice| async move {
        tokio::time::sleep(Duration::from_millis(100) * notice.id.parse().unwrap()).await;
        Ok(answer(500, &[], ""))
    };
    let running = queue.outbox(post, Policy { at_once: 8, ..policy() }).spawn();
    // The fifth failure opens it, with eight under way.
    queue.noted(12).await;
    assert_eq!(queue.asked(), 6, "at the beginning, and when there was room again");
    running.end(Duration::from_secs(60)).await;
}

#[tokio::test(start_paused = true)]
async fn a_receiver_that_refuses_is_well() {
    let queue = Queue::of((1..=40).map(|id| (id, id)));
    let refused = |_| std::future::ready(Ok(answer(422, &[], "")));
    let begun = Instant::now();
    queue.run(refused, Policy { at_once: 1, ..policy() }, 40).await;
    assert!(begun.elapsed() < Duration::from_secs(10), "the circuit was never open");
}

#[tokio::test(start_paused = true)]
async fn deliveries_are_counted_by_outcome() {
    let answers = vec![Ok(answer(422, &[], "")), Ok(answer(500, &[], ""))];
    let (queue, (post, _)) = (Queue::of([(1, 1), (2, 2), (3, 3)]), script(answers));
    let metrics = Metrics::default();
    let running = queue.outbox_with(post, Policy { at_once: 1, ..policy() }, metrics.clone()).spawn();
    queue.noted(4).await;
    running.end(Duration::from_secs(60)).await;
    for (outcome, count) in [("abandoned", 1), ("postponed", 1), ("delivered", 2)] {
        let line = format!("conduit_webhook_deliveries_total{{outcome=\"{outcome}\"}} {count}");
        assert!(metrics.text().contains(&line), "{}", metrics.text());
    }
}

async fn serve(router: Router) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(axum::serve(listener, router).into_future());
    format!("http://{address}")
}

fn notice() -> Notice {
    Notice::sign(&event(7, 3), &key(), Timestamp::now())
}

/// A receiver that believes what is signed, keeps the latest event of each article, and counts.
#[derive(Clone, Default)]
struct Receiver(Arc<Mutex<(HashMap<i64, Payload>, u32)>>);

async fn receive(State(receiver): State<Receiver>, headers: HeaderMap, body: Bytes) -> StatusCode {
    if verify(&headers, &body, &key(), Timestamp::now()).is_err() {
        return StatusCode::UNAUTHORIZED;
    }
    let payload: Payload = serde_json::from_slice(&body).unwrap();
    let mut state = receiver.0.lock().unwrap();
    state.1 += 1;
    state.0.insert(payload.data.article, payload);
    StatusCode::NO_CONTENT
}

#[tokio::test]
async fn changes_of_an_article_reach_another_service_over_a_socket_in_their_order() {
    let receiver = Receiver::default();
    let url = serve(Router::new().route("/notices", post(receive)).with_state(receiver.clone())).await;
    let app = App::new().await;
    let ada = app.register("ada").await;
    let slug = app.publish(&ada, "First Title").await;
    let body = json!({"article": {"title": "Second Title"}});
    let (status, article) = app.call("PUT", &format!("/articles/{slug}"), &ada, body).await;
    assert_eq!(status, StatusCode::OK);
    let slug = article["article"]["slug"].as_str().unwrap();
    let (status, _) = app.call("DELETE", &format!("/articles/{slug}"), &ada, json!(null)).await;
    assert!(status.is_success());

    let transport = Webhook::new(&format!("{url}/notices")).unwrap();
    let policy = Policy { poll: Duration::from_millis(5), ..Policy::new(Duration::from_secs(60)) };
    let running = Outbox::new(app.store.clone(), transport, key(), policy, Metrics::default()).spawn();
    let later = Timestamp::now().after(Duration::from_secs(86_400));
    let all_settled = async {
        while !app.store.due_events(later, 1).await.unwrap().is_empty() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), all_settled).await.unwrap();
    running.end(Duration::from_secs(60)).await;
    let state = receiver.0.lock().unwrap();
    assert_eq!(state.1, 3);
    let [last] = &state.0.values().collect::<Vec<_>>()[..] else { panic!("{:?}", state.0) };
    assert_eq!((last.kind.as_str(), last.data.title.as_str()), ("article.withdrawn", "Second Title"));
}

/// Two processes on one database: each event is posted once, and those of an article in their order.
async fn check_two_workers(stores: [SharedStore; 2]) {
    let ada = register(&*stores[0], "ada").await;
    for title in ["One", "Two", "Three", "Four", "Five", "Six"] {
        let slug = publish(&*stores[0], ada.id, title, 1).await;
        for time in 2..5 {
            stores[0].revise(ada.id, slug.clone(), no_changes(time)).await.unwrap();
        }
    }
    let posts = Arc::new(Mutex::new(Vec::new()));
    let workers = stores.clone().map(|store| {
        let posts = posts.clone();
        let post = move |notice: Notice| {
            let payload: Payload = serde_json::from_slice(&notice.body).unwrap();
            posts.lock().unwrap().push((payload.data.article, payload.id));
            async {
                tokio::task::yield_now().await;
                Ok(answer(204, &[], ""))
            }
        };
        let policy = Policy { poll: Duration::from_millis(1), ..policy() };
        Outbox::new(store, post, key(), policy, Metrics::default()).spawn()
    });
    let later = Timestamp::now().after(Duration::from_secs(86_400));
    let all_settled = async {
        while !stores[1].due_events(later, 1).await.unwrap().is_empty() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), all_settled).await.unwrap();
    for running in workers {
        running.end(Duration::from_secs(60)).await;
    }
    let mut posts = posts.lock().unwrap().clone();
    // Not the keys: those of an article came in this order.
    posts.sort_by_key(|(article, _)| *article);
    assert!(posts.is_sorted(), "{posts:?}");
    assert_eq!(posts.len(), 24, "none was posted twice");
}

#[tokio::test]
async fn two_workers_on_one_file_post_each_event_once() {
    let directory = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", directory.path().join("conduit.db").display());
    let stores = [store::open(&url).await.unwrap(), store::open(&url).await.unwrap()];
    check_two_workers(stores.clone()).await;
    for store in stores {
        store.close().await;
    }
}

#[tokio::test]
#[cfg_attr(not(postgres_is_installed), ignore = "PostgreSQL is not installed: no initdb on PATH")]
async fn two_workers_on_one_server_post_each_event_once() {
    let database = Database::new().await;
    check_two_workers([Arc::new(database.store().await), Arc::new(database.store().await)]).await;
}

#[tokio::test]
async fn a_redirection_is_not_followed() {
    let followed = Arc::new(AtomicU32::new(0));
    let count = followed.clone();
    let elsewhere = any(move || async move {
        count.fetch_add(1, Ordering::Relaxed);
    });
    let router = Router::new()
        .route("/elsewhere", elsewhere)
        .route("/", any(|| async { Redirect::permanent("/elsewhere") }));
    let answer = Webhook::new(&serve(router).await).unwrap().post(notice()).await.unwrap();
    assert_eq!(answer.status, StatusCode::PERMANENT_REDIRECT);
    assert_eq!(code(&answer.verdict(START)), "broken");
    assert_eq!(followed.load(Ordering::Relaxed), 0);
}

#[tokio::test]
async fn no_more_than_the_beginning_of_an_answer_is_read() {
    let endless = || async {
        Body::from_stream(futures::stream::repeat_with(|| Ok::<_, io::Error>(Bytes::from(vec![b'x'; 5000]))))
    };
    let router = Router::new().route("/", any(endless));
    let answer = Webhook::new(&serve(router).await).unwrap().post(notice()).await.unwrap();
    assert_eq!(answer.body.len(), 16 << 10);
}

#[tokio::test]
async fn what_cannot_be_reached_is_reported_without_its_address() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let webhook = Webhook::new(&format!("http://{address}/notices?token=hunter2")).unwrap();
    let error = webhook.post(notice()).await.unwrap_err();
    assert_eq!(error.code(), "unreachable");
    let told = Chain(&error).to_string();
    assert!(!told.contains("hunter2"), "{told}");
    assert!(error.source().is_some());
}
