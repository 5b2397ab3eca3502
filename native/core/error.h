// The one exception type of the native code. Kernels never throw; ops throw it while they are prepared, and the binding
// turns it into a JavaScript error that carries the same code.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

namespace convolt {

class Error : public std::runtime_error {
 public:
  Error(const char* code, const std::string& message) : std::runtime_error(message), code_(code) {}
  const char* code() const { return code_; }

 private:
  const char* code_;
};

/// Throws unless `condition` holds: what the TypeScript side should have checked already, checked again at the border.
void require(bool condition, const char* message);
void require(bool condition, const std::string& message);

/// The same with a message that is put together only when it is needed: require(fits, [&] { return "…" + …; }).
template <class MakeMessage, class = decltype(std::declval<MakeMessage>()())>
void require(bool condition, const MakeMessage& make_message) {
  if (!condition) require(false, make_message());
}

}  // namespace convolt
