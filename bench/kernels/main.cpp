// Measures the kernels of one instruction set (CONVOLT_ISA, by default the best) on the layers that come on standard
// input (run.mjs sends those of shapes.json), against the peak of this CPU with that instruction set. Runs whole native
// ops: packing and splitting are in the time, JavaScript is not. Layers and peak take turns, so that a change of clock or
// a busy machine touches them alike; medians over the turns.
//
// With --peak COUNT it prints the peak of that many threads together, in GFLOP/s; with --list the instruction sets.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <exception>
#include <functional>
#include <iostream>
#include <memory>
#include <numeric>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "core/isa.h"
#include "core/memory.h"
#include "kernels/peak.h"
#include "kernels/shape.h"
#include "plan/op.h"

namespace convolt::bench {
namespace {

constexpr int kTurns = 11;
constexpr double kLeastSeconds = 1e-3;  // that one timing takes

double seconds(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// Seconds of one run, from as many runs as take kLeastSeconds.
double seconds_per_run(const std::function<void()>& work) {
  const double once = seconds(work);
  const int repeats = static_cast<int>(kLeastSeconds / once) + 1;
  if (repeats == 1) return once;
  return seconds([&] {
           for (int i = 0; i < repeats; ++i) work();
         }) / repeats;
}

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + values.size() / 2, values.end());
  return values[values.size() / 2];
}

PeakKernel peak_kernel(Isa isa) {
  switch (isa) {
#if defined(__x86_64__) || defined(_M_X64)
    case Isa::kSse2:
      return peak_sse2;
    case Isa::kAvx2:
      return peak_avx2;
    case Isa::kAvx512:
      return peak_avx512;
#elif defined(__aarch64__) || defined(_M_ARM64)
    case Isa::kNeon:
      return peak_neon;
#endif
    default:
      return peak_scalar;
  }
}

/// Floating-point operations a second.
double peak(Isa isa, int64_t rounds = 100000) {
  int64_t operations = 0;
  const double time = seconds([&] { operations = peak_kernel(isa)(rounds); });
  return static_cast<double>(operations) / time;
}

/// Floating-point operations a second of this many threads at the same time.
double peak_of_threads(Isa isa, int count) {
  std::vector<double> rates(count);
  std::vector<std::thread> threads;
  for (double& rate : rates) threads.emplace_back([&rate, isa] { rate = peak(isa, 1000000); });
  for (std::thread& thread : threads) thread.join();
  return std::accumulate(rates.begin(), rates.end(), 0.0);
}

/// The layers on standard input, one a line: inputs, outputs, size, kernel, stride and groups, then the name.
std::vector<Shape> read_shapes() {
  std::vector<Shape> shapes;
  for (std::string line; std::getline(std::cin, line);) {
    Shape shape;
    std::istringstream words(line);
    words >> shape.inputs >> shape.outputs >> shape.size >> shape.kernel >> shape.stride >> shape.groups >> std::ws;
    if (!std::getline(words, shape.name)) throw std::runtime_error("not a layer: " + line);
    shapes.push_back(shape);
  }
  return shapes;
}

TensorView view(std::vector<float>& data, std::vector<int64_t> shape) {
  TensorView view;
  view.dtype = DType::kFloat32;
  view.rank = static_cast<int>(shape.size());
  int64_t stride = 1;
  for (int d = view.rank - 1; d >= 0; --d) {
    view.shape[d] = shape[d];
    view.strides[d] = stride;
    stride *= shape[d];
  }
  data.resize(stride, 0.5f);
  view.data = data.data();
  return view;
}

/// One layer with its tensors, ready to run.
class Layer {
 public:
  explicit Layer(const Shape& s) : shape(s) {
    const bool linear = s.size == 0;
    if (linear) {
      inputs_ = {view(x_, {1, s.inputs}), view(weight_, {s.outputs, s.inputs}), view(bias_, {s.outputs})};
      outputs_ = {view(y_, {1, s.outputs})};
    } else {
      inputs_ = {view(x_, {1, s.inputs, s.size, s.size}),
                 view(weight_, {s.outputs, s.inputs / s.groups, s.kernel, s.kernel}), view(bias_, {s.outputs})};
      outputs_ = {view(y_, {1, s.outputs, s.output_size(), s.output_size()})};
    }
    const auto list = [](size_t count, int64_t value) {
      return std::vector<double>(count, static_cast<double>(value));
    };
    Attributes attributes;
    attributes.set("stride", list(2, s.stride));
    attributes.set("padding", list(4, s.padding()));
    attributes.set("dilation", list(2, 1));
    attributes.set("groups", static_cast<double>(s.groups));
    attributes.set("activation", std::string("relu"));
    const char* op = linear ? "linear" : "conv2d";
    for (const OpEntry& entry : op_list()) {
      if (std::strcmp(entry.name, op) == 0) op_ = entry.prepare(attributes, inputs_, outputs_);
    }
  }

