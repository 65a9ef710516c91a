//! Requests and answers as they are written in JSON. The domain's types do not know of it, so neither changes because
//! of the other.

use std::{borrow::Cow, collections::BTreeMap};

use serde::{Deserialize, Deserializer, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    domain::{Article, ArticleSummary, Comment, Listing, Profile, Tag, User, Validation},
    service::{
        ArticleInput, ListInput, LoginInput, PageInput, ProfileInput, RegistrationInput, RevisionInput,
    },
};

/// What went wrong, by field.
#[derive(Debug, Serialize, ToSchema)]
pub struct Errors {
    #[schema(value_type = BTreeMap<String, Vec<String>>)]
    errors: BTreeMap<&'static str, Vec<Cow<'static, str>>>,
}

impl Errors {
    /// One message about one thing.
    pub fn of(key: &'static str, message: Cow<'static, str>) -> Self {
        Self { errors: BTreeMap::from([(key, vec![message])]) }
    }

    /// Every message about every field.
    pub fn from_validation(validation: &Validation) -> Self {
        let messages =
            |problems: &[crate::domain::Invalid]| problems.iter().map(|it| Cow::Borrowed(it.0)).collect();
        Self { errors: validation.fields().map(|(field, problems)| (field, messages(problems))).collect() }
    }
}

/// A field that is there but `null` is empty; one that is not there is `None`.
fn null_is_empty<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(Some(Option::deserialize(deserializer)?.unwrap_or_default()))
}

fn null_is_default<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

macro_rules! envelopes {
    ($($(#[$doc:meta])* $Envelope:ident { $field:ident: $Content:ty })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Deserialize, ToSchema)]
        pub struct $Envelope {
            pub $field: $Content,
        }
    )*};
}

envelopes! {
    /// What to register.
    RegistrationRequest { user: NewUserBody }
    /// Who logs in.
    LoginRequest { user: LoginBody }
    /// What to change of the user.
    UserUpdateRequest { user: UserUpdateBody }
    /// What to publish.
    ArticleRequest { article: NewArticleBody }
    /// What to change of the article.
    ArticleUpdateRequest { article: ArticleUpdateBody }
    /// What to say.
    CommentRequest { comment: NewCommentBody }
}

// In what clients send, a field that is required is an `Option` all the same: whoever leaves it out is told so in the
// form of all other problems of fields, together with them. The document says that it is required.

#[derive(Deserialize, ToSchema)]
#[schema(as = NewUser)]
pub struct NewUserBody {
    #[serde(default)]
    #[schema(value_type = String, required = true)]
    username: Option<String>,
    #[serde(default)]
    #[schema(value_type = String, required = true)]
    email: Option<String>,
    #[serde(default)]
    #[schema(format = Password, value_type = String, required = true)]
    password: Option<String>,
}

impl From<NewUserBody> for RegistrationInput {
    fn from(NewUserBody { username, email, password }: NewUserBody) -> Self {
        Self { username, email, password }
    }
}

#[derive(Deserialize, ToSchema)]
#[schema(as = LoginUser)]
pub struct LoginBody {
    #[serde(default)]
    #[schema(value_type = String, required = true)]
    email: Option<String>,
    #[serde(default)]
    #[schema(format = Password, value_type = String, required = true)]
    password: Option<String>,
}

impl From<LoginBody> for LoginInput {
    fn from(LoginBody { email, password }: LoginBody) -> Self {
        Self { email, password }
    }
}

#[derive(Deserialize, ToSchema)]
#[schema(as = UpdateUser)]
pub struct UserUpdateBody {
    #[serde(default, deserialize_with = "null_is_empty")]
    #[schema(value_type = String, required = false)]
    username: Option<String>,
    #[serde(default, deserialize_with = "null_is_empty")]
    #[schema(value_type = String, required = false)]
    email: Option<String>,
    /// Left out, it stays; an empty one is refused, as any other that is too short.
    #[serde(default, deserialize_with = "null_is_empty")]
    #[schema(format = Password, value_type = String, required = false)]
    password: Option<String>,
    #[serde(default, deserialize_with = "null_is_empty")]
    bio: Option<String>,
    #[serde(default, deserialize_with = "null_is_empty")]
    image: Option<String>,
}

impl From<UserUpdateBody> for ProfileInput {
    fn from(UserUpdateBody { username, email, password, bio, image }: UserUpdateBody) -> Self {
        Self { username, email, password, bio, image }
    }
}

/// The bodies above hold passwords, so none of them is printed.
macro_rules! without_secrets {
    ($($Body:ident)*) => {$(
        impl std::fmt::Debug for $Body {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($Body), " { .. }"))
            }
        }
    )*};
}

