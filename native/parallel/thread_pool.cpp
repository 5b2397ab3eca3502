#include "parallel/thread_pool.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <string>
#include <thread>

#if defined(_MSC_VER)
#include <intrin.h>
#endif

#include "core/error.h"

namespace convolt {
namespace {

/// How long a worker looks for the next job before it blocks: longer than the gap between two ops of one network, far
/// too short to be seen in a CPU meter.
constexpr int kSpins = 2000;

void pause_cpu() {
#if defined(__x86_64__) || defined(_M_X64)
#if defined(_MSC_VER)
  _mm_pause();
#else
  __builtin_ia32_pause();
#endif
#elif defined(__aarch64__) && !defined(_MSC_VER)
  __asm__ volatile("yield");
#endif
}

int initial_threads() {
  const char* text = std::getenv("CONVOLT_NUM_THREADS");
  if (text == nullptr || *text == '\0') return std::min(available_parallelism(), ThreadPool::kMaxThreads);
  char* end = nullptr;
  const long threads = std::strtol(text, &end, 10);
  if (*end != '\0' || threads < 1 || threads > ThreadPool::kMaxThreads) {
    throw Error("CONVOLT_INVALID_ENVIRONMENT", "CONVOLT_NUM_THREADS: expected an integer from 1 to " +
                                                   std::to_string(ThreadPool::kMaxThreads) + ", received '" + text + "'");
  }
  return static_cast<int>(threads);
}

}  // namespace

struct ThreadPool::State {
  std::mutex caller;  // held by the one thread whose job the workers run

  std::atomic<int> threads{1};
  int workers = 0;  // started so far; guarded by `caller`

  // The current job. Written by the caller before `generation` moves on.
  Call call = nullptr;
  const void* context = nullptr;
  int64_t tasks = 0;
  int wanted = 0;  // workers that take part
  std::atomic<int64_t> next{0};
  std::atomic<int> running{0};

  std::atomic<uint64_t> generation{0};
  std::mutex mutex;  // guards the two waits
  std::condition_variable work, done;

  void take_tasks(int worker) {
    for (int64_t task; (task = next.fetch_add(1, std::memory_order_relaxed)) < tasks;) call(context, task, worker);
  }

  void work_forever(int worker, uint64_t seen) {
    for (;;) {
      for (int spin = 0; spin < kSpins && generation.load(std::memory_order_acquire) == seen; ++spin) pause_cpu();
      if (generation.load(std::memory_order_acquire) == seen) {
        std::unique_lock<std::mutex> lock(mutex);
        work.wait(lock, [&] { return generation.load(std::memory_order_acquire) != seen; });
      }
      seen = generation.load(std::memory_order_acquire);
      if (worker <= wanted) take_tasks(worker);
      if (running.fetch_sub(1, std::memory_order_acq_rel) == 1) {
        std::lock_guard<std::mutex> lock(mutex);
        done.notify_one();
      }
    }
  }
};

ThreadPool& ThreadPool::process() {
  static auto* pool = new ThreadPool();
  return *pool;
}

ThreadPool::ThreadPool() : state_(new State()) { state_->threads = initial_threads(); }

int ThreadPool::threads() const { return state_->threads.load(std::memory_order_relaxed); }

void ThreadPool::set_threads(int threads) {
  if (threads < 1 || threads > kMaxThreads) {
    throw Error("CONVOLT_INVALID_ARGUMENT", "threads: expected an integer from 1 to " + std::to_string(kMaxThreads) +
                                                ", received " + std::to_string(threads));
  }
  std::lock_guard<std::mutex> lock(state_->caller);
  state_->threads = threads;
}

void ThreadPool::run(int64_t tasks, Call call, const void* context) {
  State& state = *state_;
  std::unique_lock<std::mutex> lock(state.caller, std::defer_lock);
  const bool alone = tasks <= 1 || threads() == 1 || !lock.try_lock();
  if (alone) {
    for (int64_t task = 0; task < tasks; ++task) call(context, task, 0);
    return;
  }
  for (; state.workers < state.threads - 1; ++state.workers) {
    std::thread(&State::work_forever, &state, state.workers + 1, state.generation.load()).detach();
  }
  state.call = call;
  state.context = context;
  state.tasks = tasks;
  state.wanted = static_cast<int>(std::min<int64_t>(state.threads - 1, tasks - 1));
  state.next.store(0, std::memory_order_relaxed);
  state.running.store(state.workers, std::memory_order_relaxed);
  {
    std::lock_guard<std::mutex> wake(state.mutex);
    state.generation.fetch_add(1, std::memory_order_release);
  }
  state.work.notify_all();
  state.take_tasks(0);
  for (int spin = 0; spin < kSpins && state.running.load(std::memory_order_acquire) != 0; ++spin) pause_cpu();
  if (state.running.load(std::memory_order_acquire) != 0) {
    std::unique_lock<std::mutex> wait(state.mutex);
    state.done.wait(wait, [&] { return state.running.load(std::memory_order_acquire) == 0; });
  }
}

}  // namespace convolt
