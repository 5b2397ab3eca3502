#include "core/attributes.h"

#include "core/error.h"

namespace convolt {
namespace {

constexpr double kMaxSafeInteger = 9007199254740991.0;

int64_t to_integer(const char* name, double value) {
  const bool in_range = value >= -kMaxSafeInteger && value <= kMaxSafeInteger;  // false for NaN
  require(in_range && static_cast<double>(static_cast<int64_t>(value)) == value,
          [&] { return std::string("attribute '") + name + "' must be an integer"; });
  return static_cast<int64_t>(value);
}

}  // namespace

template <class T>
const T& Attributes::get(const char* name, const char* kind) const {
  for (const auto& [key, value] : entries_) {
    if (key != name) continue;
    const T* found = std::get_if<T>(&value);
    require(found != nullptr, [&] { return std::string("attribute '") + name + "' must be " + kind; });
    return *found;
  }
  throw Error("CONVOLT_NATIVE_CHECK", std::string("attribute '") + name + "' is missing");
}

bool Attributes::flag(const char* name) const { return get<bool>(name, "a boolean"); }

double Attributes::number(const char* name) const { return get<double>(name, "a number"); }

int64_t Attributes::integer(const char* name) const { return to_integer(name, number(name)); }

const std::string& Attributes::text(const char* name) const { return get<std::string>(name, "a string"); }

std::vector<int64_t> Attributes::integers(const char* name) const {
  const auto& values = get<std::vector<double>>(name, "a list of integers");
  std::vector<int64_t> integers;
  integers.reserve(values.size());
  for (double value : values) integers.push_back(to_integer(name, value));
  return integers;
}

}  // namespace convolt
