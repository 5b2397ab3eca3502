// Some vectors at a time. A function's operations wait for each other, and those of one vector are more than what a CPU
// looks ahead; written over Vecs, every operation is followed by the same one of the next vector.
//
// An operation takes Vecs and, where all of them meet the same operand, Vec. Include after simd/vec_<isa>.h.
#pragma once

namespace convolt {
namespace {

/// As many as leave registers for what a function keeps of each.
constexpr int kVecs = 4;

struct Vecs {
  Vec v[kVecs];
};

CONVOLT_INLINE Vec each(Vec a, int) { return a; }
CONVOLT_INLINE Vec each(const Vecs& a, int i) { return a.v[i]; }

/// op(each of the operands).
template <class Operation, class... Operands>
CONVOLT_INLINE Vecs for_each(const Operation& op, const Operands&... operands) {
  Vecs result;
  CONVOLT_UNROLL
  for (int i = 0; i < kVecs; ++i) result.v[i] = op(each(operands, i)...);
  return result;
}

template <class A, class B>
CONVOLT_INLINE Vecs add(const A& a, const B& b) {
  return for_each([](Vec x, Vec y) { return add(x, y); }, a, b);
}
template <class A, class B>
CONVOLT_INLINE Vecs sub(const A& a, const B& b) {
  return for_each([](Vec x, Vec y) { return sub(x, y); }, a, b);
}
template <class A, class B>
CONVOLT_INLINE Vecs mul(const A& a, const B& b) {
  return for_each([](Vec x, Vec y) { return mul(x, y); }, a, b);
}
template <class A, class B>
CONVOLT_INLINE Vecs div(const A& a, const B& b) {
  return for_each([](Vec x, Vec y) { return div(x, y); }, a, b);
}
template <class A, class B, class C>
CONVOLT_INLINE Vecs fma(const A& a, const B& b, const C& c) {
  return for_each([](Vec x, Vec y, Vec z) { return fma(x, y, z); }, a, b, c);
}
CONVOLT_INLINE Vecs clamp(const Vecs& a, Vec low, Vec high) {
  return for_each([](Vec x, Vec l, Vec h) { return clamp(x, l, h); }, a, low, high);
}
CONVOLT_INLINE Vecs shift_to_exponent(const Vecs& a) {
  return for_each([](Vec x) { return shift_to_exponent(x); }, a);
}

CONVOLT_INLINE Vecs load_vecs(const float* p) {
  Vecs a;
  CONVOLT_UNROLL
  for (int i = 0; i < kVecs; ++i) a.v[i] = load(p + i * kLanes);
  return a;
}
CONVOLT_INLINE void store(float* p, const Vecs& a) {
  CONVOLT_UNROLL
  for (int i = 0; i < kVecs; ++i) store(p + i * kLanes, a.v[i]);
}

/// f of each: at a time, if f takes Vecs.
template <class Function>
CONVOLT_INLINE auto apply(const Function& f, const Vecs& a, int) -> decltype(f(a)) {
  return f(a);
}
template <class Function>
CONVOLT_INLINE Vecs apply(const Function& f, const Vecs& a, long) {
  return for_each(f, a);
}

}  // namespace
}  // namespace convolt
