/** Small networks for the tests of the graph. */
import * as functional from '../../lib/functional/index.js';
import * as nn from '../../lib/nn/index.js';
import { manualSeed, randn } from '../../lib/random/index.js';
import type { Tensor } from '../../lib/tensor/tensor.js';
import '../../lib/tensor/methods.js';

/** A module of one function, in inference. */
// biome-ignore lint/suspicious/noExplicitAny: whatever the function takes and returns
export function moduleOf(forward: (...inputs: any[]) => unknown): nn.Module {
  class Lambda extends nn.Module {
    override forward = forward;
  }
  return new Lambda().eval();
}

/** Convolution, batch normalisation, pooling, a shortcut and a linear layer, with parameters of the seed 0. */
export class SmallNet extends nn.Module {
  conv1 = new nn.Conv2d(3, 8, 3, { padding: 1, bias: false });
  bn1 = new nn.BatchNorm2d(8);
  relu = new nn.ReLU();
  conv2 = new nn.Conv2d(8, 8, 3, { padding: 1 });
  pool = new nn.MaxPool2d(2);
  dropout = new nn.Dropout(0.5);
  fc = new nn.Linear(8 * 4 * 4, 5);

  override forward(x: Tensor): Tensor {
    x = this.relu.forward(this.bn1.forward(this.conv1.forward(x)));
    x = functional.relu(this.conv2.forward(x).add(x));
    x = this.dropout.forward(this.pool.forward(x));
    return this.fc.forward(x.view(x.size(0), -1));
  }
}

/** A {@link SmallNet} whose statistics are not those of a fresh one. */
export function smallNet(): SmallNet {
  manualSeed(0);
  const net = new SmallNet().eval();
  net.bn1.running_mean?.copy_(randn([8]));
  net.bn1.running_var?.copy_(randn([8]).abs().add(0.5));
  return net;
}

/** An image batch of the seed 1. */
export function images(batch: number, size = 8): Tensor {
  manualSeed(1);
  return randn([batch, 3, size, size]);
}
