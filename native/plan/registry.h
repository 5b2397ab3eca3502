// The networks that threads of the process share: constants by a token, beside bytes that say what they are for.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "plan/program.h"

namespace convolt {

class Registry {
 public:
  struct Shared {
    std::shared_ptr<const Constants> constants;
    std::string description;
  };

  /// Made at first use and never destroyed, like the thread pool.
  static Registry& process();

  /// Makes constants known by `token`, for as long as somebody else holds them: the registry does not.
  void add(const std::string& token, const std::shared_ptr<const Constants>& constants, std::string description);

  /// What was added by that token; nothing if there was no such token, or nobody holds its constants any more.
  std::optional<Shared> find(const std::string& token);

 private:
  struct Entry {
    std::weak_ptr<const Constants> constants;
    std::string description;
  };

  std::mutex mutex_;
  std::map<std::string, Entry> entries_;
};

}  // namespace convolt
