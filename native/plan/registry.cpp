#include "plan/registry.h"

#include <iterator>
#include <utility>

namespace convolt {

Registry& Registry::process() {
  static auto* registry = new Registry();
  return *registry;
}

void Registry::add(const std::string& token, const std::shared_ptr<const Constants>& constants, std::string description) {
  std::lock_guard<std::mutex> lock(mutex_);
  for (auto entry = entries_.begin(); entry != entries_.end();) {
    entry = entry->second.constants.expired() ? entries_.erase(entry) : std::next(entry);
  }
  entries_[token] = {constants, std::move(description)};
}

std::optional<Registry::Shared> Registry::find(const std::string& token) {
  std::lock_guard<std::mutex> lock(mutex_);
  const auto found = entries_.find(token);
  if (found == entries_.end()) return std::nullopt;
  std::shared_ptr<const Constants> constants = found->second.constants.lock();
  if (constants == nullptr) return std::nullopt;
  return Shared{std::move(constants), found->second.description};
}

}  // namespace convolt
