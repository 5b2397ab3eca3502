#include "bindings/decode.h"

#include <string>

#include "core/error.h"

namespace convolt {
namespace {

constexpr double kMaxSafeInteger = 9007199254740991.0;

int64_t integer(double value, const char* what) {
  require(value >= -kMaxSafeInteger && value <= kMaxSafeInteger &&
              static_cast<double>(static_cast<int64_t>(value)) == value,
          [&] { return std::string("a tensor's ") + what + " must be an integer"; });
  return static_cast<int64_t>(value);
}

/// What a typed array lies over. One call of Node-API, where the classes of node-addon-api make one a question.
struct TypedArrayInfo {
  napi_typedarray_type type;
  size_t length;
  void* data;

  explicit TypedArrayInfo(const Napi::Value& value) {
    const napi_status status =
        napi_get_typedarray_info(value.Env(), value, &type, &length, &data, nullptr, nullptr);
    require(status == napi_ok, "a tensor needs its bytes and its descriptor");
  }
};

TensorView decode_tensor(const Napi::Value& bytes_value, const Napi::Value& descriptor_value) {
  const TypedArrayInfo bytes(bytes_value);
  int64_t offset = 0;
  TensorView view = decode_layout(descriptor_value, &offset);
  require(bytes.type == napi_uint8_array, "a tensor's bytes must be a Uint8Array");
  const int64_t size = element_size(view.dtype);
  const int64_t capacity = static_cast<int64_t>(bytes.length) / size;
  require_within(view, offset <= capacity ? capacity - offset : 0);
  require(reinterpret_cast<uintptr_t>(bytes.data) % static_cast<size_t>(size) == 0,
          "a tensor's memory is not aligned to its elements");
  view.data = bytes.data == nullptr ? nullptr : static_cast<uint8_t*>(bytes.data) + offset * size;
  return view;
}

}  // namespace

TensorView decode_layout(const Napi::Value& descriptor_value, int64_t* offset) {
  const TypedArrayInfo descriptor(descriptor_value);
  require(descriptor.type == napi_float64_array, "a descriptor must be a Float64Array");
  const size_t length = descriptor.length;
  require(length >= 2 && length % 2 == 0 && length <= 2 + 2 * kMaxRank, "a descriptor has the wrong length");
  const auto* fields = static_cast<const double*>(descriptor.data);

  TensorView view;
  const int64_t dtype = integer(fields[0], "dtype");
  require(dtype >= 0 && dtype < kDTypeCount, "unknown dtype");
  view.dtype = static_cast<DType>(dtype);
  view.rank = static_cast<int>(length / 2 - 1);
  for (int d = 0; d < view.rank; ++d) {
    view.shape[d] = integer(fields[2 + d], "size");
    view.strides[d] = integer(fields[2 + view.rank + d], "stride");
  }
  *offset = integer(fields[1], "offset");
  require(*offset >= 0, "a tensor's offset must not be negative");
  return view;
}

Attributes decode_attributes(const Napi::Object& object) {
  Attributes attributes;
  const Napi::Array names = object.GetPropertyNames();
  for (uint32_t i = 0; i < names.Length(); ++i) {
    const Napi::Value key = names[i];
    const Napi::Value value = object.Get(key);
    std::string name = key.As<Napi::String>();
    if (value.IsBoolean()) {
      attributes.set(std::move(name), value.As<Napi::Boolean>().Value());
    } else if (value.IsNumber()) {
      attributes.set(std::move(name), value.As<Napi::Number>().DoubleValue());
    } else if (value.IsString()) {
      attributes.set(std::move(name), value.As<Napi::String>().Utf8Value());
    } else {
      require(value.IsArray(),
              [&] { return "attribute '" + name + "' must be a boolean, a number, a string or a list of numbers"; });
      const auto list = value.As<Napi::Array>();
      std::vector<double> numbers(list.Length());
      for (uint32_t k = 0; k < numbers.size(); ++k) {
        const Napi::Value item = list[k];
        require(item.IsNumber(), [&] { return "attribute '" + name + "' must be a list of numbers"; });
        numbers[k] = item.As<Napi::Number>().DoubleValue();
      }
      attributes.set(std::move(name), std::move(numbers));
    }
  }
  return attributes;
}

TensorViews decode_tensors(const Napi::Array& array) {
  require(array.Length() % 2 == 0, "tensors come as pairs of bytes and descriptor");
  TensorViews views(array.Length() / 2);
  for (uint32_t i = 0; i < views.size(); ++i) {
    const Napi::Value bytes = array[2 * i];
    if (!bytes.IsNull()) views[i] = decode_tensor(bytes, array[2 * i + 1]);
  }
  return views;
}

}  // namespace convolt
