//! A user of the service.

use std::time::Duration;

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::service::{Service, text};

/// What came back: the status, and the body as JSON or as text.
pub type Answer = (StatusCode, Value);

/// Somebody who has registered.
#[derive(Clone)]
pub struct User {
    http: reqwest::Client,
    base: String,
    token: String,
    /// The name.
    pub name: String,
}

/// Asks for an address outside of the API.
pub async fn get(service: &Service, path: &str) -> Result<Answer, String> {
    let url = format!("http://{}{path}", service.address);
    answer(client()?.get(url)).await.map_err(text)
}

fn client() -> Result<reqwest::Client, String> {
    // No proxy of the environment stands between this machine and itself.
    reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(30)).build().map_err(text)
}

async fn answer(request: reqwest::RequestBuilder) -> Result<Answer, reqwest::Error> {
    let response = request.send().await?;
    let status = response.status();
    let body = response.text().await?;
    Ok((status, serde_json::from_str(&body).unwrap_or(Value::String(body))))
}

impl User {
    /// Registers somebody of this name.
    pub async fn register(service: &Service, name: &str) -> Result<Self, String> {
        let base = format!("http://{}/api", service.address);
        let user = Self { http: client()?, base, token: String::new(), name: name.into() };
        let address: String = name.chars().filter(|c| c.is_ascii_alphanumeric()).collect();
        let input = json!({"user": {
            "username": name, "email": format!("{address}@example.org"), "password": "correct horse"
        }});
        let (status, body) = user.call(Method::POST, "/users", Some(&input)).await.map_err(text)?;
        let token = body["user"]["token"]
            .as_str()
            .ok_or_else(|| format!("{name} cannot register: {status} {body}"))?;
        Ok(Self { token: token.into(), ..user })
    }

    /// The same user of a service that has been started again.
    pub fn at(&self, service: &Service) -> Self {
        Self { base: format!("http://{}/api", service.address), ..self.clone() }
    }

    /// Sends a request.
    ///
    /// # Errors
    /// If there is no whole answer.
    pub async fn call(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> Result<Answer, reqwest::Error> {
        let mut request = self.http.request(method, format!("{}{path}", self.base));
        if !self.token.is_empty() {
            request = request.header("Authorization", format!("Token {}", self.token));
        }
        answer(match body {
            Some(body) => request.json(body),
            None => request,
        })
        .await
    }

    /// Publishes an article; its slug if that was acknowledged.
    pub async fn publish(&self, title: &str) -> Result<Result<String, Answer>, reqwest::Error> {
        let article = json!({"article": {"title": title, "description": "About it", "body": "All of it", "tagList": ["trial"]}});
        let (status, body) = self.call(Method::POST, "/articles", Some(&article)).await?;
        Ok(match body["article"]["slug"].as_str() {
            Some(slug) if status == StatusCode::CREATED => Ok(slug.to_owned()),
            _ => Err((status, body)),
        })
    }

    /// The raw text of a request that publishes an article.
    pub fn raw_publish(&self, title: &str) -> String {
        let body = json!({"article": {"title": title, "description": "d", "body": "b"}}).to_string();
        format!(
            "POST /api/articles HTTP/1.1\r\nHost: trial\r\nAuthorization: Token {}\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\n\r\n{body}",
            self.token,
            body.len()
        )
    }
}
