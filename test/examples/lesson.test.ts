import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

function run(name: string): string {
  const path = fileURLToPath(new URL(`../../build/examples/lesson/${name}.js`, import.meta.url));
  return execFileSync(process.execPath, [path], { encoding: 'utf8' });
}

test('the Keras Sequential prints its table', () => {
  const output = run('keras-sequential');
  expect(output).toMatch(/conv2d_2 \(Conv2D\) +│ \(None, 3, 3, 64\) +│ +36,928 │/);
  expect(output).toContain('Total params: 55,744 (217.75 KB)');
  expect(output).toContain('[1, 3, 3, 64]');
});

test('the Keras subclass prints its table', () => {
  const output = run('keras-subclass');
  expect(output).toContain('Model: "digit_classifier"');
  expect(output).toMatch(/flatten \(Flatten\) +│ \(None, 3136\) +│ +0 │/);
  expect(output).toContain('Total params: 50,186 (196.04 KB)');
  expect(output).toContain('[4, 10]');
});

test('the PyTorch module prints itself and its table', () => {
  const output = run('pytorch-module');
  expect(output).toContain('  (conv1): Conv2d(1, 32, kernel_size=(3, 3), stride=(1, 1), padding=(1, 1))\n');
  expect(output).toMatch(/fc \(Linear\) +\[N, 10\] +5,770/);
  expect(output).toContain('Total parameters:         61,514');
  expect(output).toContain('[4, 10]');
});
