/** The op blockedDepthwiseConv2d, against conv2d on plain images. */
import { expect, test } from 'vitest';
import { conv2d } from '../../lib/functional/conv.js';
import { relu } from '../../lib/functional/relu.js';
import { randn } from '../../lib/random/index.js';
import { dispatch } from '../../lib/runtime/dispatch.js';
import { packDepthwise, runBlocked, toBlocked } from '../support/blocked.js';
import { relativeError } from '../support/relative-error.js';

test.each([
  { channels: 20, kernel: 3, stride: 1, padding: 1, dilation: 1 },
  { channels: 33, kernel: 3, stride: 2, padding: 1, dilation: 1 },
  { channels: 8, kernel: 5, stride: 2, padding: 2, dilation: 1 },
  { channels: 5, kernel: 7, stride: 1, padding: 3, dilation: 1 },
  { channels: 17, kernel: 3, stride: 1, padding: 2, dilation: 2 },
])('$channels channels, $kernel x $kernel, stride $stride, dilation $dilation', (geometry) => {
  const { channels, kernel, stride, padding, dilation } = geometry;
  const x = randn([3, channels, 15, 18]);
  const weight = randn([channels, 1, kernel, kernel]);
  const bias = randn([channels]);
  const plain = conv2d(x, weight, bias, { stride, padding, dilation, groups: channels });
  const residual = randn(plain.shape);
  const attributes = {
    inChannels: channels,
    outChannels: channels,
    kernel: [kernel, kernel],
    stride: [stride, stride],
    padding: [padding, padding, padding, padding],
    dilation: [dilation, dilation],
    groups: channels,
    activation: 'relu',
  };
  const inputs = [x, packDepthwise(weight), bias, toBlocked(residual)] as const;
  const y = runBlocked('blockedDepthwiseConv2d', attributes, inputs, plain.shape);
  expect(relativeError(y, relu(dispatch('add', {}, [plain, residual], [plain])[0]))).toBeLessThan(1e-6);

  const wrong = { ...attributes, groups: 1 };
  expect(() => runBlocked('blockedDepthwiseConv2d', wrong, inputs, plain.shape)).toThrow('as many groups');
  const unpacked = [x, weight, bias] as const;
  expect(() => runBlocked('blockedDepthwiseConv2d', attributes, unpacked, plain.shape)).toThrow(
    'packed weight',
  );
});
