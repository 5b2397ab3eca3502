#include "plan/activation.h"

#include "core/error.h"

namespace convolt {
namespace {

struct Entry {
  const char* name;
  ActivationFunction function;
  ActivationParameters parameters;
};

constexpr Entry kEntries[] = {
    {"none", ActivationFunction::kIdentity, {}},
    {"elu", ActivationFunction::kElu, {"alpha", "inputScale"}},
    {"gelu", ActivationFunction::kGelu, {}},
    {"geluTanh", ActivationFunction::kGeluTanh, {}},
    {"hardshrink", ActivationFunction::kHardshrink, {"lambd", nullptr}},
    {"hardsigmoid", ActivationFunction::kHardsigmoid, {}},
    {"hardswish", ActivationFunction::kHardswish, {}},
    {"hardtanh", ActivationFunction::kHardtanh, {"minVal", "maxVal"}},
    {"leakyRelu", ActivationFunction::kLeakyRelu, {"negativeSlope", nullptr}},
    {"logsigmoid", ActivationFunction::kLogsigmoid, {}},
    {"mish", ActivationFunction::kMish, {}},
    {"relu", ActivationFunction::kRelu, {}},
    {"selu", ActivationFunction::kSelu, {}},
    {"sigmoid", ActivationFunction::kSigmoid, {}},
    {"silu", ActivationFunction::kSilu, {}},
    {"softplus", ActivationFunction::kSoftplus, {"beta", "threshold"}},
    {"softshrink", ActivationFunction::kSoftshrink, {"lambd", nullptr}},
    {"softsign", ActivationFunction::kSoftsign, {}},
    {"tanh", ActivationFunction::kTanh, {}},
    {"threshold", ActivationFunction::kThreshold, {"threshold", "value"}},
};

float parameter(const Attributes& attributes, const char* name) {
  return name == nullptr ? 0.0f : static_cast<float>(attributes.number(name));
}

}  // namespace

ActivationParameters activation_parameters(ActivationFunction function) {
  for (const Entry& entry : kEntries) {
    if (entry.function == function) return entry.parameters;
  }
  return {};
}

Activation decode_activation(const Attributes& attributes) {
  const std::string& text = attributes.text("activation");
  for (const Entry& entry : kEntries) {
    if (text == entry.name) {
      const auto [a, b] = entry.parameters;
      return {entry.function, parameter(attributes, a), parameter(attributes, b)};
    }
  }
  throw Error("CONVOLT_NATIVE_CHECK", "attribute 'activation' must be 'none' or an activation op, not '" + text + "'");
}

}  // namespace convolt
