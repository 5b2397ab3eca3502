// The attributes of an op (stride, padding, …) as they cross the language border: named numbers, flags, words and lists.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace convolt {

class Attributes {
 public:
  using Value = std::variant<bool, double, std::string, std::vector<double>>;

  void set(std::string name, Value value) { entries_.emplace_back(std::move(name), std::move(value)); }

  /// Each throws an Error that names the attribute when it is missing or of another kind.
  bool flag(const char* name) const;
  double number(const char* name) const;
  int64_t integer(const char* name) const;
  const std::string& text(const char* name) const;
  std::vector<int64_t> integers(const char* name) const;

 private:
  template <class T>
  const T& get(const char* name, const char* kind) const;

  std::vector<std::pair<std::string, Value>> entries_;
};

}  // namespace convolt
