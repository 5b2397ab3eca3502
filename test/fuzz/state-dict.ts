/** What is done with the tensors of a file: they are copied out of it, and loaded into a module. */
import { load, nn, type Tensor } from '../../lib/index.js';
import type { Stage } from './format.js';

/** The most elements of a tensor that is copied: a few bytes can stand for any number by strides of 0. */
const MOST_ELEMENTS = 1 << 20;

const net = () =>
  new nn.ModuleDict({ conv1: new nn.Conv2d(1, 2, 3), bn1: new nn.BatchNorm2d(2), fc: new nn.Linear(4, 3) });

/** The state dict that drawn files start from. */
export function stateDict(): Map<string, Tensor> {
  return net().stateDict();
}

export async function loadTensors(path: string): Promise<Stage[]> {
  const tensors = await load(path);
  return [
    { name: 'loadStateDict', run: () => net().loadStateDict(tensors) },
    { name: 'copy', run: () => copyAll(tensors) },
  ];
}

/** The addon checks that what a tensor shows lies within its storage. */
function copyAll(tensors: ReadonlyMap<string, Tensor>): void {
  for (const tensor of tensors.values()) if (tensor.numel() <= MOST_ELEMENTS) tensor.clone();
}
