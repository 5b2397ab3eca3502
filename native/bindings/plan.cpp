// Compiled networks: constants, programs and slots are handles; tensors cross as they do for single ops.
#include "bindings/plan.h"

#include <algorithm>
#include <condition_variable>
#include <cstring>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "bindings/decode.h"
#include "bindings/errors.h"
#include "core/error.h"
#include "parallel/background.h"
#include "parallel/thread_pool.h"
#include "plan/registry.h"
#include "plan/slot.h"

namespace convolt {
namespace {

/// A slot and what its last run left behind.
struct SlotHandle {
  explicit SlotHandle(int threads) : slot(threads) {}

  Slot slot;
  bool busy = false;  // from run() until its callback; only the JavaScript thread looks at it
  std::vector<double> seconds;
};

/// A run on its way: made and dropped on the JavaScript thread.
struct Run {
  std::shared_ptr<SlotHandle> slot;
  std::shared_ptr<const Program> program;
  bool timed;
  Napi::FunctionReference callback;
  bool finished = false;
};

/// The runs of one JavaScript environment.
struct Environment {
  std::set<Run*> runs;  // whose callback is to come; only the JavaScript thread looks at it
  Napi::ThreadSafeFunction done;
  std::mutex mutex;
  std::condition_variable ended;
  int computing = 0;  // runs that a background thread has, or will have
  bool closing = false;
};

/// What JavaScript holds: an object of one of the types here, whose memory V8 is told about.
struct Handle {
  const void* type;
  std::shared_ptr<void> object;
  int64_t bytes = 0;

