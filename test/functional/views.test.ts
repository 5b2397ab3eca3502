import { expect, test } from 'vitest';
import { ArgumentError, ConvoltError, ShapeError } from '../../lib/errors.js';
import { type Tensor, tensor, zeros } from '../../lib/index.js';
import { type RecordedTensor, readFixture } from '../support/fixtures.js';

const x = tensor(
  Float32Array.from({ length: 24 }, (_, i) => i),
  { shape: [2, 3, 4] },
);
const y = x.permute(2, 0, 1);
const views: Record<string, Tensor> = {
  view: x.view(6, -1),
  viewOfSlice: x.slice(1, 0, 2).view(2, 2, 2, 2),
  viewOfSelect: x.select(1, 1).view([2, 2, 2]),
  reshape: y.reshape(4, 6),
  flatten: x.flatten(1),
  flattenMiddle: x.flatten(0, -2),
  permute: y,
  transpose: x.transpose(0, -1),
  t: x.select(0, 0).t(),
  squeeze: x.slice(1, 0, 1).squeeze(),
  squeezeDim: x.slice(0, 0, 1).slice(1, 0, 1).squeeze(1),
  unsqueeze: y.unsqueeze(-1),
  expand: x.slice(1, 0, 1).expand(3, 2, -1, 4).permute([3, 0, 1, 2]),
  slice: x.slice(1, -2).slice(2, 1, undefined, 2),
  sliceEmpty: x.slice(1, 2, 1),
  narrow: x.narrow(2, 1, 2),
  select: x.select(1, -1),
};

interface RecordedView {
  value: RecordedTensor;
  strides: number[];
  offset: number;
}

test.each(Object.entries(readFixture<Record<string, RecordedView>>('views')))(
  '%s equals PyTorch in shape, strides and elements',
  (name, { value, strides, offset }) => {
    const view = views[name] as Tensor;
    expect(view.shape).toEqual(value.shape);
    expect(view.stride()).toEqual(strides);
    if (view.numel() > 0) expect(view.storageOffset).toBe(offset);
    expect([...view.contiguous().data]).toEqual(value.data);
  },
);

test('views share memory with their base, reshape copies where it must', () => {
  const base = zeros([2, 3]);
  base.t().select(0, 1).fill_(5);
  expect(base.toArray()).toEqual([
    [0, 5, 0],
    [0, 5, 0],
  ]);
  expect(base.reshape(3, 2).storage).toBe(base.storage);
  expect(base.t().reshape(6).storage).not.toBe(base.storage);
});

test('reshape builds nothing on the stride of a dimension of size 1', () => {
  const values = tensor([1, 2, 3, 4, 5, 6, 7, 8], { shape: [2, 2, 2] }).permute(1, 0, 2);
  const apart = values.reshape(2, 2, 1, 2).transpose(1, 2);
  expect(apart.reshape(2, 2, 2).toArray()).toEqual(values.toArray());
});

test('a view that the strides do not allow names reshape()', () => {
  const act = () => x.transpose(0, 1).view(6, 4);
  expect(act).toThrow('use reshape() instead');
  expect(act).toThrow(expect.objectContaining({ code: 'CONVOLT_NOT_CONTIGUOUS' }));
});

test('data of a view out of order names contiguous()', () => {
  expect(() => x.transpose(0, 1).data).toThrow('call contiguous() first');
  expect([...x.select(0, 1).data]).toEqual([...x.contiguous().data].slice(12));
});

test('empty and 0-d tensors have views too', () => {
  expect(zeros([0, 3]).view(3, 0).shape).toEqual([3, 0]);
  expect(zeros([0, 3]).reshape(3, -1).shape).toEqual([3, 0]);
  expect(tensor(5).view(1, 1).toArray()).toEqual([[5]]);
  expect(tensor(5).flatten().shape).toEqual([1]);
  expect(tensor([[5]]).view().shape).toEqual([]);
  expect(tensor(5).unsqueeze(0).shape).toEqual([1]);
  expect(tensor(5).expand(2, 2).toArray()).toEqual([
    [5, 5],
    [5, 5],
  ]);
});

test('strides stay exact numbers, however large sizes and steps are', () => {
  const empty = zeros([0, 2 ** 40, 2 ** 40]);
  expect(empty.stride().every(Number.isSafeInteger)).toBe(true);
  expect(empty.add(1).shape).toEqual([0, 2 ** 40, 2 ** 40]);
  const first = zeros([3, 4]).slice(0, 0, 3, 2 ** 52);
  expect(first.shape).toEqual([1, 4]);
  expect(first.add(1).toArray()).toEqual([[1, 1, 1, 1]]);
});

test('wrong shapes are refused with what they were', () => {
  expect(() => x.view(5, -1)).toThrow(
    'view: shape [5, -1] does not fit the 24 elements of a tensor of shape [2, 3, 4]',
  );
  expect(() => zeros([0]).view(0, -1)).toThrow(ShapeError);
  expect(() => x.reshape(-1, -1)).toThrow(ArgumentError);
  expect(() => x.expand(2, 3, 5)).toThrow(ShapeError);
  expect(() => x.expand(3, 4)).toThrow(ShapeError);
  expect(() => x.expand(-1, 2, 3, 4)).toThrow(ShapeError);
  expect(() => x.t()).toThrow(ShapeError);
  expect(() => tensor(1).select(0, 0)).toThrow(ShapeError);
  expect(() => zeros(new Array(8).fill(1)).unsqueeze(0)).toThrow(ShapeError);
});

test('wrong dimensions and indices are refused by name', () => {
  const bad: [() => unknown, string][] = [
    [() => x.permute(0, 1), 'dims'],
    [() => x.permute(0, 1, 1), 'dims'],
    [() => x.permute(null as never), 'dims'],
    [() => x.transpose(0, 3), 'dim1'],
    [() => x.flatten(2, 1), 'startDim'],
    [() => x.flatten(0, 1.5), 'endDim'],
    [() => x.squeeze(3), 'dim'],
    [() => x.unsqueeze(Number.NaN), 'dim'],
    [() => x.slice(0, 0, 1, 0), 'step'],
    [() => x.slice(0, 0.5), 'start'],
    [() => x.slice(0, 0, '1' as never), 'end'],
    [() => x.narrow(0, 0, 3), 'length'],
    [() => x.narrow(0, 5, 0), 'start'],
    [() => x.select(0, 2), 'index'],
    [() => x.select('0' as never, 0), 'dim'],
    [() => x.view('6' as never), 'shape'],
  ];
  for (const [act, argument] of bad) {
    expect(act).toThrow(ArgumentError);
    expect(act).toThrow(expect.objectContaining({ argument }));
  }
});

test('a tensor whose memory was transferred away is refused', () => {
  const lost = zeros([4]);
  structuredClone(lost.data.buffer, { transfer: [lost.data.buffer as ArrayBuffer] });
  const acts = [
    () => lost.data,
    () => lost.clone(),
    () => lost.view(2, 2).toArray(),
    () => lost.fill_(1),
    () => lost.relu(),
    () => zeros([4]).copy_(lost),
  ];
  for (const act of acts) {
    expect(act).toThrow(ConvoltError);
    expect(act).toThrow(expect.objectContaining({ code: 'CONVOLT_DETACHED_BUFFER' }));
  }
});
