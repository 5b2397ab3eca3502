/** From a token to a plan. */
import { deserialize } from 'node:v8';
import { ArgumentError, ConvoltError } from '../errors.js';
import { addon } from '../runtime/addon.js';
import { type Description, Plan } from './plan.js';

/**
 * The network of a plan that another thread of the process compiled, as a plan of this thread.
 *
 * It has the same options, gives the same bits, and shares the weights with the other plans of the network; they are freed
 * with the last of them. See {@link Plan.share} for how long a token works.
 *
 * @param token what {@link Plan.share} returned
 * @throws ConvoltError `CONVOLT_NOT_SHARED` if no plan of this network lives any more, or none ever was shared by this token
 * in this process; ArgumentError if it is no string
 * @example
 * import { workerData } from 'node:worker_threads';
 * const net = attach(workerData);
 */
export function attach(token: string): Plan {
  if (typeof token !== 'string') throw new ArgumentError('attach', 'token', 'what share() returned', token);
  const shared = addon.plan.attach(token);
  if (shared === null)
    throw new ConvoltError(
      'CONVOLT_NOT_SHARED',
      'attach: no plan is shared by this token in this process, or none lives any more; hold the plan whose share() ' +
        'returned the token until the other threads have attached',
    );
  const { outline, resources } = deserialize(shared.bytes) as Description;
  return new Plan(outline, shared.constants, resources);
}
