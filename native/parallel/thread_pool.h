// The one thread pool of the process. The calling thread works too; idle workers block and burn no CPU.
#pragma once

#include <cstdint>
#include <shared_mutex>

namespace convolt {

class ThreadPool {
 public:
  /// The pool, started at first use and never destroyed: a static destructor would race with threads that still run
  /// while the process exits.
  static ThreadPool& process();

  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  /// How many threads, the caller included, a parallel_for may use at most.
  int threads() const;

  /// While it lives, the thread that made it counts as busy in between its calls of parallel_for, and they use at most
  /// `threads` threads: for one who runs a whole network.
  class Share {
   public:
    Share(ThreadPool& pool, int threads);
    ~Share();
    Share(const Share&) = delete;
    Share& operator=(const Share&) = delete;

   private:
    ThreadPool& pool_;
  };

  /// While the lock is held, threads() stays as it is: from sizing a workspace to the end of its use.
  std::shared_lock<std::shared_mutex> keep_threads();

  /// Sets the number of threads; throws an Error unless 1 <= threads <= kMaxThreads. Waits for keepers.
  void set_threads(int threads);

  static constexpr int kMaxThreads = 256;

  /// Calls body(task, worker) once for each task in [0, tasks), on up to threads() threads, and returns when all are
  /// done. `worker` is in [0, threads()) and no two bodies of this call that run at the same time have the same one. Several
  /// threads may call at once: they share the workers. Bodies must not throw and must not call parallel_for.
  template <class Body>
  void parallel_for(int64_t tasks, const Body& body) {
    run(tasks, [](const void* context, int64_t task, int worker) { (*static_cast<const Body*>(context))(task, worker); },
        &body);
  }

 private:
  using Call = void (*)(const void* context, int64_t task, int worker);

  ThreadPool();
  void run(int64_t tasks, Call call, const void* context);

  struct Job;
  struct State;
  State* const state_;  // leaked with the pool
};

/// The number of threads this process may keep busy: the smaller of its CPU affinity and its cgroup quota (v1 and v2,
/// rounded up), at least 1.
int available_parallelism();

}  // namespace convolt
