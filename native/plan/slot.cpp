#include "plan/slot.h"

#include <algorithm>
#include <chrono>

#include "parallel/thread_pool.h"

namespace convolt {

void Slot::prepare(const std::shared_ptr<const Program>& program) {
  if (program->arena_bytes() > arena_bytes_) {
    bound_.clear();  // their views lie in the arena that goes
    arena_ = nullptr;
    arena_bytes_ = 0;
    arena_ = allocate_aligned(program->arena_bytes());
    arena_bytes_ = program->arena_bytes();
  }
  if (const size_t bytes = program->workspace_bytes(threads_); bytes > workspace_bytes_) {
    workspace_ = nullptr;
    workspace_bytes_ = 0;
    workspace_ = allocate_aligned(bytes);
    workspace_bytes_ = bytes;
  }
  const auto found = bound_.find(program.get());
  if (found != bound_.end() && found->second.program.lock() == program) return;
  for (auto entry = bound_.begin(); entry != bound_.end();) {
    entry = entry->second.program.expired() ? bound_.erase(entry) : std::next(entry);
  }
  Bound& bound = bound_[program.get()] = Bound{program, {}, {}};
  const auto views = [&](const std::vector<int>& tensors) {
    TensorViews list;
    for (int tensor : tensors) list.push_back(program->view(tensor, arena_.get()));
    return list;
  };
  for (const Program::Step& step : program->steps()) {
    bound.inputs.push_back(views(step.inputs));
    bound.outputs.push_back(views(step.outputs));
  }
}

bool Slot::run(const Program& program, std::vector<double>* seconds) {
  ThreadPool& pool = ThreadPool::process();
  const ThreadPool::Share share(pool, std::min(threads_, program.threads()));
  const Bound& bound = bound_.at(&program);
  if (seconds != nullptr) seconds->clear();
  for (size_t i = 0; i < program.steps().size(); ++i) {
    if (cancelled_.load(std::memory_order_relaxed)) return false;
    const auto start = std::chrono::steady_clock::now();
    program.steps()[i].op->run(bound.inputs[i], bound.outputs[i], workspace_.get(), pool);
    if (seconds != nullptr) {
      seconds->push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    }
  }
  return true;
}

}  // namespace convolt
