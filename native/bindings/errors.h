// Native errors on their way to JavaScript.
#pragma once

#include <napi.h>

#include "core/error.h"

namespace convolt {

Napi::Error to_javascript(Napi::Env env, const Error& error);

}  // namespace convolt
