/** What people call the algorithm of a step. */
import type { GraphAttributes } from '../graph/graph.js';

/** `'F(4x4,3x3)'` of Winograd's, `'1x1'`, `'grouped'`, `'direct'`, …; `''` where there is only one way to compute the op. */
export function algorithmOf(op: string, attributes: GraphAttributes): string {
  switch (op) {
    case 'winogradConv2d':
      return `F(${sizesOf(attributes.tile)},${sizesOf(attributes.kernel)})`;
    case 'blockedConv2d':
      if ((attributes.groups as number) > 1) return 'grouped';
      return `${attributes.kernel}` === '1,1' ? '1x1' : 'direct';
    default:
      return '';
  }
}

const sizesOf = (sizes: unknown) => (sizes as readonly number[]).join('x');
