/** All operators of ONNX that have a counterpart here. */
import type { Operators } from '../operator.js';
import { activations } from './activations.js';
import { constants } from './constants.js';
import { convolution } from './convolution.js';
import { detection } from './detection.js';
import { elementwise } from './elementwise.js';
import { indexing } from './indexing.js';
import { linear } from './linear.js';
import { normalization } from './normalization.js';
import { pooling } from './pooling.js';
import { quantization } from './quantization.js';
import { reductions } from './reductions.js';
import { resizing } from './resize.js';
import { shapes } from './shapes.js';

export const operators: Operators = {
  ...activations,
  ...constants,
  ...convolution,
  ...detection,
  ...elementwise,
  ...indexing,
  ...linear,
  ...normalization,
  ...pooling,
  ...quantization,
  ...reductions,
  ...resizing,
  ...shapes,
};
