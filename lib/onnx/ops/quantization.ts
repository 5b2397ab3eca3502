/** Numbers in eight bits. They are computed with as floats: what matters is the same result, not the same speed. */
import * as F from '../../functional/index.js';
import { zeros } from '../../tensor/create.js';
import type { DType } from '../../tensor/dtype.js';
import type { Tensor } from '../../tensor/tensor.js';
import { axisOf, type Operators, operator } from '../operator.js';

/** The parameters of each channel along an axis, or one for all. */
function along(parameter: Tensor, x: Tensor, axis: number): Tensor {
  if (parameter.ndim === 0 || parameter.numel() === 1) return parameter.reshape([]);
  if (parameter.ndim === x.ndim) return parameter;
  return parameter.reshape(x.shape.map((_, d) => (d === axisOf(axis, x.ndim) ? -1 : 1)));
}

function dequantize(x: Tensor, scale: Tensor, zeroPoint: Tensor | undefined, axis: number): Tensor {
  const floats = x.to('float32');
  const shifted = zeroPoint === undefined ? floats : F.sub(floats, along(zeroPoint, x, axis).to('float32'));
  return F.mul(shifted, along(scale, x, axis));
}

const ranges: Partial<Record<DType, { min: number; max: number }>> = {
  int8: { min: -128, max: 127 },
  uint8: { min: 0, max: 255 },
  int16: { min: -32768, max: 32767 },
};

function quantize(x: Tensor, scale: Tensor, zeroPoint: Tensor, axis: number): Tensor {
  const rounded = F.round(F.div(x, along(scale, x, axis)));
  const shifted = F.add(rounded, along(zeroPoint, x, axis).to('float32'));
  const range = ranges[zeroPoint.dtype] ?? {};
  return F.clamp(shifted, range).to(zeroPoint.dtype);
}

const noZeroPoint = () => zeros([], { dtype: 'uint8' });

export const quantization: Operators = {
  DequantizeLinear: operator<[Tensor, Tensor, Tensor | undefined]>([2, 3], (node) => {
    const axis = node.int('axis', 1);
    return (x, scale, zeroPoint) => dequantize(x, scale, zeroPoint, axis);
  }),
  QuantizeLinear: operator<[Tensor, Tensor, Tensor | undefined]>([2, 3], (node) => {
    const axis = node.int('axis', 1);
    return (x, scale, zeroPoint = noZeroPoint()) => quantize(x, scale, zeroPoint, axis);
  }),
};
