export type { Precision } from './blocked/rewrite.js';
export { type CompileOptions, compile } from './compile.js';
export { Plan, type RunOptions } from './plan.js';
export type { Profile, ProfileStep } from './profile.js';
export { attach } from './share.js';
export type { Choice, TuneOptions } from './tuning.js';
