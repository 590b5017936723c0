import { badRequest } from './arm/error';
import { isObject, JsonObject } from './arm/json';

/**
 * What can go wrong on the way:
 * - `throttled`: 429 with `Retry-After`, nothing is done
 * - `unavailable`: a 5xx status, nothing is done
 * - `reset`: the connection breaks before anything is done
 * - `lostAnswer`: it is done, and the connection breaks before the answer
 * - `slow`: the answer takes its time
 * - `failedOperation`: the write is taken, and the operation that it began ends `Failed` with nothing done
 */
export const FAULT_KINDS = ['throttled', 'unavailable', 'reset', 'lostAnswer', 'slow', 'failedOperation'] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export interface Fault {
  readonly kind: FaultKind;
  /** Only requests of this method; default: all. */
  readonly method?: string;
  /** Only paths that contain this, without case; default: all. */
  readonly path?: string;
  /** How often it strikes; default 1. */
  readonly times?: number;
  /** How many matching requests pass before it strikes; default 0. */
  readonly after?: number;
  /** Status of `unavailable`; default 503. */
  readonly status?: number;
  /** `Retry-After` of `throttled`, or how long `slow` takes; default 1. */
  readonly seconds?: number;
}

/** Faults that wait for the requests that they strike. */
export class Faults {
  private waiting: { readonly fault: Fault; passed: number; struck: number }[] = [];

  public add(fault: Fault): void {
    this.waiting.push({ fault, passed: 0, struck: 0 });
  }

  public clear(): void {
    this.waiting = [];
  }

  /** The fault that strikes a request, if one does; each call counts. */
  public strike(method: string, path: string): Fault | undefined {
    for (const each of this.waiting) {
      const { fault } = each;
      if (fault.method && fault.method.toUpperCase() !== method) continue;
      if (fault.path && !path.toLowerCase().includes(fault.path.toLowerCase())) continue;
      if (each.passed++ < (fault.after ?? 0)) continue;
      each.struck++;
      if (each.struck >= (fault.times ?? 1)) this.waiting = this.waiting.filter((other) => other !== each);
      return fault;
    }
    return undefined;
  }

  /** Those that haven't struck as often as they should. */
  public get pending(): readonly Fault[] {
    return this.waiting.map(({ fault }) => fault);
  }
}

/** Reads a fault from what was sent to the control routes. */
export function readFault(value: unknown): Fault {
  if (!isObject(value)) throw badRequest('InvalidFault', 'A fault must be a JSON object.');
  const { kind, method, path } = value as JsonObject;
  if (!FAULT_KINDS.includes(kind as FaultKind)) {
    throw badRequest(
      'InvalidFault',
      `\`kind\` must be one of ${FAULT_KINDS.join(', ')}, got: ${JSON.stringify(kind)}.`,
    );
  }
  for (const [name, text] of Object.entries({ method, path })) {
    if (text !== undefined && typeof text !== 'string') {
      throw badRequest('InvalidFault', `\`${name}\` must be a string.`);
    }
  }
  for (const [name, least, most] of [
    ['times', 1, 1e6],
    ['after', 0, 1e6],
    ['status', 500, 599],
    ['seconds', 0, 3600],
  ] as const) {
    const number = value[name];
    if (number === undefined) continue;
    if (typeof number !== 'number' || !(number >= least && number <= most)) {
      throw badRequest(
        'InvalidFault',
        `\`${name}\` must be between ${least} and ${most}, got: ${JSON.stringify(number)}.`,
      );
    }
  }
  return value as unknown as Fault;
}
