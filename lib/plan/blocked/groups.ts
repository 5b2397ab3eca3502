/** What packed weights of grouped convolutions need of the input (native/plan/ops/blocked_conv2d.cpp). */

/**
 * How many blocks of the input each block of output channels reads: those that hold a channel which one of its unit sees.
 * A unit is the blocks of a group where groups are whole blocks of output channels, else one block.
 *
 * @returns W in the shape `[ceil(outChannels / block), W, kh, kw, block, block]` of packed weights
 */
export function inputBlocks(inChannels: number, outChannels: number, groups: number, block: number): number {
  if (groups === 1) return Math.ceil(inChannels / block);
  const [seen, made] = [inChannels / groups, outChannels / groups];
  const unit = made % block === 0 ? made : block;
  let most = 0;
  for (let first = 0; first < outChannels; first += unit) {
    const last = Math.min(first + unit, outChannels) - 1;
    const begin = Math.floor((Math.floor(first / made) * seen) / block);
    const end = Math.ceil(((Math.floor(last / made) + 1) * seen) / block);
    most = Math.max(most, end - begin);
  }
  return most;
}
