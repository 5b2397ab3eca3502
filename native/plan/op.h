// An op: one node of a network, ready to run. Eager calls prepare an op, run it once and drop it; a compiled plan
// prepares it once and keeps it.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>
#include <memory>

#include "core/attributes.h"
#include "core/tensor_view.h"
#include "parallel/thread_pool.h"
#include "plan/layout.h"

namespace convolt {

class Op {
 public:
  virtual ~Op() = default;

  /// Bytes of scratch memory that run() needs when it may use `threads` threads.
  virtual size_t workspace_bytes(int threads) const {
    static_cast<void>(threads);
    return 0;
  }

  /// Computes the outputs. Shapes and dtypes are those given to prepare; `workspace` is aligned to kAlignment and holds
  /// workspace_bytes(pool.threads()). Allocates nothing and throws nothing.
  virtual void run(const TensorViews& inputs, const TensorViews& outputs, void* workspace, ThreadPool& pool) const = 0;
};

struct OpEntry {
  const char* name;
  Layout layout;
  /// Checks dtypes, shapes and attributes so that no later access can leave a tensor's memory, and chooses kernels.
  /// Reads no data. Absent optional inputs are views that are not present().
  std::unique_ptr<Op> (*prepare)(const Attributes& attributes, const TensorViews& inputs, const TensorViews& outputs);
};

/// All ops, by name: what the binding exports and a plan looks up.
const std::vector<OpEntry>& op_list();

/// The op of a name; throws an Error when there is none.
const OpEntry& find_op(const std::string& name);

/// Prepares an op and runs it once, on all threads. Throws an Error when it refuses what it is given.
void run_once(const OpEntry& entry, const Attributes& attributes, const TensorViews& inputs, const TensorViews& outputs);

}  // namespace convolt
