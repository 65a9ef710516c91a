//! Two codes of a table, which are different texts, and one name.
//!
//! This is what a generator wrote that joins the words of `tag-2-long` and `tag2-long`. The compiler finds the mistake,
//! but in code that nobody wrote, and can only say that the name is there twice. Repair: in the table; and in the
//! generator, which knows both lines and can name them before there is any code.

pub enum Problem {
    /// tag-2-long
    Tag2Long,
    /// tag2-long
    #[cfg(not(fixed))]
    Tag2Long, //~ E0428
    /// tag-long
    #[cfg(fixed)]
    TagLong,
}

fn main() {
    let problem = Problem::Tag2Long;
    println!("{}", problem as u8);
}
