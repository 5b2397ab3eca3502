/**
 * The lesson's third model: PyTorch, as a Module with `forward`. It has no weights from training here; examples/digits
 * loads them.
 */
import { functional, nn, summary, type Tensor, zeros } from 'convolt';

const { maxPool2d, relu, softmax } = functional;

class DigitClassifier extends nn.Module {
  conv1 = new nn.Conv2d(1, 32, 3, { padding: 1 });
  conv2 = new nn.Conv2d(32, 64, 3, { padding: 1 });
  conv3 = new nn.Conv2d(64, 64, 3, { padding: 1 });
  fc = new nn.Linear(64 * 3 * 3, 10);

  forward(x: Tensor): Tensor {
    x = maxPool2d(relu(this.conv1.forward(x)), 2); // 28 -> 14
    x = maxPool2d(relu(this.conv2.forward(x)), 2); // 14 -> 7
    x = maxPool2d(relu(this.conv3.forward(x)), 2); // 7 -> 3
    x = x.view(-1, 64 * 3 * 3);
    return this.fc.forward(x);
  }
}

const model = new DigitClassifier().eval();
console.log(`${model}\n`);
summary(model, [1, 28, 28]);

const probabilities = softmax(model.forward(zeros([4, 1, 28, 28])), 1);
console.log(`\n4 images of 28 x 28 pixels give probabilities of shape [${probabilities.shape.join(', ')}].`);
