/**
 * Transposed convolutions as plain ones. With a stride of s, outputs at a distance of s see the same taps of the window: each
 * of the s phases is a convolution with every s-th tap. One convolution computes the phases of both directions as channels of
 * their own, and its result is read as the image in whose rows and columns the phases take turns:
 *
 *   output[s q + r - p] = Σⱼ weight[r + s j] input[q - j]
 *
 * where p is the padding and r the phase. Dumoulin and Visin, "A guide to convolution arithmetic for deep learning", 2016.
 */
import { flip } from '../../functional/flip.js';
import { pad } from '../../functional/pad.js';
import { permute } from '../../functional/permute.js';
import { repeat } from '../../functional/repeat.js';
import { reshape } from '../../functional/reshape.js';
import type { Dim } from '../../graph/dim.js';
import type { Node, Value } from '../../graph/graph.js';
import type { Tensor } from '../../tensor/tensor.js';
import { takeActivation } from './activations.js';
import { blockConvolution } from './convolutions.js';
import { imageOf } from './images.js';
import type { Blocking } from './rewrite.js';

/** The phases of one direction. */
interface Phases {
  readonly stride: number;
  /** Of each phase. */
  readonly taps: number;
  /** Of the convolution, before and behind the image. */
  readonly padding: readonly [number, number];
  /** How many outputs of the convolution there are. */
  readonly count: number;
  /** How many elements of the phases in turn lie before the output. */
  readonly cut: number;
}

function phasesOf(input: number, output: number, kernel: number, stride: number, padding: number): Phases {
  const taps = Math.ceil(kernel / stride);
  const first = Math.min(Math.floor(padding / stride), taps - 1);
  const end = Math.max(Math.ceil((padding + output) / stride), input);
  return {
    stride,
    taps,
    padding: [taps - 1 - first, end - input],
    count: end - first,
    cut: padding - first * stride,
  };
}

/** (C, K, kh, kw) as (phases · lanes, C, taps, taps): each phase has `lanes` channels, of which those from K on are zero. */
function phasesOfWeight(weight: Tensor, lanes: number, rows: Phases, columns: Phases): Tensor {
  const [inputs, outputs, height, width] = weight.shape as [number, number, number, number];
  const padding = [columns.taps * columns.stride - width, rows.taps * rows.stride - height, lanes - outputs];
  const padded = pad(
    weight,
    padding.flatMap((size) => [0, size]),
  );
  const taps = reshape(padded, [inputs, lanes, rows.taps, rows.stride, columns.taps, columns.stride]);
  const phases = permute(flip(taps, [2, 4]), [3, 5, 1, 0, 2, 4]);
  return reshape(phases, [rows.stride * columns.stride * lanes, inputs, rows.taps, columns.taps]);
}

/** Lanes without a channel and taps that not every phase has: from here on the layout does not win what they cost. */
const MOST_WASTE = 1.5;

/** The rule for convTranspose2d. */
export function blockTransposedConvolution(node: Node, blocking: Blocking): boolean {
  const [x, weightValue, biasValue] = node.inputs as [Value, Value, Value | null];
  const input = imageOf(x);
  const output = imageOf(node.outputs[0] as Value);
  const weight = blocking.constants.get(weightValue);
  const bias = blocking.constants.get(biasValue);
  const { stride, padding, dilation, groups } = node.attributes as Record<string, number[]>;
  if (!input || !output || !weight || bias === undefined) return false;
  if (`${dilation}` !== '1,1' || (groups as unknown) !== 1) return false;

  const [kernelHeight, kernelWidth] = weight.shape.slice(2) as [number, number];
  const [strideY, strideX] = stride as [number, number];
  const [top, left] = padding as [number, number];
  const rows = phasesOf(input.height, output.height, kernelHeight, strideY, top);
  const columns = phasesOf(input.width, output.width, kernelWidth, strideX, left);
  const lanes = Math.ceil(output.channels / blocking.block) * blocking.block;
  const products = lanes * rows.taps * strideY * columns.taps * strideX;
  if (products > MOST_WASTE * output.channels * kernelHeight * kernelWidth) return false;
  const phases = strideY * strideX;
  const { attributes, last } = takeActivation(node, blocking);
  const [y] = last.outputs as [Value];
  const image = blocking.value(`${y.name}.phases`, [input.rows, phases * lanes, rows.count, columns.count]);
  const constants = [
    blocking.constants.add(`${weightValue.name}.phases`, phasesOfWeight(weight, lanes, rows, columns)),
    bias && blocking.constants.add(`${(biasValue as Value).name}.phases`, biasOfPhases(bias, lanes, phases)),
  ];
  blockConvolution(
    {
      op: 'conv2d',
      attributes: {
        ...attributes,
        stride: [1, 1],
        padding: [rows.padding[0], columns.padding[0], rows.padding[1], columns.padding[1]],
        dilation: [1, 1],
        groups: 1,
      },
      inputs: [x, ...constants],
      outputs: [image],
      module: node.module,
    },
    blocking,
  );

  const { module } = last;
  const blocks = lanes / blocking.block;
  const plane: [Dim, Dim] = [rows.count, columns.count];
  const [n, height, width] = [input.rows, rows.count * strideY, columns.count * strideX];
  const apart = [n, strideY, strideX, blocks, ...plane, blocking.block];
  const inTurn = [n, blocks, plane[0], strideY, plane[1], strideX, blocking.block];
  const all = [n, blocks, height, width, blocking.block];
  const split = blocking.view('reshape', { shape: apart }, blocking.blocked(image, module), apart, module);
  const turned = blocking.view('permute', { dims: [0, 3, 4, 1, 5, 2, 6] }, split, inTurn, module);
  const whole = blocking.view('reshape', { shape: all }, turned, all, module);
  const cut = (value: Value, dim: number, start: number, length: number) => {
    if (value.shape[dim] === length) return value;
    const attributes = { dim, start, length, step: 1 };
    return blocking.view('slice', attributes, value, value.shape.with(dim, length), module);
  };
  blocking.setBlocked(y, cut(cut(whole, 2, rows.cut, output.height), 3, columns.cut, output.width));
  return true;
}

function biasOfPhases(bias: Tensor, lanes: number, phases: number): Tensor {
  return repeat(pad(bias, [0, lanes - bias.numel()]), [phases]);
}