  void account(Napi::Env env, size_t now) {
    Napi::MemoryManagement::AdjustExternalMemory(env, static_cast<int64_t>(now) - bytes);
    bytes = static_cast<int64_t>(now);
  }
};

template <class T>
const void* type_of() {
  static const char type = 0;
  return &type;
}

template <class T>
Napi::Value make_handle(Napi::Env env, std::shared_ptr<T> object, size_t bytes) {
  auto* handle = new Handle{type_of<T>(), std::const_pointer_cast<std::remove_const_t<T>>(std::move(object))};
  handle->account(env, bytes);
  return Napi::External<Handle>::New(env, handle, [](Napi::Env env, Handle* held) {
    held->account(env, 0);
    delete held;
  });
}

Handle& handle_of(const Napi::Value& value) {
  require(value.IsExternal(), "expected a handle");
  return *value.As<Napi::External<Handle>>().Data();
}

template <class T>
std::shared_ptr<T> object_of(const Napi::Value& value) {
  const Handle& handle = handle_of(value);
  require(handle.type == type_of<T>() && handle.object != nullptr, "a handle of another kind, or a released one");
  return std::static_pointer_cast<T>(handle.object);
}

std::vector<int> decode_numbers(const Napi::Value& value) {
  require(value.IsArray(), "expected a list of numbers");
  const auto list = value.As<Napi::Array>();
  std::vector<int> numbers(list.Length());
  for (uint32_t i = 0; i < numbers.size(); ++i) numbers[i] = list.Get(i).ToNumber().Int32Value();
  return numbers;
}

/// makeConstants(tensors, [{ op, attributes, inputs, output }]): copies of tensors, and then what ops make.
Napi::Value make_constants(const Napi::CallbackInfo& info) {
  require(info.Length() == 2 && info[0].IsArray() && info[1].IsArray(), "makeConstants takes tensors and what is to be packed");
  const auto list = info[1].As<Napi::Array>();
  std::vector<Packing> packed(list.Length());
  for (uint32_t i = 0; i < packed.size(); ++i) {
    const auto packing = list.Get(i).As<Napi::Object>();
    int64_t offset = 0;
    packed[i] = {packing.Get("op").ToString(), decode_attributes(packing.Get("attributes").As<Napi::Object>()),
                 decode_tensors(packing.Get("inputs").As<Napi::Array>()), decode_layout(packing.Get("output"), &offset)};
  }
  auto constants = std::make_shared<const Constants>(convolt::make_constants(decode_tensors(info[0].As<Napi::Array>()), packed));
  const size_t bytes = constants->bytes;
  return make_handle<const Constants>(info.Env(), std::move(constants), bytes);
}

/// makeProgram(constants, { arenaBytes, threads, places, descriptors, steps: [{ op, attributes, inputs, outputs }], inputs, outputs })
Napi::Value make_program(const Napi::CallbackInfo& info) {
  require(info.Length() == 2 && info[1].IsObject(), "makeProgram takes constants and a description");
  const auto description = info[1].As<Napi::Object>();
  const std::vector<int> places = decode_numbers(description.Get("places"));
  const auto descriptors = description.Get("descriptors").As<Napi::Array>();
  require(descriptors.Length() == places.size(), "every tensor needs a place and a descriptor");
  std::vector<Placed> tensors(places.size());
  for (uint32_t i = 0; i < places.size(); ++i) {
    require(places[i] == 0 || places[i] == 1, "a place is 0 or 1");
    Placed& tensor = tensors[i];
    int64_t offset = 0;
    tensor.layout = decode_layout(descriptors.Get(i), &offset);
    tensor.place = static_cast<Place>(places[i]);
    const int64_t size = element_size(tensor.layout.dtype);
    require(offset <= INT64_MAX / size, "a tensor's offset overflows");
    tensor.offset = offset * size;
  }
  const auto list = description.Get("steps").As<Napi::Array>();
  std::vector<StepDescription> steps(list.Length());
  for (uint32_t i = 0; i < steps.size(); ++i) {
    const auto step = list.Get(i).As<Napi::Object>();
    steps[i] = {step.Get("op").ToString(), decode_attributes(step.Get("attributes").As<Napi::Object>()),
                decode_numbers(step.Get("inputs")), decode_numbers(step.Get("outputs"))};
  }
  const double arena_bytes = description.Get("arenaBytes").ToNumber().DoubleValue();
  require(arena_bytes >= 0 && arena_bytes <= 9007199254740991.0, "arenaBytes must be a size");
  const int threads = description.Get("threads").ToNumber().Int32Value();
  require(threads >= 1, "a program needs at least one thread");
  auto program = std::make_shared<const Program>(
      object_of<const Constants>(info[0]), static_cast<size_t>(arena_bytes), threads, std::move(tensors), steps,
      decode_numbers(description.Get("inputs")), decode_numbers(description.Get("outputs")));
  return make_handle<const Program>(info.Env(), std::move(program), 0);
}

/// makeSlot(threads)
Napi::Value make_slot(const Napi::CallbackInfo& info) {
  const int threads = info.Length() == 1 ? info[0].ToNumber().Int32Value() : 0;
  require(threads >= 1, "a slot needs at least one thread");
  return make_handle(info.Env(), std::make_shared<SlotHandle>(threads), 0);
}

void require_idle(const SlotHandle& slot) { require(!slot.busy, "a slot runs one thing at a time"); }

void copy_tensors(const TensorViews& from, const TensorViews& to) {
  require(from.size() == to.size(), "a tensor for each input or output");
  for (size_t i = 0; i < from.size(); ++i) {
    require(from[i].present() && to[i].present() && from[i].is_contiguous() && to[i].is_contiguous() &&
                from[i].dtype == to[i].dtype && from[i].numel() == to[i].numel(),
            [&] { return to_string(from[i]) + " does not fit " + to_string(to[i]); });
    const size_t bytes = from[i].numel() * element_size(from[i].dtype);
    if (bytes > 0) std::memcpy(to[i].data, from[i].data, bytes);
  }
}

/// writeInputs(slot, program, tensors): copies them into the slot.
Napi::Value write_inputs(const Napi::CallbackInfo& info) {
  require(info.Length() == 3 && info[2].IsArray(), "writeInputs takes a slot, a program and tensors");
  const auto owned = object_of<SlotHandle>(info[0]);
  SlotHandle& slot = *owned;
  const auto program = object_of<const Program>(info[1]);
  require_idle(slot);
  slot.slot.prepare(program);
  handle_of(info[0]).account(info.Env(), slot.slot.bytes());
  TensorViews inputs;
  for (size_t i = 0; i < program->inputs().size(); ++i) inputs.push_back(slot.slot.input(*program, static_cast<int>(i)));
  copy_tensors(decode_tensors(info[2].As<Napi::Array>()), inputs);
  return info.Env().Undefined();
}

/// readOutputs(slot, program, tensors): copies the results into them.
Napi::Value read_outputs(const Napi::CallbackInfo& info) {
  require(info.Length() == 3 && info[2].IsArray(), "readOutputs takes a slot, a program and tensors");
  const auto owned = object_of<SlotHandle>(info[0]);
  SlotHandle& slot = *owned;
  const auto program = object_of<const Program>(info[1]);
  require_idle(slot);
  slot.slot.prepare(program);
  TensorViews outputs;
  for (size_t i = 0; i < program->outputs().size(); ++i) outputs.push_back(slot.slot.output(*program, static_cast<int>(i)));
  copy_tensors(outputs, decode_tensors(info[2].As<Napi::Array>()));
  return info.Env().Undefined();
}

/// runSync(slot, program, timed): on this thread and the pool's.
Napi::Value run_sync(const Napi::CallbackInfo& info) {
  require(info.Length() == 3, "runSync takes a slot, a program and a flag");
  const auto owned = object_of<SlotHandle>(info[0]);
  SlotHandle& slot = *owned;
  const auto program = object_of<const Program>(info[1]);
  require_idle(slot);
  slot.slot.prepare(program);
  slot.slot.allow();
  slot.slot.run(*program, info[2].ToBoolean() ? &slot.seconds : nullptr);
  return info.Env().Undefined();
}

/// On a background thread.
void compute(Environment& environment, Run* run) {
  run->finished = run->slot->slot.run(*run->program, run->timed ? &run->slot->seconds : nullptr);
  std::lock_guard<std::mutex> lock(environment.mutex);
  --environment.computing;
  if (environment.closing) {
    environment.ended.notify_all();
    return;
  }
  environment.done.NonBlockingCall(run, [](Napi::Env env, Napi::Function, Run* ended) {
    const std::unique_ptr<Run> owned(ended);
    auto& here = *env.GetInstanceData<Environment>();
    here.runs.erase(ended);
    if (here.runs.empty()) here.done.Unref(env);
    owned->slot->busy = false;
    owned->callback.Call({Napi::Boolean::New(env, owned->finished)});
  });
}

/// run(slot, program, timed, callback): in the background; callback(finished), false when it was cancelled.
Napi::Value run(const Napi::CallbackInfo& info) {
  require(info.Length() == 4 && info[3].IsFunction(), "run takes a slot, a program, a flag and a callback");
  const auto slot = object_of<SlotHandle>(info[0]);
  const auto program = object_of<const Program>(info[1]);
  require_idle(*slot);
  slot->slot.prepare(program);
  slot->slot.allow();
  auto& environment = *info.Env().GetInstanceData<Environment>();
  auto* started = new Run{slot, program, info[2].ToBoolean(), Napi::Persistent(info[3].As<Napi::Function>())};
  slot->busy = true;
  if (environment.runs.empty()) environment.done.Ref(info.Env());
  environment.runs.insert(started);
  {
    std::lock_guard<std::mutex> lock(environment.mutex);
    ++environment.computing;
  }
  Background::process().submit([&environment, started] { compute(environment, started); });
  return info.Env().Undefined();
}

/// cancel(slot): its run, if there is one, stops before the next step.
Napi::Value cancel(const Napi::CallbackInfo& info) {
  require(info.Length() == 1, "cancel takes a slot");
  object_of<SlotHandle>(info[0])->slot.cancel();
  return info.Env().Undefined();
}

/// stepSeconds(slot): how long each step of the last timed run took.
Napi::Value step_seconds(const Napi::CallbackInfo& info) {
  require(info.Length() == 1, "stepSeconds takes a slot");
  const auto owned = object_of<SlotHandle>(info[0]);
  const SlotHandle& slot = *owned;
  require_idle(slot);
  const std::vector<double>& seconds = slot.seconds;
  auto list = Napi::Array::New(info.Env(), seconds.size());
  for (uint32_t i = 0; i < seconds.size(); ++i) list.Set(i, seconds[i]);
  return list;
}

/// release(handle)
Napi::Value release(const Napi::CallbackInfo& info) {
  require(info.Length() == 1, "release takes a handle");
  Handle& handle = handle_of(info[0]);
  handle.account(info.Env(), 0);
  handle.object = nullptr;
  return info.Env().Undefined();
}

/// share(constants, token, bytes): lets other environments attach to them.
Napi::Value share(const Napi::CallbackInfo& info) {
  require(info.Length() == 3 && info[1].IsString() && info[2].IsTypedArray(), "share takes constants, a token and bytes");
  const auto bytes = info[2].As<Napi::Uint8Array>();
  Registry::process().add(info[1].ToString(), object_of<const Constants>(info[0]),
                          std::string(reinterpret_cast<const char*>(bytes.Data()), bytes.ByteLength()));
  return info.Env().Undefined();
}

/// attach(token): { constants, bytes } of share(); null if they are not there, or not any more.
Napi::Value attach(const Napi::CallbackInfo& info) {
  require(info.Length() == 1 && info[0].IsString(), "attach takes a token");
  std::optional<Registry::Shared> shared = Registry::process().find(info[0].ToString());
  if (!shared.has_value()) return info.Env().Null();
  auto result = Napi::Object::New(info.Env());
  const std::string& description = shared->description;
  result.Set("bytes", Napi::Buffer<char>::Copy(info.Env(), description.data(), description.size()));
  const size_t bytes = shared->constants->bytes;
  result.Set("constants", make_handle<const Constants>(info.Env(), std::move(shared->constants), bytes));
  return result;
}

/// The environment ends: its runs stop, and nobody is left to be told of them.
void close(Environment* environment) {
  {
    std::unique_lock<std::mutex> lock(environment->mutex);
    environment->closing = true;
    for (Run* run : environment->runs) run->slot->slot.cancel();
    environment->ended.wait(lock, [&] { return environment->computing == 0; });
  }
  for (Run* run : environment->runs) delete run;
  environment->runs.clear();
}

template <Napi::Value (*function)(const Napi::CallbackInfo&)>
Napi::Value guarded(const Napi::CallbackInfo& info) {
  try {
    return function(info);
  } catch (const Error& error) {
    throw to_javascript(info.Env(), error);
  }
}

}  // namespace

void export_plan(Napi::Env env, Napi::Object exports) {
  auto* environment = new Environment();
  env.SetInstanceData(environment);
  environment->done = Napi::ThreadSafeFunction::New(env, Napi::Function::New(env, [](const Napi::CallbackInfo&) {}),
                                                    "convolt.run", 0, 1);
  environment->done.Unref(env);
  // Added after the function above, so it runs before that one's own end.
  env.AddCleanupHook(close, environment);

  auto plan = Napi::Object::New(env);
  const auto add = [&](const char* name, Napi::Value (*function)(const Napi::CallbackInfo&)) {
    plan.Set(name, Napi::Function::New(env, function, name));
  };
  add("attach", guarded<attach>);
  add("cancel", guarded<cancel>);
  add("makeConstants", guarded<make_constants>);
  add("makeProgram", guarded<make_program>);
  add("makeSlot", guarded<make_slot>);
  add("readOutputs", guarded<read_outputs>);
  add("release", guarded<release>);
  add("run", guarded<run>);
  add("runSync", guarded<run_sync>);
  add("share", guarded<share>);
  add("stepSeconds", guarded<step_seconds>);
  add("writeInputs", guarded<write_inputs>);
  exports.Set("plan", plan);
}

}  // namespace convolt
