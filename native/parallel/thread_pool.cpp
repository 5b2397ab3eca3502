#include "parallel/thread_pool.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <shared_mutex>
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
  int workers = 0;    // started so far; guarded by `caller`

  std::shared_mutex thread_count;
  std::atomic<int> threads{1};

  std::mutex mutex;  // guards the job and both waits
  std::condition_variable work, done;
  std::atomic<uint64_t> generation{0};  // of jobs
  Call call = nullptr;
  const void* context = nullptr;
  int64_t tasks = 0;
  int seats = 0;   // workers that may still join
  int joined = 0;  // workers that have joined
  std::atomic<int64_t> next{0};
  std::atomic<int> active{0};  // joined workers that are not done

  void take_tasks(int worker) {
    for (int64_t task; (task = next.fetch_add(1, std::memory_order_relaxed)) < tasks;) call(context, task, worker);
  }

  void work_forever(uint64_t seen) {
    const auto has_news = [&] { return generation.load(std::memory_order_acquire) != seen; };
    for (;;) {
      for (int spin = 0; spin < kSpins && !has_news(); ++spin) pause_cpu();
      int worker = 0;
      {
        std::unique_lock<std::mutex> lock(mutex);
        work.wait(lock, has_news);
        seen = generation;
        if (seats > 0) {
          --seats;
          worker = ++joined;
          ++active;
        }
      }
      if (worker == 0) continue;
      take_tasks(worker);
      std::lock_guard<std::mutex> lock(mutex);
      if (--active == 0) done.notify_one();
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
  std::scoped_lock lock(state_->thread_count, state_->caller);
  state_->threads = threads;
}

std::shared_lock<std::shared_mutex> ThreadPool::keep_threads() {
  return std::shared_lock<std::shared_mutex>(state_->thread_count);
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
    std::thread(&State::work_forever, &state, state.generation.load()).detach();
  }
  {
    std::lock_guard<std::mutex> publish(state.mutex);
    state.call = call;
    state.context = context;
    state.tasks = tasks;
    state.seats = static_cast<int>(std::min<int64_t>(state.threads - 1, tasks - 1));
    state.joined = 0;
    state.next = 0;
    ++state.generation;
  }
  state.work.notify_all();
  state.take_tasks(0);
  {
    // Who has not joined by now finds no seat, so nobody waits for a thread that the system has yet to wake.
    std::lock_guard<std::mutex> close(state.mutex);
    state.seats = 0;
  }
  for (int spin = 0; spin < kSpins && state.active.load(std::memory_order_acquire) != 0; ++spin) pause_cpu();
  std::unique_lock<std::mutex> wait(state.mutex);
  state.done.wait(wait, [&] { return state.active == 0; });
}

}  // namespace convolt
