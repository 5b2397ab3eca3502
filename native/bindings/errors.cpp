#include "bindings/errors.h"

namespace convolt {

Napi::Error to_javascript(Napi::Env env, const Error& error) {
  Napi::Error wrapped = Napi::Error::New(env, error.what());
  wrapped.Set("code", Napi::String::New(env, error.code()));
  return wrapped;
}

}  // namespace convolt
