// The search index of the publishing platform: a C++ class as it was before anybody thought of Rust, but for its texts,
// which are `rust::Str`: a pointer and a length, nothing is copied.
#pragma once

#include "rust/cxx.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>

namespace press {

// Both are declared by the bridge in lib.rs. Its generated header includes this one, so their names must do here.
struct Terms;
struct Hit;

class Index {
public:
  explicit Index(rust::Box<Terms> terms);
  Index(const Index &) = delete;
  Index &operator=(const Index &) = delete;
  ~Index();

  // Throws std::invalid_argument if it has the article already, and whatever `Terms` throws; then nothing has changed.
  void add(std::uint64_t article, rust::Str text);

  // The articles that contain every term of the query, most frequent first.
  rust::Vec<Hit> search(rust::Str query) const;

  // How many terms an article has. Throws std::out_of_range if there is no such article.
  std::uint64_t length(std::uint64_t article) const;

  // The longest term of all, until the next `add`.
  const std::string &longest_term() const noexcept { return longest_; }

  // How often somebody searched.
  std::uint64_t searches() const noexcept { return searches_; }

private:
  // A Rust value, owned by this object: destroyed with it, by Rust's `drop`.
  rust::Box<Terms> terms_;
  std::unordered_map<std::string, std::map<std::uint64_t, std::uint32_t>> postings_;
  std::unordered_map<std::uint64_t, std::uint64_t> lengths_;
  std::string longest_;
  // Written by a const method, without a lock: two threads must not search at once.
  mutable std::uint64_t searches_ = 0;
};

std::unique_ptr<Index> new_index(rust::Box<Terms> terms);

} // namespace press
