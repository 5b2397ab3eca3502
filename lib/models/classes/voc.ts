/**
 * The classes of Pascal VOC behind the background, in the order of torchvision's networks for segmentation.
 * @see http://host.robots.ox.ac.uk/pascal/VOC/
 */
export const vocClasses: readonly string[] = [
  '__background__',
  'aeroplane',
  'bicycle',
  'bird',
  'boat',
  'bottle',
  'bus',
  'car',
  'cat',
  'chair',
  'cow',
  'diningtable',
  'dog',
  'horse',
  'motorbike',
  'person',
  'pottedplant',
  'sheep',
  'sofa',
  'train',
  'tvmonitor',
];
