//! Publishing, changing, finding and marking articles.

use super::{Service, ServiceError};
use crate::domain::{
    Article, ArticleChanges, Body, Description, Filter, Listing, NewArticle, Page, Slug, Tag, Tags,
    Timestamp, Title, UserId, Username, Validation,
};

/// What an author hands in.
#[derive(Debug, Default)]
pub struct ArticleInput {
    /// The headline.
    pub title: Option<String>,
    /// What it is about.
    pub description: Option<String>,
    /// The text.
    pub body: Option<String>,
    /// Words to find it by.
    pub tags: Vec<String>,
}

/// What an author wants to have otherwise; what is `None` stays.
#[derive(Debug, Default)]
pub struct RevisionInput {
    /// A new headline.
    pub title: Option<String>,
    /// What it is about.
    pub description: Option<String>,
    /// A new text.
    pub body: Option<String>,
}

/// Which part of a list is wanted; what is `None` is as usual.
#[derive(Clone, Copy, Debug, Default)]
pub struct PageInput {
    /// How many at most.
    pub limit: Option<u32>,
    /// How many come before.
    pub offset: Option<u32>,
}

/// Which articles are wanted.
#[derive(Debug, Default)]
pub struct ListInput {
    /// Have this tag.
    pub tag: Option<String>,
    /// Are by this author.
    pub author: Option<String>,
    /// Are marked by this user.
    pub favorited: Option<String>,
    /// Which part of them.
    pub page: PageInput,
}

impl Service {
    /// Publishes an article.
    ///
    /// # Errors
    /// [`ServiceError::Invalid`] if a field is missing or breaks a rule.
    pub async fn publish(&self, author: UserId, input: ArticleInput) -> Result<Article, ServiceError> {
        let mut validation = Validation::default();
        let title = validation.required("title", input.title.map(Title::parse));
        let description = validation.required("description", input.description.map(Description::parse));
        let body = validation.required("body", input.body.map(Body::parse));
        let tags = validation.field("tagList", Tags::parse(input.tags));
        let (((title, description), body), tags) =
            validation.whole(title.zip(description).zip(body).zip(tags))?;
        let (slug, other_slug) = slugs(&title);
        let at = Timestamp::now();
        Ok(self
            .store
            .publish(NewArticle { author, slug, other_slug, title, description, body, tags, at })
            .await?)
    }

    /// Changes an article of `editor`.
    ///
    /// # Errors
    /// If there is none, if it is somebody else's, or if a field breaks a rule.
    pub async fn revise(
        &self,
        editor: UserId,
        slug: String,
        input: RevisionInput,
    ) -> Result<Article, ServiceError> {
        let mut validation = Validation::default();
        let title = input.title.and_then(|it| validation.field("title", Title::parse(it)));
        let description =
            input.description.and_then(|it| validation.field("description", Description::parse(it)));
        let body = input.body.and_then(|it| validation.field("body", Body::parse(it)));
        validation.finish()?;
        let title = title.map(|title| {
            let (slug, other_slug) = slugs(&title);
            (title, slug, other_slug)
        });
        let changes = ArticleChanges { title, description, body, at: Timestamp::now() };
        Ok(self.store.revise(editor, Slug::from_address(slug), changes).await?)
    }

    /// Removes an article of `editor`.
    ///
    /// # Errors
    /// If there is none, or if it is somebody else's.
    pub async fn withdraw(&self, editor: UserId, slug: String) -> Result<(), ServiceError> {
        Ok(self.store.withdraw(editor, Slug::from_address(slug), Timestamp::now()).await?)
    }

    /// An article, as `viewer` sees it.
    ///
    /// # Errors
    /// If there is none.
    pub async fn article(&self, viewer: Option<UserId>, slug: String) -> Result<Article, ServiceError> {
        Ok(self.store.article(viewer, Slug::from_address(slug)).await?)
    }

    /// Marks an article for `user`, or no longer.
    ///
    /// # Errors
    /// If there is none.
    pub async fn set_favorite(
        &self,
        user: UserId,
        slug: String,
        favorite: bool,
    ) -> Result<Article, ServiceError> {
        Ok(self.store.set_favorite(user, Slug::from_address(slug), favorite).await?)
    }

    /// The articles that are wanted, the newest first.
    ///
    /// # Errors
    /// [`ServiceError::Invalid`] if the page makes no sense.
    pub async fn articles(&self, viewer: Option<UserId>, input: ListInput) -> Result<Listing, ServiceError> {
        let page = page(input.page)?;
        let filter = match filter(input) {
            Some(filter) => filter,
            // What cannot be a tag or a name is no article's.
            None => return Ok(Listing { articles: Vec::new(), total: 0 }),
        };
        Ok(self.store.articles(viewer, filter, page).await?)
    }

    /// The articles of those whom `reader` follows, the newest first.
    ///
    /// # Errors
    /// [`ServiceError::Invalid`] if the page makes no sense.
    pub async fn feed(&self, reader: UserId, input: PageInput) -> Result<Listing, ServiceError> {
        Ok(self.store.feed(reader, page(input)?).await?)
    }

    /// All tags of all articles.
    ///
    /// # Errors
    /// Those of storage.
    pub async fn tags(&self) -> Result<Vec<Tag>, ServiceError> {
        Ok(self.store.tags().await?)
    }
}

/// The slug of a title, and another one in case that somebody had the same idea before.
fn slugs(title: &Title) -> (Slug, Slug) {
    let slug = Slug::of(title);
    let other = slug.with_suffix(&format!("{:08x}", rand::random::<u32>()));
    (slug, other)
}

fn page(input: PageInput) -> Result<Page, ServiceError> {
    let limit = input.limit.unwrap_or(Page::DEFAULT_LIMIT);
    let page = Page::new(limit, input.offset.unwrap_or_default());
    Ok(page.map_err(|invalid| Validation::of("limit", invalid))?)
}

fn filter(input: ListInput) -> Option<Filter> {
    let tag = input.tag.map(Tag::parse).transpose().ok()?;
    let author = input.author.map(Username::parse).transpose().ok()?;
    let favorited = input.favorited.map(Username::parse).transpose().ok()?;
    Some(Filter { tag, author, favorited })
}
