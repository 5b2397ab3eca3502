import { withoutDrawing } from '../random/draw.js';

/**
 * Builds a module whose parameters are not initialised: weights that `loadStateDict` gives it soon need not be drawn first,
 * which takes longer than reading them. Until then they hold whatever was in their memory.
 *
 * @param build makes the module; whatever it draws at random, by the functions of `nn.init` too, stays undrawn
 * @returns what `build` returns
 * @example const model = nn.skipInit(() => new Net());
 * model.loadStateDict(await load('net.safetensors'), { assign: true });
 * @see https://pytorch.org/docs/stable/generated/torch.nn.utils.skip_init.html
 */
export function skipInit<M>(build: () => M): M {
  return withoutDrawing(build);
}
