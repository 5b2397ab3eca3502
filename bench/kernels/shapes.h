// Layers of real networks, batch 1.
#pragma once

#include <cstdint>

namespace convolt::bench {

struct Shape {
  const char* name;
  int64_t inputs, outputs, size, kernel, stride, groups;  // size 0: a linear layer

  int64_t padding() const { return kernel / 2; }
  int64_t output_size() const { return (size + 2 * padding() - kernel) / stride + 1; }
  int64_t products() const {
    return size == 0 ? inputs * outputs : output_size() * output_size() * kernel * kernel * inputs / groups * outputs;
  }
};

/// The layer that the project's goal names.
constexpr Shape kGoal = {"256 -> 256, 3x3, 28x28", 256, 256, 28, 3, 1, 1};

constexpr Shape kShapes[] = {
    kGoal,
    {"digits conv1", 1, 32, 28, 3, 1, 1},
    {"digits conv2", 32, 64, 14, 3, 1, 1},
    {"digits conv3", 64, 64, 7, 3, 1, 1},
    {"resnet stem 7x7/2", 3, 64, 224, 7, 2, 1},
    {"resnet 64, 56x56", 64, 64, 56, 3, 1, 1},
    {"resnet 128, 28x28", 128, 128, 28, 3, 1, 1},
    {"resnet 256, 14x14", 256, 256, 14, 3, 1, 1},
    {"resnet 512, 7x7", 512, 512, 7, 3, 1, 1},
    {"resnet 128 -> 256 /2", 128, 256, 28, 3, 2, 1},
    {"resnet 1x1 256 -> 64", 256, 64, 56, 1, 1, 1},
    {"resnet 1x1 1024 -> 256", 1024, 256, 14, 1, 1, 1},
    {"resnet 1x1 512 -> 2048", 512, 2048, 7, 1, 1, 1},
    {"vgg stem", 3, 64, 224, 3, 1, 1},
    {"vgg 512, 28x28", 512, 512, 28, 3, 1, 1},
    {"mobilenet 1x1 32 -> 192", 32, 192, 28, 1, 1, 1},
    {"mobilenet 1x1 960 -> 160", 960, 160, 7, 1, 1, 1},
    {"depthwise 96, 112x112 /2", 96, 96, 112, 3, 2, 96},
    {"depthwise 144, 56x56", 144, 144, 56, 3, 1, 144},
    {"depthwise 576, 14x14", 576, 576, 14, 3, 1, 576},
    {"depthwise 5x5 240, 28x28", 240, 240, 28, 5, 1, 240},
    {"linear 512 -> 1000", 512, 1000, 0, 1, 1, 1},
    {"linear 4096 -> 4096", 4096, 4096, 0, 1, 1, 1},
};

}  // namespace convolt::bench
