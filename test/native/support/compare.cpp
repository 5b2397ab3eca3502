#include "support/compare.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace convolt::test {

std::vector<Isa> variants() {
  std::vector<Isa> isas = supported_isas();
  isas.erase(std::remove(isas.begin(), isas.end(), Isa::kReference), isas.end());
  return isas;
}

std::vector<float> random_floats(size_t count, uint32_t seed) {
  std::mt19937 generator(seed);
  std::uniform_real_distribution<float> uniform(-1.0f, 1.0f);
  std::vector<float> values(count);
  for (float& value : values) value = uniform(generator);
  return values;
}

double relative_error(const float* actual, const float* expected, size_t count) {
  double largest = 0.0, difference = 0.0;
  for (size_t i = 0; i < count; ++i) {
    if (std::isfinite(expected[i]) && std::isfinite(actual[i])) {
      largest = std::max(largest, std::fabs(static_cast<double>(expected[i])));
      difference = std::max(difference, std::fabs(static_cast<double>(actual[i]) - expected[i]));
    } else if (!(std::isnan(expected[i]) && std::isnan(actual[i])) && actual[i] != expected[i]) {
      return std::numeric_limits<double>::infinity();
    }
  }
  return difference == 0.0 ? 0.0 : difference / largest;
}

}  // namespace convolt::test