  void run() {
    ThreadPool& pool = ThreadPool::process();
    const size_t bytes = op_->workspace_bytes(pool.threads());
    const AlignedBuffer workspace = bytes > 0 ? allocate_aligned(bytes) : nullptr;
    op_->run(inputs_, outputs_, workspace.get(), pool);
  }

  const Shape shape;
  std::vector<double> one_thread, all_threads, ratios;

 private:
  std::vector<float> x_, weight_, bias_, y_;
  TensorViews inputs_, outputs_;
  std::unique_ptr<Op> op_;
};

void measure() {
  const Isa isa = active_isa();
  const int threads = available_parallelism();
  std::vector<std::unique_ptr<Layer>> layers;
  for (const Shape& shape : read_shapes()) layers.push_back(std::make_unique<Layer>(shape));

  std::vector<double> peaks;
  for (int turn = 0; turn < kTurns; ++turn) {
    for (const auto& layer : layers) {
      ThreadPool::process().set_threads(1);
      peaks.push_back(peak(isa));
      layer->one_thread.push_back(seconds_per_run([&] { layer->run(); }));
      layer->ratios.push_back(2.0 * layer->shape.products() / layer->one_thread.back() / peaks.back());
      if (threads == 1) continue;
      ThreadPool::process().set_threads(threads);
      layer->all_threads.push_back(seconds_per_run([&] { layer->run(); }));
    }
  }
  std::printf("%s: peak %.1f GFLOP/s in one thread\n", name(isa), median(peaks) / 1e9);
  std::printf("%-26s %9s %9s %9s %9s", "", "MFLOP", "ms", "GFLOP/s", "of peak");
  if (threads > 1) std::printf("  %6d threads", threads);
  std::printf("\n");
  for (const auto& layer : layers) {
    const double time = median(layer->one_thread), operations = 2.0 * layer->shape.products();
    std::printf("%-26s %9.2f %9.4f %9.1f %8.0f%%", layer->shape.name.c_str(), operations / 1e6, time * 1e3,
                operations / time / 1e9, median(layer->ratios) * 100);
    if (threads > 1) std::printf("  %12.2fx", time / median(layer->all_threads));
    std::printf("\n");
  }
}

}  // namespace
}  // namespace convolt::bench

int main(int count, char** arguments) {
  try {
    if (count == 2 && std::strcmp(arguments[1], "--list") == 0) {
      for (convolt::Isa isa : convolt::supported_isas()) {
        if (isa != convolt::Isa::kReference) std::printf("%s\n", convolt::name(isa));
      }
    } else if (count == 3 && std::strcmp(arguments[1], "--peak") == 0) {
      const double rate = convolt::bench::peak_of_threads(convolt::active_isa(), std::stoi(arguments[2]));
      std::printf("%.1f\n", rate / 1e9);
    } else {
      convolt::bench::measure();
    }
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
