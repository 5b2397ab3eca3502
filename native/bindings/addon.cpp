// The addon's exports: one function for each op of the op list, and what the runtime asks about the process.
#include <napi.h>

#include "bindings/decode.h"
#include "bindings/errors.h"
#include "bindings/plan.h"
#include "core/error.h"
#include "core/isa.h"
#include "core/memory.h"
#include "dispatch/kernel_table.h"
#include "plan/op.h"

namespace convolt {
namespace {

/// ops.<name>(attributes, inputs, outputs): writes the outputs.
Napi::Value run_op(const Napi::CallbackInfo& info) {
  const auto& entry = *static_cast<const OpEntry*>(info.Data());
  try {
    require(info.Length() == 3 && info[0].IsObject() && info[1].IsArray() && info[2].IsArray(),
            "an op takes attributes, inputs and outputs");
    const Attributes attributes = decode_attributes(info[0].As<Napi::Object>());
    run_once(entry, attributes, decode_tensors(info[1].As<Napi::Array>()), decode_tensors(info[2].As<Napi::Array>()));
    return info.Env().Undefined();
  } catch (const Error& error) {
    throw to_javascript(info.Env(), error);
  }
}

/// prepareBlock(bytes, alignment): readies a Uint8Array that nothing was written to yet. Returns how many bytes into it the
/// first multiple of `alignment` lies, a power of two.
Napi::Value prepare_block(const Napi::CallbackInfo& info) {
  if (info.Length() != 2 || !info[0].IsTypedArray() || !info[1].IsNumber())
    throw Napi::TypeError::New(info.Env(), "expected a Uint8Array and an alignment");
  auto block = info[0].As<Napi::Uint8Array>();
  advise_huge_pages(block.Data(), block.ByteLength());
  const auto alignment = info[1].As<Napi::Number>().Uint32Value();
  const auto before = static_cast<uint32_t>(-reinterpret_cast<uintptr_t>(block.Data())) & (alignment - 1);
  return Napi::Number::New(info.Env(), before);
}

/// freeBlocks([bytes, …]): frees the memory under Uint8Arrays now; their length is 0 then.
Napi::Value free_blocks(const Napi::CallbackInfo& info) {
  if (info.Length() != 1 || !info[0].IsArray()) throw Napi::TypeError::New(info.Env(), "expected a list of Uint8Arrays");
  const auto blocks = info[0].As<Napi::Array>();
  for (uint32_t i = 0; i < blocks.Length(); ++i) {
    const Napi::Value block = blocks.Get(i);
    if (!block.IsTypedArray()) throw Napi::TypeError::New(info.Env(), "expected a Uint8Array");
    block.As<Napi::TypedArray>().ArrayBuffer().Detach();
  }
  return_free_memory();
  return info.Env().Undefined();
}

Napi::Value get_num_threads(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), ThreadPool::process().threads());
}

Napi::Value set_num_threads(const Napi::CallbackInfo& info) {
  try {
    require(info.Length() == 1 && info[0].IsNumber(), "threads must be a number");
    ThreadPool::process().set_threads(info[0].As<Napi::Number>().Int32Value());
    return info.Env().Undefined();
  } catch (const Error& error) {
    throw to_javascript(info.Env(), error);
  }
}

Napi::Object init(Napi::Env env, Napi::Object exports) {
  try {
    auto ops = Napi::Object::New(env);
    auto strided_ops = Napi::Array::New(env), samples_ops = Napi::Array::New(env);
    for (const OpEntry& entry : op_list()) {
      ops.Set(entry.name, Napi::Function::New(env, run_op, entry.name, const_cast<OpEntry*>(&entry)));
      if (entry.layout == Layout::kStrided) strided_ops.Set(strided_ops.Length(), entry.name);
      if (entry.layout == Layout::kSamples) samples_ops.Set(samples_ops.Length(), entry.name);
    }
    auto dtypes = Napi::Array::New(env);
    for (const char* dtype : kDTypeNames) dtypes.Set(dtypes.Length(), dtype);
    auto isas = Napi::Array::New(env);
    for (Isa isa : supported_isas()) {
      if (isa != Isa::kReference) isas.Set(isas.Length(), name(isa));
    }
    exports.Set("ops", ops);
    exports.Set("stridedOps", strided_ops);
    exports.Set("samplesOps", samples_ops);
    exports.Set("dtypes", dtypes);
    exports.Set("isa", name(active_isa()));
    exports.Set("channelBlock", static_cast<double>(kernels().channel_block));
    exports.Set("supportedIsas", isas);
    exports.Set("availableParallelism", available_parallelism());
    exports.Set("prepareBlock", Napi::Function::New(env, prepare_block, "prepareBlock"));
    exports.Set("freeBlocks", Napi::Function::New(env, free_blocks, "freeBlocks"));
    exports.Set("getNumThreads", Napi::Function::New(env, get_num_threads, "getNumThreads"));
    exports.Set("setNumThreads", Napi::Function::New(env, set_num_threads, "setNumThreads"));
    export_plan(env, exports);
    ThreadPool::process();  // a bad CONVOLT_NUM_THREADS is an error of loading
    return exports;
  } catch (const Error& error) {
    throw to_javascript(env, error);
  }
}

}  // namespace
}  // namespace convolt

static Napi::Object InitConvolt(Napi::Env env, Napi::Object exports) { return convolt::init(env, exports); }

NODE_API_MODULE(convolt, InitConvolt)
