// The memory that one run at a time of a compiled network uses: arena and workspace, kept from run to run.
#pragma once

#include <atomic>
#include <memory>
#include <unordered_map>
#include <vector>

#include "core/memory.h"
#include "plan/program.h"

namespace convolt {

class Slot {
 public:
  /// @param threads how many threads a run may use
  explicit Slot(int threads) : threads_(threads) {}

  /// Sees to memory for the program. After the first time it allocates nothing. Throws an Error when there is no memory.
  void prepare(const std::shared_ptr<const Program>& program);

  /// The program's input or output, in the arena. Call prepare first.
  TensorView input(const Program& program, int i) const { return program.view(program.inputs()[i], arena_.get()); }
  TensorView output(const Program& program, int i) const { return program.view(program.outputs()[i], arena_.get()); }

  /// Runs every step, on this thread and workers of the pool; false when it was cancelled between two steps.
  ///
  /// @param seconds if not null, gets the time that each step took
  bool run(const Program& program, std::vector<double>* seconds);

  /// Makes a run stop before its next step.
  void cancel() { cancelled_ = true; }
  void allow() { cancelled_ = false; }

  size_t bytes() const { return arena_bytes_ + workspace_bytes_; }

 private:
  struct Bound {
    std::weak_ptr<const Program> program;
    std::vector<TensorViews> inputs, outputs;  // of each step
  };

  const int threads_;
  AlignedBuffer arena_, workspace_;
  size_t arena_bytes_ = 0, workspace_bytes_ = 0;
  std::unordered_map<const Program*, Bound> bound_;
  std::atomic<bool> cancelled_{false};
};

}  // namespace convolt
