/** The commands that run a user's model: `summary` and `classify`. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { safetensors } from '../io/forge.js';
import { runCli, spawnCli } from './run-cli.js';

const models = fileURLToPath(new URL('models.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'convolt-cli-'));
const white = join(folder, 'white.png');
const red = join(folder, 'red.png');
const brightness = join(folder, 'brightness.safetensors');
const colour = join(folder, 'colour.safetensors');

/** A weights file for a Sequential that starts with a 1x1 convolution. */
function writeWeights(file: string, weight: number[], bias: number[]): void {
  const [outputs, inputs] = [bias.length, weight.length / bias.length];
  const middle = 4 * weight.length;
  const header = {
    '0.weight': { dtype: 'F32', shape: [outputs, inputs, 1, 1], data_offsets: [0, middle] },
    '0.bias': { dtype: 'F32', shape: [outputs], data_offsets: [middle, middle + 4 * outputs] },
  };
  writeFileSync(
    file,
    safetensors(JSON.stringify(header), new Uint8Array(new Float32Array([...weight, ...bias]).buffer)),
  );
}

function writeImage(file: string, background: string): Promise<unknown> {
  return sharp({ create: { width: 6, height: 4, channels: 3, background } })
    .png()
    .toFile(file);
}

beforeAll(async () => {
  await writeImage(white, '#ffffff');
  await writeImage(red, '#ff0000');
  writeWeights(brightness, [2, -2], [-1, 1]); // scores 1 and -1 for white
  writeWeights(colour, [4, 0, 0, 0, 4, 0, 0, 0, 4], [0, 0, 0]);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('convolt summary', () => {
  test('prints the table of the model that a function makes', () => {
    const { status, stdout } = spawnCli(['summary', models, '--export', 'lesson', '--input', '1,28,28']);
    expect(status).toBe(0);
    expect(stdout).toContain('[N, 32, 26, 26]');
    expect(stdout).toContain('18,496');
  });

  test.each([
    [['--input', '1,28'], '--export'],
    [['--export', 'nonsense', '--input', '1,28,28'], "no export 'nonsense'; it has: Brightness, "],
    [['--export', 'nothing', '--input', '1,28,28'], "'nothing' .* must be a Module.*received|gives 7"],
    [['--export', 'lesson', '--input', '1,x'], 'Expected sizes such as 1,28,28'],
    [['--export', 'lesson'], '--input'],
  ])('wrong usage %j ends with 2 and says why', async (args, message) => {
    const { status, stderr } = await runCli(['summary', models, ...args]);
    expect(status).toBe(2);
    expect(stderr).toMatch(new RegExp(message));
  });

  test('an input that does not fit the model ends with 1 and names the layer', () => {
    const { status, stderr } = spawnCli(['summary', models, '--export', 'lesson', '--input', '3,28,28']);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^error: .*Conv2d.*\[CONVOLT_SHAPE_MISMATCH\]\n$/s);
  });
});

describe('convolt classify', () => {
  function classify(...args: string[]) {
    return spawnCli(['classify', models, ...args]);
  }
  const grey = ['--export', 'Brightness', '--weights', brightness];

  test('prints the classes of each image with their probabilities, the most probable first', () => {
    expect(classify(...grey, '--classes', 'light, dark', white)).toEqual({
      status: 0,
      stdout: `${white}\n   88.08 %  light\n   11.92 %  dark\n`,
      stderr: '',
    });
  });

  test('resizes, normalises, and shows numbers where there are no names', () => {
    const options = ['--input', '1,5,7', '--mean', '1', '--std', '0.5', '--top', '1'];
    expect(classify(...grey, ...options, white).stdout).toBe(`${white}\n   88.08 %  1\n`);
  });

  test("reads colours where the model's first convolution takes three channels", () => {
    writeFileSync(join(folder, 'names.txt'), 'red\ngreen\nblue\n');
    const args = [
      '--export',
      'colour',
      '--weights',
      colour,
      '--classes',
      join(folder, 'names.txt'),
      '--top',
      '1',
    ];
    const { stdout } = classify(...args, red, white);
    expect(stdout).toBe(`${red}\n   96.47 %  red\n${white}\n   33.33 %  red\n`);
  });

  test.each([
    [['--mean', '1,2'], white, 2, '--mean must be one number or 1, received 2'],
    [[], 'nowhere.png', 1, 'cannot read nowhere.png: .*\\[CONVOLT_INVALID_FILE\\]'],
  ])('%j on %j ends with %j and says why', (args, image, code, message) => {
    const { status, stderr } = classify(...grey, ...args, image);
    expect(stderr).toMatch(new RegExp(message));
    expect(status).toBe(code);
  });

  test.each([
    [['--std', 'x'], 'Expected numbers'],
    [['--top', '0'], 'Expected a positive integer'],
  ])('%j is refused', async (args, message) => {
    const { status, stderr } = await runCli(['classify', models, ...grey, ...args, white]);
    expect(stderr).toContain(message);
    expect(status).toBe(2);
  });
});
