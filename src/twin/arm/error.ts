import { JsonObject } from './json';

/** A refusal in ARM's shape: `{"error":{"code","message"}}`. */
export class ArmError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    /** Inner errors, the way Azure Backup nests its own codes. */
    readonly details: readonly { code: string; message: string }[] = [],
  ) {
    super(message);
    this.name = 'ArmError';
  }

  /** The `error` object, as answers and operations carry it. */
  public toJson(): JsonObject {
    return {
      code: this.code,
      message: this.message,
      ...(this.details.length > 0 ? { details: this.details.map((each) => ({ ...each })) } : {}),
    };
  }
}

export function badRequest(code: string, message: string): ArmError {
  return new ArmError(400, code, message);
}

export function notFound(code: string, message: string): ArmError {
  return new ArmError(404, code, message);
}

export function conflict(code: string, message: string): ArmError {
  return new ArmError(409, code, message);
}
