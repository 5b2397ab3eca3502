// What JavaScript calls to run compiled networks.
#pragma once

#include <napi.h>

namespace convolt {

/// Adds `plan` to the exports: an object of the functions in plan.cpp.
void export_plan(Napi::Env env, Napi::Object exports);

}  // namespace convolt
