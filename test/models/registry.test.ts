import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { ArgumentError, StateDictError } from '../../lib/errors.js';
import { models, zeros } from '../../lib/index.js';

const digits = fileURLToPath(new URL('../../examples/digits/digits.pth', import.meta.url));

test('list is sorted, and create makes each by its name', () => {
  const names = models.list();
  expect(names).toEqual([...names].sort());
  expect(names).toContain('alexnet');
  expect(models.create('digit_net')).toBeInstanceOf(models.DigitNet);
});

test('options reach the model', () => {
  const model = models.create('digit_net', { numClasses: 3 }).eval();
  expect(model.forward(zeros([2, 1, 28, 28])).shape).toEqual([2, 3]);
  expect(
    models
      .lenet5({ numClasses: 4 })
      .eval()
      .forward(zeros([1, 1, 32, 32])).shape,
  ).toEqual([1, 4]);
});

describe('weights', () => {
  test('make create and the factory return a promise of the model with the parameters of the file', async () => {
    const created = (await models.create('digit_net', { weights: digits })).stateDict();
    const made = (await models.digitNet({ weights: digits })).stateDict();
    expect([...created.keys()]).toEqual([...made.keys()]);
    for (const [key, tensor] of created) expect(tensor.equal(made.get(key) as typeof tensor)).toBe(true);
  });

  test('that do not fit are refused', async () => {
    await expect(models.digitNet({ weights: digits, numClasses: 11 })).rejects.toThrow(StateDictError);
    await expect(models.lenet5({ weights: digits })).rejects.toThrow(StateDictError);
    await expect(models.lenet5({ weights: '/no/such/file.pth' })).rejects.toThrow('ENOENT');
  });
});

test.each<[string, () => unknown]>([
  ['name', () => models.create('resnet19' as never)],
  ['name', () => models.create('toString' as never)],
  ['name', () => models.create(undefined as never)],
  ['options', () => models.create('lenet5', null as never)],
  ['options', () => models.lenet5({ classes: 3 } as never)],
  ['numClasses', () => models.lenet5({ numClasses: 0 })],
  ['numClasses', () => models.digitNet({ numClasses: 2.5 })],
  ['numClasses', () => models.alexnet({ numClasses: '10' as never })],
])('a wrong %s is refused', (argument, act) => {
  expect(act).toThrow(ArgumentError);
  expect(act).toThrow(expect.objectContaining({ argument }));
});

test('the names of classes are those of the labels', () => {
  expect(models.imagenetClasses).toHaveLength(1000);
  expect(models.imagenetClasses[0]).toBe('tench');
  expect(models.imagenetClasses[999]).toBe('toilet tissue');
  expect(models.cifar10Classes[9]).toBe('truck');
  expect(models.digitClasses[7]).toBe('7');
});
