//! Servers that do nothing but answer, to compare with.

use std::{convert::Infallible, net::Ipv4Addr, path::Path};

use axum::{Router, http::header, routing::get};
use http_body_util::Full;
use hyper::{Response, body::Bytes, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

use crate::service::text;

/// What answers.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub enum Rival {
    /// hyper, and nothing around it.
    Hyper,
    /// axum with one route.
    Axum,
}

impl Rival {
    /// As the command line names it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Hyper => "hyper",
            Self::Axum => "axum",
        }
    }
}

/// Answers each request with what is in the file `body`, for ever; says on standard error where.
pub async fn serve(rival: Rival, body: &Path) -> Result<(), String> {
    let body = Bytes::from(std::fs::read(body).map_err(text)?);
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.map_err(text)?;
    eprintln!("{}", serde_json::json!({"address": listener.local_addr().map_err(text)?.to_string()}));
    match rival {
        Rival::Hyper => loop {
            let (stream, _) = listener.accept().await.map_err(text)?;
            stream.set_nodelay(true).map_err(text)?;
            let body = body.clone();
            tokio::spawn(async move {
                let answer = service_fn(move |_| {
                    let response = Response::builder().header(header::CONTENT_TYPE, "application/json");
                    let response = response.body(Full::new(body.clone())).expect("the header is valid");
                    async move { Ok::<_, Infallible>(response) }
                });
                http1::Builder::new().serve_connection(TokioIo::new(stream), answer).await
            });
        },
        Rival::Axum => {
            let answer = move || async move { ([(header::CONTENT_TYPE, "application/json")], body) };
            // The first request asks for another path.
            let router = Router::new().route("/", get(answer.clone())).fallback(get(answer));
            let listener = axum::serve::ListenerExt::tap_io(listener, |stream| {
                let _ = stream.set_nodelay(true);
            });
            axum::serve(listener, router).await.map_err(text)
        }
    }
}
