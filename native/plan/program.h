// A compiled network for one batch size: its ops prepared once, and where every tensor lies. Immutable, shared by all
// slots that run it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/attributes.h"
#include "core/tensor_view.h"
#include "plan/constants.h"
#include "plan/op.h"

namespace convolt {

/// Which memory a tensor of a program is in.
enum class Place : uint8_t { kArena, kConstants };

/// A tensor of a program: `layout.data` is null, its memory begins `offset` bytes into its place.
struct Placed {
  Place place;
  int64_t offset;
  TensorView layout;
};

/// An op of a program before it is prepared; tensors by their number, -1 where an optional one is absent.
struct StepDescription {
  std::string op;
  Attributes attributes;
  std::vector<int> inputs, outputs;
};

class Program {
 public:
  /// Prepares every op. Throws an Error when a tensor is not wholly inside its place, a step writes constants, or an op
  /// refuses what it is given.
  ///
  /// @param threads the most that are worth waking for so much work
  Program(std::shared_ptr<const Constants> constants, size_t arena_bytes, int threads, std::vector<Placed> tensors,
          const std::vector<StepDescription>& steps, std::vector<int> inputs, std::vector<int> outputs);

  struct Step {
    std::unique_ptr<Op> op;
    std::vector<int> inputs, outputs;
  };

  const std::vector<Step>& steps() const { return steps_; }
  const std::vector<int>& inputs() const { return inputs_; }
  const std::vector<int>& outputs() const { return outputs_; }
  size_t arena_bytes() const { return arena_bytes_; }
  int threads() const { return threads_; }
  size_t workspace_bytes(int threads) const;

  /// The tensor with its memory, given where the arena is.
  TensorView view(int tensor, std::byte* arena) const;

 private:
  TensorViews layouts(const std::vector<int>& tensors) const;

  const std::shared_ptr<const Constants> constants_;
  const size_t arena_bytes_;
  const int threads_;
  const std::vector<Placed> tensors_;
  const std::vector<int> inputs_, outputs_;
  std::vector<Step> steps_;
};

}  // namespace convolt
