// A layer of a network, batch 1.
#pragma once

#include <cstdint>
#include <string>

namespace convolt::bench {

struct Shape {
  std::string name;
  int64_t inputs, outputs, size, kernel, stride, groups;  // size 0: a linear layer

  int64_t padding() const { return kernel / 2; }
  int64_t output_size() const { return (size + 2 * padding() - kernel) / stride + 1; }
  int64_t products() const {
    return size == 0 ? inputs * outputs : output_size() * output_size() * kernel * kernel * inputs / groups * outputs;
  }
};

}  // namespace convolt::bench
