/** The classes of CIFAR-10, in the order of its labels. @see https://www.cs.toronto.edu/~kriz/cifar.html */
export const cifar10Classes: readonly string[] = [
  'airplane',
  'automobile',
  'bird',
  'cat',
  'deer',
  'dog',
  'frog',
  'horse',
  'ship',
  'truck',
];
