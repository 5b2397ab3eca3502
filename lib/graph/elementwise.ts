/** Ops that compute each element by itself: the output has the shape of the inputs, which broadcast. */
export const elementwiseOps: readonly string[] =
  `abs add ceil copy cos div elu eq exp exp2 expm1 floor floorDivide ge gelu geluTanh gt hardshrink hardsigmoid hardswish
   hardtanh le leakyRelu log log10 log1p log2 logicalAnd logicalOr logicalXor logsigmoid lt maximum minimum mish mul ne neg
   pow reciprocal relu remainder round rsqrt selu sigmoid sign silu sin softplus softshrink softsign sqrt sub tanh threshold
   trunc truncDivide where`.split(/\s+/);

const names = new Set(elementwiseOps);

/** Whether `op` computes each element by itself. */
export function isElementwise(op: string): boolean {
  return names.has(op);
}
