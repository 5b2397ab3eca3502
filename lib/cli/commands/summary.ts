import type { Command } from 'commander';
import type { ModelOptions } from '../load-model.js';
import { parseShape } from '../parse.js';

/** `convolt summary`: the table of a model's layers. */
export function addSummary(program: Command): void {
  program
    .command('summary')
    .description("show a model's layers, their output shapes and their numbers of parameters")
    .argument(
      '<module>',
      'JavaScript file that exports the model: a Module, its class, or a function that makes it',
    )
    .requiredOption(
      '--input <shape>',
      'shape of one input, without the batch: channels,height,width',
      parseShape,
    )
    .option('--export <name>', 'name of the export (default: the default export, or the only one)')
    .option('--weights <file>', '.safetensors, .pth, .pt or .th file to load into the model')
    .addHelpText(
      'after',
      `
Examples:
  convolt summary net.js --input 1,28,28
  convolt summary models.js --export ResNet20 --input 3,32,32 --weights resnet20.th`,
    )
    .action(async (file: string, options: ModelOptions & { input: number[] }) => {
      const { loadModel } = await import('../load-model.js');
      const { summary } = await import('../../summary.js');
      summary(await loadModel(file, options), options.input);
    });
}
