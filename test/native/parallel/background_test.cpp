#include "parallel/background.h"

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <thread>

namespace convolt::test {
namespace {

TEST_CASE("background: all that is submitted runs, off the submitting thread") {
  std::atomic<int> ended{0};
  std::atomic<bool> elsewhere{true};
  const auto here = std::this_thread::get_id();
  for (int i = 0; i < 100; ++i) {
    Background::process().submit([&] {
      if (std::this_thread::get_id() == here) elsewhere = false;
      ++ended;
    });
  }
  for (int wait = 0; wait < 2000 && ended < 100; ++wait) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  CHECK(ended == 100);
  CHECK(elsewhere);
}

}  // namespace
}  // namespace convolt::test
