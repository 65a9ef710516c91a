//! The story is found once and used twice, and in between another one is added: the list may have moved by then.
//!
//! Repair: hold on to its index. It borrows nothing, and finds the story wherever the list is.

struct Story {
    title: String,
    sequels: u32,
}

fn main() {
    let mut stories = vec![Story { title: "Flood".to_owned(), sequels: 0 }];
    #[cfg(not(fixed))]
    {
        let first = &mut stories[0];
        stories.push(Story { title: format!("{} II", first.title), sequels: 0 }); //~ E0499
        first.sequels += 1;
    }
    #[cfg(fixed)]
    {
        let first = 0;
        stories.push(Story { title: format!("{} II", stories[first].title), sequels: 0 });
        stories[first].sequels += 1;
    }
    println!("{}", stories.iter().map(|story| story.sequels).sum::<u32>());
}
