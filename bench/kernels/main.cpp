// Measures the kernels of one instruction set (CONVOLT_ISA, by default the best) on the steps that come on standard
// input (run.mjs sends those of networks' plans), against the peak of this CPU with that instruction set. Runs whole
// native ops: splitting over threads is in the time, JavaScript is not. Steps and peak take turns, so that a change of clock or
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
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "core/isa.h"
#include "core/memory.h"
#include "kernels/peak.h"
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

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  for (size_t start = 0; start < text.size();) {
    const size_t end = std::min(text.find(separator, start), text.size());
    parts.push_back(text.substr(start, end - start));
    start = end + 1;
  }
  return parts;
}

/// `true`, `"relu"`, `[1,2]` or `3`.
Attributes::Value value_of(const std::string& text) {
  if (text == "true" || text == "false") return text == "true";
  if (text.front() == '"') return text.substr(1, text.size() - 2);
  if (text.front() != '[') return std::stod(text);
  std::vector<double> list;
  for (const std::string& element : split(text.substr(1, text.size() - 2), ',')) list.push_back(std::stod(element));
  return list;
}

/// A step of a plan with tensors of its own, ready to run. A line has its name, op, floating-point operations, bytes read
/// and written, attributes (`stride=[1,1]`, …), and the shapes of inputs and outputs (`1,8,28,28,8`, or `-`), with tabs
/// between them and blanks between the parts of each.
class Step {
 public:
  explicit Step(const std::string& line) {
    const std::vector<std::string> words = split(line, '\t');
    if (words.size() != 7) throw std::runtime_error("not a step: " + line);
    name = words[0];
    operations = std::stod(words[2]);
    bytes = std::stod(words[3]);
    Attributes attributes;
    for (const std::string& pair : split(words[4], ' ')) {
      const size_t equals = pair.find('=');
      attributes.set(pair.substr(0, equals), value_of(pair.substr(equals + 1)));
    }
    for (const std::string& shape : split(words[5], ' ')) inputs_.push_back(tensor(shape));
    for (const std::string& shape : split(words[6], ' ')) outputs_.push_back(tensor(shape));
    for (const OpEntry& entry : op_list()) {
      if (entry.name == words[1]) op_ = entry.prepare(attributes, inputs_, outputs_);
    }
    if (!op_) throw std::runtime_error("no op " + words[1]);
  }

  void run() {
    ThreadPool& pool = ThreadPool::process();
    const size_t size = op_->workspace_bytes(pool.threads());
    const AlignedBuffer workspace = size > 0 ? allocate_aligned(size) : nullptr;
    op_->run(inputs_, outputs_, workspace.get(), pool);
  }

  std::string name;
  double operations, bytes;
  std::vector<double> one_thread, all_threads, ratios;

 private:
  TensorView tensor(const std::string& shape) {
    TensorView view;
    if (shape == "-") return view;
    const std::vector<std::string> sizes = split(shape, ',');
    view.dtype = DType::kFloat32;
    view.rank = static_cast<int>(sizes.size());
    int64_t stride = 1;
    for (int d = view.rank - 1; d >= 0; --d) {
      view.shape[d] = std::stoll(sizes[d]);
      view.strides[d] = stride;
      stride *= view.shape[d];
    }
    buffers_.push_back(allocate_aligned(stride * sizeof(float)));
    view.data = buffers_.back().get();
    std::fill_n(static_cast<float*>(view.data), stride, 0.5f);
    return view;
  }

  std::vector<AlignedBuffer> buffers_;
  TensorViews inputs_, outputs_;
  std::unique_ptr<Op> op_;
};

void measure() {
  const Isa isa = active_isa();
  const int threads = available_parallelism();
  std::vector<std::unique_ptr<Step>> steps;
  for (std::string line; std::getline(std::cin, line);) steps.push_back(std::make_unique<Step>(line));

  std::vector<double> peaks;
  for (int turn = 0; turn < kTurns; ++turn) {
    for (const auto& step : steps) {
      ThreadPool::process().set_threads(1);
      peaks.push_back(peak(isa));
      step->one_thread.push_back(seconds_per_run([&] { step->run(); }));
      step->ratios.push_back(step->operations / step->one_thread.back() / peaks.back());
      if (threads == 1) continue;
      ThreadPool::process().set_threads(threads);
      step->all_threads.push_back(seconds_per_run([&] { step->run(); }));
    }
  }
  std::printf("%s: peak %.1f GFLOP/s in one thread\n", name(isa), median(peaks) / 1e9);
  std::printf("%-64s %9s %9s %9s %9s %8s", "", "MFLOP", "ms", "GFLOP/s", "of peak", "GB/s");
  if (threads > 1) std::printf("  %6d threads", threads);
  std::printf("\n");
  for (const auto& step : steps) {
    const double time = median(step->one_thread);
    std::printf("%-64s %9.2f %9.4f %9.1f %8.0f%% %8.1f", step->name.c_str(), step->operations / 1e6, time * 1e3,
                step->operations / time / 1e9, median(step->ratios) * 100, step->bytes / time / 1e9);
    if (threads > 1) std::printf("  %12.2fx", time / median(step->all_threads));
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
