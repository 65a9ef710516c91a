//! The method `iter` makes no `for` loop: `for` and generic functions ask for `IntoIterator`, and for the reference.
//!
//! A trait implemented for `Feed` says nothing about `&Feed`. Repair: implement it for the reference, in one line.

struct Feed {
    titles: Vec<String>,
}

impl Feed {
    fn iter(&self) -> std::slice::Iter<'_, String> {
        self.titles.iter()
    }
}

impl IntoIterator for Feed {
    type Item = String;
    type IntoIter = std::vec::IntoIter<String>;

    fn into_iter(self) -> Self::IntoIter {
        self.titles.into_iter()
    }
}

#[cfg(fixed)]
impl<'f> IntoIterator for &'f Feed {
    type Item = &'f String;
    type IntoIter = std::slice::Iter<'f, String>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

fn main() {
    let feed = Feed { titles: vec!["Dockers vote".into()] };
    for title in &feed {
        //~^ E0277
        println!("{title}");
    }
    println!("{}, {:?}", feed.iter().len(), feed.into_iter().next());
}
