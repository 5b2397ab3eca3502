import '../tensor/methods.js';
