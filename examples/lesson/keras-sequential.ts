/** The lesson's first model: Keras, layer upon layer. It has no weights from training; its table is the point. */
import { keras, zeros } from 'convolt';

const { layers } = keras;

const model = new keras.Sequential();
model.add(new layers.Conv2D(32, [3, 3], { activation: 'relu', inputShape: [28, 28, 1] }));
model.add(new layers.MaxPooling2D([2, 2]));
model.add(new layers.Conv2D(64, [3, 3], { activation: 'relu' }));
model.add(new layers.MaxPooling2D([2, 2]));
model.add(new layers.Conv2D(64, [3, 3], { activation: 'relu' }));

model.summary();

const features = model.predict(zeros([1, 28, 28, 1]));
console.log(`\nOne image of 28 x 28 pixels gives features of shape [${features.shape.join(', ')}].`);
