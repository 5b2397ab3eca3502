#include "plan/op.h"

#include <algorithm>
#include <memory>

#include "core/error.h"
#include "core/memory.h"

namespace convolt {

const OpEntry& find_op(const std::string& name) {
  const std::vector<OpEntry>& list = op_list();
  const auto found = std::find_if(list.begin(), list.end(), [&](const OpEntry& entry) { return name == entry.name; });
  if (found == list.end()) throw Error("CONVOLT_NATIVE_CHECK", "there is no op '" + name + "'");
  return *found;
}

void run_once(const OpEntry& entry, const Attributes& attributes, const TensorViews& inputs, const TensorViews& outputs) {
  for (size_t i = 0; i < inputs.size(); ++i) {
    require(takes_input(entry.layout, i, inputs[i]), "inputs must be contiguous");
  }
  for (const TensorView& output : outputs) {
    require(output.present(), "outputs must be present");
    require(takes_output(entry.layout, output), "outputs must be contiguous");
  }
  const std::unique_ptr<Op> op = entry.prepare(attributes, inputs, outputs);
  ThreadPool& pool = ThreadPool::process();
  const auto threads_kept = pool.keep_threads();
  const size_t workspace_bytes = op->workspace_bytes(pool.threads());
  const AlignedBuffer workspace = workspace_bytes > 0 ? allocate_aligned(workspace_bytes) : nullptr;
  op->run(inputs, outputs, workspace.get(), pool);
}

}  // namespace convolt
