/** Activation functions of one input, which convolutions and linear layers have built in, too. */
export const activationOps: readonly string[] =
  `elu gelu geluTanh hardshrink hardsigmoid hardswish hardtanh leakyRelu logsigmoid mish relu selu sigmoid silu
   softplus softshrink softsign tanh threshold`.split(/\s+/);

/** Ops that compute each element by itself: the output has the shape of the inputs, which broadcast. */
export const elementwiseOps: readonly string[] = [
  ...activationOps,
  ...`abs add ceil copy cos div eq exp exp2 expm1 floor floorDivide ge gt le log log10 log1p log2 logicalAnd logicalOr
   logicalXor lt maximum minimum mul ne neg pow reciprocal remainder round rsqrt sign sin sqrt sub trunc
   truncDivide where`.split(/\s+/),
];

const names = new Set(elementwiseOps);

/** Whether `op` computes each element by itself. */
export function isElementwise(op: string): boolean {
  return names.has(op);
}