without_secrets! { NewUserBody LoginBody UserUpdateBody }

#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = NewArticle)]
pub struct NewArticleBody {
    #[serde(default)]
    #[schema(value_type = String, required = true)]
    title: Option<String>,
    #[serde(default)]
    #[schema(value_type = String, required = true)]
    description: Option<String>,
    #[serde(default)]
    #[schema(value_type = String, required = true)]
    body: Option<String>,
    #[serde(default, deserialize_with = "null_is_default")]
    tag_list: Vec<String>,
}

impl From<NewArticleBody> for ArticleInput {
    fn from(NewArticleBody { title, description, body, tag_list: tags }: NewArticleBody) -> Self {
        Self { title, description, body, tags }
    }
}

#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = UpdateArticle)]
pub struct ArticleUpdateBody {
    #[serde(default, deserialize_with = "null_is_empty")]
    #[schema(value_type = String, required = false)]
    title: Option<String>,
    #[serde(default, deserialize_with = "null_is_empty")]
    #[schema(value_type = String, required = false)]
    description: Option<String>,
    #[serde(default, deserialize_with = "null_is_empty")]
    #[schema(value_type = String, required = false)]
    body: Option<String>,
}

impl From<ArticleUpdateBody> for RevisionInput {
    fn from(ArticleUpdateBody { title, description, body }: ArticleUpdateBody) -> Self {
        Self { title, description, body }
    }
}

#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewComment)]
pub struct NewCommentBody {
    #[serde(default)]
    #[schema(value_type = String, required = true)]
    pub body: Option<String>,
}

/// Which part of a list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PageParameters {
    /// How many at most; 20 if nothing is said, and never more than 100.
    #[param(minimum = 1)]
    limit: Option<u32>,
    /// How many to leave out before.
    offset: Option<u32>,
}

impl From<PageParameters> for PageInput {
    fn from(PageParameters { limit, offset }: PageParameters) -> Self {
        Self { limit, offset }
    }
}

/// Which articles. The page is not flattened in: with `flatten`, serde cannot read numbers from an address.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListParameters {
    /// Only those with this tag.
    tag: Option<String>,
    /// Only those by this user.
    author: Option<String>,
    /// Only those that this user has marked.
    favorited: Option<String>,
    /// How many at most; 20 if nothing is said, and never more than 100.
    #[param(minimum = 1)]
    limit: Option<u32>,
    /// How many to leave out before.
    offset: Option<u32>,
}

impl From<ListParameters> for ListInput {
    fn from(ListParameters { tag, author, favorited, limit, offset }: ListParameters) -> Self {
        Self { tag, author, favorited, page: PageInput { limit, offset } }
    }
}

/// A user, as they see themselves, with a token.
#[derive(Debug, Serialize, ToSchema)]
pub struct UserResponse {
    user: UserView,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = User)]
struct UserView {
    email: String,
    token: String,
    username: String,
    bio: String,
    image: String,
}

impl UserResponse {
    pub fn new(user: &User, token: String) -> Self {
        let User { username, email, bio, image, .. } = user;
        let (email, username) = (email.to_string(), username.to_string());
        Self { user: UserView { email, token, username, bio: bio.to_string(), image: image.to_string() } }
    }
}

