export { Identity } from './identity.js';
export { type ForwardHook, type HookHandle, Module } from './module.js';
export { ModuleDict } from './module-dict.js';
export { ModuleList } from './module-list.js';
export { Parameter } from './parameter.js';
export { ReLU } from './relu.js';
export { Sequential } from './sequential.js';
export type { IncompatibleKeys, StateDict } from './state-dict.js';
