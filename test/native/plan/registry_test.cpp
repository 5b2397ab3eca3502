#include "plan/registry.h"

#include <doctest/doctest.h>

#include <string>
#include <thread>
#include <vector>

namespace convolt::test {

TEST_CASE("registry: constants are found by their token while somebody holds them, and not after that") {
  Registry registry;
  auto constants = std::make_shared<const Constants>();
  registry.add("first", constants, std::string("a\0b", 3));
  std::optional<Registry::Shared> shared = registry.find("first");
  REQUIRE(shared.has_value());
  CHECK(shared->constants.get() == constants.get());
  CHECK(shared->description == std::string("a\0b", 3));
  CHECK(!registry.find("second").has_value());

  constants = nullptr;
  CHECK(registry.find("first").has_value());  // what was found holds them
  shared.reset();
  CHECK(!registry.find("first").has_value());
}

TEST_CASE("registry: threads share and attach at the same time") {
  Registry registry;
  std::vector<std::thread> threads;
  std::vector<int> found(4, 0);
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&registry, &found, i] {
      for (int round = 0; round < 200; ++round) {
        const std::string token = std::to_string(i) + "/" + std::to_string(round);
        const auto constants = std::make_shared<const Constants>();
        registry.add(token, constants, token);
        if (registry.find(token)->constants == constants) ++found[i];
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (int count : found) CHECK(count == 200);
}

}  // namespace convolt::test
