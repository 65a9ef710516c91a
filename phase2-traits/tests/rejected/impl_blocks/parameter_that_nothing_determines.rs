//! A parameter of the block that does not follow from the type: `issue.export()` would not say which `U` is meant.
//!
//! Repair: make it a parameter of the method. There, a call can determine it.

struct Issue<T> {
    stories: Vec<T>,
}

#[cfg(not(fixed))]
impl<T: Into<U>, U> Issue<T> {
    //~^ E0207
    fn export(self) -> Vec<U> {
        self.stories.into_iter().map(T::into).collect()
    }
}

#[cfg(fixed)]
impl<T> Issue<T> {
    fn export<U>(self) -> Vec<U>
    where
        T: Into<U>,
    {
        self.stories.into_iter().map(T::into).collect()
    }
}

fn main() {
    let issue = Issue { stories: vec!["Moves", "Loans"] };
    let exported: Vec<Box<str>> = issue.export();
    println!("{exported:?}");
}
