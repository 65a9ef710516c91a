// @generated from generated/problems.txt; what is changed here is lost. Written by
// REWRITE_PROBLEMS=1 cargo test -p deep-dives-generated --test it code_generation::checked_in

/// What can go wrong, in the order of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Problem {
    /// no article has this address
    ArticleNotFound,
    /// nobody has this name
    UserNotFound,
    /// the author has withdrawn the article
    ArticleGone,
    /// the request carries no valid token
    NotSignedIn,
    /// only its author may change an article
    NotTheAuthor,
    /// somebody has changed the article since it was read
    ArticleChanged,
    /// somebody else has this name
    NameTaken,
    /// a title has at most 120 characters
    TitleTooLong,
    /// a tag contains none of # , | " \
    TagMalformed,
    /// the body is larger than 1 MB
    PayloadTooLarge,
    /// the hour's share of requests is used up
    TooManyRequests,
    /// the answer took longer than 2 s
    Deadline2S,
    /// the article store does not answer
    StoreUnavailable,
}
impl Problem {
    /// All problems, in the order of the table.
    pub const ALL: &[Self] = &[
        Self::ArticleNotFound,
        Self::UserNotFound,
        Self::ArticleGone,
        Self::NotSignedIn,
        Self::NotTheAuthor,
        Self::ArticleChanged,
        Self::NameTaken,
        Self::TitleTooLong,
        Self::TagMalformed,
        Self::PayloadTooLarge,
        Self::TooManyRequests,
        Self::Deadline2S,
        Self::StoreUnavailable,
    ];
    /// The problem with this code, if there is one.
    pub fn find(code: &str) -> Option<Self> {
        match code {
            "article-not-found" => Some(Self::ArticleNotFound),
            "user-not-found" => Some(Self::UserNotFound),
            "article-gone" => Some(Self::ArticleGone),
            "not-signed-in" => Some(Self::NotSignedIn),
            "not-the-author" => Some(Self::NotTheAuthor),
            "article-changed" => Some(Self::ArticleChanged),
            "name-taken" => Some(Self::NameTaken),
            "title-too-long" => Some(Self::TitleTooLong),
            "tag-malformed" => Some(Self::TagMalformed),
            "payload-too-large" => Some(Self::PayloadTooLarge),
            "too-many-requests" => Some(Self::TooManyRequests),
            "deadline-2-s" => Some(Self::Deadline2S),
            "store-unavailable" => Some(Self::StoreUnavailable),
            _ => None,
        }
    }
    /// What clients tell problems apart by.
    pub const fn code(self) -> &'static str {
        match self {
            Self::ArticleNotFound => "article-not-found",
            Self::UserNotFound => "user-not-found",
            Self::ArticleGone => "article-gone",
            Self::NotSignedIn => "not-signed-in",
            Self::NotTheAuthor => "not-the-author",
            Self::ArticleChanged => "article-changed",
            Self::NameTaken => "name-taken",
            Self::TitleTooLong => "title-too-long",
            Self::TagMalformed => "tag-malformed",
            Self::PayloadTooLarge => "payload-too-large",
            Self::TooManyRequests => "too-many-requests",
            Self::Deadline2S => "deadline-2-s",
            Self::StoreUnavailable => "store-unavailable",
        }
    }
    /// The status of the answer: 400 to 599.
    pub const fn status(self) -> u16 {
        match self {
            Self::ArticleNotFound => 404,
            Self::UserNotFound => 404,
            Self::ArticleGone => 410,
            Self::NotSignedIn => 401,
            Self::NotTheAuthor => 403,
            Self::ArticleChanged => 409,
            Self::NameTaken => 409,
            Self::TitleTooLong => 422,
            Self::TagMalformed => 422,
            Self::PayloadTooLarge => 413,
            Self::TooManyRequests => 429,
            Self::Deadline2S => 504,
            Self::StoreUnavailable => 503,
        }
    }
    /// Whether the same request may succeed later.
    pub const fn may_retry(self) -> bool {
        match self {
            Self::ArticleNotFound => false,
            Self::UserNotFound => false,
            Self::ArticleGone => false,
            Self::NotSignedIn => false,
            Self::NotTheAuthor => false,
            Self::ArticleChanged => false,
            Self::NameTaken => false,
            Self::TitleTooLong => false,
            Self::TagMalformed => false,
            Self::PayloadTooLarge => false,
            Self::TooManyRequests => true,
            Self::Deadline2S => true,
            Self::StoreUnavailable => true,
        }
    }
    /// What the client is told.
    pub const fn title(self) -> &'static str {
        match self {
            Self::ArticleNotFound => "no article has this address",
            Self::UserNotFound => "nobody has this name",
            Self::ArticleGone => "the author has withdrawn the article",
            Self::NotSignedIn => "the request carries no valid token",
            Self::NotTheAuthor => "only its author may change an article",
            Self::ArticleChanged => "somebody has changed the article since it was read",
            Self::NameTaken => "somebody else has this name",
            Self::TitleTooLong => "a title has at most 120 characters",
            Self::TagMalformed => "a tag contains none of # , | \" \\",
            Self::PayloadTooLarge => "the body is larger than 1 MB",
            Self::TooManyRequests => "the hour's share of requests is used up",
            Self::Deadline2S => "the answer took longer than 2 s",
            Self::StoreUnavailable => "the article store does not answer",
        }
    }
}
