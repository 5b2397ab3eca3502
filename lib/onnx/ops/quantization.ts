/** Numbers in eight bits. They are computed with as floats: what matters is the same result, not the same speed. */
import * as F from '../../functional/index.js';
import { zeros } from '../../tensor/create.js';
import type { DType } from '../../tensor/dtype.js';
import type { Tensor } from '../../tensor/tensor.js';
import { axisOf, type Operators, operator } from '../operator.js';
import { convolutionOf } from './convolution.js';

/** The parameters of each channel along an axis, or one for all. */
function along(parameter: Tensor, x: Tensor, axis: number): Tensor {
  if (parameter.ndim === 0 || parameter.numel() === 1) return parameter.reshape([]);
  if (parameter.ndim === x.ndim) return parameter;
  return parameter.reshape(x.shape.map((_, d) => (d === axisOf(axis, x.ndim) ? -1 : 1)));
}

const ranges: Partial<Record<DType, { min: number; max: number }>> = {
  int8: { min: -128, max: 127 },
  uint8: { min: 0, max: 255 },
  int16: { min: -32768, max: 32767 },
};

function quantize(x: Tensor, scale: Tensor, zeroPoint: Tensor, axis: number): Tensor {
  const rounded = F.round(F.div(x, along(scale, x, axis)));
  const placed = F.add(rounded, along(zeroPoint, x, axis).to('float32'));
  const range = ranges[zeroPoint.dtype] ?? {};
  return F.clamp(placed, range).to(zeroPoint.dtype);
}

const noZeroPoint = () => zeros([], { dtype: 'uint8' });

/** The integers that quantised numbers stand for, as floats: exact, as are sums of them up to 2^24. */
function shifted(x: Tensor, zeroPoint: Tensor | undefined, axis: number): Tensor {
  const floats = x.to('float32');
  return zeroPoint === undefined ? floats : F.sub(floats, along(zeroPoint, x, axis).to('float32'));
}

/** Scale and zero point by the range of the values, which has 0 in it. */
function dynamicQuantize(x: Tensor): [quantized: Tensor, scale: Tensor, zeroPoint: Tensor] {
  const dims = x.shape.map((_, d) => d);
  const [low, high] = [F.clampMax(F.amin(x, dims), 0), F.clampMin(F.amax(x, dims), 0)];
  const range = F.div(F.sub(high, low), 255);
  const scale = F.where(F.eq(range, 0), 1, range);
  const zeroPoint = F.clamp(F.round(F.div(F.neg(low), scale)), { min: 0, max: 255 }).to('uint8');
  return [quantize(x, scale, zeroPoint, 0), scale, zeroPoint];
}

/** A quantised tensor with its scale and zero point, one for all or one for each row or column. */
type Quantized = [x: Tensor, scale: Tensor, zeroPoint: Tensor];

export const quantization: Operators = {
  DequantizeLinear: operator<[Tensor, Tensor, Tensor | undefined]>([2, 3], (node) => {
    const axis = node.int('axis', 1);
    return (x, scale, zeroPoint) => F.mul(shifted(x, zeroPoint, axis), along(scale, x, axis));
  }),
  QuantizeLinear: operator<[Tensor, Tensor, Tensor | undefined]>([2, 3], (node) => {
    const axis = node.int('axis', 1);
    return (x, scale, zeroPoint = noZeroPoint()) => quantize(x, scale, zeroPoint, axis);
  }),
  DynamicQuantizeLinear: operator<[Tensor]>(1, () => dynamicQuantize, 3),
  ConvInteger: operator<[Tensor, Tensor, Tensor | undefined, Tensor | undefined]>([2, 4], (node) => {
    const convolve = convolutionOf(node);
    return (x, weight, xZero, weightZero) =>
      convolve(shifted(x, xZero, 1), shifted(weight, weightZero, 0), undefined).to('int32');
  }),
  QLinearConv: operator<[...Quantized, ...Quantized, Tensor, Tensor, Tensor | undefined]>([8, 9], (node) => {
    const convolve = convolutionOf(node);
    return (x, xScale, xZero, weight, weightScale, weightZero, yScale, yZero, bias) => {
      const sums = convolve(shifted(x, xZero, 1), shifted(weight, weightZero, 0), bias?.to('float32'));
      const scale = F.mul(along(xScale, sums, 1), along(weightScale, sums, 1));
      return quantize(F.mul(sums, scale), yScale, yZero, 1);
    };
  }),
  MatMulInteger: operator<[Tensor, Tensor, Tensor | undefined, Tensor | undefined]>(
    [2, 4],
    () => (a, b, aZero, bZero) => F.matmul(shifted(a, aZero, -2), shifted(b, bZero, -1)).to('int32'),
  ),
  QLinearMatMul: operator<[...Quantized, ...Quantized, Tensor, Tensor]>(
    8,
    () => (a, aScale, aZero, b, bScale, bZero, yScale, yZero) => {
      const sums = F.matmul(shifted(a, aZero, -2), shifted(b, bZero, -1));
      const scaled = F.mul(F.mul(sums, along(aScale, sums, -2)), along(bScale, sums, -1));
      return quantize(scaled, yScale, yZero, -2);
    },
  ),
};
