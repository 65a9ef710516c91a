//! What an answer must leave alone and must obey, whatever its tests say: given code, given tests, rules.

use std::{collections::HashSet, fs};

use crate::{
    exercise::{Answer, Exercise, HELPERS, Rule, RuleKind},
    practice::{
        folder::{Entry, place_of},
        scaffold::unavailable_crates,
        tokens::{self, Token},
    },
    roadmap::Phase,
};

/// Why an answer cannot count, whatever its tests say: something given was edited, or a rule of the exercise is broken.
pub fn objections(entry: &Entry<'_>, began_with: Option<&str>, answer: &str) -> Vec<String> {
    let slug = entry.slug();
    let path = entry.file();
    let file = path.display();
    if answer.contains('\u{fffd}') && !entry.stub.contains('\u{fffd}') {
        return vec![format!("{file}: is not valid UTF-8")];
    }
    let answer = match Answer::parse(answer) {
        Ok(answer) if answer.parts.is_empty() => {
            return vec![format!(
                "{file}: nothing is left of what was given; `cargo xtask practice reset {slug}` puts the stub back"
            )];
        }
        Ok(answer) => answer,
        Err(lost) => return vec![format!("{}: {lost}", place_of(&path, lost.line()))],
    };
    let official = Answer::parse(&entry.stub).expect("a stub has the markers that were put there");
    let given = tokens::lex(&official.given);
    let theirs = tokens::lex(&answer.given);
    let (given, theirs) = match (given, theirs) {
        (Ok(given), Ok(theirs)) => (given, theirs),
        (_, Err(line)) | (Err(line), _) => {
            return vec![format!("{file}:{line}: what was given has a delimiter too many or too few")];
        }
    };
    let edits = tokens::edits(&given, &theirs);
    let mut objections = Vec::new();
    if !edits.is_empty() {
        let began_with = began_with.and_then(|text| Answer::parse(text).ok());
        let is_as_began = began_with.is_some_and(|began| {
            tokens::lex(&began.given).is_ok_and(|began| tokens::edits(&began, &theirs).is_empty())
        });
        if is_as_began {
            objections.push(format!(
                "the exercise has changed since you began it: `cargo xtask practice update {slug}` takes the change and \
                 keeps your part"
            ));
        } else {
            let edits = edits
                .iter()
                .map(|edit| format!("{file}:{}: {} is not as it was given", edit.line, edit.item));
            objections.extend(edits);
            objections.push(format!(
                "`cargo xtask practice update {slug}` restores what was given and keeps your part"
            ));
        }
    }
    objections.extend(broken_rules(entry, &answer, &given));
    objections
}

/// Rules are about the learner's parts only.
fn broken_rules(entry: &Entry<'_>, answer: &Answer, given: &[Token]) -> Vec<String> {
    let file = entry.file();
    let file = file.display();
    let mut broken = Vec::new();
    let mut lexed: Vec<(&str, Vec<Token>)> = Vec::new();
    let used = tokens::macros_used(given);
    for part in &answer.parts {
        let at = |line: usize| part.line + line - 1;
        let (all, relevant) = match (tokens::lex(&part.text), tokens::lex_without_tests(&part.text)) {
            (Ok(all), Ok(relevant)) => (all, relevant),
            (Err(line), _) | (_, Err(line)) => {
                broken.push(format!(
                    "{file}:{}: your part `{}` does not stand by itself: a delimiter is missing or too many",
                    at(line),
                    part.name
                ));
                continue;
            }
        };
        broken.extend(tokens::beyond(&all).map(|(line, what)| format!("{file}:{}: {what}", at(line))));
        broken.extend(tokens::shadowed(&all, &used).map(|token| {
            format!(
                "{file}:{}: `{}!` is used by what was given, and cannot be another macro",
                at(token.line),
                token.text
            )
        }));
        let relevant = relevant.into_iter().map(|token| Token { line: at(token.line), ..token });
        lexed.push((&part.name, relevant.collect()));
    }
    for part in entry.exercise.parts() {
        for Rule { kind, pattern, why } in &part.rules {
            let Ok(tokens) = tokens::lex(pattern) else { continue };
            // What a part must not do, a helper must not do for it.
            let found = lexed
                .iter()
                .filter(|(name, _)| *name == part.name || *name == HELPERS)
                .find_map(|(_, part)| tokens::find(part, &tokens));
            match (kind, found) {
                (RuleKind::Ban, Some(line)) => {
                    broken.push(format!("{file}:{line}: `{pattern}` is not allowed here, because {why}"));
                }
                (RuleKind::Require, None) => {
                    broken.push(format!(
                        "{file}: your part `{}` must use `{pattern}`, because {why}",
                        part.name
                    ));
                }
                (RuleKind::Ban, None) | (RuleKind::Require, Some(_)) => {}
            }
        }
    }
    // Several parts may forbid a helper the same.
    let mut seen = HashSet::new();
    broken.retain(|complaint| seen.insert(complaint.clone()));
    broken
}

/// What is wrong with the exercises of a phase before anybody tries to solve them: file, relative to the phase, and
/// complaint. That markers do not match is told elsewhere.
pub fn faults(phase: &Phase) -> Vec<(String, String)> {
    let unavailable = unavailable_crates(phase);
    let mut faults = Vec::new();
    for topic in &phase.topics {
        let file = format!("tests/exercises/{}.rs", topic.slug);
        let Ok(source) = fs::read_to_string(phase.dir().join(&file)) else { continue };
        let Ok(exercise) = Exercise::parse(&source) else { continue };
        let stub = exercise.stub();
        let entry = Entry { phase, topic, exercise, stub };
        let mut complain = |complaint| faults.push((file.clone(), complaint));
        let solved = entry.exercise.solved();
        let tokens = match tokens::lex(&solved) {
            Ok(tokens) => tokens,
            // The compiler tells more of it.
            Err(_) => continue,
        };
        let is_path = |pair: &&[Token]| unavailable.contains(&pair[0].text) && pair[1].text == ":";
        let named = tokens.windows(2).find(is_path);
        named.iter().for_each(|pair| {
            complain(format!("names `{}`, which a learner's folder does not have", pair[0].text));
        });
        for rule in entry.exercise.parts().flat_map(|part| &part.rules) {
            if tokens::lex(&rule.pattern).is_ok_and(|pattern| !pattern.is_empty()) {
                continue;
            }
            complain(format!("the rule about `{}` is not made of tokens", rule.pattern));
        }
        objections(&entry, None, &solved).into_iter().for_each(|objection| {
            complain(format!("the reference solution does not count: {objection}"));
        });
    }
    faults
}
