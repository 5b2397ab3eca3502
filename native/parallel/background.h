// Threads for work that its owner does not wait for: whole runs of compiled networks, off the JavaScript thread.
#pragma once

#include <functional>

namespace convolt {

class Background {
 public:
  /// Started at first use and never destroyed, like the thread pool.
  static Background& process();

  Background(const Background&) = delete;
  Background& operator=(const Background&) = delete;

  /// Queues `work`, which must not throw. It starts in its turn, as soon as fewer works run than the thread pool has
  /// threads; idle threads block.
  void submit(std::function<void()> work);

 private:
  struct State;

  Background();

  State* const state_;  // leaked
};

}  // namespace convolt
