#include "plan/program.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>
#include <vector>

#include "core/error.h"
#include "plan/slot.h"

namespace convolt::test {
namespace {

TensorView vector_of(int64_t size) {
  TensorView view;
  view.dtype = DType::kFloat32;
  view.rank = 1;
  view.shape[0] = size;
  view.strides[0] = 1;
  return view;
}

std::shared_ptr<const Constants> make_constants(const std::vector<float>& values) {
  auto constants = std::make_shared<Constants>();
  constants->bytes = values.size() * sizeof(float);
  constants->memory = allocate_aligned(constants->bytes);
  std::memcpy(constants->memory.get(), values.data(), constants->bytes);
  return constants;
}

StepDescription step(const char* op, std::vector<int> inputs, std::vector<int> outputs) {
  return {op, {}, std::move(inputs), std::move(outputs)};
}

/// relu(input + constant), three numbers; the sum lies at byte 64 of the arena.
std::vector<Placed> tensors() {
  return {{Place::kArena, 0, vector_of(3)},
          {Place::kConstants, 0, vector_of(3)},
          {Place::kArena, 64, vector_of(3)},
          {Place::kArena, 0, vector_of(3)}};
}

TEST_CASE("program: steps run in order over arena and constants") {
  const auto program = std::make_shared<const Program>(
      make_constants({1, 2, 3}), 128, 2, tensors(),
      std::vector<StepDescription>{step("add", {0, 1}, {2}), step("relu", {2}, {3})}, std::vector<int>{0},
      std::vector<int>{3});
  Slot slot(2);
  slot.prepare(program);
  const float x[] = {-5, 1, -3};
  std::memcpy(slot.input(*program, 0).data, x, sizeof(x));
  std::vector<double> seconds;
  CHECK(slot.run(*program, &seconds));
  CHECK(seconds.size() == 2);
  const float* y = slot.output(*program, 0).as<float>();
  CHECK(y[0] == 0.0f);
  CHECK(y[1] == 3.0f);
  CHECK(y[2] == 0.0f);
}

TEST_CASE("slot: a cancelled run stops, and the next one is whole when it is allowed again") {
  const auto program = std::make_shared<const Program>(
      make_constants({1, 1, 1}), 128, 1, tensors(), std::vector<StepDescription>{step("add", {0, 1}, {2})},
      std::vector<int>{0}, std::vector<int>{2});
  Slot slot(1);
  slot.prepare(program);
  slot.cancel();
  CHECK(!slot.run(*program, nullptr));
  slot.allow();
  CHECK(slot.run(*program, nullptr));
}

TEST_CASE("slot: a larger program moves the arena, and the smaller one still runs") {
  const auto make = [](size_t bytes) {
    return std::make_shared<const Program>(make_constants({1, 1, 1}), bytes, 1, tensors(),
                                           std::vector<StepDescription>{step("add", {0, 1}, {2})}, std::vector<int>{0},
                                           std::vector<int>{2});
  };
  const auto small = make(128), large = make(1 << 20);
  Slot slot(1);
  for (const auto& program : {small, large, small}) {
    slot.prepare(program);
    const float x[] = {1, 2, 3};
    std::memcpy(slot.input(*program, 0).data, x, sizeof(x));
    CHECK(slot.run(*program, nullptr));
    CHECK(slot.output(*program, 0).as<float>()[2] == 4.0f);
  }
}

TEST_CASE("program: a layer's residual must have the output's shape, and its activation must be known") {
  const auto make = [](const char* activation, int64_t added) {
    TensorView weight = vector_of(9);
    weight.rank = 2;
    weight.shape[0] = weight.shape[1] = weight.strides[0] = 3;
    weight.strides[1] = 1;
    StepDescription linear = step("linear", {0, 1, -1, 2}, {3});
    linear.attributes.set("activation", std::string(activation));
    Program(make_constants(std::vector<float>(9)), 256, 1,
            {{Place::kArena, 0, vector_of(3)},
             {Place::kConstants, 0, weight},
             {Place::kArena, 64, vector_of(added)},
             {Place::kArena, 128, vector_of(3)}},
            {linear}, {0}, {3});
  };
  CHECK_NOTHROW(make("none", 3));
  CHECK_NOTHROW(make("silu", 3));
  CHECK_THROWS_AS(make("none", 2), Error);
  CHECK_THROWS_AS(make("none", 4), Error);
  CHECK_THROWS_AS(make("conv2d", 3), Error);
  CHECK_THROWS_AS(make("leakyRelu", 3), Error);  // its slope is missing
}

TEST_CASE("program: images whose samples lie apart are the first input or the output of some ops, and stay inside") {
  const auto images = [](int64_t batch_stride) {
    TensorView view;
    view.dtype = DType::kFloat32;
    view.rank = 4;
    const int64_t shape[] = {2, 3, 1, 2}, strides[] = {batch_stride, 2, 2, 1};
    std::copy(shape, shape + 4, view.shape);
    std::copy(strides, strides + 4, view.strides);
    return view;
  };
  const auto make = [&](const char* op, std::vector<int> inputs, int64_t input_stride, int64_t output_stride) {
    StepDescription one = step(op, std::move(inputs), {2});
    one.attributes.set("dim", 1.0);
    return std::make_shared<const Program>(make_constants({1, 2, 3}), 256, 1,
                                           std::vector<Placed>{{Place::kArena, 0, images(6)},
                                                               {Place::kArena, 64, images(input_stride)},
                                                               {Place::kArena, 128, images(output_stride)}},
                                           std::vector<StepDescription>{step("abs", {0}, {1}), one},
                                           std::vector<int>{0}, std::vector<int>{});
  };
  const auto program = make("neg", {1}, 10, 20);
  Slot slot(2);
  slot.prepare(program);
  float x[12];
  for (int i = 0; i < 12; ++i) x[i] = static_cast<float>(i - 6);
  std::memcpy(slot.input(*program, 0).data, x, sizeof(x));
  CHECK(slot.run(*program, nullptr));
  const float* y = slot.input(*program, 0).as<float>() + 128 / sizeof(float);
  for (int i = 0; i < 12; ++i) CHECK(y[i / 6 * 20 + i % 6] == -std::fabs(x[i]));

  CHECK_NOTHROW(make("softmax", {0}, 6, 6));
  CHECK_THROWS_AS(make("softmax", {1}, 10, 6), Error);
  CHECK_THROWS_AS(make("softmax", {0}, 6, 10), Error);
  CHECK_THROWS_AS(make("neg", {1}, 6, 27), Error);  // the last element would lie behind the arena
}

TEST_CASE("program: what would leave its memory is refused") {
  const auto make = [](std::vector<Placed> placed, std::vector<StepDescription> steps, std::vector<int> inputs,
                       std::vector<int> outputs) {
    Program(make_constants({1, 2, 3}), 128, 1, std::move(placed), steps, std::move(inputs), std::move(outputs));
  };
  const auto replaced = [](size_t index, Placed tensor) {
    auto placed = tensors();
    placed[index] = tensor;
    return placed;
  };
  CHECK_NOTHROW(make(tensors(), {step("add", {0, 1}, {2})}, {0}, {2}));
  CHECK_THROWS_AS(make(replaced(0, {Place::kArena, 120, vector_of(3)}), {}, {}, {}), Error);
  CHECK_THROWS_AS(make(replaced(0, {Place::kArena, -4, vector_of(3)}), {}, {}, {}), Error);
  CHECK_THROWS_AS(make(replaced(0, {Place::kArena, 2, vector_of(3)}), {}, {}, {}), Error);
  CHECK_THROWS_AS(make(replaced(1, {Place::kConstants, 0, vector_of(4)}), {}, {}, {}), Error);
  CHECK_THROWS_AS(make(tensors(), {step("add", {0, 4}, {2})}, {}, {}), Error);
  CHECK_THROWS_AS(make(tensors(), {step("add", {0, 1}, {-1})}, {}, {}), Error);
  CHECK_THROWS_AS(make(tensors(), {step("relu", {0}, {1})}, {}, {}), Error);
  CHECK_THROWS_AS(make(tensors(), {step("no such op", {0}, {2})}, {}, {}), Error);
  CHECK_THROWS_AS(make(tensors(), {}, {1}, {}), Error);
  CHECK_THROWS_AS(make(tensors(), {}, {}, {9}), Error);
}

}  // namespace
}  // namespace convolt::test
