import { nn, type Tensor } from 'convolt';

/** The network of the lesson, line by line as in train.py. */
export class Net extends nn.Module {
  layer1 = new nn.Sequential(new nn.Conv2d(1, 32, 3, { padding: 1 }), new nn.ReLU(), new nn.MaxPool2d(2));
  layer2 = new nn.Sequential(new nn.Conv2d(32, 64, 3, { padding: 1 }), new nn.ReLU(), new nn.MaxPool2d(2));
  layer3 = new nn.Sequential(new nn.Conv2d(64, 64, 3, { padding: 1 }), new nn.ReLU(), new nn.MaxPool2d(2));
  fc = new nn.Linear(576, 10);

  override forward(x: Tensor): Tensor {
    x = this.layer1.forward(x);
    x = this.layer2.forward(x);
    x = this.layer3.forward(x);
    x = x.view(x.size(0), -1);
    return this.fc.forward(x);
  }
}
