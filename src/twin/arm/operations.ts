import { notFound } from './error';
import type { JsonObject } from './json';
import { type Answer, ok, type Running } from './message';
import { guidOf } from '../state/guid';

const PATH = '/operations/';

interface Operation extends Running {
  readonly startTime: string;
}

/** Long-running operations. The work is done when one begins; what takes its time is only the telling. */
export class Operations {
  private readonly begun = new Map<string, Operation>();

  /** Path under which the operation can be asked how it goes. */
  public begin(running: Running, startTime: string): string {
    const id = guidOf('operation', String(this.begun.size));
    this.begun.set(id, { ...running, startTime });
    return `${PATH}${id}`;
  }

  /** `Azure-AsyncOperation` leads to the status, `Location` to the result. */
  public answer(path: string, now: string): Answer | undefined {
    if (!path.startsWith(PATH)) return undefined;
    const [id, part] = path.slice(PATH.length).split('/');
    const operation = this.begun.get(id);
    if (!operation) throw notFound('OperationNotFound', `There is no operation '${id}'.`);
    operation.told?.();
    if (part === 'result' && !operation.error) {
      const found = operation.result ?? operation.written;
      return found ? ok(found) : { status: 204 };
    }
    return ok(this.status(path, id, operation, now));
  }

  private status(path: string, name: string, operation: Operation, now: string): JsonObject {
    return {
      id: path,
      name,
      status: operation.error ? 'Failed' : 'Succeeded',
      startTime: operation.startTime,
      endTime: now,
      percentComplete: 100,
      ...(operation.error ? { error: operation.error.toJson() } : {}),
      ...(operation.result ? { properties: operation.result } : {}),
    };
  }
}
