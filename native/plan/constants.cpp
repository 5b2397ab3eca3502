#include "plan/constants.h"

#include <algorithm>
#include <cstring>
#include <memory>

#include "core/error.h"
#include "parallel/thread_pool.h"
#include "plan/op.h"

namespace convolt {
namespace {

/// How much one task copies: a huge page, which one thread then clears and fills.
constexpr size_t kPieceBytes = size_t{2} << 20;

size_t bytes_of(const TensorView& tensor) {
  require(tensor.present() && tensor.is_contiguous(), "constants must be contiguous");
  return static_cast<size_t>(tensor.numel()) * element_size(tensor.dtype);
}

/// @return where the block goes on
std::byte* copy(const TensorViews& tensors, std::byte* to) {
  struct Piece {
    std::byte* to;
    const std::byte* from;
    size_t bytes;
  };
  std::vector<Piece> pieces;
  for (const TensorView& tensor : tensors) {
    const size_t bytes = bytes_of(tensor);
    const auto* from = static_cast<const std::byte*>(tensor.data);
    for (size_t start = 0; start < bytes; start += kPieceBytes) {
      pieces.push_back({to + start, from + start, std::min(kPieceBytes, bytes - start)});
    }
    to += align_up(bytes);
  }
  ThreadPool::process().parallel_for(static_cast<int64_t>(pieces.size()), [&](int64_t task, int) {
    const Piece& piece = pieces[static_cast<size_t>(task)];
    std::memcpy(piece.to, piece.from, piece.bytes);
  });
  return to;
}

void pack(const Packing& packing, std::byte* to) {
  TensorView output = packing.output;
  output.data = to;
  run_once(find_op(packing.op), packing.attributes, packing.inputs, {output});
}

}  // namespace

Constants make_constants(const TensorViews& copied, const std::vector<Packing>& packed) {
  Constants constants;
  for (const TensorView& tensor : copied) constants.bytes += align_up(bytes_of(tensor));
  for (const Packing& packing : packed) constants.bytes += align_up(bytes_of(packing.output));
  if (constants.bytes > 0) constants.memory = allocate_aligned(constants.bytes);
  std::byte* to = copy(copied, constants.memory.get());
  for (const Packing& packing : packed) {
    pack(packing, to);
    to += align_up(bytes_of(packing.output));
  }
  return constants;
}

}  // namespace convolt
