import { type ArmError, badRequest, conflict } from '../arm/error';
import type { Json } from '../arm/json';

/** The service's one answer to most values that it doesn't take. */
export function invalidParameter(name: string): ArmError {
  return badRequest(
    'InvalidParameterValue',
    `Invalid value given for parameter ${name}. Specify a valid parameter value.`,
  );
}

export function missingParameter(name: string): ArmError {
  return badRequest(
    'MissingRequiredParameter',
    `Parameter '${name}' must be specified. This parameter cannot be NULL or empty.`,
  );
}

/** A refusal whose code the service doesn't publish. */
export function refused(message: string): ArmError {
  return badRequest('BadRequest', message);
}

/** A refusal because of the state that something is in, whose code the service doesn't publish. */
export function hindered(message: string): ArmError {
  return conflict('Conflict', message);
}

/** The service's spelling of one of several values, which clients may write in any case. */
export function choice<T extends string>(name: string, value: Json | undefined, allowed: readonly T[]): T {
  const found = allowed.find((each) => typeof value === 'string' && each.toLowerCase() === value.toLowerCase());
  if (found === undefined) throw invalidParameter(name);
  return found;
}
