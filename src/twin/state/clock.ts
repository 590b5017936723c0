import { Temporal } from '@js-temporal/polyfill';

/** The twin's time: the machine's, moved forward as tests and users ask. It never goes back. */
export class Clock {
  private offset: number;

  constructor(
    startAt?: string,
    private readonly machine: () => number = Date.now,
  ) {
    this.offset = startAt === undefined ? 0 : Temporal.Instant.from(startAt).epochMilliseconds - machine();
  }

  public now(): Temporal.Instant {
    return Temporal.Instant.fromEpochMilliseconds(this.machine() + this.offset);
  }

  /** To whole seconds, the way answers spell times. */
  public text(): string {
    return this.now().round({ smallestUnit: 'second', roundingMode: 'floor' }).toString();
  }

  public advanceTo(instant: Temporal.Instant): void {
    const ahead = instant.epochMilliseconds - this.now().epochMilliseconds;
    if (ahead < 0) {
      throw new RangeError(`The clock stands at ${this.text()} and can't go back to ${instant.toString()}.`);
    }
    this.offset += ahead;
  }
}
