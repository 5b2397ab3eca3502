/** Convolt does not train: layers that differ then refuse to run in training mode. */
import { ConvoltError } from '../errors.js';
import type { Module } from './module.js';

/** @throws ConvoltError `CONVOLT_TRAINING_MODE` when the module is in training mode; `lacking` is what it would need */
export function checkInference(module: Module, lacking: string): void {
  if (!module.training) return;
  throw new ConvoltError(
    'CONVOLT_TRAINING_MODE',
    `${module.constructor.name}: ${lacking} of training mode is not built; call eval() on the model first`,
  );
}
