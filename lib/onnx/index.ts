import '../tensor/methods.js';

export { type SaveOptions, save } from './save.js';
