#include "deep-dives-cpp/src/index.h"
// Written by cxx from the bridge: what `Terms` and `Hit` are.
#include "deep-dives-cpp/src/lib.rs.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace press {

Index::Index(rust::Box<Terms> terms) : terms_(std::move(terms)) {}

Index::~Index() = default;

void Index::add(std::uint64_t article, rust::Str text) {
  if (lengths_.count(article) != 0) {
    throw std::invalid_argument("article " + std::to_string(article) + " is in the index already");
  }
  // A call into Rust. Where it returns `Err`, a `rust::Error` is thrown here, before anything has changed.
  const rust::Vec<rust::String> terms = terms_->split(text);
  for (const rust::String &it : terms) {
    const std::string term(it);
    postings_[term][article] += 1;
    if (term.size() > longest_.size()) {
      longest_ = term;
    }
  }
  lengths_.emplace(article, terms.size());
}

rust::Vec<Hit> Index::search(rust::Str query) const {
  searches_ += 1;
  std::map<std::uint64_t, std::uint32_t> found;
  bool first = true;
  for (const rust::String &it : terms_->split(query)) {
    const auto posting = postings_.find(std::string(it));
    if (posting == postings_.end()) {
      return {};
    }
    if (first) {
      found = posting->second;
      first = false;
      continue;
    }
    for (auto candidate = found.begin(); candidate != found.end();) {
      const auto again = posting->second.find(candidate->first);
      if (again == posting->second.end()) {
        candidate = found.erase(candidate);
      } else {
        candidate->second += again->second;
        ++candidate;
      }
    }
  }
  rust::Vec<Hit> hits;
  for (const auto &[article, count] : found) {
    hits.push_back(Hit{article, count});
  }
  std::stable_sort(hits.begin(), hits.end(),
                   [](const Hit &one, const Hit &other) { return one.count > other.count; });
  return hits;
}

std::uint64_t Index::length(std::uint64_t article) const {
  const auto found = lengths_.find(article);
  if (found == lengths_.end()) {
    throw std::out_of_range("there is no article " + std::to_string(article));
  }
  return found->second;
}

std::unique_ptr<Index> new_index(rust::Box<Terms> terms) {
  return std::make_unique<Index>(std::move(terms));
}

} // namespace press
