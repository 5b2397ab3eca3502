#include "parallel/background.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>

#include "parallel/thread_pool.h"

namespace convolt {

struct Background::State {
  std::mutex mutex;
  std::condition_variable arrived;
  std::deque<std::function<void()>> queue;
  int threads = 0;
  int idle = 0;

  void work_forever() {
    std::unique_lock<std::mutex> lock(mutex);
    for (;;) {
      ++idle;
      arrived.wait(lock, [&] { return !queue.empty(); });
      --idle;
      {
        const std::function<void()> work = std::move(queue.front());
        queue.pop_front();
        lock.unlock();
        work();
      }
      lock.lock();
    }
  }
};

Background& Background::process() {
  static auto* background = new Background();
  return *background;
}

Background::Background() : state_(new State()) {}

void Background::submit(std::function<void()> work) {
  State& state = *state_;
  std::lock_guard<std::mutex> lock(state.mutex);
  state.queue.push_back(std::move(work));
  if (state.queue.size() > static_cast<size_t>(state.idle) && state.threads < ThreadPool::process().threads()) {
    std::thread(&State::work_forever, &state).detach();
    ++state.threads;
  }
  state.arrived.notify_one();
}

}  // namespace convolt
