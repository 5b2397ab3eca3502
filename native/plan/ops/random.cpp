// Draws from a generator, whose state is the last output of each op: sizeof(GeneratorState) uint8, read and written.
#include "kernels/random/random.h"

#include <functional>

#include "core/error.h"
#include "dispatch/kernel_table.h"
#include "plan/ops.h"
#include "plan/split.h"

namespace convolt {
namespace {

GeneratorState* state_of(const TensorViews& outputs) { return outputs.back().as<GeneratorState>(); }

/// The stream is sequential: the whole op is one kernel call, but for what follows each number alone.
class Draw final : public Op {
 public:
  using Run = std::function<void(GeneratorState*, const TensorViews& outputs, ThreadPool&)>;
  explicit Draw(Run run) : run_(std::move(run)) {}

  void run(const TensorViews&, const TensorViews& outputs, void*, ThreadPool& pool) const override {
    run_(state_of(outputs), outputs, pool);
  }

 private:
  const Run run_;
};

std::unique_ptr<Op> draw(const TensorViews& inputs, const TensorViews& outputs, size_t drawn, Draw::Run run) {
  require(inputs.empty() && outputs.size() == drawn + 1, "no input; as outputs what is drawn, and the generator");
  const TensorView& state = outputs.back();
  require(state.dtype == DType::kUint8 && state.numel() == sizeof(GeneratorState) &&
              reinterpret_cast<uintptr_t>(state.data) % alignof(GeneratorState) == 0,
          "the generator's state must be aligned, as large as it is, and uint8");
  return std::make_unique<Draw>(std::move(run));
}

void require_dtype(const TensorViews& outputs, DType dtype) {
  require(!outputs.empty() && outputs[0].dtype == dtype, std::string("output must be ") + name(dtype));
}

/// As PyTorch for 16 numbers and more: numbers drawn evenly, transformed by blocks. When the last block is short, one
/// that ends with the tensor is drawn and transformed anew.
void normal_by_blocks(GeneratorState* state, float* y, int64_t count, float mean, float std, ThreadPool& pool) {
  kernels().random_uniform_float32({state, y, count, 0.0f, 1.0f});
  parallel_ranges(pool, count / kBoxMullerBlock, kBoxMullerBlock, [&](Range blocks) {
    kernels().box_muller({y + blocks.begin * kBoxMullerBlock, blocks.end - blocks.begin, mean, std});
  });
  if (count % kBoxMullerBlock == 0) return;
  float* last = y + count - kBoxMullerBlock;
  kernels().random_uniform_float32({state, last, kBoxMullerBlock, 0.0f, 1.0f});
  kernels().box_muller({last, 1, mean, std});
}

}  // namespace

std::unique_ptr<Op> prepare_seed_generator(const Attributes& attributes, const TensorViews& inputs,
                                           const TensorViews& outputs) {
  const auto high = static_cast<uint64_t>(attributes.integer("high"));
  const auto low = static_cast<uint64_t>(attributes.integer("low"));
  return draw(inputs, outputs, 0, [seed = high << 32 | low](GeneratorState* state, const TensorViews&, ThreadPool&) {
    kernels().random_seed({state, seed});
  });
}

std::unique_ptr<Op> prepare_uniform(const Attributes& attributes, const TensorViews& inputs,
                                    const TensorViews& outputs) {
  const double low = attributes.number("low"), high = attributes.number("high");
  if (!outputs.empty() && outputs[0].dtype == DType::kFloat64) {
    return draw(inputs, outputs, 1, [low, high](GeneratorState* state, const TensorViews& out, ThreadPool&) {
      kernels().random_uniform_float64({state, out[0].as<double>(), out[0].numel(), low, high});
    });
  }
  require_dtype(outputs, DType::kFloat32);
  return draw(inputs, outputs, 1, [low, high](GeneratorState* state, const TensorViews& out, ThreadPool&) {
    kernels().random_uniform_float32(
        {state, out[0].as<float>(), out[0].numel(), static_cast<float>(low), static_cast<float>(high)});
  });
}

std::unique_ptr<Op> prepare_normal(const Attributes& attributes, const TensorViews& inputs,
                                   const TensorViews& outputs) {
  const double mean = attributes.number("mean"), std = attributes.number("std");
  require_dtype(outputs, DType::kFloat32);
  if (attributes.flag("blocks") && outputs[0].numel() >= kBoxMullerBlock) {
    return draw(inputs, outputs, 1, [mean, std](GeneratorState* state, const TensorViews& out, ThreadPool& pool) {
      normal_by_blocks(state, out[0].as<float>(), out[0].numel(), static_cast<float>(mean), static_cast<float>(std),
                       pool);
    });
  }
  return draw(inputs, outputs, 1, [mean, std](GeneratorState* state, const TensorViews& out, ThreadPool&) {
    kernels().random_normal({state, out[0].as<float>(), out[0].numel(), mean, std});
  });
}

std::unique_ptr<Op> prepare_truncated_normal(const Attributes& attributes, const TensorViews& inputs,
                                             const TensorViews& outputs) {
  const double mean = attributes.number("mean"), std = attributes.number("std");
  const double low = attributes.number("low"), high = attributes.number("high");
  require_dtype(outputs, DType::kFloat32);
  return draw(inputs, outputs, 1, [=](GeneratorState* state, const TensorViews& out, ThreadPool&) {
    kernels().random_truncated_normal({state, out[0].as<float>(), out[0].numel(), mean, std, low, high});
  });
}

std::unique_ptr<Op> prepare_random_integers(const Attributes& attributes, const TensorViews& inputs,
                                            const TensorViews& outputs) {
  const int64_t low = attributes.integer("low"), high = attributes.integer("high");
  require(low < high, "low must be below high");
  require_dtype(outputs, DType::kInt64);
  const auto range = static_cast<uint64_t>(high - low);
  const bool wide = attributes.flag("wide");
  return draw(inputs, outputs, 1, [=](GeneratorState* state, const TensorViews& out, ThreadPool&) {
    kernels().random_integers({state, out[0].as<int64_t>(), out[0].numel(), low, range, wide});
  });
}

std::unique_ptr<Op> prepare_random_permutation(const Attributes&, const TensorViews& inputs,
                                               const TensorViews& outputs) {
  require_dtype(outputs, DType::kInt64);
  return draw(inputs, outputs, 1, [](GeneratorState* state, const TensorViews& out, ThreadPool&) {
    kernels().random_permutation({state, out[0].as<int64_t>(), out[0].numel()});
  });
}

}  // namespace convolt
