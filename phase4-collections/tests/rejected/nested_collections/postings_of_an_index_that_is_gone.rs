//! The flat index is made of the nested one, which is consumed. A list that was lent from it cannot outlive that.
//!
//! Repair: keep the key, and look it up in what the index has become.

use std::collections::BTreeMap;

fn frozen(index: BTreeMap<String, Vec<u32>>) -> Vec<(String, u32)> {
    let pairs = |(word, articles): (String, Vec<u32>)| articles.into_iter().map(move |id| (word.clone(), id));
    index.into_iter().flat_map(pairs).collect()
}

fn main() {
    let index = BTreeMap::from([("maps".to_owned(), vec![2]), ("rust".to_owned(), vec![1, 2])]);
    #[cfg(not(fixed))]
    {
        let rust = &index["rust"];
        let flat = frozen(index); //~ E0505
        println!("{} of {}", rust.len(), flat.len());
    }
    #[cfg(fixed)]
    {
        let flat = frozen(index);
        println!("{} of {}", flat.iter().filter(|(word, _)| word == "rust").count(), flat.len());
    }
}
