import type { Command } from 'commander';
import type { ClassifyOptions } from '../classify-images.js';
import { parseCount, parseNumbers, parseShape } from '../parse.js';

/** `convolt classify`: the most probable classes of images. */
export function addClassify(program: Command): void {
  program
    .command('classify')
    .description('say which classes images most probably belong to')
    .argument(
      '<module>',
      'JavaScript file that exports the model: a Module, its class, or a function that makes it',
    )
    .argument('<image...>', 'image files: PNG, JPEG, WebP, … (read with the package sharp)')
    .requiredOption('--weights <file>', '.safetensors, .pth, .pt or .th file to load into the model')
    .option('--export <name>', 'name of the export (default: the default export, or the only one)')
    .option(
      '--input <shape>',
      "channels,height,width to convert images to (default: the channels of the model's first convolution, the image's own size)",
      parseShape,
    )
    .option('--classes <names>', 'class names: a file with one a line, or a list separated by commas')
    .option('--top <count>', 'how many classes to show', parseCount, 5)
    .option(
      '--mean <numbers>',
      'subtracted from values in [0, 1]; one number, or one for each channel',
      parseNumbers,
      [0],
    )
    .option('--std <numbers>', 'divides what is left; one number, or one for each channel', parseNumbers, [1])
    .addHelpText(
      'after',
      `
The model's output, one row of scores, goes through softmax.

Examples:
  convolt classify digits.js --weights digits.pth --input 1,28,28 seven.png
  convolt classify net.js --weights net.safetensors --input 3,224,224 --classes labels.txt \\
    --mean 0.485,0.456,0.406 --std 0.229,0.224,0.225 cat.jpg dog.jpg`,
    )
    .action(async (file: string, images: string[], options: ClassifyOptions) => {
      const { classifyImages } = await import('../classify-images.js');
      await classifyImages(file, images, options);
    });
}
