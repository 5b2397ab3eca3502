#include "parallel/thread_pool.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <thread>
#include <vector>

#if defined(_MSC_VER)
#include <intrin.h>
#endif

#include "core/error.h"

namespace convolt {
namespace {

/// How long a thread looks for news before it blocks: longer than most gaps between two ops of a network that runs op by
/// op, as waking a thread takes a virtual machine 50 µs; far too short to be seen in a CPU meter.
constexpr std::chrono::microseconds kSpinTime{200};

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

/// Waits for kSpinTime at most, or until `has_news`.
template <class Condition>
void spin_until(const Condition& has_news) {
  constexpr int kLooksPerTime = 64;  // pauses take very different times on different CPUs
  const auto end = std::chrono::steady_clock::now() + kSpinTime;
  do {
    for (int look = 0; look < kLooksPerTime; ++look) {
      if (has_news()) return;
      pause_cpu();
    }
  } while (std::chrono::steady_clock::now() < end);
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

/// One parallel_for: it lives on its caller's stack until no worker is in it.
///
/// Each of its threads has a portion of neighbouring tasks, the same from job to job, so that what it reads of an image
/// is mostly what it wrote itself in the job before and need not come from another core's cache.
struct ThreadPool::Job {
  Job(Call call, const void* context, int64_t tasks, int seats)
      : call(call), context(context), seats(seats), portions(seats + 1) {
    const int64_t count = seats + 1;
    for (int64_t i = 0; i < count; ++i) {
      portions[i].next = tasks * i / count;
      portions[i].end = tasks * (i + 1) / count;
    }
  }

  const Call call;
  const void* const context;
  int seats;                   // workers that may still join; guarded by State::mutex, as is `joined`
  int joined = 0;              // workers that have joined
  std::atomic<int> active{0};  // joined workers that are not done

  struct alignas(64) Portion {
    std::atomic<int64_t> next;
    int64_t end;
  };
  std::vector<Portion> portions;

  /// Takes those of the worker's own portion, then what others have not begun.
  void take_tasks(int worker) {
    for (size_t i = 0; i < portions.size(); ++i) {
      Portion& portion = portions[(worker + i) % portions.size()];
      for (int64_t task; (task = portion.next.fetch_add(1, std::memory_order_relaxed)) < portion.end;) {
        call(context, task, worker);
      }
    }
  }
};

struct ThreadPool::State {
  std::shared_mutex thread_count;
  std::atomic<int> threads{1};
  std::atomic<int> callers{0};  // threads that are in a parallel_for, or hold a Share

  std::mutex mutex;  // guards the jobs, the number of workers and both waits
  std::condition_variable work, done;
  std::atomic<uint64_t> generation{0};  // of jobs
  std::vector<Job*> jobs;               // with seats, oldest first
  int workers = 0;                      // started so far

  /// Seats a worker in the oldest job that has one left. Needs the mutex.
  Job* join(int* worker) {
    if (jobs.empty()) return nullptr;
    Job* job = jobs.front();
    *worker = ++job->joined;
    ++job->active;
    if (--job->seats == 0) jobs.erase(jobs.begin());
    return job;
  }

  void work_forever() {
    uint64_t seen = 0;
    const auto has_news = [&] { return generation.load(std::memory_order_acquire) != seen; };
    for (;;) {
      spin_until(has_news);
      std::unique_lock<std::mutex> lock(mutex);
      work.wait(lock, has_news);
      seen = generation;
      int worker = 0;
      while (Job* job = join(&worker)) {
        lock.unlock();
        job->take_tasks(worker);
        lock.lock();
        if (--job->active == 0) done.notify_all();
      }
    }
  }
};

namespace {

/// How many threads the holder of a Share may use; 0: as many as the pool has.
thread_local int shared_threads = 0;

}  // namespace

ThreadPool& ThreadPool::process() {
  static auto* pool = new ThreadPool();
  return *pool;
}

ThreadPool::ThreadPool() : state_(new State()) { state_->threads = initial_threads(); }

int ThreadPool::threads() const {
  return shared_threads > 0 ? shared_threads : state_->threads.load(std::memory_order_relaxed);
}

void ThreadPool::set_threads(int threads) {
  if (threads < 1 || threads > kMaxThreads) {
    throw Error("CONVOLT_INVALID_ARGUMENT", "threads: expected an integer from 1 to " + std::to_string(kMaxThreads) +
                                                ", received " + std::to_string(threads));
  }
  std::lock_guard<std::shared_mutex> lock(state_->thread_count);
  state_->threads = threads;
}

std::shared_lock<std::shared_mutex> ThreadPool::keep_threads() {
  return std::shared_lock<std::shared_mutex>(state_->thread_count);
}

ThreadPool::Share::Share(ThreadPool& pool, int threads) : pool_(pool) {
  shared_threads = threads;
  ++pool_.state_->callers;
}

ThreadPool::Share::~Share() {
  --pool_.state_->callers;
  shared_threads = 0;
}

void ThreadPool::run(int64_t tasks, Call call, const void* context) {
  State& state = *state_;
  const bool has_share = shared_threads > 0;
  if (!has_share) ++state.callers;
  // Callers that compute at the same time leave each other their threads.
  const int free = state.threads.load(std::memory_order_relaxed) - state.callers.load(std::memory_order_relaxed);
  const int seats = static_cast<int>(std::min<int64_t>({free, threads() - 1, tasks - 1}));
  if (seats <= 0) {
    for (int64_t task = 0; task < tasks; ++task) call(context, task, 0);
  } else {
    Job job(call, context, tasks, seats);
    {
      std::lock_guard<std::mutex> publish(state.mutex);
      for (; state.workers < state.threads - 1; ++state.workers) std::thread(&State::work_forever, &state).detach();
      state.jobs.push_back(&job);
      ++state.generation;
    }
    state.work.notify_all();
    job.take_tasks(0);
    {
      // Who has not joined by now finds no seat, so nobody waits for a thread that the system has yet to wake.
      std::lock_guard<std::mutex> close(state.mutex);
      state.jobs.erase(std::remove(state.jobs.begin(), state.jobs.end(), &job), state.jobs.end());
    }
    spin_until([&] { return job.active.load(std::memory_order_acquire) == 0; });
    // Taken even when the wait is over: the last worker lets go of the mutex after it has let go of the job.
    std::unique_lock<std::mutex> wait(state.mutex);
    state.done.wait(wait, [&] { return job.active == 0; });
  }
  if (!has_share) --state.callers;
}

}  // namespace convolt