/// A user, as another one sees them.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProfileResponse {
    profile: ProfileView,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Profile)]
struct ProfileView {
    username: String,
    bio: String,
    image: String,
    following: bool,
}

impl From<&Profile> for ProfileView {
    fn from(Profile { username, bio, image, following }: &Profile) -> Self {
        let (username, bio) = (username.to_string(), bio.to_string());
        Self { username, bio, image: image.to_string(), following: *following }
    }
}

impl From<Profile> for ProfileResponse {
    fn from(profile: Profile) -> Self {
        Self { profile: (&profile).into() }
    }
}

/// A whole article.
#[derive(Debug, Serialize, ToSchema)]
pub struct ArticleResponse {
    article: ArticleView,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Article)]
#[serde(rename_all = "camelCase")]
struct ArticleView {
    slug: String,
    title: String,
    description: String,
    /// Not in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<String>,
    tag_list: Vec<String>,
    #[schema(format = DateTime)]
    created_at: String,
    #[schema(format = DateTime)]
    updated_at: String,
    favorited: bool,
    favorites_count: i64,
    author: ProfileView,
}

impl ArticleView {
    fn new(summary: &ArticleSummary, body: Option<String>) -> Self {
        Self {
            slug: summary.slug.to_string(),
            title: summary.title.to_string(),
            description: summary.description.to_string(),
            body,
            tag_list: summary.tags.iter().map(ToString::to_string).collect(),
            created_at: summary.created_at.to_string(),
            updated_at: summary.updated_at.to_string(),
            favorited: summary.favorited,
            favorites_count: summary.favorites_count,
            author: (&summary.author).into(),
        }
    }
}

impl From<Article> for ArticleResponse {
    fn from(Article { summary, body }: Article) -> Self {
        Self { article: ArticleView::new(&summary, Some(body.to_string())) }
    }
}

/// A part of a list of articles, without their texts.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ArticlesResponse {
    articles: Vec<ArticleView>,
    /// How many there are on all pages.
    articles_count: i64,
}

impl From<Listing> for ArticlesResponse {
    fn from(Listing { articles, total }: Listing) -> Self {
        let articles = articles.iter().map(|summary| ArticleView::new(summary, None)).collect();
        Self { articles, articles_count: total }
    }
}

/// A comment.
#[derive(Debug, Serialize, ToSchema)]
pub struct CommentResponse {
    comment: CommentView,
}

/// All comments on an article.
#[derive(Debug, Serialize, ToSchema)]
pub struct CommentsResponse {
    comments: Vec<CommentView>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Comment)]
#[serde(rename_all = "camelCase")]
struct CommentView {
    id: i64,
    #[schema(format = DateTime)]
    created_at: String,
    #[schema(format = DateTime)]
    updated_at: String,
    body: String,
    author: ProfileView,
}

impl From<&Comment> for CommentView {
    fn from(Comment { id, body, created_at, author }: &Comment) -> Self {
        let at = created_at.to_string();
        Self {
            id: id.get(),
            created_at: at.clone(),
            updated_at: at,
            body: body.to_string(),
            author: author.into(),
        }
    }
}

impl From<Comment> for CommentResponse {
    fn from(comment: Comment) -> Self {
        Self { comment: (&comment).into() }
    }
}

impl From<Vec<Comment>> for CommentsResponse {
    fn from(comments: Vec<Comment>) -> Self {
        Self { comments: comments.iter().map(Into::into).collect() }
    }
}

/// All tags.
#[derive(Debug, Serialize, ToSchema)]
pub struct TagsResponse {
    tags: Vec<String>,
}

impl From<Vec<Tag>> for TagsResponse {
    fn from(tags: Vec<Tag>) -> Self {
        Self { tags: tags.iter().map(ToString::to_string).collect() }
    }
}
