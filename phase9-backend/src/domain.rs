//! What the platform is about: users, articles, comments, and the rules that hold for all of them.
//!
//! Nothing here knows of HTTP or SQL. A value of these types has been checked once, where it came in; from there on its
//! type is the proof.

mod article;
mod comment;
mod id;
mod page;
mod secret;
mod text;
mod time;
mod user;
mod validation;

pub use article::{Article, ArticleChanges, ArticleSummary, Filter, Listing, NewArticle, Slug};
pub use comment::{Comment, NewComment};
pub use id::{ArticleId, CommentId, EventId, UserId};
pub use page::Page;
pub use secret::{Password, PasswordHash};
pub use text::{Bio, Body, Description, Image, Tag, Tags, Title};
pub use time::Timestamp;
pub use user::{Email, NewUser, Profile, User, UserChanges, Username};
pub use validation::{Invalid, Validation};
