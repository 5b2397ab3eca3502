/** The lesson's second model: Keras, as a class with `call`. It has no weights from training, so its guesses are wild. */
import { keras, type Tensor, zeros } from 'convolt';

const { layers } = keras;

class DigitClassifier extends keras.Model {
  conv1 = new layers.Conv2D(32, 3, { padding: 'same', activation: 'relu' });
  pool1 = new layers.MaxPooling2D(2);
  conv2 = new layers.Conv2D(64, 3, { padding: 'same', activation: 'relu' });
  pool2 = new layers.MaxPooling2D(2);
  flatten = new layers.Flatten();
  dense = new layers.Dense(10, { activation: 'softmax' });

  call(x: Tensor): Tensor {
    x = this.pool1.call(this.conv1.call(x));
    x = this.pool2.call(this.conv2.call(x));
    return this.dense.call(this.flatten.call(x));
  }
}

const model = new DigitClassifier();
const probabilities = model.predict(zeros([4, 28, 28, 1]));

model.summary();

console.log(`\n4 images of 28 x 28 pixels give probabilities of shape [${probabilities.shape.join(', ')}].`);
