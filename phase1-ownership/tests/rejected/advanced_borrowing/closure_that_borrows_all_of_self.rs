//! A closure captures the paths that it names. A method call names all of `self`, whatever the method touches.
//!
//! Repair: name the field, and only the field is borrowed while the text is read.

struct Page {
    text: String,
    remarks: Vec<String>,
}

impl Page {
    #[cfg(not(fixed))]
    fn remark(&mut self, word: &str) {
        self.remarks.push(format!("{word}?"));
    }

    fn question_long_words(&mut self) {
        #[cfg(not(fixed))]
        let mut question = |word: &str| self.remark(word);
        #[cfg(fixed)]
        let mut question = |word: &str| self.remarks.push(format!("{word}?"));
        for word in self.text.split(' ') {
            //~^ E0501
            if word.len() > 10 {
                question(word);
            }
        }
    }
}

fn main() {
    Page { text: "antidisestablishmentarianism".into(), remarks: Vec::new() }.question_long_words();
}
