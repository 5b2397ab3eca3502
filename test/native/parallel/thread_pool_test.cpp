#include "parallel/thread_pool.h"

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

#include "core/error.h"

namespace convolt::test {
namespace {

TEST_CASE("thread pool: every task runs exactly once, whatever the number of threads and tasks") {
  ThreadPool& pool = ThreadPool::process();
  const int before = pool.threads();
  for (int threads : {1, 2, 5, 3, 8}) {
    pool.set_threads(threads);
    for (int64_t tasks : {0, 1, 2, 7, 1000}) {
      std::vector<std::atomic<int>> calls(tasks);
      std::atomic<bool> worker_in_range{true};
      pool.parallel_for(tasks, [&](int64_t task, int worker) {
        calls[task].fetch_add(1);
        if (worker < 0 || worker >= threads) worker_in_range = false;
      });
      for (const auto& count : calls) CHECK(count == 1);
      CHECK(worker_in_range);
    }
  }
  pool.set_threads(before);
}

TEST_CASE("thread pool: several callers at once all get their work done") {
  ThreadPool& pool = ThreadPool::process();
  const int before = pool.threads();
  pool.set_threads(3);
  std::atomic<int64_t> sum{0};
  std::vector<std::thread> callers;
  for (int caller = 0; caller < 4; ++caller) {
    callers.emplace_back([&] {
      for (int round = 0; round < 500; ++round) pool.parallel_for(20, [&](int64_t task, int) { sum += task; });
    });
  }
  for (std::thread& caller : callers) caller.join();
  CHECK(sum == 4 * 500 * 190);
  pool.set_threads(before);
}

TEST_CASE("thread pool: who holds a share uses no more threads than that, and gets all work done") {
  ThreadPool& pool = ThreadPool::process();
  const int before = pool.threads();
  pool.set_threads(6);
  std::vector<std::thread> callers;
  std::atomic<int64_t> sum{0};
  std::atomic<bool> worker_in_range{true};
  for (int caller = 0; caller < 3; ++caller) {
    callers.emplace_back([&] {
      const ThreadPool::Share share(pool, 2);
      if (pool.threads() != 2) worker_in_range = false;
      for (int round = 0; round < 500; ++round) {
        pool.parallel_for(20, [&](int64_t task, int worker) {
          if (worker < 0 || worker >= 2) worker_in_range = false;
          sum += task;
        });
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  CHECK(sum == 3 * 500 * 190);
  CHECK(worker_in_range);
  CHECK(pool.threads() == 6);
  pool.set_threads(before);
}

TEST_CASE("thread pool: the number of threads changes only when nobody keeps it") {
  ThreadPool& pool = ThreadPool::process();
  const int before = pool.threads();
  std::atomic<bool> changed{false};
  std::thread changer;
  {
    const auto kept = pool.keep_threads();
    changer = std::thread([&] {
      pool.set_threads(before + 1);
      changed = true;
    });
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    CHECK(pool.threads() == before);
    CHECK(!changed);
  }
  changer.join();
  CHECK(pool.threads() == before + 1);
  pool.set_threads(before);
}

TEST_CASE("thread pool: a number of threads outside its limits is refused") {
  CHECK_THROWS_AS(ThreadPool::process().set_threads(0), Error);
  CHECK_THROWS_AS(ThreadPool::process().set_threads(ThreadPool::kMaxThreads + 1), Error);
}

}  // namespace
}  // namespace convolt::test
