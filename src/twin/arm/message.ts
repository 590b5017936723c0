import { ArmError } from './error';
import { Json, JsonObject } from './json';

export type Method = 'GET' | 'HEAD' | 'PUT' | 'PATCH' | 'POST' | 'DELETE';

/** A request as it came over the wire, its path cleaned of doubled and trailing slashes. */
export interface Incoming {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly text: string;
}

/** What happens after the answer of a long-running operation: clients poll until it has ended. */
export interface Running {
  /** How it ends badly; it succeeds where there is none. */
  readonly error?: ArmError;
  /** What the ended operation tells beside its status. */
  readonly result?: JsonObject;
  /** What `Location` leads to where the operation tells nothing itself: what was written. */
  readonly written?: JsonObject;
  /** Called when a client is told that it has ended. */
  readonly told?: () => void;
}

export interface Answer {
  readonly status: number;
  readonly body?: Json;
  /** In the place of a body: storage speaks XML. */
  readonly xml?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Makes it a long-running operation. */
  readonly running?: Running;
}

export function ok(body: Json): Answer {
  return { status: 200, body };
}

export function refusal(error: ArmError, headers?: Record<string, string>): Answer {
  return { status: error.status, body: { error: error.toJson() }, headers };
}
